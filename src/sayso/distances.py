"""How far two places on the earth lie from each other? Knows no other module."""

from __future__ import annotations

import math
from typing import Final

__all__ = ["EARTH_KM", "distance_km"]

EARTH_KM: Final = 6371.0
"""The mean radius of the earth."""


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points (degrees WGS 84), by the great circle: the haversine formula."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))  # at the antipodes rounding may pass 1
