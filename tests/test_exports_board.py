"""A board as GeoJSON: points, words, what is pending, the bars of the timeline and the extent worth looking at."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.answers.places_known import Spot
from sayso.answers.statuses import UNKNOWN, Brief
from sayso.answers.tally import Days, Marked, Shown
from sayso.exports.board import collection, extent, status_words, timeline

DAY = date(2031, 3, 4)
SIDES = {"Varnia": 0, "Ostrya": 1}
HELD = Brief("held", "Ostrya", (), DAY, "rule")
CLAIMED = Brief("claimed", None, ("Varnia",), DAY, "rule")
CONTESTED = Brief("contested", None, ("Ostrya", "Varnia"), DAY, "rule")


def marked(name: str, brief: Brief | None, lon: float = -123.0, lat: float = -48.0, claims: int = 1) -> Marked:
    return Marked(Spot((len(name),), name, None, lat, lon, "settlement", claims), name, brief, claims, 0, 0)


@pytest.mark.parametrize(
    ("brief", "status", "words", "side"),
    [
        (HELD, "held", "held by Ostrya", 1),
        (CLAIMED, "claimed", "claimed by Varnia", 0),
        (CONTESTED, "contested", "contested between Ostrya and Varnia", 1),
        (Brief("contested", None, (), DAY, "rule"), "contested", "contested", -1),
        (Brief("held", "Selm", (), DAY, "rule"), "held", "held by Selm", -1),
        (UNKNOWN, "unknown", "not told who holds it", -1),
        (None, "pending", "being reckoned", -1),
    ],
)
def test_a_place_is_a_point_with_words(brief: Brief | None, status: str, words: str, side: int) -> None:
    told = collection(Shown(DAY, None, (marked("Hradov", brief),), total=1), SIDES)
    (feature,) = told["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-123.0, -48.0]}
    assert told["bbox"] == [-123.0, -48.0, -123.0, -48.0]
    found = feature["properties"]
    assert (found["status"], found["words"], found["side"]) == (status, words, side)
    assert found["words"] == status_words(brief)
    json.dumps(told, allow_nan=False)


def test_an_empty_board_is_a_collection_too() -> None:
    told = collection(Shown(DAY, DAY, reading=True), SIDES)
    assert (told["type"], told["features"], told["extent"], told["timeline"]) == ("FeatureCollection", [], None, None)
    assert (told["on"], told["known"], told["reading"]) == ("2031-03-04", "2031-03-04", True)
    assert "bbox" not in told


def test_a_claim_far_off_does_not_decide_what_is_looked_at() -> None:
    here = [marked(f"t{n}", UNKNOWN, -123 + n / 10, -48 - n / 10, claims=20) for n in range(10)]
    assert extent([*here, marked("astray", UNKNOWN, 7.5, 51.7)]) == extent(here) == (-123, -48.9, -122.1, -48)
    near = marked("near", UNKNOWN, -121.5, -49.5)
    assert extent([*here, near]) == (-123, -49.5, -121.5, -48)
    two = [marked("a", UNKNOWN, 0, 0, claims=50), marked("b", UNKNOWN, 90, 40, claims=50)]
    assert extent(two) == (0, 0, 90, 40)
    assert extent([]) is None


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 900)), min_size=1, max_size=30),
)
def test_the_extent_holds_nearly_all_claims(found: list[tuple[float, float, int]]) -> None:
    places = [marked("x", None, lon, lat, claims) for lon, lat, claims in found]
    box = extent(places)
    assert box is not None
    west, south, east, north = box
    total = sum(claims for *_, claims in found)
    assert sum(c for lon, _, c in found if west <= lon <= east) >= 0.97 * total
    assert sum(c for _, lat, c in found if south <= lat <= north) >= 0.97 * total


@given(st.lists(st.integers(0, 50), min_size=1, max_size=1500), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_bars_add_up_whatever_the_span(counts: list[int], first: date) -> None:
    line = timeline(Days(first, tuple(counts), tuple(counts), tuple(counts[::-1])))
    for name in ("claims", "disputed", "published"):
        assert sum(line[name]) == sum(counts)
        assert len(line[name]) == -(-len(counts) // line["step"]) <= 240
    assert line["first"] == first.isoformat()
    assert line["last"] == (first + timedelta(days=len(counts) - 1)).isoformat()
    places = [at for at, _ in line["ticks"]]
    assert places == sorted(places)
    assert all(0 <= at < 1 for at in places)
    assert len(places) <= 13


def test_ticks_are_named_as_people_name_them() -> None:
    weeks = timeline(Days(date(2031, 2, 24), (1,) * 28, (0,) * 28, (1,) * 28))["ticks"]
    assert [name for _, name in weeks] == ["24 Feb", "3 Mar", "10 Mar", "17 Mar"]
    year = timeline(Days(date(2030, 11, 20), (1,) * 200, (0,) * 200, (1,) * 200))["ticks"]
    assert [name for _, name in year] == ["Dec 2030", "Jan 2031", "Feb", "Mar", "Apr", "May", "Jun"]
