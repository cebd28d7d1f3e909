"""Which claims are worth comparing? Pairs of near places and near days, found without comparing all with all.

Blocking, as in record linkage: claims that share a place facet lie together, facets find each other by a settlement's
id or name and by a grid over the map, and within two facets only claims of overlapping days meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.weighing.happened import DAYS, REACH_KM, REGION_KM
from sayso.weighing.traits import Spot, Trait, Where

__all__ = ["neighbours"]

Ints = NDArray[np.int64]

_KM_A_DEGREE: Final = 111.0
_NARROWEST: Final = 0.25  # the cosine of 75 degrees: beyond, no grid cell is wide enough and no war is fought
_EVER: Final = 10**7  # an ordinal beyond every date
_PLACELESS: Final = Where((), ())


def neighbours(claims: Sequence[Trait]) -> tuple[Ints, Ints]:
    """Pairs of positions, the lower first, each once, whose claims may lie near in place and time, or stand in one
    report where one of them names no place."""
    spans = np.array([_span(claim) for claim in claims], dtype=np.int64).reshape(-1, 2)
    lying: dict[Where, list[int]] = defaultdict(list)
    for i in np.lexsort((np.arange(len(claims)), spans[:, 0])).tolist():
        lying[claims[i].where].append(i)
    members = {where: np.array(found, dtype=np.int64) for where, found in lying.items()}
    met = [_meeting(members[one], members[other], spans, one == other) for one, other in _near(list(lying))]
    mates = np.array(list(_mates(claims)), dtype=np.int64).reshape(-1, 2)
    i = np.concatenate([*(pair[0] for pair in met), mates[:, 0]])
    j = np.concatenate([*(pair[1] for pair in met), mates[:, 1]])
    return np.minimum(i, j), np.maximum(i, j)


def _span(claim: Trait) -> tuple[int, int]:
    return (claim.days.first, claim.days.last) if claim.days else (0, _EVER)


def _meeting(ones: Ints, others: Ints, spans: Ints, same: bool) -> tuple[Ints, Ints]:
    """The pairs of two lists, in order of their first days, whose days are near."""
    firsts, lasts = spans[others].T
    longest = (lasts - firsts).max()
    begin = np.searchsorted(firsts, spans[ones, 0] - DAYS - longest, "left")
    many = np.searchsorted(firsts, spans[ones, 1] + DAYS, "right") - begin
    i = np.repeat(ones, many)
    # 0, 1, 2, ... within each one's run, from where its run begins
    j = others[np.arange(len(i)) - np.repeat(np.cumsum(many) - many - begin, many)]
    near = spans[j, 1] >= spans[i, 0] - DAYS
    if same:
        near &= i < j
    return i[near], j[near]


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
