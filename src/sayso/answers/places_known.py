"""Which place is meant by a name, among those that reports tell of?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from sayso.distances import distance_km
from sayso.ledger import schema as t
from sayso.ledger.filters import places_near, places_of, stands, told
from sayso.ledger.rows import folded
from sayso.model import Place, Precision
from sayso.theatres import Theatre

__all__ = ["MANY", "Spot", "grouped", "neighbours", "spot_of", "spots"]

MANY: Final = 1000
"""How far claims are counted: a town may have a hundred thousand."""
_BATCH: Final = 400
_SAME_DEGREES: Final = 0.1  # one name so close by is one place, with an id or without: some 10 km


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the ledger knows it: the keys of all its names, its commonest one, how many claims name it.

    Of each name the claims are counted no further than ``MANY``.
    """

    keys: tuple[int, ...]
    name: str
    id: int | None
    lat: float | None
    lon: float | None
    precision: Precision
    claims: int

    def place(self) -> Place:
        """The place by itself."""
        return Place(self.name, self.id, self.lat, self.lon, self.precision)


def spots(
    connection: Connection, name: str, known: date | None, theatre: Callable[[str | None], Theatre]
) -> list[Spot]:
    """The places that a name, or a GeoNames id, may mean, those with most claims first; none where no claim names any.

    A name that no report uses is looked for among the other names of places: in the theatres of the ledger's reports,
    then in the gazetteer ("Artemivsk" finds Bakhmut).
    """
    ids = {int(name)} if name.strip().isdecimal() else set()
    rows, counted = _standing(connection, () if ids else (name,), ids, known)
    if not rows and not ids:
        rows, counted = _standing(connection, (), _otherwise(connection, name, known, theatre), known)
    found = [spot_of(group, counted) for group in grouped(rows)]
    if ids:  # its namesakes are not meant
        found = [spot for spot in found if spot.id in ids]
    return sorted(found, key=lambda spot: (-spot.claims, spot.precision != "settlement", spot.id or 0, spot.keys))


def neighbours(
    connection: Connection, spot: Spot, km: float, known: date | None, *, limit: int = 8
) -> list[tuple[Spot, float]]:
    """The settlements around a place that claims name, the nearest first, each with its distance in km."""
    if spot.lat is None or spot.lon is None:
        return []
    near = set(places_near(connection, spot.lat, spot.lon, km, precision="settlement")) - set(spot.keys)
    rows = [row for some in _some(sorted(near)) for row in connection.execute(select(t.place).where(some)).all()]
    # One of its other names may lie beside it: a name without an id, or an id under another name.
    rows = [row for row in rows if (row.geonames is None or row.geonames != spot.id)]
    found: list[tuple[Spot, float]] = []
    groups = [(min(_km(spot, row) for row in group), group) for group in grouped(rows)]
    for far, group in sorted(groups, key=lambda pair: (pair[0], pair[1][0].key)):
        counted = _counted(connection, group, known)
        if counted:
            found.append((spot_of([row for row in group if row.key in counted], counted), far))
        if len(found) == limit:
            break
    return found


def _some(keys: Sequence[int]) -> Iterator[ColumnElement[bool]]:
    for at in range(0, len(keys), _BATCH):
        yield t.place.c.key.in_(keys[at : at + _BATCH])


def _km(spot: Spot, row: Any) -> float:
    assert spot.lat is not None
    assert spot.lon is not None
    return distance_km(spot.lat, spot.lon, row.lat, row.lon)


def _standing(
    connection: Connection, names: Iterable[str], ids: Iterable[int], known: date | None
) -> tuple[list[Any], dict[int, int]]:
    """The places so named, with all else that they are called, and how many claims name each.

    At every step only those that a claim which stands names: what becomes known later, that a name and an id are one
    place, must not change the answer for an earlier day.
    """
    first = [row for _, row in places_of(connection, names, ids)]
    counted = _counted(connection, first, known)
    first = [row for row in first if row.key in counted]
    same = {row.geonames for row in first if row.geonames is not None}
    if same:
        called = {row.folded for row in first}
        more = [row for _, row in places_of(connection, called, same) if row.key not in counted]
        counted |= _counted(connection, more, known)
        first += [row for row in more if row.key in counted]
    return first, counted


def _counted(connection: Connection, rows: Sequence[Any], known: date | None) -> dict[int, int]:
    """How many claims that stand name each, counted no further than ``MANY``; none left out."""
    p, c = t.claim_place.c, t.claim.c
    counted: dict[int, int] = {}
    for row in rows:
        some = (
            select(p.claim_key)
            .join(t.claim, c.key == p.claim_key)
            .join(t.report, t.report.c.key == c.report_key)
            .where(p.place_key == row.key, told(known))
            .limit(MANY)
            .subquery()
        )
        many = connection.execute(select(func.count()).select_from(some)).scalar_one()
        if many:
            counted[row.key] = many
    return counted


def _otherwise(
    connection: Connection, name: str, known: date | None, theatre: Callable[[str | None], Theatre]
) -> set[int]:
    """The GeoNames ids of the places that have this name among their others."""
    from sayso.gazetteer import open_gazetteer

    ids: set[int] = set()
    for (of,) in connection.execute(select(t.report.c.theatre).where(stands(known)).distinct()).all():
        there = theatre(of)
        own = there.place(name) or there.region(name)
        if own is not None and own.id is not None:
            ids.add(own.id)
    return ids or {c.id for c in open_gazetteer().candidates(name) if c.id is not None}


def grouped(rows: Iterable[Any]) -> list[list[Any]]:
    """The rows of the table of places, those that mean one place together."""
    groups: list[list[Any]] = []
    for row in sorted(rows, key=lambda row: (row.geonames is None, row.key)):
        home = next((g for g in groups if any(_same(row, other) for other in g)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    return groups


def _same(a: Any, b: Any) -> bool:
    if a.geonames is not None and b.geonames is not None:
        return bool(a.geonames == b.geonames)
    if a.folded != b.folded or a.precision != b.precision:
        return False
    if None in (a.lat, a.lon, b.lat, b.lon):
        return True  # a name without a position is the place of that name
    return bool(abs(a.lat - b.lat) <= _SAME_DEGREES and abs(a.lon - b.lon) <= _SAME_DEGREES)


def spot_of(rows: Sequence[Any], counted: Mapping[int, int]) -> Spot:
    """The one place that some rows mean; ``counted`` has how many claims name each, by its key."""
    best = min(rows, key=lambda row: (row.geonames is None, -counted[row.key], row.name, row.key))
    called: dict[str, int] = {}
    for row in rows:
        called[row.name] = called.get(row.name, 0) + counted[row.key]
    name = min(called, key=lambda n: (-called[n], folded(n), n))
    keys = tuple(sorted(row.key for row in rows))
    return Spot(keys, name, best.geonames, best.lat, best.lon, best.precision, sum(counted[k] for k in keys))
