"""Where the gazetteer lies on disk: two SQLite files, one compiled at will, one of the user's own imports."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from sayso.errors import SetupError

__all__ = [
    "ALTERNATE",
    "DISTANT",
    "FOLDED",
    "MAIN",
    "Rank",
    "Row",
    "compiled_path",
    "connect",
    "create",
    "imports_path",
    "insert",
]

SCHEMA = 4
# How a key stands to its place, best first: its name in some romanisation, another name of it, a spelling that folds
# together with its name, and one that folds together with another of its names. Imports outlive these: only add.
MAIN, ALTERNATE, FOLDED, DISTANT = 0, 1, 2, 3
Rank = Literal["area", "country", "province", "county", "settlement"]

_TABLES = """
create table if not exists place (
  id integer primary key, name text not null, lat real not null, lon real not null, country text not null,
  admin1 text, population integer not null, rank text not null);
create table if not exists spelling (
  key integer not null, place integer not null, level integer not null, primary key (key, place)) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One place as it is stored; ids below zero are our own and never shown."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str | None
    population: int
    rank: Rank


def _folder(kind: str) -> Path:
    given = os.environ.get("SAYSO_CACHE")
    if given:
        return Path(given).expanduser()
    return Path(platformdirs.user_cache_dir("sayso") if kind == "cache" else platformdirs.user_data_dir("sayso"))


def compiled_path(stamp: str) -> Path:
    """The compiled table's file; ``stamp`` names what it was compiled from: another version, another file."""
    return _folder("cache") / f"gazetteer-{SCHEMA}-{stamp}.db"


def imports_path() -> Path:
    """The user's imported places: in SAYSO_CACHE if set, else with the user's data, as nothing re-makes them."""
    return _folder("data") / "gazetteer-imports.db"


def create(path: Path) -> sqlite3.Connection:
    """Opens a file to write, with its tables; raises SetupError where that can't be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=60)
        db.executescript(_TABLES)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(
            str(path), "gazetteer", error, "make the folder writable or name another in SAYSO_CACHE"
        ) from error
    return db


def connect(path: Path) -> sqlite3.Connection:
    """Opens a file to read only; raises sqlite3.Error if it is missing or no gazetteer."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=60, check_same_thread=False)
    try:
        db.execute("select id, rank from place limit 1").fetchone()
        db.execute("select level from spelling limit 1").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def insert(db: sqlite3.Connection, rows: Iterable[Row], spellings: Iterable[tuple[int, int, int]]) -> None:
    """Stores places and (key, place, level); a place that is there already is replaced, a better level is kept."""
    db.executemany(
        "insert or replace into place values (?, ?, ?, ?, ?, ?, ?, ?)",
        ((r.id, r.name, r.lat, r.lon, r.country, r.admin1, r.population, r.rank) for r in rows),
    )
    db.executemany(
        "insert into spelling values (?, ?, ?) on conflict do update set level = min(level, excluded.level)", spellings
    )
