"""Claims as GeoParquet 1.1 (geoparquet.org), for GeoPandas, DuckDB and QGIS: a row for each place of a claim.

The columns are those of the CSV (``rows.COLUMNS``), with their types: days are dates, several values a list. Positions
are WKB points in ``geometry``, longitude before latitude (OGC:CRS84, which is what GeoParquet takes where no reference
system is named). A claim without a place is a row too, and its geometry is null.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, Final

from sayso.exports import rows
from sayso.exports.cells import cell, number
from sayso.exports.format import CLAIMS, Format
from sayso.model import Entry

__all__ = ["FORMAT", "write"]

_BATCH: Final = 10_000  # rows of a row group: what is in memory at once
_LISTS: Final = frozenset(("via", "other_places", "counts", "stances"))
_DAYS: Final = frozenset(("published", "when_start", "when_end", "said"))
_WHOLE: Final = frozenset(("place_id", "start", "end"))
_DEGREES: Final = frozenset(("lat", "lon"))


def write(claims: Iterable[Entry], out: BinaryIO) -> None:
    """Write the claims, some thousand rows at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    fields = [pa.field(name, _type(pa, name)) for name in rows.COLUMNS]
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())])
    box: list[float] = []
    made = _rows(claims, box)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(made, _BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema))
        # Where all lies is known last, and stands at the end of the file anyway.
        writer.add_key_value_metadata({"geo": json.dumps(_geo(box))})
    out.flush()


def _type(pa: Any, name: str) -> Any:
    if name in _LISTS:
        return pa.list_(pa.string())
    return (
        pa.date32()
        if name in _DAYS
        else pa.int64()
        if name in _WHOLE
        else pa.float64()
        if name in _DEGREES
        else pa.string()
    )


def _rows(claims: Iterable[Entry], box: list[float]) -> Iterator[dict[str, Any]]:
    """The rows, while ``box`` grows to hold all of their points."""
    for entry in claims:
        told = rows.flat(entry)
        places = told["places"]
        for place in places if isinstance(places, list) and places else [{}]:
            row = {name: _value(name, {**told, **place}[name]) for name in rows.COLUMNS}
            point = _point(row["lon"], row["lat"])
            if point is not None:
                box[:] = _grown(box, *point)
            yield row | {"geometry": None if point is None else struct.pack("<BIdd", 1, 1, *point)}


def _value(name: str, value: object) -> Any:
    if name in _LISTS:
        return [cell(part) for part in value] if isinstance(value, (list, tuple)) else []
    return value if name in _DAYS else cell(value)


def _point(lon: object, lat: object) -> tuple[float, float] | None:
    x, y = number(lon), number(lat)
    return None if x is None or y is None or not (-180 <= x <= 180 and -90 <= y <= 90) else (x, y)


def _grown(box: list[float], x: float, y: float) -> list[float]:
    return [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)] if box else [x, y, x, y]


def _geo(box: list[float]) -> Mapping[str, Any]:
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if box:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


FORMAT: Final = Format(
    "geoparquet",
    CLAIMS,
    ".parquet",
    "application/vnd.apache.parquet",
    "GeoPandas, DuckDB, QGIS: millions of rows",
    write,
    True,
)
