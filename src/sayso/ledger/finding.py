"""The newest claims and reports that have some words: so many of them, however common the words, and how they divide.

A common word stands in half of all claims. So only the newest that have the words are gone through, first some
thousands, then more if those gave less than asked for; whether there may be others is told.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Select, any_, false, func, literal, or_, select

from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, among, named, stands
from sayso.ledger.fitting import fits
from sayso.ledger.keys import claims_until, reports_until
from sayso.ledger.searching import newest_keys
from sayso.model import Publication, Source

__all__ = ["Division", "Some", "claims_with", "division", "reports_with"]

_WITHIN: Final = (4_000, 40_000)
"""How many of the newest that have the words are gone through."""


@dataclass(frozen=True, slots=True)
class Some:
    """Keys, the newest first, and whether these are all (else there may be older ones)."""

    keys: tuple[int, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Division:
    """How some claims divide: how many of each type, with each stance, of each place by name, and published each day.

    ``told`` counts them by who spoke and where it was told (outlet, agency and theatre only).
    """

    types: Mapping[str, int]
    stances: Mapping[str, int]
    places: Mapping[str, int]
    days: Mapping[date | None, int]
    told: Mapping[tuple[Source, Publication], int]


def claims_with(
    connection: Connection, words: str, asked: Filter, *, limit: int, least: int, begun: bool = False
) -> Some:
    """The newest claims that have these words, of those that a filter asks for: ``limit`` of them at most.

    Further back than some thousands is only looked where those gave less than ``least``.
    """
    below = None if asked.known is None else claims_until(asked.known)
    bare = replace(asked, words=None)

    def of(found: Any) -> Select[Any]:
        c = t.claim.c
        wanted = among(connection, bare, select(c.key)).join(found, found.c.key == c.key)
        return wanted.order_by(found.c.key.desc())

    return _newest(connection, "claim", words, below, of, (limit, least), begun)


def reports_with(
    connection: Connection, words: str, asked: Filter, *, limit: int, least: int, begun: bool = False
) -> Some:
    """The newest reports that have these words; of a filter only known, theatre, outlet and days of publication."""
    below = None if asked.known is None else reports_until(asked.known)
    r = t.report.c

    def of(found: Any) -> Select[Any]:
        wanted = select(r.key).join(found, found.c.key == r.key).where(stands(asked.known))
        if asked.theatre is not None:
            wanted = wanted.where(r.theatre == asked.theatre if fits(asked.theatre) else false())
        if asked.outlet is not None:
            wanted = wanted.where(or_(*(named(connection, column, asked.outlet) for column in (r.outlet, r.agency))))
        if asked.published_since is not None:
            wanted = wanted.where(r.published >= asked.published_since)
        if asked.published_until is not None:
            wanted = wanted.where(r.published <= asked.published_until)
        return wanted.order_by(found.c.key.desc())

    return _newest(connection, "report", words, below, of, (limit, least), begun)


def _newest(
    connection: Connection, name: str, words: str, below: int | None, of: Any, bounds: tuple[int, int], begun: bool
) -> Some:
    limit, least = bounds
    keys: list[int] = []
    for within in _WITHIN:
        found = newest_keys(connection, name, words, within, below, begun).subquery("found")
        keys = list(connection.execute(of(found).limit(limit + 1)).scalars())
        if len(keys) > limit:
            return Some(tuple(keys[:limit]), False)
        there = connection.execute(select(func.count()).select_from(found)).scalar_one()
        if there < within:
            return Some(tuple(keys), True)
        if len(keys) >= least:
            break
    return Some(tuple(keys), False)


def division(connection: Connection, keys: Sequence[int]) -> Division:
    """How these claims divide."""
    c, r, s, p, st = t.claim.c, t.report.c, t.source.c, t.claim_place.c, t.stance.c
    here = _among(connection, c.key, keys)
    in_reports = t.claim.join(t.report, r.key == c.report_key)
    where = (s.name, s.kind, s.side, r.outlet, r.agency, r.theatre)
    told = select(*where, func.count()).select_from(in_reports.join(t.source, s.key == c.source_key))
    at = select(t.place.c.name, func.count(p.claim_key.distinct())).join(t.place, t.place.c.key == p.place_key)
    stances = select(st.stance, func.count(st.claim_key.distinct())).where(_among(connection, st.claim_key, keys))

    def counted(query: Select[Any]) -> dict[Any, int]:
        return {row[0]: row[1] for row in connection.execute(query)}

    return Division(
        types=counted(select(c.type, func.count()).where(here).group_by(c.type)),
        stances=counted(stances.group_by(st.stance)),
        places=counted(at.where(_among(connection, p.claim_key, keys)).group_by(t.place.c.name)),
        days=counted(select(r.published, func.count()).select_from(in_reports).where(here).group_by(r.published)),
        told={
            (Source(row[0], row[1], row[2]), Publication("", "", None, row[3], row[4], row[5])): row[6]
            for row in connection.execute(told.where(here).group_by(*where))
        },
    )


def _among(connection: Connection, column: ColumnElement[int], keys: Collection[int]) -> ColumnElement[bool]:
    """Whether a key is one of these, handed over as one value, so that the statement is made but once."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(keys))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(list(keys), ARRAY(BigInteger)))
