"""Who is said to hold each of thousands of places on a day, as known on a day? ``places.place``, of all at once.

What decides for a place is all that is told of it, or the latest up to that day where that is too much. That is marked
by a sum over its claims, which takes a millisecond for all places; and what follows from it, for every day, is kept
under that mark. So another day costs nothing where nothing new is told, and a report that is added only what it tells
of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from sayso.answers.asked import Theatres, accounts_for, bare_names
from sayso.answers.board_places import Gathered
from sayso.answers.places import FIGHTS, WORDS
from sayso.ledger.columns import NO_DAY, Columns, Numbers
from sayso.ledger.keys import DATED, claims_until
from sayso.ledger.rows import entries_of
from sayso.ledger.sifting import Mask, standing
from sayso.model import CLAIM_TYPES, Place
from sayso.weighing.case import NOTHING, Status
from sayso.weighing.control import timeline
from sayso.weighing.positions import TELLING

__all__ = ["Answer", "Brief", "Memory", "Question", "Statuses"]

_Marks = NDArray[np.uint64]
_UNTIL: Final = date.max
_MOST_KEPT: Final = 300_000  # answers, some hundred megabytes
_NEVER: Final = 1 << 63


@dataclass(frozen=True, slots=True)
class Brief:
    """Who is said to hold a place: a ``Control`` without its grounds."""

    status: Status
    holder: str | None
    claimants: tuple[str, ...]
    since: date | None
    rule: str


UNKNOWN: Final = Brief("unknown", None, (), None, NOTHING)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is told of a place, marked: the place as it is called, and a sum over the claims."""

    place: Place
    mark: int
    words: int


@dataclass(frozen=True, slots=True)
class Question:
    """A place of which it has not been reckoned yet what follows from what is told of it up to a day."""

    sum: _Sum
    gathered: Gathered
    slot: int
    day: int
    known: date | None


@dataclass(frozen=True, slots=True)
class _Course:
    """What follows from what is told of a place: from which day on it is which answer."""

    starts: tuple[int, ...]
    answers: tuple[Brief, ...]

    def on(self, day: int) -> Brief:
        at = bisect_right(self.starts, day) - 1
        return self.answers[at] if at >= 0 else UNKNOWN


_UNTOLD: Final = _Course((), ())


@dataclass(slots=True)
class _View:
    """The places as known on a day, with what was last found of each."""

    gathered: Gathered
    known: date | None
    places: list[Place]
    whole: Mask  # by row: so little is told of it that all of it decides, whatever the day
    marks: _Marks
    counts: Numbers
    found: list[tuple[tuple[int, int], _Course | None]]  # by what; both at once, for threads share it


_Persons = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was reckoned of a question; ``bare`` are the surnames in it, ``persons`` who was known by them."""

    sum: _Sum
    bare: tuple[str, ...]
    persons: _Persons
    course: _Course


class Memory:
    """What has been reckoned: it outlives the columns, since a claim never changes."""

    def __init__(self) -> None:
        self.bare: dict[_Sum, tuple[str, ...]] = {}
        self.courses: dict[tuple[_Sum, _Persons], _Course] = {}

    def keep(self, answers: Iterable[Answer]) -> None:
        """Keep answers; when there are too many, all are let go."""
        for answer in answers:
            if len(self.courses) >= _MOST_KEPT:
                self.bare, self.courses = {}, {}
            self.courses[answer.sum, answer.persons] = answer.course
            self.bare[answer.sum] = answer.bare


class Statuses:
    """The places of some columns, asked who holds them."""

    def __init__(self, columns: Columns, memory: Memory) -> None:
        self._columns, self._memory = columns, memory
        telling = np.isin(columns.type, [CLAIM_TYPES.index(name) for name in TELLING])
        mentions = np.flatnonzero(telling[columns.mention_claim] & (columns.day_to != NO_DAY)[columns.mention_claim])
        # By place, and in each the latest first, as ``filters.latest_here`` has them.
        claim = columns.mention_claim[mentions]
        order = np.lexsort((-claim, -columns.day_to[claim], columns.mention_place[mentions]))
        place, claim = columns.mention_place[mentions][order], claim[order]
        fresh = np.ones(len(order), np.bool_)  # a claim may name a place twice
        fresh[1:] = (place[1:] != place[:-1]) | (claim[1:] != claim[:-1])
        place, self._claim = place[fresh], claim[fresh]
        self._starts = np.searchsorted(place, np.arange(len(columns.places) + 1))
        self._from = columns.day_from[self._claim]
        self._report = columns.report[self._claim]
        self._fight = columns.type[self._claim] == CLAIM_TYPES.index("clash")
        self._mark = _mixed(columns.key[self._claim])
        self._last, self._first = _by_name(columns)
        self._last_view: _View | None = None
        self._persons: dict[tuple[tuple[str, ...], date | None], _Persons] = {}

    def of(
        self, gathered: Gathered, stands: Mask, on: date, known: date | None
    ) -> tuple[list[Brief | None], list[Question]]:
        """The answer for each place, None where it has not been reckoned yet; and the questions behind those."""
        day = on.toordinal()
        stands = stands[self._report]
        view = self._view(gathered, stands, known)
        marks, words, fights = self._summed(stands & (self._from <= day))
        marks, counts = np.where(view.whole, view.marks, marks), np.where(view.whole, view.counts, words + fights)
        over = ~view.whole & ((words > WORDS) | (fights > FIGHTS))
        alone = gathered.alone
        sums: list[tuple[int, int]] = list(zip(marks[alone].tolist(), counts[alone].tolist(), strict=True))
        for slot in np.flatnonzero(over[alone]).tolist():
            sums[slot] = self._told((int(alone[slot]),), stands, day)[1]
        sums += [self._told(rows, stands, day)[1] for rows in gathered.several]
        answers: list[Brief | None] = []
        questions: list[Question] = []
        for slot, said in enumerate(sums):
            before, course = view.found[slot]
            if before != said:
                course = None
            if course is None:
                if not said[1]:
                    course = _UNTOLD
                else:
                    asked = _Sum(view.places[slot], *said)
                    course = self._course(asked, known)
                    if course is None:
                        questions.append(Question(asked, gathered, slot, day, known))
                view.found[slot] = said, course
            answers.append(None if course is None else course.on(day))
        return answers, questions

    def reckon(self, connection: Connection, questions: Sequence[Question]) -> list[Answer]:
        """The answers to some questions, all as known on one day."""
        answers: list[Answer] = []
        theatres = Theatres(connection)
        stands = standing(self._columns, questions[0].known)
        claims = [self._claims(question, stands) for question in questions]
        keys = sorted({key for some in claims for key in some})
        entries = dict(zip(keys, entries_of(connection, keys), strict=True))
        for question, some in zip(questions, claims, strict=True):
            told = [entries[key] for key in some]
            accounts = accounts_for(connection, told, question.known)
            spans = timeline(told, question.sum.place, accounts, _UNTIL, theatre=theatres)
            course = _Course(
                tuple(span.start.toordinal() for span in spans),
                tuple(
                    Brief(c.status, c.holder, c.claimants, c.since, c.rule) for span in spans for c in [span.control]
                ),
            )
            bare = tuple(bare_names(told))
            answers.append(Answer(question.sum, bare, self._who(bare, question.known), course))
        return answers

    def _course(self, asked: _Sum, known: date | None) -> _Course | None:
        bare = self._memory.bare.get(asked)
        return None if bare is None else self._memory.courses.get((asked, self._who(bare, known)))

    def _view(self, gathered: Gathered, stands: Mask, known: date | None) -> _View:
        """What was found of these places last; another day of the same knowledge asks for little more."""
        view = self._last_view
        if view is None or view.gathered is not gathered or view.known != known:
            places = [spot.place() for spot in gathered.spots]
            marks, words, fights = self._summed(stands)
            whole = (words < WORDS) & (fights < FIGHTS)
            found: list[tuple[tuple[int, int], _Course | None]] = [((0, -1), None)] * len(places)
            view = self._last_view = _View(gathered, known, places, whole, marks, words + fights, found)
        return view

    def _summed(self, valid: Mask) -> tuple[_Marks, Numbers, Numbers]:
        """For each row of the places the marks of what is told of it, how many words that is, and how many fights."""
        return (
            _sums(np.where(valid, self._mark, np.uint64(0)), self._starts),
            _sums((valid & ~self._fight).astype(np.int64), self._starts),
            _sums((valid & self._fight).astype(np.int64), self._starts),
        )

    def _claims(self, question: Question, stands: Mask) -> tuple[int, ...]:
        here = self._told(question.gathered.rows(question.slot), stands[self._report], question.day)[0]
        keys: list[int] = self._columns.key[self._claim[here]].tolist()
        return tuple(keys)

    def _told(self, rows: Sequence[int], stands: Mask, day: int) -> tuple[Numbers, tuple[int, int]]:
        """What decides for a place on a day, and its sum: all that is told of it, or the latest if that is too much."""
        stretches = [slice(self._starts[at], self._starts[at + 1]) for at in rows]
        here = np.concatenate([np.flatnonzero(stands[part]) + part.start for part in stretches])
        if len(rows) > 1:  # one claim may call a place by two names
            _, first = np.unique(self._claim[here], return_index=True)
            here = here[first]
            here = here[np.lexsort((-self._claim[here], -self._columns.day_to[self._claim[here]]))]
        fights = int(self._fight[here].sum())
        if fights >= FIGHTS or len(here) - fights >= WORDS:
            here = here[self._from[here] <= day]
        fight = self._fight[here]
        chosen = np.concatenate([here[~fight][:WORDS], here[fight][:FIGHTS]])
        return chosen, (int(self._mark[chosen].sum(dtype=np.uint64)), len(chosen))

    def _who(self, bare: tuple[str, ...], known: date | None) -> _Persons:
        """Who is known by some surnames, and since which claim: what ``speakers.persons_known`` tells, marked."""
        found = self._persons.get((bare, known))
        if found is None:
            limit = _NEVER if known is None else claims_until(known)
            first = self._first[0 if known is None else 1]
            who = sorted(at for name in bare for at in self._last.get(name, ()))
            found = tuple((int(self._columns.source_key[at]), int(first[at])) for at in who if first[at] < limit)
            if len(self._persons) >= _MOST_KEPT:
                self._persons.clear()
            self._persons[bare, known] = found
        return found


def _by_name(columns: Columns) -> tuple[dict[str, list[int]], tuple[Numbers, Numbers]]:
    """The sources of several words by their last, and the first claim of each: of all, and of those with a date."""
    last: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(columns.source_last):
        if name is not None:
            last[name].append(at)
    never = np.full(len(columns.source_key), _NEVER - 1, np.int64)
    every, dated = never.copy(), never.copy()
    np.minimum.at(every, columns.source, columns.key)
    late = columns.key >= DATED
    np.minimum.at(dated, columns.source[late], columns.key[late])
    return dict(last), (every, dated)


def _sums(values: NDArray[Any], starts: Numbers) -> NDArray[Any]:
    """The sum over each place's stretch; whole numbers may run over, alike for all."""
    total = np.concatenate([np.zeros(1, values.dtype), np.cumsum(values, dtype=values.dtype)])
    found: NDArray[Any] = total[starts[1:]] - total[starts[:-1]]
    return found


def _mixed(keys: Numbers) -> _Marks:
    """A mark for each claim that has nothing to do with any other's (splitmix64, Steele and others, 2014)."""
    x = keys.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
