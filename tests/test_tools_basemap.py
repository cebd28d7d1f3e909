"""The map beneath: light, whole, and taking no side where a border is disputed."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tools import basemap

DEGREES = st.floats(-50, 50).map(lambda x: round(x, 3))


def shipped(name: str) -> Any:
    return json.loads((basemap.FOLDER / name).read_text(encoding="utf-8"))


def test_it_is_light() -> None:
    assert sum(path.stat().st_size for path in basemap.FOLDER.iterdir()) < 3_000_000


def test_land_is_whole_rings_within_the_world() -> None:
    (land,) = shipped("land.json")["features"]
    rings = [ring for polygon in land["geometry"]["coordinates"] for ring in polygon]
    assert len(rings) > 1000
    for ring in rings:
        assert ring[0] == ring[-1]
        assert all(-200 <= x <= 200 and -90 <= y <= 90 for x, y in ring)
        assert all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(ring) if a[1] > -89), "no line across the whole map"


def test_a_disputed_border_is_told_from_others() -> None:
    agreed, disputed = shipped("borders.json")["features"]
    assert [agreed["properties"], disputed["properties"]] == [{"disputed": False}, {"disputed": True}]
    assert len(agreed["geometry"]["coordinates"]) > 250

    def crosses(feature: Any) -> bool:  # the isthmus between Kherson and Crimea
        lines = feature["geometry"]["coordinates"]
        return any(33.5 < x < 34.1 and 46.0 < y < 46.3 for line in lines for x, y in line)

    assert crosses(disputed)
    assert not crosses(agreed)


def test_names_lie_where_they_belong() -> None:
    labels = shipped("labels.json")
    middles = {name: (lon, lat) for name, lon, lat, _ in labels["countries"]}
    for name, west, south, east, north in [
        ("Russia", 60, 50, 130, 70),
        ("Australia", 125, -30, 142, -20),
        ("Sudan", 25, 10, 36, 20),
        ("Ukraine", 28, 46, 36, 51),
    ]:
        lon, lat = middles[name]
        assert west < lon < east, name
        assert south < lat < north, name
    assert all(-180 <= lon <= 180 for rows in labels.values() for _, lon, _, _ in rows)
    zooms = {name: zoom for name, _, _, zoom in labels["towns"]}
    assert zooms["Khartoum"] < zooms["Nyala"]


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=40), st.floats(0, 1000))
def test_a_thinned_line_keeps_its_ends_and_order(line: list[tuple[float, float]], least: float) -> None:
    kept = basemap.thinned(line, least)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    left = iter(line)
    assert all(point in left for point in kept), "a part of the line, in its order"
    assert basemap.thinned(line, 0) == line


def test_what_bends_a_line_by_little_goes() -> None:
    assert basemap.thinned([(0, 0), (1, 0.0001), (2, 0), (2, 1)], 5) == [(0, 0), (2, 0), (2, 1)]
