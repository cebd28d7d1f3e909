"""Which entries are asked for: by what was known, place, days, source, kind of claim, stance, theatre and words."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    any_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from sayso.distances import EARTH_KM, distance_km
from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.fitting import fits
from sayso.ledger.keys import claims_from, claims_until
from sayso.ledger.meeting import meeting
from sayso.ledger.rows import entries_of, folded
from sayso.ledger.searching import with_words
from sayso.model import CLAIM_TYPES, ClaimType, Entry, Modality, Place, Precision, Sketch, StanceKind, When

__all__ = [
    "Filter",
    "among",
    "claim_keys",
    "claim_keys_in",
    "count",
    "entries",
    "few_here",
    "latest_here",
    "named",
    "one_of",
    "places_near",
    "places_of",
    "positions_near",
    "sketches",
    "stands",
    "told",
]

Where = tuple[str | None, str | None, str | None]
"""Theatre, outlet and agency of a report."""

_LATELY: Final = 90  # days
_REPORTS: Final = 200  # that are asked about at once
_FEW_TYPES: Final = 6
_FEW: Final = 1000  # keys handed over one by one


@dataclass(frozen=True, slots=True)
class Filter:
    """What to ask for; a field that is None or empty asks nothing.

    ``known``: published by that day, and neither superseded nor withdrawn by then; without it, what stands now.
    ``places`` are keys of places (``places_of``, ``places_near``). ``since`` and ``until`` bound the days of the event,
    ``published_since`` and ``published_until`` those of publication, all inclusive. ``side`` is that of the source,
    ``speakers`` are sources by key, each wherever it was told (None) or only in one theatre, outlet and agency: the
    narrator is another one in each. ``words`` must all occur in the claim, its source, parties or places; words in
    double quotes stand together.
    """

    known: date | None = None
    places: tuple[int, ...] | None = None
    since: date | None = None
    until: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    side: str | None = None
    speakers: tuple[tuple[int, Where | None], ...] | None = None
    types: tuple[ClaimType, ...] = ()
    modalities: tuple[Modality, ...] = ()
    stances: tuple[StanceKind, ...] = ()
    theatre: str | None = None
    outlet: str | None = None
    reports: tuple[str, ...] = ()
    words: str | None = None


def stands(known: date | None) -> ColumnElement[bool]:
    """True of the versions of reports that stand: now, or as known on a day."""
    c = t.report.c
    if known is None:
        return and_(c.until.is_(None), c.withdrawn.is_(None))
    return and_(
        c.published <= known,
        or_(c.until.is_(None), c.until > known),
        or_(c.withdrawn.is_(None), c.withdrawn > known),
    )


def told(known: date | None) -> ColumnElement[bool]:
    """True of the claims that stand: in such a version of a report, and not set aside by what a person decided.

    A decision holds whatever day is asked about: it puts the reading right, not the news.
    """
    return and_(stands(known), ~exists().where(t.set_aside.c.claim_key == t.claim.c.key))


def entries(connection: Connection, asked: Filter, *, limit: int | None = None, offset: int = 0) -> list[Entry]:
    """The entries that a filter asks for, the newest published first."""
    return entries_of(connection, claim_keys(connection, asked, limit=limit, offset=offset))


def claim_keys(connection: Connection, asked: Filter, *, limit: int | None = None, offset: int = 0) -> list[int]:
    """The keys of the claims that a filter asks for, the newest published first."""
    wanted, key = _narrowed(connection, asked, select(t.claim.c.key))
    wanted = wanted.order_by(key.desc()).offset(offset or None)
    return list(connection.execute(wanted if limit is None else wanted.limit(limit)).scalars())


def claim_keys_in(connection: Connection, reports: Sequence[str], known: date | None) -> list[int]:
    """The keys of all claims of these reports, as known on a day."""
    lots = batched(reports, _REPORTS)
    return [key for some in lots for key in claim_keys(connection, Filter(known=known, reports=tuple(some)))]


def latest_here(
    connection: Connection,
    places: Sequence[int],
    types: Sequence[ClaimType],
    until: date,
    known: date | None,
    *,
    limit: int,
) -> list[Entry]:
    """What is told of places, of these types, up to a day: the entries of the latest days first."""
    # Where much is told, the last months are enough, and the index need not be gone through for years.
    lately = date.fromordinal(max(1, until.toordinal() - _LATELY))
    keys = _latest(connection, places, types, (lately, until), known, limit)
    if len(keys) < limit:
        keys = _latest(connection, places, types, (None, until), known, limit)
    return entries_of(connection, keys)


def few_here(
    connection: Connection, places: Sequence[int], types: Sequence[ClaimType], known: date | None, *, limit: int
) -> list[int] | None:
    """The keys of all that is told of places, of these types, of whatever day; None where that is ``limit`` or more."""
    p, c = t.claim_place.c, t.claim.c
    wanted = (
        select(p.claim_key)
        .distinct()
        .join(t.claim, c.key == p.claim_key)
        .join(t.report, t.report.c.key == c.report_key)
        .where(p.place_key.in_(places), p.type.in_(types), p.day_to.is_not(None), told(known))
        .limit(limit)
    )
    keys = list(connection.execute(wanted).scalars())
    return keys if len(keys) < limit else None


def _latest(
    connection: Connection,
    places: Sequence[int],
    types: Sequence[ClaimType],
    days: tuple[date | None, date],
    known: date | None,
    limit: int,
) -> list[int]:
    p, c = t.claim_place.c, t.claim.c
    here = [
        select(p.claim_key, p.day_to).where(p.place_key.in_(places), p.type.in_(types), *bounds)
        for bounds in meeting(connection, *days)
    ]
    told_here = union_all(*here).subquery()
    key, day = told_here.c.claim_key, func.max(told_here.c.day_to)
    wanted = (
        select(key)
        .join(t.claim, c.key == key)
        .join(t.report, t.report.c.key == c.report_key)
        .where(told(known))
        .group_by(key)
        .order_by(day.desc(), key.desc())
        .limit(limit)
    )
    return list(connection.execute(wanted).scalars())


def sketches(connection: Connection, asked: Filter, *, limit: int) -> dict[Sketch, list[int]]:
    """The keys of what a filter asks for, by kind and times: to choose by before fetching."""
    c = t.claim.c
    columns = (c.key, c.type, c.modality, c.has_when, c.when_start, c.when_end, c.said, t.report.c.published)
    wanted, key = _narrowed(connection, asked, select(*columns))
    alike: dict[Any, list[int]] = {}
    for row in connection.execute(wanted.order_by(key.desc()).limit(limit)).all():
        alike.setdefault(row[1:], []).append(row[0])
    return {
        Sketch(kind, modality, When(start, end) if has_when else None, said, published): keys
        for (kind, modality, has_when, start, end, said, published), keys in alike.items()
    }


def count(connection: Connection, asked: Filter) -> int:
    """How many entries a filter asks for."""
    return int(connection.execute(among(connection, asked, select(func.count()).select_from(t.claim))).scalar_one())


def among(connection: Connection, asked: Filter, query: Select[Any]) -> Select[Any]:
    """A query over claims, narrowed to what a filter asks for; it may also use ``report``'s columns."""
    return _narrowed(connection, asked, query)[0]


def _narrowed(connection: Connection, asked: Filter, query: Select[Any]) -> tuple[Select[Any], ColumnElement[int]]:
    """The same, and the key to sort it by."""
    c, r = t.claim.c, t.report.c
    query = query.join(t.report, r.key == c.report_key).where(told(asked.known))
    if asked.known is not None:
        query = query.where(c.key < claims_until(asked.known))
    if asked.places is not None:
        query = _at(connection, query, asked)
    else:
        if asked.types:
            # Of many types most claims are: SQLite would gather them all by the index before it takes the newest.
            kind = c.type if len(asked.types) <= _FEW_TYPES else c.type + ""
            query = query.where(kind.in_(asked.types))
        if asked.since:
            query = query.where(c.day_to >= asked.since)
        if asked.until:
            query = query.where(c.day_from <= asked.until)
    if asked.published_since:
        query = query.where(r.published >= asked.published_since, c.key >= claims_from(asked.published_since))
    if asked.published_until:
        query = query.where(r.published <= asked.published_until, c.key < claims_until(asked.published_until))
    if asked.side is not None:
        query = query.where(
            c.source_key.in_(select(t.source.c.key).where(named(connection, t.source.c.side, asked.side)))
        )
    if asked.speakers is not None:
        query = query.where(_spoken_by(connection, asked.speakers))
    if asked.modalities:
        query = query.where(c.modality.in_(asked.modalities))
    if asked.stances:
        query = query.where(exists().where(t.stance.c.claim_key == c.key, t.stance.c.stance.in_(asked.stances)))
    if asked.theatre is not None:
        query = query.where(r.theatre == asked.theatre if fits(asked.theatre) else false())
    if asked.outlet is not None:
        query = query.where(or_(named(connection, r.outlet, asked.outlet), named(connection, r.agency, asked.outlet)))
    if asked.reports:
        query = query.where(r.id.in_([id for id in asked.reports if fits(id)]))
    key: ColumnElement[int] = c.key
    if asked.words is not None:
        below = None if asked.known is None else claims_until(asked.known)
        query, key = with_words(connection, query, "claim", asked.words, below)
    return query, key


def named(connection: Connection, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a name stands there, in capitals or not."""
    if not fits(name):
        return false()
    if connection.dialect.name == "sqlite" and not name.isascii():
        return func.sayso_lower(column) == name.lower()
    return func.lower(column) == func.lower(name)


def _at(connection: Connection, query: Select[Any], asked: Filter) -> Select[Any]:
    """By place, through the one index that holds place, type and days together."""
    p = t.claim_place.c
    place = one_of(connection, p.place_key, asked.places or ())
    types = p.type.in_(asked.types or CLAIM_TYPES)  # each by name, so that the index is entered at its days
    here = [
        select(p.claim_key).where(place, types, *bounds) for bounds in meeting(connection, asked.since, asked.until)
    ]
    return query.where(t.claim.c.key.in_(union_all(*here) if len(here) > 1 else here[0]))


def _spoken_by(connection: Connection, speakers: Iterable[tuple[int, Where | None]]) -> ColumnElement[bool]:
    c, r = t.claim.c, t.report.c
    anywhere, somewhere = [], []
    for key, where in speakers:
        if where is None:
            anywhere.append(key)
        else:
            theatre, outlet, agency = where
            told = (r.theatre.is_not_distinct_from(theatre), r.outlet.is_not_distinct_from(outlet))
            somewhere.append(and_(c.source_key == key, *told, r.agency.is_not_distinct_from(agency)))
    return or_(one_of(connection, c.source_key, anywhere), *somewhere)


def one_of(connection: Connection, column: Column[int], keys: Collection[int]) -> ColumnElement[bool]:
    """Whether a key is one of these, however many: beyond some thousands a database takes them as one value only."""
    if len(keys) <= _FEW:
        return column.in_(keys)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(keys))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(list(keys), ARRAY(BigInteger)))


def places_of(connection: Connection, names: Iterable[str] = (), ids: Iterable[int] = ()) -> list[tuple[int, Any]]:
    """(key, row) of the places that reports call by these names, or that have these GeoNames ids."""
    wanted_ids = {id for id in ids if fits(id)}
    wanted_names = {name for name in map(folded, names) if fits(name)}
    c = t.place.c
    found = connection.execute(select(t.place).where(or_(c.geonames.in_(wanted_ids), c.folded.in_(wanted_names)))).all()
    return sorted(((row.key, row) for row in found), key=lambda pair: pair[0])


def places_near(
    connection: Connection, lat: float, lon: float, km: float, *, precision: Precision | None = None
) -> list[int]:
    """The keys of the places within so many kilometres of a point (degrees WGS 84, great circle)."""
    return sorted(row.key for row in _near(connection, lat, lon, km, precision))


def positions_near(connection: Connection, lat: float, lon: float, km: float) -> list[Place]:
    """The settlements within so many kilometres of a point that any report names, each position once."""
    rows = sorted(_near(connection, lat, lon, km, "settlement"), key=lambda row: row.key)
    found = {(row.lat, row.lon): Place(row.name, row.geonames, row.lat, row.lon) for row in reversed(rows)}
    return list(found.values())


def _near(connection: Connection, lat: float, lon: float, km: float, precision: Precision | None) -> list[Any]:
    up = math.degrees(km / EARTH_KM) + 1e-6  # a box a hand's breadth wider, so that no rounding cuts its edge off
    # A box first, for the index; towards a pole, and across the date line, it is the whole band.
    across = 180.0 if abs(lat) + up >= 89 else up / math.cos(math.radians(abs(lat) + up))
    c = t.place.c
    box = select(c.key, c.name, c.geonames, c.lat, c.lon).where(c.lat.between(lat - up, lat + up))
    if lon - across >= -180 and lon + across <= 180:
        box = box.where(c.lon.between(lon - across, lon + across))
    if precision is not None:
        box = box.where(c.precision == precision)
    rows: Sequence[Any] = connection.execute(box).all()
    return [row for row in rows if row.lon is not None and distance_km(lat, lon, row.lat, row.lon) <= km]
