"""Who is said to hold a place on a day? Held, claimed, contested or unknown, with the claims it rests on and the rule.

Method. What every account says of the place (``positions``) is gone through in order of the days it speaks of. The
words since the place was last said to change hands make a *case*: one side is said to have it, and accounts speak for
that and against it (``case``).

1. A newer event overrides older ones: when a side is said to have gained the place on a later day, a new case begins.
2. A side's own word makes a place *claimed*. An outsider's word, or that of the side that loses by it, makes it *held*.
3. Words on both sides make it *contested*: the other side denies it or says that it still holds the place, its people
   dispute it, a part of it is said to be the other's, or there is said to be fighting in it since.
4. An outsider's word settles a contest when it was published after every word against it; a word against it that was
   published that day or later opens the contest again.
5. "Could not verify" is shown and weighs nothing.

Only words of events on or before the day asked count, whenever they were published: who asks what was known on a day
hands in only the claims that were. An answer for a day is the sweep of ``timeline`` stopped there. Linear in the claims
after one sort.

That claimed and assessed control are kept apart, and that a side's word for itself is never enough, is how the
Institute for the Study of War draws its maps; for words against oneself see ``positions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from sayso.model import Entry, Place
from sayso.weighing.case import NOTHING, Bearing, Case, Kept, Status, Verdict, loose
from sayso.weighing.positions import TheatreOf, Weight, Word, words

if TYPE_CHECKING:
    from sayso.weighing.accounts import Account, Accounts

__all__ = ["Bearing", "Control", "Ground", "Span", "Status", "control", "timeline"]


@dataclass(frozen=True, slots=True)
class Ground:
    """A claim that the answer rests on: whose word it is, what it says, how it bears on the answer and how it weighs.

    ``stance`` is given where the word is an objection to the claim or agreement with it. Of one account that says the
    same often, the first and the last published are given; the last counts those between as ``repeats``.
    """

    entry: Entry
    account: Account
    says: str
    bearing: Bearing
    weight: Weight
    day: date
    published: date
    stance: str | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Control:
    """Who is said to hold a place on a day.

    ``holder`` is given for a place that is held. ``claimants`` are the sides that claim it, or between which it is
    contested, the one that is said to have gained it first. ``since`` is the first day of this answer, and ``rule`` is
    what decided, in words.
    """

    status: Status
    holder: str | None
    claimants: tuple[str, ...]
    since: date | None
    rule: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end, both included, with one answer by one rule; its grounds are those known of its last day."""

    start: date
    end: date
    control: Control


def control(
    entries: Iterable[Entry], place: Place, on: date, accounts: Accounts, *, theatre: TheatreOf | None = None
) -> Control:
    """Who is said to hold a place on a day, by the claims given; those of other places don't count.

    ``theatre`` gives a publication's theatre by its name, for who fights whom; by default the shipped one.
    """
    sweep = _Sweep()
    for day, told in _days(words(entries, place, accounts, theatre=theatre), on):
        sweep.take(day, told)
    return sweep.answer()


def timeline(
    entries: Iterable[Entry], place: Place, accounts: Accounts, until: date, *, theatre: TheatreOf | None = None
) -> tuple[Span, ...]:
    """The answers of ``control`` for every day up to ``until``, from the first day of which anything is told.

    A new span begins where the answer or its rule changes.
    """
    days = list(_days(words(entries, place, accounts, theatre=theatre), until))
    if not days:
        return ()
    ahead, sweep = _Sweep(), _Sweep()  # what a span rests on is asked only where one ends
    spans: list[Span] = []
    start = days[0][0]
    for n, (day, told) in enumerate(days):
        ahead.take(day, told)
        if n and ahead.verdict != sweep.verdict:
            spans.append(Span(start, day - timedelta(days=1), sweep.answer()))
            start = day
        sweep.take(day, told)
    spans.append(Span(start, until, sweep.answer()))
    return tuple(spans)


def _days(found: list[Word], until: date) -> Iterator[tuple[date, list[Word]]]:
    for day, told in groupby(found, key=lambda word: word.day):
        if day > until:
            return
        yield day, list(told)


class _Sweep:
    """The words taken so far, day by day, and what follows from them."""

    def __init__(self) -> None:
        self.verdict = Verdict("unknown", None, (), NOTHING)
        self.since: date | None = None
        self._case: Case | None = None
        self._loose: list[Word] = []

    def take(self, day: date, told: list[Word]) -> None:
        """Adds all the words of one day, later than any taken before."""
        opening = self._opening(told)
        if opening is not None:
            self._case = Case(opening, self.verdict.holder)
            # What an outsider said no later of that very day is how it was before: "the Varnian-held town" in the news
            # of its fall.
            told = [word for word in told if not _was(word, opening)]
        if self._case is None:
            self._loose += told
            verdict = loose(self._loose)
        else:
            for word in told:
                self._case.add(word)
            verdict = self._case.judge()
        if verdict.answer != self.verdict.answer:
            self.since = None if verdict.status == "unknown" else day
        self.verdict = verdict

    def answer(self) -> Control:
        """Who is said to hold the place, by all that was taken."""
        kept = self._case.kept() if self._case else tuple(Kept(word, "neither") for word in self._loose)
        return _control(self.verdict, self.since, kept)

    def _opening(self, told: list[Word]) -> Word | None:
        """The word that begins a new case, if any: a gain by another side, or the first word on the whole place."""
        case = self._case
        if case is not None:
            gains = (word for word in told if word.act == "gain" and word.names and word.holds != case.side)
            first = next(gains, None)
            return first if first is not None and (case.gained is None or case.gained < first.day) else None
        whole = [word for word in told if word.act in ("gain", "state") and (word.holds or word.lost)]
        return min(whole, key=lambda word: (word.act != "gain" or not word.names, not word.names), default=None)


def _was(word: Word, opening: Word) -> bool:
    other = word.act == "state" and word.names and word.weight == "outsider" and word.holds != opening.holds
    return other and opening.act == "gain" and word.published <= opening.published


def _control(verdict: Verdict, since: date | None, kept: tuple[Kept, ...]) -> Control:
    grounds = (
        Ground(
            entry=k.word.entry,
            account=k.word.account,
            says=k.word.says,
            bearing=k.bearing,
            weight=k.word.weight,
            day=k.word.day,
            published=k.word.published,
            stance=k.word.stance.stance if k.word.stance else None,
            repeats=k.repeats,
        )
        for k in kept
    )
    return Control(verdict.status, verdict.holder, verdict.claimants, since, verdict.rule, tuple(grounds))
