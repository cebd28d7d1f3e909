"""Which places lie near a point? Of all places at once, for who asks about thousands: as ``filters.places_near``."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from sqlalchemy import Connection, select

from sayso.distances import EARTH_KM, distance_km
from sayso.ledger import schema as t
from sayso.model import Precision

__all__ = ["Positions"]

_EDGE: Final = 1e-6  # kilometres from the rim within which the one formula that counts is asked


class Positions:
    """The positions of all places of a ledger, as they are now: some thirty bytes a place."""

    def __init__(self, connection: Connection) -> None:
        c = t.place.c
        wanted = select(c.key, c.lat, c.lon, c.precision).where(c.lat.is_not(None), c.lon.is_not(None))
        rows = connection.execute(wanted.order_by(c.lat, c.key)).all()
        self._keys = np.array([row.key for row in rows], dtype=np.int64)
        self._lats = np.array([row.lat for row in rows], dtype=np.float64)
        self._lons = np.array([row.lon for row in rows], dtype=np.float64)
        self._precisions = np.array([row.precision for row in rows], dtype=object)

    def near(self, lat: float, lon: float, km: float, *, precision: Precision | None = None) -> list[int]:
        """The keys of the places within so many kilometres of a point (degrees WGS 84, great circle)."""
        up = math.degrees(km / EARTH_KM) + 1e-6
        band = slice(*np.searchsorted(self._lats, [lat - up, lat + up]))
        lats, lons = np.radians(self._lats[band]), np.radians(self._lons[band])
        here, there = math.radians(lat), math.radians(lon)
        half = np.sin((lats - here) / 2) ** 2 + math.cos(here) * np.cos(lats) * np.sin((lons - there) / 2) ** 2
        far = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        inside = far <= km
        for at in np.flatnonzero(np.abs(far - km) < _EDGE).tolist():
            inside[at] = distance_km(lat, lon, self._lats[band][at], self._lons[band][at]) <= km
        if precision is not None:
            inside &= self._precisions[band] == precision
        found: list[int] = np.sort(self._keys[band][inside]).tolist()
        return found
