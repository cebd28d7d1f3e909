"""The latest of a ledger as known on a day: its last day, what is told, objected to, corrected and withdrawn.

Whatever is asked for here is found among the newest claims, of which so many are gone through and no more, or by an
index: it takes no longer in a ledger of a million claims.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from sayso.ledger import schema as t
from sayso.ledger.asking import PUBLICATION, publication_of
from sayso.ledger.filters import stands, told
from sayso.ledger.keys import claims_from, claims_until
from sayso.model import ClaimType, Publication, StanceKind

__all__ = [
    "Holdings",
    "Replaced",
    "Withdrawn",
    "echoing",
    "holdings",
    "last_day",
    "objected_to",
    "replaced",
    "told_since",
    "withdrawn",
]

_OBJECTIONS: Final[tuple[StanceKind, ...]] = ("denies", "disputes")
_WITHIN: Final = 4_000  # of the newest claims


@dataclass(frozen=True, slots=True)
class Replaced:
    """A version of a report, and the one that stands in its stead from the day that was published; with their keys."""

    old: tuple[int, Publication]
    new: tuple[int, Publication]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A report that was taken back, from which day on and why, and how many claims were in it."""

    publication: Publication
    day: date
    why: str
    claims: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a ledger holds, whatever became of it."""

    reports: int
    claims: int
    sources: int
    places: int


def last_day(connection: Connection, known: date | None) -> date | None:
    """The last day on which a report that stands was published; None where none has a date."""
    r = t.report.c
    last = select(r.published).where(r.published.is_not(None), stands(known))
    day: date | None = connection.execute(last.order_by(r.published.desc()).limit(1)).scalar()
    return day


def told_since(
    connection: Connection,
    known: date | None,
    *,
    limit: int,
    types: Collection[ClaimType] = (),
    since: date | None = None,
) -> list[int]:
    """The keys of claims that stand, of these types, published on a day or later: the newest among the newest."""
    c = t.claim.c
    wanted = _newest(known, since)
    if types:
        wanted = wanted.where(c.type.in_(types))
    return list(connection.execute(wanted.limit(limit)).scalars())


def objected_to(connection: Connection, known: date | None, *, limit: int) -> list[int]:
    """The keys of claims that stand and that somebody denies or disputes, or of denials: the newest first."""
    c, s = t.claim.c, t.stance.c
    keys: set[int] = set()
    for stance in _OBJECTIONS:
        wanted = (
            select(s.claim_key)
            .join(t.claim, c.key == s.claim_key)
            .join(t.report, t.report.c.key == c.report_key)
            .where(s.stance == stance, told(known))
            .order_by(s.claim_key.desc())
            .limit(limit)
        )
        if known is not None:
            wanted = wanted.where(s.claim_key < claims_until(known))
        keys.update(connection.execute(wanted).scalars())
    # That somebody did not say something objects to nothing.
    denials = _newest(known, None).where(c.modality == "negated", c.type != "statement").limit(limit)
    keys.update(connection.execute(denials).scalars())
    return sorted(keys, reverse=True)[:limit]


def echoing(connection: Connection, keys: Sequence[int], days: int, *, limit: int) -> list[int]:
    """Of these claims, those that may tell what another side tells too: of one kind, place and time."""
    one, other = t.claim.alias("one"), t.claim.alias("other")
    here, there = t.claim_place.alias("here"), t.claim_place.alias("there")
    by, before = t.source.alias("by_whom"), t.source.alias("before")
    near = and_(
        there.c.place_key == here.c.place_key,
        there.c.type == here.c.type,
        there.c.day_from >= _shifted(connection, here.c.day_from, -days),
        there.c.day_from <= _shifted(connection, here.c.day_from, days),
        there.c.claim_key != here.c.claim_key,
    )
    earlier = (
        select(other.c.key)
        .select_from(there)
        .join(other, other.c.key == there.c.claim_key)
        .join(before, before.c.key == other.c.source_key)
        .where(near, before.c.side.is_not(None), before.c.side.is_distinct_from(by.c.side))
    )
    wanted = (
        select(one.c.key)
        .join(here, and_(here.c.claim_key == one.c.key, here.c.position == 0))
        .join(by, by.c.key == one.c.source_key)
        .where(one.c.key.in_(keys), exists(earlier.correlate(here, by)))
        .order_by(one.c.key.desc())
        .limit(limit)
    )
    return list(connection.execute(wanted).scalars())


def replaced(connection: Connection, since: date, known: date | None, *, limit: int) -> list[Replaced]:
    """The versions that others stand in for since a day, the newest first."""
    new, old = t.report.alias("new"), t.report.alias("old")
    names = [column.name for column in PUBLICATION]
    columns = [of.c[name].label(f"{of.name}_{name}") for of in (new, old) for name in (*names, "key")]
    wanted = (
        select(*columns)
        .select_from(new)
        .join(old, or_(old.c.id == new.c.id, old.c.address == new.c.address))
        .where(new.c.published >= since, old.c.until == new.c.published, old.c.key != new.c.key)
        .where(old.c.published.is_not(None))
        .order_by(new.c.published.desc(), new.c.key, old.c.key)
        .limit(limit)
    )
    if known is not None:
        wanted = wanted.where(new.c.published <= known)
    found = []
    for row in connection.execute(wanted).mappings():
        before, after = (
            (row[f"{label}_key"], Publication(*(row[f"{label}_{name}"] for name in names))) for label in ("old", "new")
        )
        found.append(Replaced(before, after))
    return found


def withdrawn(connection: Connection, since: date, until: date, known: date | None, *, limit: int) -> list[Withdrawn]:
    """The reports that were taken back between two days, the latest first."""
    w, r = t.withdrawal.c, t.report.c
    last = until if known is None else min(until, known)
    right = ~exists().where(t.set_aside.c.claim_key == t.claim.c.key)
    claims = select(func.count()).where(t.claim.c.report_key == r.key, right).scalar_subquery()
    wanted = (
        select(*PUBLICATION, w.day, w.why, claims.label("claims"))
        .join(t.report, r.id == w.report)
        .where(w.day >= since, w.day <= last, r.withdrawn == w.day)
        .where(or_(r.until.is_(None), r.until > w.day))
        .order_by(w.day.desc(), r.key.desc())
        .limit(limit)
    )
    if known is not None:
        wanted = wanted.where(r.published <= known)
    return [Withdrawn(publication_of(row), row.day, row.why, row.claims) for row in connection.execute(wanted)]


def holdings(connection: Connection) -> Holdings:
    """How much the ledger holds, counted by its keys."""
    counts = [
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (t.report, t.claim, t.source, t.place)
    ]
    return Holdings(*counts)


def _newest(known: date | None, since: date | None) -> Select[Any]:
    """The keys of the newest claims that stand, of the newest that there are."""
    c = t.claim.c
    keys = select(c.key).order_by(c.key.desc()).limit(_WITHIN)
    if known is not None:
        keys = keys.where(c.key < claims_until(known))
    if since is not None:
        keys = keys.where(c.key >= claims_from(since))
    some = keys.subquery("newest")
    wanted = select(c.key).join(some, some.c.key == c.key).join(t.report, t.report.c.key == c.report_key)
    return wanted.where(told(known)).order_by(some.c.key.desc())


def _shifted(connection: Connection, day: ColumnElement[Any], days: int) -> ColumnElement[Any]:
    if connection.dialect.name == "sqlite":
        return func.date(day, f"{days:+} days")
    return day + days
