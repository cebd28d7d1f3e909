"""What lies near claims of which thousands are asked about, lot by lot: the same as ``neighbourhood``, much sooner.

Lots that follow one another are of one time, so that most of what lies near the one lies near the next too. What the
last lot had is kept for the next; what is known of a place, where it lies and on which days something is told of it,
for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy import Connection

from sayso.answers.neighbourhood import MOST, Neighbourhood
from sayso.ledger.dated import Dated, dated
from sayso.ledger.positions import Positions
from sayso.model import Entry, Place, Precision

__all__ = ["Remembered"]

_FEW: Final = 2  # lots that are sooner asked about window by window than by all days of their places


class Remembered(Neighbourhood):
    """The surroundings of many lots of claims, each asked for by ``around``.

    Memory: the entries of two lots, and sixteen bytes for each place of a claim.
    """

    def __init__(self, connection: Connection, known: date | None) -> None:
        super().__init__(connection, known)
        self._near: dict[Place, tuple[int, ...]] = {}
        self._positions: Positions | None = None
        self._dated: dict[int, Dated] = {}
        self._before: dict[int, Entry] = {}
        self._now: dict[int, Entry] = {}
        self._bare: dict[int, list[int]] = {}
        self._bare_now: dict[int, list[int]] = {}
        self._lots = 0

    def around(self, seeds: Sequence[Entry]) -> list[Entry]:
        """The seeds and all that may be of one event with them; what only the lot before had is let go."""
        found = super().around(seeds)
        self._before, self._now = self._now, {}
        self._bare, self._bare_now = self._bare_now, {}
        self._lots += 1
        return found

    def windows(self, seeds: Sequence[Entry]) -> list[tuple[tuple[date, date], tuple[int, ...]]]:
        """Days and places to look at around entries, each place with the days of all seeds that lie there."""
        found = super().windows(seeds)
        if self._lots >= _FEW:
            new = {place for _, places in found for place in places} - self._dated.keys()
            if new:
                self._dated |= dated(self.connection, new, self.known)
        return found

    def near(self, place: Place) -> tuple[int, ...]:
        """The keys of the places whose claims may be of one event with a claim here."""
        found = self._near.get(place)
        if found is None:
            found = self._near[place] = super().near(place)
        return found

    def places_near(self, lat: float, lon: float, km: float, *, precision: Precision | None = None) -> list[int]:
        """The keys of the places within so many kilometres of a point."""
        if self._lots < _FEW:
            return super().places_near(lat, lon, km, precision=precision)
        if self._positions is None:
            self._positions = Positions(self.connection)
        return self._positions.near(lat, lon, km, precision=precision)

    def keys_at(self, places: tuple[int, ...], days: tuple[date, date]) -> list[int]:
        """The keys of the claims of these places that meet these days, the last published ``MOST`` of them."""
        if self._lots < _FEW:
            return super().keys_at(places, days)
        met = [self._dated[place].meeting(*days) for place in places]
        keys: list[int] = np.unique(np.concatenate(met))[::-1][:MOST].tolist() if met else []
        return keys

    def bare(self, reports: Sequence[int]) -> dict[int, list[int]]:
        """The keys of the claims without a place in these reports, by the report's key."""
        new = [report for report in reports if report not in self._bare]
        found = super().bare(new)
        found |= {report: self._bare[report] for report in reports if report in self._bare}
        self._bare_now |= found
        return found

    def entries(self, keys: Sequence[int]) -> list[Entry]:
        """The entries of these claim keys, in their order; of one key the same object, for as long as it is kept."""
        there = self._now
        for key in keys:
            if key not in there and (kept := self._before.get(key)) is not None:
                there[key] = kept
        new = [key for key in keys if key not in there]
        there |= zip(new, super().entries(new), strict=True)
        return [there[key] for key in keys]
