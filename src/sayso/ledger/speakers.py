"""Who has spoken, as sources are written down: for the weighing, which tells who is who."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, exists, func, select, true

from sayso.ledger import schema as t
from sayso.ledger.asking import PUBLICATION, publication_of
from sayso.ledger.keys import DATED, claims_until, report_of
from sayso.model import Publication, Source

__all__ = ["persons_known", "sources_known"]


def sources_known(
    connection: Connection, known: date | None, *, last: Collection[str] | None = None
) -> list[tuple[Source, Publication]]:
    """Every source that has spoken by a day, once for each theatre, outlet and agency that told it.

    ``last`` narrows it to those whose name ends in one of these words (folded: see ``rows.folded``). What later
    versions or withdrawals say does not matter here: that somebody bears a name stays true. What a person set aside
    does: nobody may bear a name that was misread.
    """
    c, r, s = t.claim.c, t.report.c, t.source.c
    bound: ColumnElement[bool] = true() if known is None else r.published <= known
    columns = (s.name, s.kind, s.side, r.theatre, r.outlet, r.agency)
    wanted = (
        select(*columns, func.min(r.published).label("first"))
        .select_from(t.source)
        .join(t.claim, c.source_key == s.key)
        .join(t.report, r.key == c.report_key)
        .where(bound, _read_right())
        .group_by(*columns)
        .order_by(*columns)
    )
    if last is not None:
        wanted = wanted.where(s.last.in_(last))
    return [
        (Source(row.name, row.kind, row.side), Publication("", "", row.first, row.outlet, row.agency, row.theatre))
        for row in connection.execute(wanted)
    ]


def persons_known(
    connection: Connection, known: date | None, last: Collection[str]
) -> list[tuple[Source, Publication]]:
    """Those whose name of several words ends in one of these (folded), each as first published by a day.

    They tell who a bare surname is. Asked source by source through the index: one may have spoken a hundred thousand
    times.
    """
    s, c = t.source.c, t.claim.c
    out: list[tuple[Source, Publication]] = []
    for row in connection.execute(select(t.source).where(s.last.in_(last), s.name.contains(" ")).order_by(s.key)).all():
        first = select(func.min(c.key)).where(c.source_key == row.key, _read_right())
        if known is not None:  # keys sort by day, the undated first
            first = first.where(c.key >= DATED)
        key = connection.execute(first).scalar()
        if key is None or (known is not None and key >= claims_until(known)):
            continue
        report = connection.execute(select(*PUBLICATION).where(t.report.c.key == report_of(key))).one()
        out.append((Source(row.name, row.kind, row.side), publication_of(report)))
    return out


def _read_right() -> ColumnElement[bool]:
    return ~exists().where(t.set_aside.c.claim_key == t.claim.c.key)
