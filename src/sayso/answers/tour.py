"""Where to begin: the questions that a newcomer may ask of the demo's ledger, with the pages that answer them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from sayso.examples import DEMO, DEMO_DECISIONS
from sayso.ledger import schema as t
from sayso.ledger.keys import digest
from sayso.ledger.opening import Ledger

__all__ = ["Stop", "claim_of", "tour"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One question: what it is, what is to be seen, and the page that shows it.

    ``page`` is a kind of page ("places"), ``name`` whose, and ``asks`` what it is asked for: a day, the day known.
    """

    title: str
    says: str
    page: str
    name: str | None = None
    asks: Mapping[str, date | str | None] = field(default_factory=dict)


def tour(ledger: Ledger) -> tuple[Stop, ...]:
    """The questions for a ledger that holds the demo's reports; none for any other."""
    id, mark = _first()
    with ledger.reading() as connection:
        ours = select(t.report.c.key).where(t.report.c.id == id, t.report.c.digest == mark)
        if connection.execute(ours).first() is None:
            return ()
        return tuple(stop for told in _told()["tour"] if (stop := _stop(connection, told)) is not None)


def claim_of(connection: Connection, wanted: Mapping[str, Any]) -> str | None:
    """The id of the claim of a ``report`` that has these ``words``; None where another pipeline reads no such claim."""
    asked = (
        select(t.claim.c.id)
        .join(t.report, t.report.c.key == t.claim.c.report_key)
        .where(t.report.c.id == wanted["report"], t.claim.c.text.contains(wanted["words"], autoescape=True))
        .order_by(t.claim.c.key)
    )
    return connection.execute(asked).scalars().first()


def _stop(connection: Connection, told: Mapping[str, Any]) -> Stop | None:
    name = told.get("name")
    if "claim" in told:
        name = claim_of(connection, told["claim"])
        if name is None:
            return None
    return Stop(told["title"], told["says"], told["page"], name, {"known": None, **told.get("asks", {})})


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(DEMO_DECISIONS.read_text(encoding="utf-8"))


@cache
def _first() -> tuple[str, str]:
    """The id and digest of the demo's first report: which no other ledger has."""
    from sayso.intake import read_history
    from sayso.intake.told import Told

    first = next(item for item in read_history(str(DEMO)) if isinstance(item, Told))
    return first.report.id, digest(first.report)
