"""What else happens in the war? Strikes with rising tolls, fighting and more, some of it alike on purpose.

Every function starts one event (or two that are easily taken for one) and plans who tells of it with which figures.
What would be anyone's guess is kept out: two like events near each other are told with their day or their weapon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from bench.chronicle.agenda import STRIKES_AND_GROUND, Agenda, Happening
from bench.chronicle.naming import parts
from bench.chronicle.wording import pick
from bench.chronicle.world import Side, Voice
from sayso.model import ClaimType

__all__ = ["OTHERS", "begin"]

_STRIKES: Final[tuple[tuple[str, ClaimType], ...]] = (
    ("shelling", "shelling"),
    ("shelling", "shelling"),
    ("airstrike_drone", "airstrike"),
    ("airstrike_missile", "airstrike"),
    ("airstrike_bomb", "airstrike"),
)


def begin(agenda: Agenda) -> None:
    """Start today's events away from the question who holds what."""
    rng = agenda.rng
    for _ in range(2 if rng.random() < 0.6 else 1):
        pick(rng, (*(_strike,) * 6, _twins, _neighbours, _neighbours, _again, _late))(agenda)
    if rng.random() < 0.6:
        _ground(agenda)
    if rng.random() < 0.7:
        pick(rng, OTHERS)(agenda)


def _target(agenda: Agenda) -> tuple[int, Side, Side]:
    """A town to be struck, by whom, and whose it is by law. Half of all strikes hit towns that strikes hit before."""
    rng = agenda.rng
    hit = sorted({town for town, family in agenda.calendar if family.startswith(("shelling", "airstrike"))})
    for _ in range(50):
        town = pick(rng, hit) if hit and rng.random() < 0.35 else rng.randrange(len(agenda.world.towns))
        days = [d for form, _ in _STRIKES for d in agenda.calendar.get((town, form), ())]
        free = agenda.holder.get(town, agenda.town(town).home) == agenda.town(town).home
        if free and all(abs((d - agenda.today).days) > 2 for d in days):
            break
    home = agenda.world.side(agenda.town(town).home)
    third = agenda.world.third
    by = third if third is not None and rng.random() < 0.2 else agenda.world.other(home)
    return town, by, home


def _new(agenda: Agenda, town: int, day: date, by: Side, avoid: frozenset[str] = frozenset()) -> Happening:
    """A strike of some weapon that is not one of ``avoid``."""
    form, sort = pick(agenda.rng, [kind for kind in _STRIKES if kind[0] not in avoid])
    return agenda.event(form, town, day, type=sort, form=form, cause=form, actor=by)


def _figures(agenda: Agenda) -> tuple[int, int]:
    rng = agenda.rng
    killed = 0 if rng.random() < 0.25 else 1 + int(rng.expovariate(0.3))
    return killed, int(rng.expovariate(0.12)) if killed or rng.random() < 0.7 else 0


def _strike(agenda: Agenda) -> None:
    town, by, home = _target(agenda)
    _told(agenda, _new(agenda, town, agenda.today, by), home, by, *_figures(agenda))


def _twins(agenda: Agenda) -> None:
    """Two strikes on one town on one day, with different weapons or by different sides; every telling has its day."""
    town, by, home = _target(agenda)
    first = _new(agenda, town, agenda.today, by)
    kin = frozenset(form for form, sort in _STRIKES if sort == first.telling.type)
    third = agenda.world.third
    if third is not None and by is not third and agenda.rng.random() < 0.5:
        told, other = first.telling, third
        second = agenda.event(
            first.family, town, agenda.today, type=told.type, form=told.form, cause=told.cause, actor=other
        )
    else:
        other, second = by, _new(agenda, town, agenda.today, by, kin)
    killed, injured = _figures(agenda)
    _told(agenda, first, home, by, killed, injured, firm=True)
    _told(
        agenda, second, home, other, *((killed, injured) if agenda.rng.random() < 0.4 else _figures(agenda)), firm=True
    )


def _neighbours(agenda: Agenda) -> None:
    """Like strikes on neighbouring towns on one day, with figures that may be the same."""
    town, by, home = _target(agenda)
    first = _new(agenda, town, agenda.today, by)
    killed, injured = _figures(agenda)
    _told(agenda, first, home, by, killed, injured)
    near = [n for n in agenda.world.near[town] if not agenda.calendar.get((n, first.family))]
    if near:
        told = first.telling
        other = agenda.event(
            first.family,
            pick(agenda.rng, near),
            agenda.today,
            type=told.type,
            form=told.form,
            cause=told.cause,
            actor=by,
        )
        same = agenda.rng.random() < 0.5
        _told(agenda, other, home, by, *((killed, injured) if same else _figures(agenda)))


def _again(agenda: Agenda) -> None:
    """The same town struck on consecutive days; every telling has its day."""
    town, by, home = _target(agenda)
    first = _new(agenda, town, agenda.today, by)
    killed, injured = _figures(agenda)
    _told(agenda, first, home, by, killed, injured, firm=True)
    told = first.telling
    second = agenda.event(first.family, town, agenda.on(1), type=told.type, form=told.form, cause=told.cause, actor=by)
    _told(agenda, second, home, by, *((killed, injured) if agenda.rng.random() < 0.3 else _figures(agenda)), firm=True)


def _late(agenda: Agenda) -> None:
    """A strike that comes out only days later."""
    town, by, home = _target(agenda)
    event = _new(agenda, town, agenda.today, by)
    _told(agenda, event, home, by, *_figures(agenda), lag=agenda.rng.randrange(4, 9), firm=True)


def _told(
    agenda: Agenda, event: Happening, home: Side, by: Side, killed: int, injured: int, lag: int = 0, firm: bool = False
) -> None:
    """Who tells of a strike: those who were hit, with figures that rise; newsrooms; monitors; witnesses; who struck."""
    rng = agenda.rng
    start = event.day + timedelta(days=lag)
    shared: dict[str, Any] = {"firm": True} if firm else {}
    event.settled = start + timedelta(days=4)

    def undated() -> dict[str, Any]:
        return {} if firm or rng.random() < 0.85 else {"day": None}

    rise = 0
    for n in range(rng.choice((1, 2, 2, 3))):
        rise += rng.choice((0, 1, 1, 2)) if n else 0
        told = _style(agenda, killed + (rise if killed else 0), injured, rise > 0)
        day = start + timedelta(days=n if n else rng.randrange(2))
        like = "agency" if rng.random() < 0.5 else home.name if rng.random() < 0.4 else "outlet"
        agenda.tell(event, day, like=like, voice=agenda.local(home, event.town), **{**shared, **told, **undated()})
    if rng.random() < 0.6:
        off = rng.choice((0, 0, 0, -1, 1))
        told = _style(agenda, max(0, killed + off) if killed else 0, injured, False)
        fields = {**shared, **told, **undated()}
        if rng.random() < 0.08 and not agenda.crowded_region(event):
            fields["place"] = agenda.world.regions[agenda.town(event.town).region].place
        agenda.tell(event, start + timedelta(days=rng.randrange(2)), like="agency", **fields)
    if rng.random() < 0.35:
        told = _style(agenda, killed, injured + rng.choice((0, 2, 5)) if injured else 0, False)
        voice = pick(rng, agenda.world.outsiders[:7])
        agenda.tell(event, start + timedelta(days=rng.randrange(1, 3)), voice=voice, **{**shared, **told})
    if rng.random() < 0.35:
        voice = pick(rng, (*agenda.world.unnamed, *rng.sample(agenda.world.witnesses, 6)))
        agenda.tell(event, start, voice=voice, also=None, **{**shared, **undated()})
    if rng.random() < 0.3:
        if rng.random() < 0.5:
            agenda.tell(event, start + timedelta(days=1), like=by.name, voice=agenda.official(by), **shared)
        elif not agenda.crowded(event, 2):
            frame, form = "denied", event.telling.form
            voice = agenda.official(by)
            agenda.tell(
                event, start + timedelta(days=1), voice=voice, form=form, frame=frame, modality="negated", **shared
            )
    if rng.random() < 0.15 and injured > 3:
        _mended(agenda, event, start, killed, injured, agenda.local(home, event.town))


def _mended(agenda: Agenda, event: Happening, start: date, killed: int, injured: int, voice: Voice) -> None:
    """A report whose figure was wrong, and the new version that puts it right."""
    wrong = replace(event.telling, voice=voice, killed=killed or None, injured=injured * 2 + 1, also="toll", firm=True)
    right = replace(wrong, injured=injured)
    agenda.tell(
        event,
        start,
        like="agency",
        voice=voice,
        killed=wrong.killed,
        injured=wrong.injured,
        also="toll",
        firm=True,
        alone=True,
        mended=right,
        mended_on=start + timedelta(days=1),
    )


def _style(agenda: Agenda, killed: int, injured: int, risen: bool) -> dict[str, Any]:
    """One of the ways to tell of a strike and what it did."""
    rng = agenda.rng
    if not killed and not injured:
        return {"also": "damage", "building": pick(rng, parts()["buildings"])} if rng.random() < 0.5 else {}
    roll = rng.random()
    tolls: dict[str, Any] = {"killed": killed or None, "injured": injured or None, "least": rng.random() < 0.15}
    if risen and killed and roll < 0.5:
        return {**tolls, "form": "toll_rise", "type": "casualties", "injured": None}
    if roll < 0.45:
        return {**tolls, "also": "toll"}
    if roll < 0.85:
        return {**tolls, "form": "toll", "type": "casualties"}
    return {"number": rng.randrange(2, 30)} if rng.random() < 0.4 else {}


def _ground(agenda: Agenda) -> None:
    """An assault on a town's positions: one side says it attacked, the other that it beat it back, others just tell."""
    rng = agenda.rng
    town = rng.randrange(len(agenda.world.towns))
    near = [d for d in agenda.calendar.get((town, "ground"), ()) if abs((d - agenda.today).days) <= 1]
    taken = [d for d in agenda.calendar.get((town, "capture"), ()) if abs((d - agenda.today).days) <= 2]
    if near or taken:
        return
    home = agenda.world.side(agenda.holder.get(town, agenda.town(town).home))  # who defends it now
    by = agenda.world.other(home)
    event = agenda.event("ground", town, agenda.today, type="attack", form="attack", actor=by, target=home)
    event.settled = None
    repel: dict[str, Any] = {"type": "repel", "form": "repel", "actor": home, "target": by}
    firm: dict[str, Any] = {"firm": True} if agenda.crowded(event) else {}
    for lag in range(rng.randrange(1, 3)):
        agenda.tell(event, agenda.on(lag), voice=agenda.official(home), **repel, **firm)
    if rng.random() < 0.6:
        sort = pick(rng, ({"type": "clash", "form": "clash"}, {}))
        agenda.tell(event, agenda.on(rng.randrange(2)), like="agency", **sort, **firm)
    if rng.random() < 0.4:
        agenda.tell(event, agenda.on(1), voice=pick(rng, (*home.bloggers, home.analyst)), **firm)
    if rng.random() < 0.35:
        agenda.tell(event, agenda.on(1), like=by.name, voice=agenda.official(by), **firm)


def _somewhere(agenda: Agenda, family: str) -> int | None:
    """A town where neither such a thing nor a strike, which it would seem to follow, happened in the days around."""
    town = agenda.rng.randrange(len(agenda.world.towns))
    kin = (family, *STRIKES_AND_GROUND)
    near = [d for sort in kin for d in agenda.calendar.get((town, sort), ()) if abs((d - agenda.today).days) <= 8]
    return None if near else town


def _simple(agenda: Agenda, family: str, sort: ClaimType, many: int, **told: Any) -> Happening | None:
    town = _somewhere(agenda, family)
    if town is None:
        return None
    told = {"form": family, **told}
    event = agenda.event(family, town, agenda.today, type=sort, **told)
    for _ in range(many):
        agenda.tell(event, agenda.on(agenda.rng.randrange(2)))
    return event


def _flight(agenda: Agenda) -> None:
    number = agenda.rng.randrange(2, 60) * 50
    event = _simple(agenda, "displacement", "displacement", 1, number=number)
    if event is not None:
        home = agenda.world.side(agenda.town(event.town).home)
        more = number + pick(agenda.rng, (0, 100, 350))
        agenda.tell(event, agenda.on(1), voice=pick(agenda.rng, agenda.world.outsiders[:7]), number=more)
        agenda.tell(event, agenda.on(1), voice=agenda.local(home, event.town), number=more)


def _swap(agenda: Agenda) -> None:
    one, two = agenda.world.sides
    number = agenda.rng.randrange(12, 120)
    event = _simple(agenda, "detention", "detention", 1, actor=one, target=two, number=number)
    if event is not None:
        for side in (one, two):
            agenda.tell(event, agenda.on(agenda.rng.randrange(2)), voice=agenda.official(side))


def _visit(agenda: Agenda) -> None:
    side = pick(agenda.rng, agenda.world.sides)
    written, name = side.president.first[0]
    event = _simple(agenda, "meeting", "meeting", 2, who=(written, name, side.name))
    if event is not None:
        agenda.tell(event, agenda.today, like=side.name)


def _rubble(agenda: Agenda) -> None:
    event = _simple(agenda, "rescue", "rescue", 1, number=agenda.rng.randrange(2, 9))
    if event is not None:
        home = agenda.world.side(agenda.town(event.town).home)
        agenda.tell(event, agenda.on(agenda.rng.randrange(2)), voice=home.rescuers)


def _massing(agenda: Agenda) -> None:
    side = pick(agenda.rng, agenda.world.sides)
    event = _simple(agenda, "deploy", "deploy", 0, actor=side)
    if event is not None:
        agenda.tell(event, agenda.today, voice=pick(agenda.rng, agenda.world.outsiders))
        agenda.tell(event, agenda.on(1), voice=agenda.official(agenda.world.other(side)))


def _digging(agenda: Agenda) -> None:
    event = _simple(agenda, "fortify", "fortify", 1, actor=pick(agenda.rng, agenda.world.sides))
    if event is not None:
        agenda.tell(event, agenda.on(1), voice=pick(agenda.rng, agenda.world.outsiders))


def _relief(agenda: Agenda) -> None:
    voice = pick(agenda.rng, agenda.world.outsiders[:7])
    written, name = voice.first[0]
    event = _simple(agenda, "supply", "supply", 1, who=(written, name, None))
    if event is not None:
        agenda.tell(event, agenda.on(1), voice=voice, who=("it", name, None))


def _call(agenda: Agenda) -> None:
    town = _somewhere(agenda, "truce")
    if town is not None:
        voice = pick(agenda.rng, agenda.world.outsiders)
        event = agenda.event("truce", town, agenda.today, type="appeal", form="truce", modality="demanded", voice=voice)
        for lag in range(2):
            agenda.tell(event, agenda.on(lag), day=None)


OTHERS: Final[tuple[Callable[[Agenda], None], ...]] = (
    _flight,
    _swap,
    _visit,
    _visit,
    _rubble,
    _massing,
    _digging,
    _relief,
    _call,
)
