"""What does a ledger of a million claims hold? Reports without end of one invented war, in order of publication.

Unlike the chronicle, nothing here keeps truth, so that memory stays constant however many claims are asked for: two
years of days, about 5,000 towns told of as unevenly as towns are (Zipf), a few thousand who speak, reports of some 300
to 400 words and ten claims, and one report in seven a reprint of a recent one.
"""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from bench.chronicle.page import Sentence, Telling, write
from bench.chronicle.story import Story, publish, scenery, texture, textures, title
from bench.chronicle.theatre import theatre
from bench.chronicle.wording import pick
from bench.chronicle.world import Newsroom, Side, Town, Voice, World, build
from sayso.model import Claim, ClaimType, Report

__all__ = ["START", "stream", "stream_theatre"]

START: Final = date(2034, 3, 1)
_DAYS: Final = 730
_TOWNS: Final = 5000
_CLAIMS_A_REPORT: Final = 10
_FORMS: Final[tuple[tuple[str, ClaimType, int], ...]] = (
    ("shelling", "shelling", 20),
    ("airstrike_drone", "airstrike", 12),
    ("airstrike_missile", "airstrike", 8),
    ("airstrike_bomb", "airstrike", 7),
    ("capture", "capture", 7),
    ("hold", "hold", 5),
    ("withdraw", "withdraw", 3),
    ("attack", "attack", 9),
    ("repel", "repel", 7),
    ("clash", "clash", 5),
    ("damage", "damage", 5),
    ("displacement", "displacement", 3),
    ("deploy", "deploy", 4),
    ("fortify", "fortify", 2),
    ("meeting", "meeting", 3),
)
_BOUNDS: Final = tuple(accumulate(weight for _, _, weight in _FORMS))


@dataclass(frozen=True, slots=True)
class _Happening:
    key: str
    form: str
    type: ClaimType
    town: Town
    day: date
    actor: Side
    target: Side
    killed: int
    injured: int
    number: int


def _world(seed: int) -> World:
    return build(Random(f"stream {seed}"), towns=_TOWNS, outlets=120, outsiders=300, witnesses=2500)


def stream_theatre(seed: int) -> str:
    """The streamed war's theatre, as TOML."""
    return theatre(_world(seed), START.isoformat())


def stream(seed: int, claims: int) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """At least so many claims as reports with their true claims, in order of publication; the last report is whole."""
    world = _world(seed)
    rng = Random(seed)
    zipf = list(accumulate(1 / (n + 1) ** 0.9 for n in range(len(world.towns))))
    order = list(range(len(world.towns)))
    Random(f"ranks {seed}").shuffle(order)
    recent: deque[_Happening] = deque(maxlen=300)
    wire: deque[tuple[Story, Newsroom]] = deque(maxlen=30)
    reports = max(1, claims // _CLAIMS_A_REPORT)
    told = 0
    number = 0
    while told < claims:
        day = START + timedelta(days=min(_DAYS - 1, number * _DAYS // reports))
        number += 1
        name = f"s{seed}-{number:07d}"
        if len(wire) > 5 and rng.random() < 0.15:
            story, agency = pick(rng, wire)
            kept = story.paragraphs if rng.random() < 0.5 else story.paragraphs[: -max(1, len(story.paragraphs) // 3)]
            outlet: Newsroom = pick(rng, world.outlets)
            done = publish(Story(story.title, kept), name, day, outlet.name, agency.name)
        else:
            room: Newsroom = pick(rng, world.agencies if rng.random() < 0.4 else world.outlets)
            if rng.random() < 0.06:
                room = pick(rng, world.sides).agency
            story = _story(rng, world, room, day, recent, zipf, order)
            done = publish(story, name, day, room.name, room.name if room.is_agency else None)
            if room.is_agency and not room.side:
                wire.append((story, room))
        if done.claims:
            told += len(done.claims)
            yield done.report, done.claims


def _happen(rng: Random, world: World, day: date, key: str, zipf: list[float], order: list[int]) -> _Happening:
    form, sort, _ = _FORMS[bisect(_BOUNDS, rng.random() * _BOUNDS[-1])]
    town = world.towns[order[bisect(zipf, rng.random() * zipf[-1])]]
    actor = pick(rng, world.sides)
    killed = int(rng.expovariate(0.3))
    return _Happening(
        key,
        form,
        sort,
        town,
        day - timedelta(days=int(rng.expovariate(1.2))),
        actor,
        world.other(actor),
        killed,
        int(rng.expovariate(0.12)),
        2 + int(rng.expovariate(0.1)),
    )


def _voice(rng: Random, world: World, happening: _Happening) -> Voice | None:
    roll = rng.random()
    side = happening.actor if rng.random() < 0.5 else happening.target
    if roll < 0.28:
        return None
    if roll < 0.62:
        return pick(rng, side.officials)  # type: ignore[no-any-return]
    if roll < 0.72:
        return side.mayors.get(happening.town.name) or pick(rng, side.governors)
    if roll < 0.80:
        return pick(rng, (*side.bloggers, side.crowd, side.analyst))  # type: ignore[no-any-return]
    if roll < 0.88:
        return pick(rng, world.witnesses)  # type: ignore[no-any-return]
    if roll < 0.93:
        return pick(rng, world.unnamed)  # type: ignore[no-any-return]
    return pick(rng, world.outsiders)  # type: ignore[no-any-return]


_STRIKES: Final = frozenset({"shelling", "airstrike_drone", "airstrike_missile", "airstrike_bomb", "attack"})


def _telling(rng: Random, world: World, happening: _Happening, day: date) -> Telling:
    voice = _voice(rng, world, happening)
    strike = happening.form in _STRIKES
    also = "toll" if strike and (happening.killed or happening.injured) and rng.random() < 0.55 else None
    objects: tuple[tuple[Voice | None, str], ...] = ()
    if voice is not None and voice.side is not None and rng.random() < 0.12:
        against = world.other(world.side(voice.side))
        objects = pick(
            rng, (((None, "could_not_verify"),), ((against.crowd, "disputes"),), ((against.ministry, "denies"),))
        )
    return Telling(
        event=happening.key,
        type=happening.type,
        form=happening.form,
        place=happening.town.place,
        day=happening.day if rng.random() < 0.8 else None,
        actor=happening.actor,
        target=happening.target,
        cause=happening.form if strike else None,
        voice=voice,
        killed=happening.killed if also else None,
        injured=happening.injured if also else None,
        least=rng.random() < 0.15,
        number=happening.number,
        building="a school" if happening.form == "damage" else None,
        also=also,
        objects=objects,  # type: ignore[arg-type]
    )


def _story(
    rng: Random,
    world: World,
    room: Newsroom,
    day: date,
    recent: deque[_Happening],
    zipf: list[float],
    order: list[int],
) -> Story:
    paragraphs: list[tuple[Sentence, ...]] = []
    seen: dict[int, str] = {}
    channels = [outlet.name for outlet in world.outlets[:40]]
    claims, region, other = 0, 0, ""
    while claims < _CLAIMS_A_REPORT:
        if len(recent) < 20 or rng.random() < 0.35:
            recent.append(_happen(rng, world, day, f"{day.isoformat()}-{rng.getrandbits(40):x}", zipf, order))
            happening = recent[-1]
        else:
            happening = recent[-1 - int(min(len(recent) - 1, rng.expovariate(0.05)))]
        region, other = happening.town.region, happening.town.name
        sentence = write(rng, _telling(rng, world, happening, day), day, room, seen, channels)
        claims += len(sentence.drafts)
        slots = scenery(rng, world, region, other)
        paragraphs.append((sentence, *textures(rng, pick(rng, (0, 1, 1, 2, 2)), slots)))
    slots = scenery(rng, world, region, other)
    slots |= {"agency": room.name, "far": "Sundria", "month": "third", "place": other, "day": "on the day"}
    paragraphs.insert(0, (texture(rng, "openings", slots),))
    paragraphs.append(textures(rng, 2, slots, "standing"))
    return Story(title(rng, slots), tuple(paragraphs))
