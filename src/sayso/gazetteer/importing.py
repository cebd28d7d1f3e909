"""How a GeoNames country dump becomes part of the user's gazetteer."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sayso.errors import InputError, SetupError
from sayso.gazetteer.compiling import compile_gazetteer, spell, stamp, without_codes
from sayso.gazetteer.store import Rank, Row, compiled_path, connect, create, imports_path, insert

__all__ = ["ImportReport", "import_dump"]

_COLUMNS = 19
_REGIONS: dict[str, Rank] = {
    "ADM1": "province",
    "ADM2": "county",
    "PCLI": "country",
    "PCLD": "country",
    "PCLS": "country",
    "RGN": "area",
    "AREA": "area",
}
# What is no settlement and yet named in war reports as if it were one.
_FACILITIES = {"AIRB", "AIRF", "AIRP", "DAM", "ISL", "MILB", "NVB", "PRT", "PS", "PSH", "PSN"}
_ABANDONED = {"PPLH", "PPLCH"}  # places of the past only
_SHOWN = 5
_LONGEST_LINE = 1_000_000
_LARGEST = (1 << 63) - 1  # that a database holds


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: places kept, lines of kinds that aren't kept, and bad lines with the first few reasons."""

    path: str
    places: int
    skipped: int
    bad: int
    reasons: tuple[str, ...] = ()


def import_dump(path: str | Path) -> ImportReport:
    """Adds a GeoNames country dump (UTF-8, 19 columns between tabs) to the user's places; again is harmless.

    Settlements (class P) and some facilities are kept as settlements, ADM1 and ADM2 as regions. A bad line is counted,
    never fatal. Raises InputError for a file that can't be read or has no good line, SetupError where nothing can be
    written.
    """
    source = Path(path)
    reasons: list[str] = []
    counts: Counter[str] = Counter()
    found: dict[int, tuple[Row, list[str]]] = {}
    try:
        with source.open("rb") as lines:
            for number, line in enumerate(_lines(lines), 1):
                try:
                    place = _place(line)
                except ValueError as error:
                    counts["bad"] += 1
                    if len(reasons) < _SHOWN:
                        reasons.append(f"line {number}: {error}")
                    continue
                if place is None:
                    counts["skipped"] += 1
                else:
                    found[place[0].id] = place
    except OSError as error:
        raise InputError(str(path), "gazetteer dump", error, "name a file that can be read") from error
    if not found:
        what = reasons[0] if reasons else "no places in it"
        raise InputError(
            str(path), "gazetteer dump", what, "give a GeoNames country dump: 19 columns between tabs, such as UA.txt"
        )
    _keep(_with_codes(found.values()))
    return ImportReport(str(path), len(found), counts["skipped"], counts["bad"], tuple(reasons))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a dump, each of one that is far too long only its beginning: it is bad, and costs no memory."""
    while line := stream.readline(_LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        yield line


def _place(line: bytes) -> tuple[Row, list[str]] | None:
    """A line as a place and its other names; None for a kind that isn't kept; ValueError for a bad line."""
    if len(line) >= _LONGEST_LINE:
        raise ValueError(f"more than {_LONGEST_LINE:,} bytes")
    fields = line.decode("utf-8").rstrip("\r\n").split("\t")
    if fields == [""]:
        return None
    if len(fields) != _COLUMNS:
        raise ValueError(f"{len(fields)} columns instead of {_COLUMNS}")
    number, lat, lon = int(fields[0]), float(fields[4]), float(fields[5])
    if not (number > 0 and -90 <= lat <= 90 and -180 <= lon <= 180 and fields[1].strip()):
        raise ValueError(f"no name, or an id or coordinates out of range: {fields[0]} {fields[1]!r} {lat} {lon}")
    kind, code = fields[6], fields[7]
    rank: Rank
    if code in _REGIONS:
        rank = _REGIONS[code]
    elif (kind == "P" and code not in _ABANDONED) or code in _FACILITIES:
        rank = "settlement"
    else:
        return None
    people = int(fields[14] or 0)
    if max(number, abs(people)) > _LARGEST:
        raise ValueError(f"an id or a population beyond measure: {fields[0][:40]} {fields[14][:40]}")
    row = Row(number, fields[1].strip(), lat, lon, fields[8].upper(), fields[10] or None, people, rank)
    return row, [fields[2], *without_codes(fields[3].split(","))]


def _with_codes(places: Iterable[tuple[Row, list[str]]]) -> Iterator[tuple[Row, list[str]]]:
    """The places with GeoNames' codes of provinces: some dumps spell a province's name where its code should be.

    The places that the compiled table knows too tell which code a spelling stands for.
    """
    kept = list(places)
    file = compiled_path(stamp())
    if not file.exists():
        compile_gazetteer()
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    try:
        db = connect(file)
        try:
            known = dict(db.execute("select id, admin1 from place where admin1 is not null"))
        finally:
            db.close()
    except sqlite3.Error as error:
        raise SetupError(str(file), "gazetteer", error, "delete the file; it is compiled anew") from error
    for row, _ in kept:
        if row.admin1 and row.id in known:
            votes[row.country, row.admin1][known[row.id]] += 1
    codes = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    for row, others in kept:
        yield (replace(row, admin1=codes.get((row.country, row.admin1), row.admin1)) if row.admin1 else row), others


def _keep(places: Iterable[tuple[Row, list[str]]]) -> None:
    path = imports_path()
    rows: list[Row] = []
    spellings: list[tuple[int, int, int]] = []
    for row, others in places:
        rows.append(row)
        spellings.extend(spell(row.id, row.name, others, row.country))
    db = create(path)
    try:
        with db:
            # A place imported before is told anew, its old spellings forgotten.
            db.execute("create temp table again (id integer primary key)")
            db.executemany("insert into again values (?)", ((row.id,) for row in rows))
            db.execute("delete from spelling where place in (select id from again)")
            insert(db, rows, spellings)
    except sqlite3.Error as error:
        raise SetupError(str(path), "imported places", error, "free some space, or delete the file") from error
    finally:
        db.close()
