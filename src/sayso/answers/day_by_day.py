"""Who was a place said to hold, as each day's reader had it: for every day what was known on that very day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, select

from sayso.answers.asked import spots_of
from sayso.answers.places import Said
from sayso.answers.places_known import Spot
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger import schema as t
from sayso.ledger.opening import Ledger
from sayso.weighing.control import Span
from sayso.weighing.positions import TELLING

__all__ = ["day_by_day"]

_MOST: Final = 60  # days on which something became known: each has to be weighed by itself


def day_by_day(ledger: Ledger, name: str, *, known: date | None = None) -> tuple[Span, ...] | None:
    """The answers for every day as known on that day, from the first report that tells who holds the place.

    Within a span nothing became known that changed the answer. None where too much is told of the place to weigh it
    day by day. InputError where no claim names it.
    """
    with ledger.reading() as connection:

        def made() -> tuple[Span, ...] | None:
            spot = spots_of(connection, name, known, ledger)[0]
            last = asking.newest(connection, known)
            turns = [] if last is None else [day for day in _turns(connection, spot) if day <= last]
            if last is None or not turns or len(turns) > _MOST:
                return None if turns else ()
            ends = [*(day - timedelta(days=1) for day in turns[1:]), last]
            spans: list[Span] = []
            for start, end in zip(turns, ends, strict=True):
                spans += _between(connection, ledger, name, start, end)
            return tuple(_merged(spans))

        return ledger.remembered.answer(connection, ("day by day", name, known), made)


def _turns(connection: Connection, spot: Spot) -> list[date]:
    """The days on which what is known of who holds a place may have changed: by a report, or by one taken back."""
    p, c, r = t.claim_place.c, t.claim.c, t.report.c
    wanted = (
        select(r.published, r.until, r.withdrawn)
        .join(t.claim, c.report_key == r.key)
        .join(t.claim_place, p.claim_key == c.key)
        .where(p.place_key.in_(spot.keys), p.type.in_(TELLING), r.published.is_not(None))
        .distinct()
    )
    return sorted({day for row in connection.execute(wanted) for day in row if day is not None})


def _between(connection: Connection, ledger: Ledger, name: str, start: date, end: date) -> list[Span]:
    """The answers for some days by what was known on the first of them."""
    try:
        spot = spots_of(connection, name, start, ledger)[0]
    except InputError:
        return []  # it was withdrawn, or was another place's name then
    found = Said.of(connection, spot, end, start).timeline(end)
    return [Span(max(span.start, start), span.end, span.control) for span in found if span.end >= start]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans on end with one answer as one, with what the last of them rests on."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.end + timedelta(days=1) == span.start and _same(last, span):
            found[-1] = Span(last.start, span.end, span.control)
        else:
            found.append(span)
    return found


def _same(a: Span, b: Span) -> bool:
    one, other = a.control, b.control
    return (one.status, one.holder, one.claimants) == (other.status, other.holder, other.claimants)
