"""Who was harmed? The events of which new dead, wounded, missing, displaced or detained are told, and every figure.

A figure is the range over the accounts' latest words (``weighing.figures``), and *before* it is what was known by the
day before, also from what has been taken back since. Who repeats a figure, or reprints it, tells nothing new. That
people came free is no harm, though it is told as a detention.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from sayso.answers.events import EventAnswer
from sayso.answers.news import News
from sayso.answers.taken_back import Past
from sayso.model import Claim, ClaimType, Entry
from sayso.weighing.figures import Figure, Told
from sayso.weighing.freed import freed
from sayso.weighing.things import number, thing
from sayso.weighing.wording import wording

__all__ = ["Given", "Harm", "Toll", "harm", "within"]

_HARM: Final[frozenset[ClaimType]] = frozenset(("casualties", "displacement", "detention"))
_HAPPENED: Final = frozenset(("asserted", "possible"))


@dataclass(frozen=True, slots=True)
class Given:
    """An account's latest figure: ``fresh`` where it is new; ``reports`` print it, copies and all."""

    told: Told
    fresh: bool
    reports: int


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of people with each account's latest word on it, the new ones first.

    ``before`` is the figure by the day before, None where there was none.
    """

    figure: Figure
    before: Figure | None
    given: tuple[Given, ...]

    @property
    def moved(self) -> bool:
        """Whether the range is another than the day before."""
        was = self.before
        return was is not None and (was.low, was.high) != (self.figure.low, self.figure.high)


@dataclass(frozen=True, slots=True)
class Harm:
    """An event that harmed people, as new claims tell: its tolls, and the ``words`` that are new, the first first.

    ``lost`` are claims whose figures have been taken back; without any new word it is they that moved a toll.
    """

    answer: EventAnswer
    tolls: tuple[Toll, ...]
    words: tuple[Entry, ...]
    lost: tuple[Entry, ...] = ()

    @property
    def fresh(self) -> bool:
        """Whether anything new is told, beside what was taken back."""
        return bool(self.words) or any(given.fresh for toll in self.tolls for given in toll.given)

    @property
    def weight(self) -> tuple[int, int]:
        """What to sort by: the most dead of any account, then the most of any harm."""
        highest = {toll.figure.what: toll.figure.high or 0 for toll in self.tolls}
        return highest.get("killed", 0), max((highest.get(what, 0) for what in _words()[1]), default=0)


def harm(answer: EventAnswer, news: News, past: Past | None, inner: Collection[str] = ()) -> Harm | None:
    """What is new of the harm that an event did, None where nothing is.

    ``past`` is what was known of it by the day before, and ``inner`` are claims that only say what another says
    around them (``within``).
    """
    mine = [entry for entry in answer.event.entries if news.fresh(entry) and _harms(entry)]
    lost = past.lost if past is not None else ()
    if not mine and not lost:
        return None
    tolls = tuple(_tolls(answer, past, news))
    if not mine:
        return Harm(answer, tolls, (), lost) if any(toll.moved for toll in tolls) else None
    new = {given.told.entry.claim.id for toll in tolls for given in toll.given if given.fresh}
    first = {
        root.tellings[0].entry.claim.id
        for root in answer.tree.roots
        if not root.denies and news.fresh(root.tellings[0].entry)
    }
    ids = {entry.claim.id for entry in mine} - set(inner)
    wordless = {entry.claim.id for entry in mine if not _told(entry)} - set(inner)
    if not (new & ids) and not (first & ids) and not wordless and not lost:
        return None
    shown = [entry for entry in mine if entry.claim.id in wordless and entry.claim.id not in new]
    return Harm(answer, tolls, _distinct(shown), lost)


def within(told: Iterable[Entry]) -> frozenset[str]:
    """The claims of casualties, by id, that stand inside another of one report and count nobody.

    "Killed", in "2,300 killed and wounded", is no second harm.
    """
    by: dict[str, list[Claim]] = {}
    for entry in told:
        if entry.claim.type == "casualties":
            by.setdefault(entry.publication.report, []).append(entry.claim)
    return frozenset(
        one.id
        for claims in by.values()
        for one in claims
        if not one.counts
        and any(
            o is not one and o.start <= one.start and one.end <= o.end and len(o.text) > len(one.text) for o in claims
        )
    )


def _harms(entry: Entry) -> bool:
    claim, (people, harmed) = entry.claim, _words()
    told = _told(entry)
    if claim.modality not in _HAPPENED or freed(claim) is not None:
        return False
    return not told.isdisjoint(harmed if claim.type not in _HARM else people) or (
        claim.type == "casualties" and not told
    )


def _told(entry: Entry) -> frozenset[str]:
    """What a claim gives figures of, none of them nothing."""
    return frozenset(thing(count.what) for count in entry.claim.counts if number(count))


def _tolls(answer: EventAnswer, past: Past | None, news: News) -> list[Toll]:
    before = past.figures if past is not None else {}
    originals = {group.original for group in answer.copies}
    return [
        Toll(figure, before.get(figure.what), _given(figure, news, originals))
        for figure in answer.figures
        if figure.what in _words()[0] and figure.high
    ]


def _given(figure: Figure, news: News, originals: Collection[str]) -> tuple[Given, ...]:
    found: list[Given] = []
    for told in figure.last_words:
        same = [other for other in figure.told if _said(other) == _said(told)]
        days = [other.first for other in same if other.first is not None]
        fresh = news.fresh(told.entry) and (not days or min(days) >= news.since)
        found.append(
            Given(_earliest(same, told, originals), fresh, len({other.entry.publication.report for other in same}))
        )
    return tuple(sorted(found, key=lambda given: (not given.fresh, given.told.published or date.max)))


def _said(told: Told) -> object:
    return told.account.id, told.n, told.min, told.max


def _earliest(same: Sequence[Told], told: Told, originals: Collection[str]) -> Told:
    """Where an account gave its figure first: of copies the original."""

    def first(other: Told) -> tuple[date, bool]:
        return other.published or date.max, other.entry.publication.report not in originals

    return min(same, key=first, default=told)


def _distinct(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries of which no two say the same letter by letter: copies stand once."""
    by = {wording(entry.claim): entry for entry in reversed(found)}
    return tuple(entry for entry in found if entry in by.values())


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """What counts people, and what of that is harm by itself."""
    raw = tomllib.loads(files("sayso.answers").joinpath("digest.toml").read_text(encoding="utf-8"))
    return frozenset(raw["people"]), frozenset(raw["harmed"])
