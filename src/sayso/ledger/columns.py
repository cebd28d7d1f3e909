"""What every claim is counted by, of all claims at once: columns of numbers, for answers that go over all of them.

A map counts a million claims by place and day again and again, each time by another filter; asked one by one a database
takes seconds for that. Read once, the columns take some forty bytes a claim, and every count a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, ColumnElement, Connection, Select, String, exists, select, true, type_coerce

from sayso.ledger import schema as t
from sayso.model import CLAIM_TYPES, Modality, StanceKind

__all__ = ["MODALITIES", "NEVER", "NO_DAY", "STANCES", "Columns", "Numbers", "PlaceRow", "read_columns"]

Numbers = NDArray[np.int64]
_Days = NDArray[np.int32]
_Codes = NDArray[np.int32]
_Small = NDArray[np.int8]

NO_DAY: Final = 0
"""The day of what has none; every other is its ordinal (``date.toordinal``)."""
NEVER: Final = date.max.toordinal() + 1
"""Later than any day."""
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
STANCES: Final[tuple[StanceKind, ...]] = get_args(StanceKind)
_FEW: Final = 500  # and where they are asked for one by one
_BATCH: Final = 20_000  # rows at once, so that a million never stand in memory as Python's objects


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of ``place``: a value as claims have it, not yet what is one place under two names."""

    key: int
    name: str
    geonames: int | None
    lat: float | None
    lon: float | None
    precision: str
    folded: str


@dataclass(frozen=True)
class Columns:
    """Claims in order of their keys, the places that each names, and their reports and sources.

    Days are ordinals, NO_DAY where there is none; ``report``, ``source`` and ``place`` are positions in the columns
    that begin with their name. ``report_gone`` is the day from which a version stands no more, NEVER where it does.
    ``stances`` has a bit for each of STANCES, ``type`` and ``modality`` are positions in CLAIM_TYPES and MODALITIES.
    A mention is one place of one claim, in order of claims.
    """

    key: Numbers
    report: _Codes
    source: _Codes
    type: _Small
    modality: _Small
    stances: _Small
    day_from: _Days
    day_to: _Days
    mention_claim: _Codes
    mention_place: Numbers
    places: tuple[PlaceRow, ...]
    source_key: Numbers
    source_sides: tuple[str | None, ...]
    source_last: tuple[str | None, ...]
    report_key: Numbers
    report_published: _Days
    report_gone: _Days
    report_theatre: _Codes
    report_outlet: _Codes
    report_agency: _Codes
    theatres: tuple[str | None, ...]
    newsrooms: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def published(self) -> _Days:
        """The day on which each claim was published."""
        return self.report_published[self.report]

    @cached_property
    def alone(self) -> bool:
        """Whether every claim names one place: then claims and mentions are in one order."""
        return len(self.mention_claim) == len(self.key) and bool(
            (self.mention_claim[1:] > self.mention_claim[:-1]).all()
        )

    @cached_property
    def by_first_day(self) -> tuple[NDArray[np.int64], _Days]:
        """The claims in order of their first day, and these days."""
        order = np.argsort(self.day_from, kind="stable")
        return order, self.day_from[order]

    @cached_property
    def place_at(self) -> dict[int, int]:
        """Where the place of a key stands."""
        return {row.key: at for at, row in enumerate(self.places)}


def read_columns(connection: Connection, only: Collection[int] | None = None) -> Columns:
    """The columns of everything that a ledger holds, of versions that stand and of those that stood.

    What a person's decision set aside is in none: that holds whatever day is asked about. ``only`` are the keys of a
    few reports (some hundreds), whose columns alone are then read.
    """
    size = _BATCH if only is None else _FEW
    of_reports: ColumnElement[bool] = true() if only is None else t.report.c.key.in_(only)
    of_claims: ColumnElement[bool] = true() if only is None else t.claim.c.report_key.in_(only)
    days, rooms, wars = _Ordinals(), _Numbered(), _Numbered()
    r, c, s = t.report.c, t.claim.c, t.source.c

    reports = _Gathered(6)
    told = (r.key, _raw(r.published), _raw(r.until), _raw(r.withdrawn), r.theatre, r.outlet, r.agency)
    for keys, published, until, withdrawn, theatre, outlet, agency in _batches(
        connection, select(*told).where(of_reports), r.key, size
    ):
        gone = [min(days(a) or NEVER, days(b) or NEVER) for a, b in zip(until, withdrawn, strict=True)]
        reports.add(keys, map(days, published), gone, map(wars, theatre), map(rooms, outlet), map(rooms, agency))
    report_key, published_on, gone_on, of_theatre, of_outlet, of_agency = reports.columns()

    claims, mentions, stances = _Gathered(7), _Gathered(2), _Gathered(2)
    types = {name: n for n, name in enumerate(CLAIM_TYPES)}
    surely = {name: n for n, name in enumerate(MODALITIES)}
    bits = {name: 1 << n for n, name in enumerate(STANCES)}
    asked = (c.key, c.report_key, c.type, c.source_key, c.modality, _raw(c.day_from), _raw(c.day_to))
    wanted = select(*asked).where(of_claims, _right(c.key))
    for keys, of, kinds, by, modality, first, last in _batches(connection, wanted, c.key, size):
        claims.add(keys, of, map(types.get, kinds), by, map(surely.get, modality), map(days, first), map(days, last))
        for gathered, (claim, position, value), codes in (
            (mentions, (t.claim_place.c.claim_key, t.claim_place.c.position, t.claim_place.c.place_key), None),
            (stances, (t.stance.c.claim_key, t.stance.c.position, t.stance.c.stance), bits),
        ):
            near = claim.between(keys[0], keys[-1]) if only is None else claim.in_(keys)
            here = select(claim, value).where(near, _right(claim))
            here = here.order_by(claim, position)
            if found := _columns(connection, here):
                gathered.add(found[0], found[1] if codes is None else map(codes.get, found[1]))
    key, in_report, kind, by_key, modality_code, day_from, day_to = claims.columns()
    of_claim, at_place = mentions.columns()
    taken_on, stance = stances.columns()
    their_sources, their_places = select(s.key, s.name, s.side, s.last), select(*_PLACE)
    if only is not None:
        their_sources = their_sources.where(s.key.in_(np.unique(by_key).tolist()))
        their_places = their_places.where(_P.key.in_(np.unique(at_place).tolist()))
    sources = connection.execute(their_sources.order_by(s.key)).all()
    source_key = np.array([row.key for row in sources], np.int64)
    places = tuple(PlaceRow(*row) for row in connection.execute(their_places.order_by(_P.key)))
    place_key = np.array([row.key for row in places], np.int64)
    all_stances = np.zeros(len(key), np.int8)
    np.bitwise_or.at(all_stances, _at(key, taken_on), stance.astype(np.int8))

    return Columns(
        key=key,
        report=_at(report_key, in_report),
        source=_at(source_key, by_key),
        type=kind.astype(np.int8),
        modality=modality_code.astype(np.int8),
        stances=all_stances,
        day_from=day_from.astype(np.int32),
        day_to=day_to.astype(np.int32),
        mention_claim=_at(key, of_claim),
        mention_place=_at(place_key, at_place).astype(np.int64),
        places=places,
        source_key=source_key,
        source_sides=tuple(row.side for row in sources),
        source_last=tuple(row.last if " " in row.name else None for row in sources),
        report_key=report_key,
        report_published=published_on.astype(np.int32),
        report_gone=gone_on.astype(np.int32),
        report_theatre=of_theatre.astype(np.int32),
        report_outlet=of_outlet.astype(np.int32),
        report_agency=of_agency.astype(np.int32),
        theatres=tuple(wars.names),
        newsrooms=tuple(rooms.names),
    )


_P: Final = t.place.c
_PLACE: Final = (_P.key, _P.name, _P.geonames, _P.lat, _P.lon, _P.precision, _P.folded)


def _right(key: Column[int]) -> ColumnElement[bool]:
    return ~exists().where(t.set_aside.c.claim_key == key)


def _raw(column: Column[Any]) -> Any:
    """A day as the database hands it out: made into dates one by one, a million take seconds."""
    return type_coerce(column, String)


def _batches(
    connection: Connection, query: Select[Any], key: Column[int], size: int
) -> Iterator[list[tuple[Any, ...]]]:
    """What a query finds, some rows at once, each time as columns; the key comes first."""
    after = -1
    while found := _columns(connection, query.where(key > after).order_by(key).limit(size)):
        after = found[0][-1]
        yield found


def _columns(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    return list(zip(*connection.execute(query).all(), strict=True))


def _at(keys: Numbers, wanted: Numbers) -> _Codes:
    return np.searchsorted(keys, wanted).astype(np.int32)


class _Gathered:
    """Columns that grow batch by batch."""

    def __init__(self, columns: int) -> None:
        self._parts: list[list[Numbers]] = [[] for _ in range(columns)]

    def add(self, *columns: Any) -> None:
        for parts, column in zip(self._parts, columns, strict=True):
            parts.append(np.array(list(column), np.int64))

    def columns(self) -> list[Numbers]:
        empty = np.zeros(0, np.int64)
        return [np.concatenate(parts) if parts else empty for parts in self._parts]


class _Ordinals:
    """Days as a database hands them out, each made a number once."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {None: NO_DAY}

    def __call__(self, day: str | date | None) -> int:
        found = self._known.get(day)
        if found is None:
            made = date.fromisoformat(day) if isinstance(day, str) else day
            assert made is not None
            found = self._known[day] = made.toordinal()
        return found


class _Numbered:
    """Names by the order in which they are met."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self._at: dict[str | None, int] = {}

    def __call__(self, name: str | None) -> int:
        found = self._at.get(name)
        if found is None:
            found = self._at[name] = len(self.names)
            self.names.append(name)
        return found
