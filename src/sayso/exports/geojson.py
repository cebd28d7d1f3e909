"""Rows as GeoJSON (RFC 7946), for QGIS and other maps: a feature for each place of a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from sayso.exports.cells import cell, number
from sayso.exports.jsonl import dump

__all__ = ["features", "write"]

_ID = "id"
_PLACES = "places"


def write(rows: Iterable[Mapping[str, object]], columns: Sequence[str], out: TextIO) -> None:
    """Write one FeatureCollection with a feature a line, and its ``bbox`` where any feature lies somewhere.

    Rows are not gathered first, so the box stands at the end; it runs from the least to the greatest longitude, which
    for places on both sides of the antimeridian is wider than need be.
    """
    lons: tuple[float, ...] = ()
    lats: tuple[float, ...] = ()
    out.write('{"type": "FeatureCollection", "features": [')
    before = "\n"
    for row in rows:
        for feature in features(row, columns):
            out.write(before + dump(feature))
            before = ",\n"
            if feature["geometry"] is not None:
                lon, lat = feature["geometry"]["coordinates"]
                lons, lats = _spread(*lons, lon), _spread(*lats, lat)
    out.write("]" if before == "\n" else "\n]")
    if lons:
        out.write(f', "bbox": {dump([lons[0], lats[0], lons[1], lats[1]])}')
    out.write("}\n")
    out.flush()


def features(row: Mapping[str, object], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The features of one row: one for each mapping in ``row["places"]``, or a single one where it has none.

    ``lat`` and ``lon`` (WGS 84 degrees) are the place's, or else the row's; without them the geometry is null. The
    properties are ``columns``, flat, each the place's own where the place has it. The feature's ``id`` is the row's
    ``id``; its second place has ``ID#2`` and so on, so that no two features share one.
    """
    listed = row.get(_PLACES)
    places = [p for p in listed if isinstance(p, Mapping)] if isinstance(listed, (list, tuple)) else []
    key = cell(row.get(_ID))
    for at, place in enumerate(places or [{}], 1):
        told = {**row, **place}
        feature: dict[str, Any] = {"type": "Feature"}
        if key is not None and not isinstance(key, bool):
            feature["id"] = key if at == 1 else f"{key}#{at}"
        feature["geometry"] = _point(told.get("lon"), told.get("lat"))
        feature["properties"] = {name: cell(told.get(name)) for name in columns}
        yield feature


def _point(lon: object, lat: object) -> dict[str, Any] | None:
    x, y = number(lon), number(lat)
    if x is None or y is None or not (-180 <= x <= 180 and -90 <= y <= 90):
        return None
    return {"type": "Point", "coordinates": [x, y]}


def _spread(*values: float) -> tuple[float, ...]:
    return min(values), max(values)
