"""What reports that are not read for claims name: kept, read back, and asked by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from sayso.ledger import schema as t
from sayso.ledger.asking import PUBLICATION, publication_of
from sayso.ledger.filters import places_of, stands
from sayso.ledger.rows import place_row
from sayso.model import Mention, Place, Publication, When

__all__ = ["keys_named", "mention_rows", "mentions_of", "naming", "of_places"]

Values = dict[str, Any]


def mention_rows(mentions: Iterable[Mention], report_key: int) -> dict[str, list[Values]]:
    """The rows of what a report names by the name of their table; places may stand there already."""
    places: dict[Place, Values] = {}
    rows: list[Values] = []
    for position, mention in enumerate(mentions):
        at = None if mention.place is None else places.setdefault(mention.place, place_row(mention.place))
        rows.append(
            {
                "report_key": report_key,
                "position": position,
                "span_start": mention.start,
                "span_end": mention.end,
                "place_key": at and at["key"],
                "day_from": mention.when and mention.when.start,
                "day_to": mention.when and mention.when.end,
            }
        )
    return {"place": list(places.values()), "mention": rows}


def mentions_of(connection: Connection, version: int) -> tuple[Mention, ...]:
    """What one version of a report names, in order of its text."""
    m, p = t.mention.c, t.place.c
    wanted = (
        select(m.span_start, m.span_end, m.day_from, m.day_to, p.name, p.geonames, p.lat, p.lon, p.precision)
        .select_from(t.mention.outerjoin(t.place, p.key == m.place_key))
        .where(m.report_key == version)
        .order_by(m.position)
    )
    return tuple(
        Mention(
            row.span_start,
            row.span_end,
            None if row.name is None else Place(row.name, row.geonames, row.lat, row.lon, row.precision),
            None if row.day_from is None and row.day_to is None else When(row.day_from, row.day_to),
        )
        for row in connection.execute(wanted)
    )


def keys_named(connection: Connection, name: str) -> tuple[int, ...]:
    """The keys of the places that any report calls so, or that have this GeoNames id."""
    number = name.strip()
    ids = [int(number)] if number.isascii() and number.isdigit() and len(number) < 12 else []
    return tuple(key for key, _ in places_of(connection, [name], ids))


def of_places(places: Sequence[int]) -> ColumnElement[bool]:
    """True of the reports that name one of these places, or have a claim about one."""
    p, c = t.claim_place.c, t.claim.c
    told = select(c.report_key).join(t.claim_place, p.claim_key == c.key).where(p.place_key.in_(places))
    named = select(t.mention.c.report_key).where(t.mention.c.place_key.in_(places))
    return or_(t.report.c.key.in_(named), t.report.c.key.in_(told))


def naming(
    connection: Connection, places: Sequence[int], known: date | None, *, limit: int
) -> tuple[int, list[Publication]]:
    """How many reports that are not read for claims name one of these places, and the newest of them."""
    named = select(t.mention.c.report_key).where(t.mention.c.place_key.in_(places))
    here = stands(known), t.report.c.key.in_(named)
    total = connection.execute(select(func.count()).select_from(t.report).where(*here)).scalar_one()
    if not total:
        return 0, []
    newest = select(*PUBLICATION).where(*here).order_by(t.report.c.key.desc()).limit(limit)
    return total, [publication_of(row) for row in connection.execute(newest)]
