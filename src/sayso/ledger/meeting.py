"""Which claims lie on some days? By the index of places, types and days, without going through all years of a town.

An index is entered at one bound only. Nearly all events are short: those that meet some days begin no more than two
months before them. The others lie in a small index of their own.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, literal_column

from sayso.ledger import schema as t

__all__ = ["meeting"]


def meeting(
    connection: Connection, since: date | None, until: date | None
) -> tuple[tuple[ColumnElement[bool], ...], ...]:
    """Conditions on ``claim_place``, to be asked one after the other, that hold for what meets these days.

    Without a bound it is open there. No row fits two of them.
    """
    p = t.claim_place.c
    ends = () if until is None else (p.day_from <= until,)
    if since is None:
        return (ends,)
    begun = date.fromordinal(max(1, since.toordinal() - t.LONG_DAYS))
    long: ColumnElement[bool] = literal_column(t.LONG[connection.dialect.name])
    return (p.day_from >= begun, p.day_to >= since, *ends), (long, p.day_from < begun, p.day_to >= since, *ends)
