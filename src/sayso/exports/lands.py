"""The land of invented countries as GeoJSON: for the map, which has no atlas for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.theatres import Land, Ring, Theatre

__all__ = ["lands"]

Point = tuple[float, float]


def lands(theatres: Iterable[Theatre]) -> dict[str, Any]:
    """A FeatureCollection whose ``kind`` is land, lake, border (between two lands) or name (a point)."""
    features: list[dict[str, Any]] = []
    for theatre in theatres:
        for land in theatre.lands:
            pieces = [[_closed(ring)] for ring in land.rings]
            features.append(_feature("land", "MultiPolygon", pieces, land.name))
            features += [_feature("lake", "Polygon", [_closed(ring)]) for ring in land.lakes]
            middle = theatre.region(land.name)
            if middle is not None:
                features.append(_feature("name", "Point", [middle.lon, middle.lat], land.name))
        borders = _borders(theatre.lands)
        if borders:
            features.append(_feature("border", "MultiLineString", borders))
    return {"type": "FeatureCollection", "features": features}


def _borders(several: Sequence[Land]) -> list[list[Point]]:
    """The lines that two lands have in common, each stretch as one line."""
    shared = Counter(edge for land in several for ring in land.rings for edge in map(frozenset, _edges(ring)))
    lines: list[list[Point]] = []
    drawn: set[frozenset[Point]] = set()
    for land in several:
        for ring in land.rings:
            line: list[Point] = []
            for a, b in _edges(ring):
                edge = frozenset((a, b))
                if shared[edge] > 1 and edge not in drawn:
                    drawn.add(edge)
                    line = [*line, b] if line else [a, b]
                elif line:
                    lines.append(line)
                    line = []
            if line:
                lines.append(line)
    return lines


def _edges(ring: Ring) -> list[tuple[Point, Point]]:
    return list(zip(ring, (*ring[1:], ring[0]), strict=True))


def _closed(ring: Ring) -> list[Point]:
    return [*ring, ring[0]]


def _feature(kind: str, shape: str, coordinates: Any, name: str | None = None) -> dict[str, Any]:
    properties = {"kind": kind} if name is None else {"kind": kind, "name": name}
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": coordinates}, "properties": properties}
