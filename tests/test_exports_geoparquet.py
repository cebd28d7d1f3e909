"""Claims as GeoParquet: GeoPandas and DuckDB read back what was written."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from sayso.exports import geoparquet, rows
from sayso.exports.cells import cell
from sayso.exports.geoparquet import FORMAT
from sayso.model import Entry, Place
from tests.exporting import HRADOV, SIEGE, entry, hostile_entries

LISTS = ("via", "other_places", "counts", "stances")


def _bytes(claims: Iterable[Entry]) -> io.BytesIO:
    out = io.BytesIO()
    FORMAT.write(claims, out)
    out.seek(0)
    return out


def _expected(claims: Iterable[Entry]) -> list[dict[str, Any]]:
    made = []
    for one in claims:
        told = rows.flat(one)
        places = told["places"]
        assert isinstance(places, list)
        for place in places or [{}]:
            row: dict[str, Any] = {name: {**told, **place}[name] for name in rows.COLUMNS}
            made.append(row | {name: [cell(part) for part in row[name] or ()] for name in LISTS})
    return made


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell(value) if isinstance(value, str) else value for name, value in row.items()}


@pytest.mark.parametrize("claims", [SIEGE, [], [entry("a", places=()), entry("b", places=(HRADOV, Place("x")))]])
def test_rows_come_back_as_they_were(claims: list[Entry]) -> None:
    read = parquet.read_table(_bytes(claims)).drop_columns(["geometry"]).to_pylist()
    assert read == _expected(claims)


def test_any_text_comes_back_as_it_was_but_for_half_characters() -> None:
    claims = hostile_entries()
    read = parquet.read_table(_bytes(claims)).drop_columns(["geometry"]).to_pylist()
    assert read == [_kept(row) for row in _expected(claims)]


def test_geopandas_knows_what_lies_where(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "claims.parquet"
    path.write_bytes(_bytes(SIEGE).read())
    read = geopandas.read_parquet(path)
    assert read.crs.to_string() == "OGC:CRS84"
    placed = [place for one in SIEGE for place in one.claim.places]
    points = [(point.x, point.y) for point in read.geometry if point is not None]
    assert points == [(place.lon, place.lat) for place in placed]
    boxed = geopandas.read_parquet(path, columns=["id", "geometry"]).total_bounds
    assert list(boxed) == json.loads(parquet.read_metadata(path).metadata[b"geo"])["columns"]["geometry"]["bbox"]


def test_duckdb_asks_it_as_it_is(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "claims.parquet"
    path.write_bytes(_bytes(SIEGE).read())
    told = duckdb.execute(
        "select type, count(*), min(when_start) from read_parquet(?) where place = 'Hradov' group by type", [str(path)]
    ).fetchall()
    claims = [one.claim for one in SIEGE if "Hradov" in {place.name for place in one.claim.places}]
    assert {(kind, count) for kind, count, _ in told} == {
        (claim.type, sum(other.type == claim.type for other in claims)) for claim in claims
    }
    first = {claim.type: claim.when.start for claim in claims if claim.when}
    assert all(day is None or day <= (first[kind] or day) for kind, _, day in told if kind in first)


def test_the_metadata_are_those_of_geoparquet() -> None:
    told = json.loads(parquet.read_metadata(_bytes(SIEGE)).metadata[b"geo"])
    assert (told["version"], told["primary_column"]) == ("1.1.0", "geometry")
    column = told["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    west, south, east, north = column["bbox"]
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert "bbox" not in json.loads(parquet.read_metadata(_bytes([])).metadata[b"geo"])["columns"]["geometry"]


def test_a_position_that_is_none_has_no_geometry() -> None:
    claims = [entry("a", places=(Place("x", None, 91.0, 0.0),)), entry("b", places=(Place("y", None, math.nan, 0.0),))]
    assert parquet.read_table(_bytes(claims)).column("geometry").to_pylist() == [None, None]


def test_some_rows_are_written_before_the_next_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geoparquet, "_BATCH", 10)
    out = io.BytesIO()
    sizes = []

    def claims() -> Iterable[Entry]:
        for n in range(25):
            sizes.append(out.tell())
            yield entry(f"c{n}")

    FORMAT.write(claims(), out)
    assert sizes[10] > sizes[9]
    assert parquet.read_metadata(io.BytesIO(out.getvalue())).num_row_groups == 3
