"""Which conflicts the ledger's reports are of, and which sides they have."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from sayso.answers.asked import Theatres
from sayso.ledger import schema as t
from sayso.ledger.opening import Ledger
from sayso.theatres import Theatre

__all__ = ["theatres"]


def theatres(ledger: Ledger) -> list[Theatre]:
    """The theatres of the ledger's reports, by name; whatever became of the reports."""
    with ledger.reading() as connection:
        named = Theatres(connection)
        return [named(name) for name in _names(connection)]


def _names(connection: Connection) -> list[str]:
    # From one name to the next: with the index that is a step each, where "distinct" would go through every report.
    name = t.report.c.theatre
    found: list[str] = []
    last = connection.execute(select(func.min(name))).scalar()
    while last is not None:
        found.append(last)
        last = connection.execute(select(func.min(name)).where(name > last)).scalar()
    return found
