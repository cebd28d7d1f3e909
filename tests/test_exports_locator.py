from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.locator import locator
from sayso.model import Place
from sayso.theatres import Land, load

DOLMIR = Place("Dolmir", None, -48.42, -122.7)
HRADOV = Place("Hradov", None, -48.25, -123.03)
_places = st.builds(
    Place,
    st.text(min_size=1, max_size=40),
    st.none(),
    st.one_of(st.none(), st.floats(-90, 90)),
    st.one_of(st.none(), st.floats(-180, 180)),
    st.sampled_from(["settlement", "region"]),
)


def _drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def test_a_place_without_a_position_has_no_map() -> None:
    assert locator([Place("Nowhere")], [DOLMIR]) == ""


def test_it_shows_the_place_and_what_lies_near_it_north_up() -> None:
    svg = locator([DOLMIR], [HRADOV, DOLMIR])
    assert 'aria-label="Map: Dolmir; near it Hradov"' in svg
    drawn = _drawn(svg)
    at = {c.get("class"): (float(c.get("cx", "")), float(c.get("cy", ""))) for c in drawn.iter("circle")}
    assert at["at"] == (160, 88)
    assert at["near"][0] < at["at"][0], "Hradov lies west of Dolmir"
    assert at["near"][1] < at["at"][1], "and north"


def test_the_scale_is_true() -> None:
    svg = locator([DOLMIR, HRADOV], [])
    (x, y), (x2, y2) = (map(float, m) for m in re.findall(r'class="at" cx="([-\d.]+)" cy="([-\d.]+)"', svg))
    drawn = ((x - x2) ** 2 + (y - y2) ** 2) ** 0.5
    long, km = re.search(r"h([\d.]+)v", svg), re.search(r">(\d+) km<", svg)
    assert long is not None
    assert km is not None
    assert drawn * float(km[1]) / float(long[1]) == pytest.approx(30.8, abs=0.7)  # as the crow flies


def test_a_region_is_no_point() -> None:
    svg = locator([Place("Selm region", None, -48.2, -123.2, "region")], [])
    assert 'class="region"' in svg
    assert 'class="at" cx' not in svg


def test_an_invented_land_is_drawn_where_it_lies_and_cut_off_beyond_the_edge() -> None:
    svg = locator([DOLMIR], [], load("varnia").lands)
    assert '<svg class="locator sea"' in svg
    points = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", " ".join(re.findall(r'class="land" d="([^"]+)"', svg)))]
    assert points
    assert min(points) >= -12
    assert max(points) <= 332
    far = locator([Place("Elsewhere", None, 10.0, 10.0)], [], load("varnia").lands)
    assert 'class="land"' not in far


@given(st.lists(_places, min_size=1, max_size=4), st.lists(_places, max_size=8))
def test_whatever_lies_wherever_it_is_well_formed_and_makes_no_markup(at: list[Place], near: list[Place]) -> None:
    land = Land("L", "XV", (((-179.0, -10.0), (179.0, -10.0), (0.0, 80.0)),))
    if svg := locator(at, near, [land]):
        # XML knows no control characters, not even as references; HTML shows their pictures.
        drawn = _drawn(re.sub("[\ufffe\uffff]", "", svg))
        assert {e.tag for e in drawn.iter()} <= {"svg", "path", "circle", "text"}
