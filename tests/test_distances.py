"""Distances on the earth: some that are known, and what holds for any two points."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.distances import EARTH_KM, distance_km

_POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111.19),
        ((0.0, 179.5), (0.0, -179.5), 111.19),
        ((60.0, 0.0), (60.0, 1.0), 55.59),
        ((90.0, 0.0), (-90.0, 0.0), 20015.09),
    ],
)
def test_known_distances(here: tuple[float, float], there: tuple[float, float], km: float) -> None:
    assert distance_km(*here, *there) == pytest.approx(km, abs=0.01)


@given(_POINTS, _POINTS)
def test_it_is_the_same_both_ways_and_never_more_than_half_round(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    assert distance_km(*here, *there) == pytest.approx(distance_km(*there, *here), abs=1e-6)
    assert 0 <= distance_km(*here, *there) <= math.pi * EARTH_KM
    assert distance_km(*here, *here) == 0
