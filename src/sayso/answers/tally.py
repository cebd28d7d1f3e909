"""How much is told of each place and of each day: what a map shows of the claims that fit a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from sayso.answers.board_places import Gathered
from sayso.answers.places_known import Spot
from sayso.answers.statuses import Brief
from sayso.ledger.columns import STANCES, Columns, Numbers
from sayso.ledger.sifting import Mask

__all__ = ["Days", "Marked", "Shown", "Tally"]

_LATELY: Final = 7  # days
_LONG: Final = 60  # days
_CONTESTING: Final = sum(1 << STANCES.index(name) for name in ("denies", "disputes"))


@dataclass(frozen=True, slots=True)
class Marked:
    """A place on the map; ``brief`` is None while it is pending, ``asked`` is what finds the place by itself.

    Of the claims that fit what is asked: how many name it, how many of them somebody denies or disputes, and how many
    tell of the week up to the day.
    """

    spot: Spot
    asked: str
    brief: Brief | None
    claims: int
    disputed: int
    lately: int


@dataclass(frozen=True, slots=True)
class Days:
    """Claims by the day they tell of, the disputed ones of them, and by the day of publication, from ``first`` on."""

    first: date
    claims: tuple[int, ...]
    disputed: tuple[int, ...]
    published: tuple[int, ...]

    @property
    def last(self) -> date:
        """The last day."""
        return date.fromordinal(self.first.toordinal() + len(self.claims) - 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The map and the timeline for a day, as known on a day.

    ``places`` are those that claims asked for name, most claims first; ``nowhere`` are claims that name none on the
    map. ``days`` is None where no report has a date. ``pending`` are places whose status is being reckoned; ``reading``
    is true while the ledger is being gone through: then what is here is of before, or nothing.
    """

    on: date
    known: date | None
    places: tuple[Marked, ...] = ()
    total: int = 0
    disputed: int = 0
    nowhere: int = 0
    days: Days | None = None
    pending: int = 0
    reading: bool = False


class Tally:
    """The claims that fit a filter, by place and by day; ``range`` are the first and last day of the timeline."""

    def __init__(self, columns: Columns, mask: Mask, range: tuple[int, int] | None) -> None:
        self._columns, self._mask = columns, mask
        disputed = mask & ((columns.stances & _CONTESTING) != 0)
        self._total, self._disputed = int(mask.sum()), int(disputed.sum())
        self._by_place, self._disputed_by_place = _by_place(columns, mask), _by_place(columns, disputed)
        self._days = None
        if range is not None:
            claims, few = np.flatnonzero(mask), np.flatnonzero(disputed)
            self._days = Days(
                date.fromordinal(range[0]),
                _by_day(columns.day_from[claims], range),
                _by_day(columns.day_from[few], range),
                _by_day(columns.published[claims], range),
            )
        self._order: tuple[Gathered, list[int], list[int], list[int], int] | None = None

    def shown(self, on: date, known: date | None, gathered: Gathered, briefs: Sequence[Brief | None]) -> Shown:
        """The map for a day, with who is said to hold each of the places gathered."""
        order, claims, disputed, nowhere = self._ordered(gathered)
        lately = gathered.summed(self._lately(on.toordinal()))
        spots, asked = gathered.spots, gathered.asked
        places = tuple([Marked(spots[at], asked[at], briefs[at], claims[at], disputed[at], lately[at]) for at in order])
        pending = sum([1 for at in order if briefs[at] is None])
        return Shown(on, known, places, self._total, self._disputed, nowhere, self._days, pending)

    def _ordered(self, gathered: Gathered) -> tuple[list[int], list[int], list[int], int]:
        """Which places are on the map, in which order, with their counts."""
        kept = self._order
        if kept is None or kept[0] is not gathered:
            claims, disputed = gathered.summed(self._by_place), gathered.summed(self._disputed_by_place)
            order = [at for at, spot in enumerate(gathered.spots) if claims[at] and _on_map(spot)]
            order.sort(key=lambda at: (-claims[at], gathered.spots[at].name, gathered.spots[at].keys))
            kept = self._order = gathered, order, claims, disputed, self._nowhere(gathered, order)
        return kept[1:]

    def _nowhere(self, gathered: Gathered, order: Sequence[int]) -> int:
        c = self._columns
        mapped = np.zeros(len(c.places), np.bool_)
        mapped[gathered.rows_of(order)] = True
        if c.alone:
            placed = mapped[c.mention_place]
        else:
            placed = np.zeros(len(c), np.bool_)
            placed[c.mention_claim[mapped[c.mention_place]]] = True
        return int((self._mask & ~placed).sum())

    def _lately(self, day: int) -> Numbers:
        """How many tell of the week up to a day, by place."""
        c = self._columns
        order, first = c.by_first_day
        week, before = np.searchsorted(first, [day + 1, day - _LONG + 1])
        found = order[before:week]
        long = order[:before][c.day_to[order[:before]] > day - _LATELY]  # they began long ago, and last
        found = np.concatenate([found[c.day_to[found] > day - _LATELY], long])
        return _by_place_of(c, found[self._mask[found]])


def _on_map(spot: Spot) -> bool:
    return spot.lat is not None and spot.lon is not None and spot.precision == "settlement"


def _by_place(columns: Columns, which: Mask) -> Numbers:
    """How many of the mentions are of each place, of some claims."""
    mentions = which if columns.alone else which[columns.mention_claim]
    counted = np.bincount(columns.mention_place, weights=mentions, minlength=len(columns.places))
    return counted.astype(np.int64)


def _by_place_of(columns: Columns, claims: Numbers) -> Numbers:
    """The same, of a few claims by their positions."""
    if columns.alone:
        return np.bincount(columns.mention_place[claims], minlength=len(columns.places))
    which = np.zeros(len(columns), np.bool_)
    which[claims] = True
    return _by_place(columns, which)


def _by_day(days: Any, range: tuple[int, int]) -> tuple[int, ...]:
    first, last = range
    within = days[(days >= first) & (days <= last)] - first
    return tuple(np.bincount(within, minlength=last - first + 1).tolist())
