from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports import geojson, rows
from tests.exports_rows import ENTRIES

DEGREES = st.none() | st.floats() | st.floats(-180, 180) | st.integers(-200, 200) | st.text()
PLACES = st.fixed_dictionaries({"place": st.text(), "lat": DEGREES, "lon": DEGREES})
ROWS = st.fixed_dictionaries(
    {"id": st.integers() | st.text(), "via": st.lists(st.text(), max_size=2), "lat": DEGREES, "lon": DEGREES},
    optional={"places": st.lists(PLACES, max_size=3)},
)


def written(table: Iterable[Mapping[str, object]], columns: Sequence[str]) -> dict[str, Any]:
    out = io.StringIO()
    geojson.write(table, columns, out)
    out.getvalue().encode("utf-8")
    made: dict[str, Any] = json.loads(out.getvalue(), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return made


def check(made: dict[str, Any], columns: Sequence[str]) -> None:
    """RFC 7946, as far as a collection of points can break it, and that properties are flat."""
    assert made["type"] == "FeatureCollection"
    assert set(made) <= {"type", "features", "bbox"}, "no crs, and no member of another object's"
    lons, lats = [], []
    for feature in made["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) <= {"type", "id", "geometry", "properties"}
        assert isinstance(feature.get("id", ""), (str, int, float))
        assert list(feature["properties"]) == list(columns)
        assert not [v for v in feature["properties"].values() if isinstance(v, (list, dict))]
        if feature["geometry"] is not None:
            assert set(feature["geometry"]) == {"type", "coordinates"}
            assert feature["geometry"]["type"] == "Point"
            lon, lat = feature["geometry"]["coordinates"]
            assert isfinite(lon)
            assert abs(lon) <= 180
            assert isfinite(lat)
            assert abs(lat) <= 90
            lons.append(lon)
            lats.append(lat)
    assert made.get("bbox") == ([min(lons), min(lats), max(lons), max(lats)] if lons else None)


@given(st.lists(ROWS, max_size=4))
def test_any_rows_keep_to_the_standard(table: list[dict[str, Any]]) -> None:
    columns = ("id", "place", "via")
    made = written(table, columns)
    check(made, columns)
    assert len(made["features"]) == sum(max(1, len(row.get("places", ()))) for row in table)


def test_a_feature_for_each_place_of_a_claim() -> None:
    places = [
        {"place": "Hradov", "lat": 49.5, "lon": 31.25},
        {"place": "Selda", "lat": 50, "lon": 30.5},
        {"place": "north"},
    ]
    made = written([{"id": "c1", "via": ["Radio Selda", "Telegram"], "places": places}], ("id", "place", "via"))
    assert [f["id"] for f in made["features"]] == ["c1", "c1#2", "c1#3"]
    assert [f["geometry"] and f["geometry"]["coordinates"] for f in made["features"]] == [
        [31.25, 49.5],
        [30.5, 50],
        None,
    ]
    assert [f["properties"] for f in made["features"]] == [
        {"id": "c1", "place": name, "via": "Radio Selda; Telegram"} for name in ("Hradov", "Selda", "north")
    ]
    assert made["bbox"] == [30.5, 49.5, 31.25, 50]


def test_a_row_may_be_a_place_itself() -> None:
    made = written([{"name": "Hradov", "lat": 49.5, "lon": 31.25}], ("name",))
    assert made["features"] == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [31.25, 49.5]},
            "properties": {"name": "Hradov"},
        }
    ]


@pytest.mark.parametrize(
    ("lat", "lon"), [(None, 31), (49, None), (nan, 31), (49, 181), (91, 31), ("49", "31"), (True, False)]
)
def test_without_a_place_on_earth_the_geometry_is_null(lat: object, lon: object) -> None:
    made = written([{"id": 1, "lat": lat, "lon": lon}], ("id",))
    assert made == {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": 1, "geometry": None, "properties": {"id": 1}}],
    }


def test_nothing_is_an_empty_collection() -> None:
    assert written([], ("id",)) == {"type": "FeatureCollection", "features": []}


def test_claims_as_a_map() -> None:
    made = written(map(rows.flat, ENTRIES), rows.COLUMNS)
    check(made, rows.COLUMNS)
    ids = [feature["id"] for feature in made["features"]]
    assert len(set(ids)) == len(ids)
    assert {feature["properties"]["id"] for feature in made["features"]} == {entry.claim.id for entry in ENTRIES}
