"""What the formats for programs make of rows that nobody meant to give them; one table, every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import pytest
from sqlalchemy import create_engine, text

from sayso.exports import geojson, objects, spreadsheet
from sayso.exports.spreadsheet import unguarded

Write = Callable[[Iterable[Mapping[str, object]], Sequence[str], TextIO], None]
Read = Callable[[Path], list[dict[str, Any]]]


def _csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{unguarded(k): unguarded(v) for k, v in row.items()} for row in csv.DictReader(file, strict=True)]


def _geojson(path: Path) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in json.loads(path.read_bytes())["features"]]


def _array(path: Path) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(path.read_bytes())
    return made


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").splitlines()]


FORMATS: dict[str, tuple[Write, Read]] = {
    "csv": (spreadsheet.write, _csv),
    "geojson": (geojson.write, _geojson),
    "json": (objects.write, _array),
    "jsonl": (objects.write_lines, _lines),
}
each_format = pytest.mark.parametrize(("write", "read"), FORMATS.values(), ids=FORMATS)

AWKWARD = [
    "",
    " ",
    "'",
    '"',
    '"",""',
    "a,b",
    "\u2028Hradov\u2029fell\u0085",
    "one\r\ntwo\nthree\rfour",
    "\x00\x07\x1b]0;owned\x07\x7f\x9b",
    "\ufeffHradov",
    "שלום \u202eנפל\u202c",
    "Hrádov / Градов / 城",
    "👩‍👩‍👧🏽",
    "e\u0301",
    "\ufffe\uffff\U0010ffff",
    "</script><b>{}[]\\u0000 \\ \\n %s",
    "=cmd|' /C calc'!A0",
    "x" * 100_000,
]


@each_format
def test_awkward_texts_come_back_from_a_file(write: Write, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "out"
    table = [{"n": str(n), "text": words} for n, words in enumerate(AWKWARD)]
    with path.open("w", encoding="utf-8", newline="") as out:
        write(table, ("n", "text"), out)
    assert read(path) == table


@each_format
def test_awkward_names_of_columns_come_back(write: Write, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "out"
    names = [words for words in AWKWARD if words]
    with path.open("w", encoding="utf-8", newline="") as out:
        write([dict.fromkeys(names, "x")], names, out)
    assert read(path) == [dict.fromkeys(names, "x")]


@each_format
def test_half_a_character_stops_nothing(write: Write, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "out"
    with path.open("w", encoding="utf-8", newline="") as out:
        write([{"id": "a\udc80", "text": ["\ud83d"]}, {"id": "b"}], ("id", "text"), out)
    assert [row["id"][0] for row in read(path)] == ["a", "b"]


@each_format
def test_rows_are_written_as_they_come(write: Write, read: Read) -> None:
    out = io.StringIO(newline="")

    def rows() -> Iterator[dict[str, object]]:
        yield {"text": "the first"}
        yield {"text": "the second"}
        assert "the first" in out.getvalue(), "a million rows must not be gathered"

    write(rows(), ("text",), out)
    assert "the second" in out.getvalue()


@each_format
def test_a_reader_that_goes_away_is_the_callers_to_notice(write: Write, read: Read) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        write([{"text": "x"}], ("text",), Closed())


@each_format
def test_the_writer_flushes_and_leaves_the_file_open(write: Write, read: Read) -> None:
    class Pipe(io.StringIO):
        flushed = False

        def flush(self) -> None:
            self.flushed = True

    out = Pipe()
    write([], ("text",), out)
    assert out.flushed
    assert not out.closed


@each_format
def test_rows_are_left_as_they_were(write: Write, read: Read) -> None:
    row = {"id": "c1", "via": ["=1", {"a": float("nan")}], "places": [{"lat": 1, "lon": 2}]}
    before = json.dumps(row)
    write([row], ("id", "via"), io.StringIO())
    assert json.dumps(row) == before


@each_format
def test_large_and_odd_numbers(write: Write, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "out"
    numbers = [0, -1, 2**63, -(10**30), -0.0, 1e-7, -1e300, 0.1]
    with path.open("w", encoding="utf-8", newline="") as out:
        write([{"id": str(n), "n": n} for n in numbers], ("id", "n"), out)
    assert [float(row["n"]) for row in read(path)] == [float(n) for n in numbers]


@each_format
def test_rows_straight_from_either_database(write: Write, read: Read, database_url: str, tmp_path: Path) -> None:
    engine = create_engine(database_url)
    path = tmp_path / "out"
    with engine.connect() as connection, path.open("w", encoding="utf-8", newline="") as out:
        # PostgreSQL sums whole numbers as Decimal.
        query = text(
            "SELECT 'Hradov' AS place, sum(n) AS n FROM (SELECT 2 AS n UNION ALL SELECT CAST(5 AS BIGINT)) AS t"
        )
        write(map(dict, connection.execute(query).mappings()), ("place", "n"), out)
    engine.dispose()
    assert [(row["place"], int(row["n"])) for row in read(path)] == [("Hradov", 7)]


@pytest.mark.parametrize("places", [None, [], (), "Hradov", {"lat": 1, "lon": 2}, [None, "Hradov", 3]])
def test_a_list_of_places_that_is_none_leaves_the_row_a_feature(places: object) -> None:
    (feature,) = geojson.features({"id": "c1", "lat": 49.5, "lon": 31.25, "places": places}, ("id",))
    assert feature["geometry"] == {"type": "Point", "coordinates": [31.25, 49.5]}


def test_a_place_that_is_not_known_does_not_borrow_another_ones_point() -> None:
    row = {"id": "c1", "lat": 49.5, "lon": 31.25, "places": [{"place": "the north", "lat": None, "lon": None}]}
    (feature,) = geojson.features(row, ("id", "place", "lat"))
    assert feature["geometry"] is None
    assert feature["properties"]["lat"] is None


@pytest.mark.parametrize("key", [None, True, float("nan"), []])
def test_what_can_be_no_id_is_none(key: object) -> None:
    (feature,) = geojson.features({"id": key}, ())
    assert "id" not in feature


def test_places_on_both_sides_of_the_antimeridian_are_all_in_the_box() -> None:
    out = io.StringIO()
    geojson.write([{"lat": -17, "lon": 179.5}, {"lat": -16, "lon": -179.5}, {"lat": 90, "lon": 180}], (), out)
    assert json.loads(out.getvalue())["bbox"] == [-179.5, -17, 180, 90]
