"""What do people hold of claims? Whatever they do stands beside the answers, and changes none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from sayso.ledger.judging import Judgement, holding, judgements_of
from sayso.ledger.opening import Ledger
from sayso.ledger.reviews import reading_of
from sayso.model import Claim

__all__ = ["judged", "judgements_on"]


def judgements_on(
    ledger: Ledger, claims: Iterable[Claim], *, known: date | None = None
) -> Mapping[str, tuple[Judgement, ...]]:
    """What people hold of these claims as they read here, by the claim's id, in the order in which it was said.

    As known on a day: what had been said by then. A claim of which nobody holds anything is not among them.
    """
    with ledger.reading() as connection:
        return judged(connection, claims, known=known)


def judged(
    connection: Connection, claims: Iterable[Claim], *, known: date | None = None
) -> dict[str, tuple[Judgement, ...]]:
    """The same, of a connection."""
    here = {claim.id: claim for claim in claims}
    out: dict[str, tuple[Judgement, ...]] = {}
    # What a claim says is told by a digest, which only those that were judged are worth.
    readings: dict[str, str] = {}
    for one in holding(judgements_of(connection, here), known):
        reading = readings.get(one.claim) or readings.setdefault(one.claim, reading_of(here[one.claim]))
        if one.reading == reading:
            out[one.claim] = (*out.get(one.claim, ()), one)
    return out
