"""A place over time, and what was known of a day on that very day against what is known of it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Connection

from sayso.answers.asked import spots_of
from sayso.answers.places import PlaceAnswer, Said
from sayso.answers.places_known import Spot
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger.opening import Ledger
from sayso.weighing.control import Control, Ground, Span
from sayso.weighing.wording import wording

__all__ = ["Change", "Hindsight", "History", "Voice", "changes", "history", "voices"]


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Who was said to hold a place on a day, as known on the day ``known``, and as known later.

    ``then`` is None where no report known by then names the place. ``turned`` is the day of publication with which the
    answer first became another, None where it did not or where that came of a report that was changed or withdrawn;
    ``by`` are the words published on that day that the later answer rests on, those that may settle it first.
    ``timeline`` is how it came about by the one of the two that the answer beside it does not go by.
    """

    known: date
    then: Control | None
    later: Control
    turned: date | None
    by: tuple[Ground, ...]
    timeline: tuple[Span, ...]

    @property
    def differs(self) -> bool:
        """Whether who was said to hold it is told otherwise later."""
        return _answer(self.then) != _answer(self.later)


@dataclass(frozen=True, slots=True)
class History:
    """A place on a day, the whole of its time up to the ``last`` day told of, and what hindsight makes of the day.

    ``timeline`` runs to the last day whatever the day asked is. ``hindsight`` compares the day asked, as known on the
    day known (without one: on that very day), with all that is known; None where nothing was published since.
    """

    answer: PlaceAnswer
    timeline: tuple[Span, ...]
    last: date
    hindsight: Hindsight | None


@dataclass(frozen=True, slots=True)
class Change:
    """Days with one answer, the words that are new to it, and those that it rests on from before."""

    span: Span
    fresh: tuple[Voice, ...]
    kept: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one account says to one end, however often: the words it rests on, the first published first."""

    grounds: tuple[Ground, ...]

    @property
    def first(self) -> Ground:
        """Its first word."""
        return self.grounds[0]

    @property
    def quotes(self) -> tuple[tuple[Ground, ...], ...]:
        """Its words by what they say letter by letter: copies of one sentence stand together."""
        said: dict[str, list[Ground]] = {}
        for ground in self.grounds:
            said.setdefault(wording(ground.entry.claim), []).append(ground)
        return tuple(tuple(grounds) for grounds in said.values())

    @property
    def repeats(self) -> int:
        """How often more it said so in between."""
        return sum(ground.repeats for ground in self.grounds)


def history(ledger: Ledger, name: str, *, on: date | None = None, known: date | None = None) -> History:
    """The place of this name (or GeoNames id) over time; InputError where no claim names it.

    The day asked is by default the day known, else the day of the latest report: what came after it nobody has told.
    """
    with ledger.reading() as connection:
        made = partial(_history, connection, ledger, name, on, known)
        return ledger.remembered.answer(connection, ("history", name, on, known), made)


def _history(connection: Connection, ledger: Ledger, name: str, on: date | None, known: date | None) -> History:
    spot, *others = spots_of(connection, name, known, ledger)
    last = asking.newest(connection, known) or date.today()
    day = on or known or last
    said = Said.of(connection, spot, max(day, last), known)
    spans = said.timeline(last)
    then = said if said.whole or day >= last else Said.of(connection, spot, day, known)
    control = spans[-1].control if spans and then is said and day >= last else then.control(day)
    answer = PlaceAnswer(spot, day, known, control, _until(spans, day, control), tuple(others))
    newest = last if known is None else asking.newest(connection, None)
    seen = None
    if newest is not None and newest > (known or day):
        seen = _then(connection, ledger, name, answer, then) if known is None else _now(connection, answer, newest)
    return History(answer, spans, last, seen)


def changes(timeline: Sequence[Span]) -> list[Change]:
    """A place's time as changes, the first first: under each what is new, apart from what was told before it."""
    found: list[Change] = []
    before: set[object] = set()
    for span in timeline:
        grounds = span.control.grounds
        fresh = voices(ground for ground in grounds if _word(ground) not in before)
        found.append(Change(span, fresh, voices(ground for ground in grounds if _word(ground) in before)))
        before |= {_word(ground) for ground in grounds}
    return found


def voices(grounds: Iterable[Ground]) -> tuple[Voice, ...]:
    """Grounds by whose they are and what they say, in order of each one's first."""
    by: dict[object, list[Ground]] = {}
    for ground in grounds:
        by.setdefault((ground.bearing, ground.account.id, ground.says, ground.weight), []).append(ground)
    return tuple(Voice(tuple(sorted(said, key=lambda ground: ground.published))) for said in by.values())


def _word(ground: Ground) -> object:
    return ground.entry.claim.id, ground.account.id, ground.stance, ground.says


def _until(spans: tuple[Span, ...], day: date, control: Control) -> tuple[Span, ...]:
    """The spans up to a day, the last of them with the day's own answer."""
    found = [span for span in spans if span.start <= day]
    return (*found[:-1], Span(found[-1].start, day, control)) if found else ()


def _then(connection: Connection, ledger: Ledger, name: str, answer: PlaceAnswer, said: Said) -> Hindsight:
    """What was known on the very day, beside an answer by all that is known."""
    day = answer.on
    try:
        spot: Spot | None = spots_of(connection, name, day, ledger)[0]
    except InputError:
        spot = None  # no report had named it yet
    if spot is None:
        return Hindsight(day, None, answer.control, *_turned(None, answer.control, said, answer.on, day), ())
    then = Said.of(connection, spot, day, day)
    control = then.control(day)
    return Hindsight(
        day, control, answer.control, *_turned(control, answer.control, said, day, day), then.timeline(day)
    )


def _now(connection: Connection, answer: PlaceAnswer, newest: date) -> Hindsight:
    """What is known now, beside an answer as known on a day."""
    assert answer.known is not None
    spot = answer.spot
    said = Said.of(connection, spot, max(answer.on, newest), None)
    spans = said.timeline(newest)
    if not said.whole and answer.on < newest:
        said = Said.of(connection, spot, answer.on, None)
    later = said.control(answer.on)
    return Hindsight(
        answer.known, answer.control, later, *_turned(answer.control, later, said, answer.on, answer.known), spans
    )


def _turned(
    then: Control | None, later: Control, said: Said, on: date, known: date
) -> tuple[date | None, tuple[Ground, ...]]:
    """With which day's reports the answer first became another, and the words of that day that the later rests on."""
    if _answer(then) == _answer(later):
        return None, ()
    days = {entry.publication.published for entry in said.told}
    for day in sorted(day for day in days if day is not None and day > known):
        if _answer(said.control(on, day)) != _answer(then):
            told = (g for g in later.grounds if g.published == day and g.bearing != "neither")
            return day, tuple(sorted(told, key=_turning))
    return None, ()


def _turning(ground: Ground) -> tuple[bool, bool]:
    """Sorts the words of a day by how likely it was they that turned an answer: a side's own never settles anything."""
    return ground.weight == "own", ground.bearing != "for"


def _answer(control: Control | None) -> object:
    return ("unknown", None, ()) if control is None else (control.status, control.holder, control.claimants)
