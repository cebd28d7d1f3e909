"""How is one telling of an event put into words? A sentence of English whose claims know where they stand.

``Telling`` is what the script has decided: who says what happened where and when, with which figures, and who objects.
``write`` makes the sentence of it, with chance choosing among the ways to say it; a ``Draft`` is a claim that waits for
its offsets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.chronicle.markup import bare, capital, fill, renumber
from bench.chronicle.naming import parts
from bench.chronicle.wording import day_words, people, pick, plain, sentences, strike, toll
from bench.chronicle.world import Newsroom, Side, Voice
from sayso.model import Claim, ClaimType, Count, Modality, Party, Place, Quote, Source, Stance, StanceKind, When

__all__ = ["Draft", "Sentence", "Telling", "moved", "stanced", "write"]

_NARRATOR = Source("narrator")


@dataclass(frozen=True, slots=True)
class Telling:
    """One account of one event, as the script wants it told.

    ``form`` is a list of clauses in sentences.toml, ``cause`` the form of the strike that a toll is of. ``voice`` None
    is narration. ``day`` None leaves the date out, ``month`` tells only its month. ``objects`` are (who objects, None
    for the newsroom itself; how). ``killed`` and ``injured`` are a number, "at least" one where ``least``.
    """

    event: str
    type: ClaimType
    form: str
    place: Place
    day: date | None
    actor: Side | None = None
    target: Side | None = None
    cause: str | None = None
    voice: Voice | None = None
    month: bool = False
    killed: int | None = None
    injured: int | None = None
    least: bool = False
    number: int | None = None
    building: str | None = None
    also: str | None = None
    frame: str | None = None
    modality: Modality = "asserted"
    objects: tuple[tuple[Voice | None, StanceKind], ...] = ()
    channel: str | None = None
    firm: bool = False  # the words must tell the day
    who: tuple[str, str, str | None] | None = None  # a person or body that acts: as written, its name, its side


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that waits for its text: ``fields`` are Claim's, the rest its truth.

    ``account`` is the key under which it counts, ``speaker`` the very person or body, ``told`` the day on which this
    telling first came out: reprints and new versions print it later, but say nothing new.
    """

    event: str
    account: str | None
    speaker: str
    told: date
    fields: Mapping[str, Any]
    objectors: tuple[tuple[str | None, StanceKind], ...] = ()

    def claim(self, number: str, report: str, text: str, start: int) -> Claim:
        """The claim on this stretch of the report."""
        return Claim(number, report, text, start, start + len(text), **self.fields)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A marked text (bench.chronicle.markup) and the drafts that its marks stand for, in order."""

    marked: str
    drafts: tuple[Draft, ...] = ()


def _interval(telling: Telling) -> When | None:
    day = telling.day
    if day is None:
        return None
    if not telling.month:
        return When(day, day)
    last = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return When(day.replace(day=1), last)


def _forces(rng: Random, side: Side) -> str:
    adj, name = side.adjective, side.name
    forms = (
        f"{adj} forces",
        f"{adj} troops",
        f"the {adj} army",
        f"{name}'s army",
        f"{adj} soldiers",
        f"{name}'s forces",
    )
    return pick(rng, forms)  # type: ignore[no-any-return]


def _named(telling: Telling, clause: str, actor: str, target: str) -> tuple[Party | None, Party | None]:
    """The actor and the target as far as the words tell them."""
    side, other = telling.actor, telling.target
    if telling.who is not None:
        return Party(telling.who[1], telling.who[2]), None
    words = f" {clause} "
    first: Party | None = None
    second: Party | None = None
    if side is not None:
        if actor in clause:
            first = Party(actor.removeprefix("the "), side.name)
        elif any(mark in words.lower() for mark in (" our ", " we ", " the enemy ", " ours ")):
            first = Party(side.name, side.name)
        elif side.adjective in clause:
            first = Party(side.adjective, side.name)
        elif telling.frame == "announced":
            first = Party(side.name, side.name)
    if other is not None:
        if target in clause:
            second = Party(target.removeprefix("the "), other.name)
        elif other.adjective in clause:
            second = Party(other.adjective, other.name)
    return first, second


def _counted(what: str, number: int | None, least: bool) -> tuple[Count, ...]:
    if number is None:
        return ()
    return (Count(what, min=number),) if least else (Count(what, n=number),)


def _casualties(telling: Telling) -> tuple[Count, ...]:
    # "At least three people and injured seven": the words bind the first number only.
    least = telling.least
    return _counted("killed", telling.killed, least) + _counted(
        "injured", telling.injured, least and not telling.killed
    )


_COUNTED: Mapping[str, str] = {
    "airstrike_drone": "drones",
    "airstrike_missile": "missiles",
    "airstrike_bomb": "bombs",
    "displacement": "displaced",
    "rescue": "rescued",
    "detention": "prisoners",
}


def write(
    rng: Random,
    telling: Telling,
    published: date,
    room: Newsroom,
    seen: dict[int, str],
    channels: Sequence[str],
    wording: str = "first",
) -> Sentence:
    """The telling as a sentence (or two, where someone objects) of a report by ``room``.

    ``seen`` has the voices that the report has named in full, by ``id``, and how; this adds to it. ``channels`` are
    outlets that a speaker may have talked to, ``wording`` the file of other words than the first.
    """
    told = sentences(wording)
    side, target = telling.actor, telling.target
    actor_words = telling.who[0] if telling.who else _forces(rng, side) if side else ""
    target_words = _forces(rng, target) if target else ""
    when = day_words(rng, telling.day, published, telling.month)
    number = telling.number
    slots: dict[str, str] = {
        "actor": actor_words,
        "actors": f"{side.adjective}" if side else "",
        "target": target_words,
        "targets": f"{target.adjective}" if target else "",
        "place": telling.place.name,
        "when": when,
        "building": telling.building or "",
        "strike": strike(rng, telling, wording) if telling.form.startswith("toll") else "",
        "killed": people(telling.killed or 0, telling.least) if telling.form == "toll_rise" else "",
        "injured": plain(telling.injured or 0),
        **toll(rng, telling),
    }
    for name in ("count", "displaced", "rescued", "prisoners"):
        slots[name] = (people(number, False) if name == "rescued" else plain(number)) if number else ""
    voice = telling.voice
    own = voice is not None and voice.home is not None and telling.modality in ("asserted", "negated")
    frame, direct = _frame(rng, telling, own)
    clauses = told["quotes" if direct else "clauses"]
    form = telling.form
    if direct and form not in clauses:
        frame, direct, clauses = "said", False, told["clauses"]
    forms = clauses[form]
    if telling.firm:
        forms = [words for words in forms if "<when>" in words]
        if not forms:
            frame, direct, forms = "said", False, told["clauses"][form]
    template = str(pick(rng, forms))
    clause = fill(rng, template, slots)
    clause = clause.replace("  ", " ")
    if clause[1] == " ":
        clause = clause[0] + clause[2:]
    if telling.place.precision == "region":
        clause = clause.replace("the town of ", "")
    if telling.also is not None:
        ways = told["also"][telling.also]
        struck = clause[1:].startswith((telling.place.name, "the town of"))  # what is struck kills nobody
        clause = fill(rng, ways[0] if struck else pick(rng, ways), {**slots, "clause": clause})
        if frame == "said":
            frame = "after_comma"
    marked, spoken = _framed(rng, telling, frame, clause, slots, seen, channels)
    parties = _named(telling, bare(clause), actor_words, target_words)
    dated = bool(when) and when in clause and frame != "announced"
    drafts = _drafts(telling, room, spoken, direct, parties, clause_counts(telling, bare(clause)), dated, published)
    for who, stance in telling.objects:
        marked += " " + _objection(rng, who, stance, room, seen)
        named = room.name if who is None else _name_of(who)
        drafts = [stanced(draft, Stance(named, stance), who.account if who else None) for draft in drafts]
    return Sentence(marked, tuple(drafts))


def clause_counts(telling: Telling, clause: str) -> tuple[Count, ...]:
    """What the main claim counts: only what its words tell."""
    if telling.type == "casualties":
        return _casualties(telling)
    number, what = telling.number, _COUNTED.get(telling.form)
    if number is None or what is None or plain(number) not in clause:
        return ()
    return (Count(what, min=number),) if "more than" in clause else (Count(what, n=number),)


def _frame(rng: Random, telling: Telling, own: bool) -> tuple[str, bool]:
    """Which frame, and whether it quotes a side's own people."""
    if telling.frame is not None:
        return telling.frame, False
    if telling.voice is None:
        return "narrated", False
    if telling.modality == "demanded":
        return "called", False
    roll = rng.random()
    if own and telling.also is None and roll < 0.22 and _speaks_of_itself(telling):
        return ("quoted_told" if roll < 0.07 else "quoted"), True
    if roll < 0.40:
        return "according", False
    if roll < 0.55 and telling.voice.kind not in ("witness", "unnamed"):
        return ("told" if roll < 0.46 else "posted"), False
    return "said", False


def _speaks_of_itself(telling: Telling) -> bool:
    """Whether "we" and "the enemy" would mean who they must."""
    home = telling.voice.home if telling.voice else None
    if telling.form in ("capture", "recapture", "hold", "withdraw", "repel"):
        return telling.actor is not None and telling.actor.name == home
    if telling.form in ("uncaptured", "attack", "shelling"):
        return telling.actor is not None and telling.actor.name != home
    return False


@dataclass(frozen=True, slots=True)
class _Spoken:
    source: Source
    cue: str | None
    via: tuple[str, ...]


def _framed(
    rng: Random,
    telling: Telling,
    frame: str,
    clause: str,
    slots: Mapping[str, str],
    seen: dict[int, str],
    channels: Sequence[str],
) -> tuple[str, _Spoken]:
    told = sentences()
    voice = telling.voice
    template = str(pick(rng, told["frames"][frame]))
    if voice is None:
        return capital(fill(rng, template, {**slots, "clause": clause})), _Spoken(_NARRATOR, None, ())
    again = id(voice) in seen
    written, named = voice.words(rng, again)
    named = seen.setdefault(id(voice), named)  # a name is resolved to how the report first gave it
    person = written.split()[-1].rstrip(",") in named.split() and len(named.split()) == 2
    cues = told["cues"]["again" if again else "person" if person else "official" if voice.side else "outside"]
    cue = "announced" if frame == "announced" else str(pick(rng, cues))
    network = frame == "posted"
    if cue != "said" and template == "<source> <cue> <clause>.":
        template = "<source> <cue> that <clause>."
    channel = telling.channel or str(pick(rng, parts()["channels"] if network else channels))
    text = fill(rng, template, {**slots, "clause": clause, "source": written, "cue": cue, "channel": channel})
    via: tuple[str, ...] = ()
    if frame in ("told", "quoted_told"):
        cue, via = "told", (channel,)
    elif frame == "posted":
        via = ("statement",) if "in a statement" in text.lower() else (channel,)
    elif frame == "according":
        cue = "according to"
    elif frame == "denied":
        cue = "denied"
    elif frame == "called":
        cue = "called for" if " called for " in text else "demanded"
    elif frame == "admitted":
        cue = "admitted" if " admitted " in text else "acknowledged"
    if direct_after_colon(text):
        head, quoted = text.split(": “", 1)
        text = f"{head}: “{capital(quoted)}"
    text = text.replace(",,", ",").replace(",.", ".").replace(",:", ":")
    return capital(text), _Spoken(Source(named, voice.kind, voice.side), cue, via)


def direct_after_colon(text: str) -> bool:
    """Whether a quotation follows its speaker, so that it begins with a capital."""
    return ": “" in text


def _drafts(
    telling: Telling,
    room: Newsroom,
    spoken: _Spoken,
    direct: bool,
    parties: tuple[Party | None, Party | None],
    counts: tuple[Count, ...],
    dated: bool,
    told: date,
) -> list[Draft]:
    voice = telling.voice
    account, speaker = room.account, room.name
    if voice is not None and voice.account is not None:
        account, speaker = voice.account, voice.first[0][1]
    quote: Quote = "none" if voice is None else "direct" if direct else "indirect"
    shared: dict[str, Any] = {
        "source": spoken.source,
        "cue": spoken.cue,
        "quote": quote,
        "via": spoken.via,
        "places": (telling.place,),
        "when": _interval(telling) if dated else None,
        "modality": telling.modality,
    }
    main = {
        **shared,
        "type": telling.type,
        "actor": parties[0],
        "target": parties[1],
        "counts": counts,
    }
    drafts = [Draft(telling.event, account, speaker, told, main)]
    if telling.also == "toll":
        second = {**shared, "type": "casualties", "actor": main["actor"], "counts": _casualties(telling)}
        drafts.append(Draft(telling.event, account, speaker, told, second))
    elif telling.also == "damage":
        drafts.append(
            Draft(telling.event, account, speaker, told, {**shared, "type": "damage", "actor": main["actor"]})
        )
    return drafts


def _name_of(voice: Voice) -> str:
    return voice.first[0][1]


def _objection(rng: Random, who: Voice | None, stance: StanceKind, room: Newsroom, seen: dict[int, str]) -> str:
    written = room.name if who is None else _form_named(who)
    if who is not None:
        seen.setdefault(id(who), _name_of(who))
    template = str(pick(rng, sentences()["stances"][stance]))
    return capital(fill(rng, template, {"source": written})).replace(",,", ",")


def _form_named(who: Voice) -> str:
    return who.first[0][0]


def stanced(draft: Draft, stance: Stance, account: str | None) -> Draft:
    """The claim with one stance more; ``account`` is the objector's, None for the newsroom itself."""
    fields = {**draft.fields, "stances": (*draft.fields.get("stances", ()), stance)}
    return replace(draft, fields=fields, objectors=(*draft.objectors, (account, stance.stance)))


def moved(sentence: Sentence, by: int) -> str:
    """The sentence's text with its marks moved on by so many claims."""
    return renumber(sentence.marked, by)
