"""Which formats there are to take a ledger's answers away in, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

from sayso.exports import (
    acled,
    aleph,
    annotation,
    ged,
    geojson,
    geoparquet,
    hxl,
    kml,
    objects,
    prov,
    rows,
    schema_org,
    spreadsheet,
)
from sayso.exports.format import CLAIMS, Format
from sayso.model import Entry

__all__ = ["FORMATS"]


def _jsonl(claims: Iterable[Entry], out: TextIO) -> None:
    objects.write_lines(map(rows.facts, claims), (), out)


def _csv(claims: Iterable[Entry], out: TextIO) -> None:
    spreadsheet.write(map(rows.flat, claims), rows.COLUMNS, out)


def _geojson(claims: Iterable[Entry], out: TextIO) -> None:
    geojson.write(map(rows.flat, claims), rows.COLUMNS, out)


# A format that is a matter of its own is a module here, with a ``FORMAT``, and stands in this list.
_ALL: Final[tuple[Format[Any, Any], ...]] = (
    Format("jsonl", CLAIMS, ".jsonl", "application/jsonl", "the records as they are, one a line", _jsonl),
    Format("csv", CLAIMS, ".csv", "text/csv", "a table that is safe to open in a spreadsheet", _csv),
    Format("geojson", CLAIMS, ".geojson", "application/geo+json", "points for QGIS and other maps", _geojson),
    kml.FORMAT,
    geoparquet.FORMAT,
    acled.FORMAT,
    ged.FORMAT,
    hxl.FORMAT,
    schema_org.FORMAT,
    prov.FORMAT,
    annotation.FORMAT,
    aleph.FORMAT,
)
FORMATS: Final[Mapping[str, Format[Any, Any]]] = {each.name: each for each in _ALL}
