"""On which days lies what is told of a place? All of it at once, for who asks about many days of the same places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, among, one_of

__all__ = ["Dated", "dated"]

Keys = NDArray[np.int64]
Ordinals = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Dated:
    """The claims of one place by their keys, with the first and the last day of each: sixteen bytes a claim."""

    keys: Keys
    firsts: Ordinals
    lasts: Ordinals

    def meeting(self, first: date, last: date) -> Keys:
        """The keys of the claims that meet these days."""
        met: Keys = self.keys[(self.lasts >= first.toordinal()) & (self.firsts <= last.toordinal())]
        return met


def dated(connection: Connection, places: Collection[int], known: date | None) -> dict[int, Dated]:
    """What stands of these places (by key), as known on a day; a claim without a day lies on none."""
    c, p = t.claim.c, t.claim_place.c
    every = select(p.place_key, p.claim_key, p.day_from, p.day_to).join(t.claim, c.key == p.claim_key)
    wanted = among(connection, Filter(known=known), every).where(
        one_of(connection, p.place_key, places), p.day_from.is_not(None), p.day_to.is_not(None)
    )
    found: dict[int, list[tuple[int, int, int]]] = {place: [] for place in places}
    for place, key, first, last in connection.execute(wanted):
        found[place].append((key, first.toordinal(), last.toordinal()))
    return {place: _dated(rows) for place, rows in found.items()}


def _dated(rows: list[tuple[int, int, int]]) -> Dated:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Dated(columns[:, 0].copy(), columns[:, 1].astype(np.int32), columns[:, 2].astype(np.int32))
