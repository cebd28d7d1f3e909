"""A small map of where a claim's places lie: a drawing of its own, that needs no script and fetches nothing.

Settlements at the finest. The places are laid out around the first of them, north up, as far as the others need; of the
rest some are drawn to go by, and the land where a theatre brings its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sayso.exports.cards import esc
from sayso.model import Place
from sayso.theatres import Land

__all__ = ["locator"]

_WIDTH, _HEIGHT = 320.0, 176.0
_MIDDLE = (_WIDTH / 2, _HEIGHT / 2)
_LEAST_KM, _MOST_KM = 36.0, 400.0  # from the middle to the upper edge
_DEGREE_KM: Final = 111.2
_LABELS: Final = 5
_DOTS: Final = 60
_LETTER: Final = 5.6  # px, on average
_BEYOND: Final = 12.0  # px that outlines go on beyond the edge, so that the cut is not seen
_SCALES: Final = (10, 20, 50, 100, 200)  # km

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def locator(at: Sequence[Place], near: Sequence[Place], lands: Sequence[Land] = ()) -> str:
    """The map of these places as SVG, or "" where none has a position; ``near`` are others to go by."""
    here = [place for place in at if place.lat is not None and place.lon is not None]
    if not here:
        return ""
    view = _View(here)
    names = {place.name for place in here}
    spots = {view.point(place): place for place in here}
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    drawn = "".join(_spot(point, place) for point, place in spots.items())
    labels = "".join(_label(point, place.name, "at", taken) for point, place in spots.items())
    told: list[str] = []
    others = [
        (point, place)
        for place in near
        if view.may_hold(place) and place.name not in names and _inside(point := view.point(place))
    ]
    others = sorted(others, key=lambda told: (math.dist(told[0], _MIDDLE), told[1].name))[:_DOTS]
    dots = "".join(f'<circle class="near" cx="{x:.1f}" cy="{y:.1f}" r="1.8"/>' for (x, y), _ in others)
    for point, place in others:
        if len(told) < _LABELS and (label := _label(point, place.name, "near", taken, strict=True)):
            labels += label
            told.append(place.name)
    land = "".join(_outlines(view, lands))
    said = ", ".join(dict.fromkeys(place.name for place in here))
    said += f"; near it {', '.join(told)}" if told else ""
    kind = "locator sea" if land else "locator"
    return (
        f'<svg class="{kind}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="Map: {esc(said)}">'
        f"{land}{dots}{drawn}{labels}{_scale(view)}</svg>"
    )


class _View:
    """Which stretch of the world the map shows: kilometres around the middle of its places."""

    def __init__(self, here: Sequence[Place]) -> None:
        first = here[0]
        self.lat, self.lon = first.lat or 0.0, first.lon or 0.0
        self._narrowing = max(0.05, math.cos(math.radians(self.lat)))
        reach = [self._km(place) for place in here]
        reach = [(x, y) for x, y in reach if math.hypot(x, y) <= _MOST_KM]
        xs, ys = [x for x, _ in reach], [y for _, y in reach]
        self._x, self._y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        high = max(max(ys) - min(ys), (max(xs) - min(xs)) * _HEIGHT / _WIDTH) / 2
        regions = any(place.precision == "region" for place in here)
        up = min(_MOST_KM, max(_LEAST_KM * (2.2 if regions else 1.0), high * 1.5))
        self.px_per_km = _HEIGHT / 2 / up
        self._band = (up + abs(self._y)) / _DEGREE_KM

    def _km(self, place: Place) -> Point:
        return self._offset(place.lon or 0.0, place.lat or 0.0)

    def _offset(self, lon: float, lat: float) -> Point:
        across = (lon - self.lon + 180.0) % 360.0 - 180.0
        return across * _DEGREE_KM * self._narrowing, (lat - self.lat) * _DEGREE_KM

    def point(self, place: Place) -> Point:
        return self.at(place.lon or 0.0, place.lat or 0.0)

    def at(self, lon: float, lat: float) -> Point:
        x, y = self._offset(lon, lat)
        return (
            round(_WIDTH / 2 + (x - self._x) * self.px_per_km, 1),
            round(_HEIGHT / 2 - (y - self._y) * self.px_per_km, 1),
        )

    def may_hold(self, place: Place) -> bool:
        """Whether a place lies in the band of latitudes that the map shows; asked of many, so quick."""
        return place.lat is not None and abs(place.lat - self.lat) <= self._band


def _inside(point: Point) -> bool:
    return 0 < point[0] < _WIDTH and 0 < point[1] < _HEIGHT


def _spot(point: Point, place: Place) -> str:
    x, y = point
    if place.precision == "region":  # somewhere about here: a region has no one point
        return f'<circle class="region" cx="{x:g}" cy="{y:g}" r="26"/>'
    return f'<circle class="at" cx="{x:g}" cy="{y:g}" r="4.5"/>'


def _label(point: Point, name: str, kind: str, taken: list[Box], *, strict: bool = False) -> str:
    """A name beside its point, where it covers nothing; "" where it would and must not."""
    x, y = point
    short = name if len(name) <= 28 else name[:27] + "…"
    wide = len(short) * _LETTER * (1.12 if kind == "at" else 1.0)
    places = [(x + 8, "start", x + 8), (x - 8, "end", x - 8 - wide)]
    if x > _WIDTH * 0.62:
        places.reverse()
    for anchor, side, left in places:
        box = (left, y - 6, left + wide, y + 6)
        free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
        if left >= 2 and left + wide <= _WIDTH - 2 and free:
            taken.append(box)
            return f'<text class="{kind}" x="{anchor:.1f}" y="{y + 3.5:.1f}" text-anchor="{side}">{esc(short)}</text>'
    if strict:
        return ""
    taken.append((x - wide / 2, y - 20, x + wide / 2, y - 8))
    middle = min(max(x, wide / 2 + 2), _WIDTH - wide / 2 - 2)
    above = y - 9 if y > 24 else y + 17
    return f'<text class="{kind}" x="{middle:.1f}" y="{above:.1f}" text-anchor="middle">{esc(short)}</text>'


def _scale(view: _View) -> str:
    km = max((s for s in _SCALES if s * view.px_per_km <= _WIDTH / 4), default=_SCALES[0])
    long, low = km * view.px_per_km, _HEIGHT - 8
    return (
        f'<path class="scale" d="M8 {low - 3:g}v3h{long:.1f}v-3"/>'
        f'<text class="scale" x="{long + 13:.1f}" y="{low:g}">{km} km</text>'
    )


def _outlines(view: _View, lands: Sequence[Land]) -> Iterator[str]:
    for land in lands:
        for kind, rings in (("land", land.rings), ("lake", land.lakes)):
            for ring in rings:
                shown = _clipped([view.at(lon, lat) for lon, lat in ring])
                if len(shown) > 2:
                    path = "L".join(f"{x:g} {y:g}" for x, y in shown)
                    yield f'<path class="{kind}" d="M{path}z"/>'


def _clipped(ring: Sequence[Point]) -> list[Point]:
    """An outline within the map and a little beyond (I. Sutherland, G. Hodgman, 1974)."""
    points = list(ring)
    for axis, edge, sign in (
        (0, -_BEYOND, 1),
        (0, _WIDTH + _BEYOND, -1),
        (1, -_BEYOND, 1),
        (1, _HEIGHT + _BEYOND, -1),
    ):
        kept: list[Point] = []
        for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
            was, is_in = (before[axis] - edge) * sign >= 0, (point[axis] - edge) * sign >= 0
            if was != is_in:
                part = (edge - before[axis]) / (point[axis] - before[axis])
                x = before[0] + part * (point[0] - before[0])
                y = before[1] + part * (point[1] - before[1])
                kept.append((round(x, 1), round(y, 1)))
            if is_in:
                kept.append(point)
        points = kept
    return points
