"""Which places does a ledger tell of, all of them, as known on a day? The same as ``places_known.spots``, name by name.

Nearly every place is one row of the table; where several share a name or an id, what is one place among them depends on
which of them any claim that stands names, and is reckoned anew when that changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.answers.places_known import MANY, Spot, grouped, spot_of
from sayso.ledger.columns import Columns, Numbers, PlaceRow
from sayso.ledger.sifting import Mask

__all__ = ["Gathered", "Places"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The places as known on a day: first those of one row of the columns each, then those of several.

    ``asked`` is what finds a place by itself; ``alone`` are the rows of the first ones, ``several`` those of the
    others. ``Spot.claims`` is not counted here.
    """

    spots: tuple[Spot, ...]
    asked: tuple[str, ...]
    alone: Numbers
    several: tuple[tuple[int, ...], ...]

    def rows(self, slot: int) -> tuple[int, ...]:
        """The rows of the place at a position."""
        alone = len(self.spots) - len(self.several)
        return (int(self.alone[slot]),) if slot < alone else self.several[slot - alone]

    def rows_of(self, slots: Sequence[int]) -> Numbers:
        """The rows of the places at some positions."""
        alone = len(self.spots) - len(self.several)
        at = np.array(slots, np.int64)
        others = [row for slot in at[at >= alone].tolist() for row in self.several[slot - alone]]
        return np.concatenate([self.alone[at[at < alone]], np.array(others, np.int64)])

    def summed(self, by_row: Numbers) -> list[int]:
        """For each place the sum over its rows."""
        ones: list[int] = by_row[self.alone].tolist()
        return ones + [sum(int(by_row[at]) for at in rows) for rows in self.several]


class Places:
    """The places of some columns: which of them share names, found once, then asked as known on days."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        alone, self._entangled = _apart(columns.places)
        self._alone = np.array(alone, np.int64)
        self._single = {at: spot_of([row], {row.key: 1}) for at in alone for row in [columns.places[at]]}
        self._among: dict[tuple[int, ...], list[tuple[Spot, str]]] = {}

    def known(self, stands: Mask) -> Gathered:
        """The places that claims of the reports that stand (``sifting.standing``) name."""
        c = self._columns
        told = stands[c.report]
        weights = told if c.alone else told[c.mention_claim]
        named = np.bincount(c.mention_place, weights=weights, minlength=len(c.places)).astype(np.int64)
        counted = np.minimum(named, MANY)
        alone = self._alone[counted[self._alone] > 0]
        spots = [self._single[at] for at in alone.tolist()]
        asked = [spot.name for spot in spots]
        several: list[tuple[int, ...]] = []
        for rows in self._entangled:
            for spot, name in self._gathered(rows, counted):
                spots.append(spot)
                asked.append(name)
                several.append(tuple(c.place_at[key] for key in spot.keys))
        return Gathered(tuple(spots), tuple(asked), alone, tuple(several))

    def _gathered(self, rows: Sequence[int], counted: Numbers) -> list[tuple[Spot, str]]:
        key = tuple(int(counted[at]) for at in rows)
        known = self._among.get((*rows, *key))
        if known is None:
            there = {self._columns.places[at]: many for at, many in zip(rows, key, strict=True) if many}
            known = self._among[(*rows, *key)] = _among(there)
        return known


def _among(there: Mapping[PlaceRow, int]) -> list[tuple[Spot, str]]:
    """The places among rows that share names or ids, each with what to ask by for it."""
    counted = {row.key: many for row, many in there.items()}

    def asked(first: Iterable[PlaceRow]) -> list[Spot]:
        called = {row.folded for row in first}
        same = {row.geonames for row in first if row.geonames is not None}
        rows = [row for row in there if row.geonames in same or row.folded in called]
        return [spot_of(group, counted) for group in grouped(rows)]

    found: list[tuple[Spot, str]] = []
    for id in sorted({row.geonames for row in there if row.geonames is not None}):
        spots = asked([row for row in there if row.geonames == id])
        found += [(spot, str(id)) for spot in spots if spot.id == id]
    for name in sorted({row.folded for row in there if row.geonames is None}):
        spots = asked([row for row in there if row.folded == name])
        found += [(spot, spot.name) for spot in spots if spot.id is None]
    return found


def _apart(places: Sequence[PlaceRow]) -> tuple[list[int], list[tuple[int, ...]]]:
    """The rows that share neither name nor id with another, and the others, those that hang together each."""
    home: dict[object, int] = {}
    parent = list(range(len(places)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, row in enumerate(places):
        for mark in (row.folded, row.geonames):
            if mark is not None:
                parent[root(at)] = root(home.setdefault((type(mark), mark), at))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(places)):
        groups[root(at)].append(at)
    alone = [rows[0] for rows in groups.values() if len(rows) == 1]
    return alone, [tuple(rows) for rows in groups.values() if len(rows) > 1]
