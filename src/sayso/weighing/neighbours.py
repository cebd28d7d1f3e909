"""Which claims are worth comparing? Pairs of near places and near days, found without comparing all with all.

Blocking, as in record linkage: claims that share a place facet lie together, facets find each other by a settlement's
id or name and by a grid over the map, and within two facets only claims of overlapping days meet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import floor
from typing import Final

from sayso.weighing.happened import DAYS, REACH_KM, REGION_KM
from sayso.weighing.traits import Spot, Trait, Where

__all__ = ["neighbours"]

_KM_A_DEGREE: Final = 111.0
_NARROWEST: Final = 0.25  # the cosine of 75 degrees: beyond, no grid cell is wide enough and no war is fought
_EVER: Final = 10**7  # an ordinal beyond every date
_PLACELESS: Final = Where((), ())


def neighbours(claims: Sequence[Trait]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the lower first, each once, whose claims may lie near in place and time, or stand in one
    report where one of them names no place."""
    spans = [_span(claim) for claim in claims]
    lying: dict[Where, list[int]] = defaultdict(list)
    for i in sorted(range(len(claims)), key=lambda i: (spans[i], i)):
        lying[claims[i].where].append(i)
    for one, other in _near(list(lying)):
        yield from _meeting(lying[one], lying[other], spans, one == other)
    yield from _mates(claims)


def _span(claim: Trait) -> tuple[int, int]:
    return (claim.days.first, claim.days.last) if claim.days else (0, _EVER)


def _meeting(ones: list[int], others: list[int], spans: list[tuple[int, int]], same: bool) -> Iterator[tuple[int, int]]:
    firsts = [spans[j][0] for j in others]
    longest = max(last - first for first, last in (spans[j] for j in others))
    for i in ones:
        first, last = spans[i]
        begin, end = bisect_left(firsts, first - DAYS - longest), bisect_right(firsts, last + DAYS)
        for j in others[begin:end]:
            if spans[j][1] >= first - DAYS and (i < j if same else True):
                yield (i, j) if i < j else (j, i)


def _mates(claims: Sequence[Trait]) -> Iterator[tuple[int, int]]:
    reports: dict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        reports[claim.entry.claim.report].append(i)
    for mates in reports.values():
        for i, j in combinations(mates, 2):
            if (claims[i].where == _PLACELESS) != (claims[j].where == _PLACELESS):
                yield i, j


def _near(facets: list[Where]) -> Iterator[tuple[Where, Where]]:
    """Pairs of facets that may be near each other, each with itself too, each pair once."""
    named: dict[int | str, list[int]] = defaultdict(list)
    grids = {REACH_KM: _Grid(REACH_KM), REGION_KM: _Grid(REGION_KM)}
    for at, facet in enumerate(facets):
        found = {at}
        for spot in (*facet.settlements, *facet.regions):
            for name in (spot.key, spot.name):
                found.update(named[name])
                named[name].append(at)
        for reach, grid in grids.items():
            # Settlements seek each other closely; where either side is a region, from afar.
            for spot in (*facet.settlements, *facet.regions):
                found.update(
                    other
                    for other in grid.around(spot)
                    if reach == REACH_KM or not (facet.settlements and facets[other].settlements)
                )
            for spot in (*facet.settlements, *facet.regions):
                grid.put(spot, at)
        for other in sorted(found):
            yield facets[other], facet


class _Grid:
    """Facets by the cell of the map that their spots lie in."""

    def __init__(self, km: float) -> None:
        self._height = km / _KM_A_DEGREE
        self._width = self._height / _NARROWEST
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)

    def put(self, spot: Spot, facet: int) -> None:
        if (cell := self._cell(spot)) is not None:
            self._cells[cell].append(facet)

    def around(self, spot: Spot) -> Iterator[int]:
        if (cell := self._cell(spot)) is not None:
            for row in (-1, 0, 1):
                for column in (-1, 0, 1):
                    yield from self._cells.get((cell[0] + row, cell[1] + column), ())

    def _cell(self, spot: Spot) -> tuple[int, int] | None:
        if spot.lat is None or spot.lon is None:
            return None
        return floor(spot.lat / self._height), floor(spot.lon / self._width)
