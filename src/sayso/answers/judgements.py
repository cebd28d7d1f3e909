"""What do people hold of claims? Whatever they do stands beside the answers, and changes none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sayso.ledger import asking, judging
from sayso.ledger.judging import Judgement, holding, judgements_of
from sayso.ledger.opening import Ledger
from sayso.ledger.reviews import reading_of
from sayso.ledger.rows import entries_of
from sayso.model import Claim, Entry

__all__ = ["Logged", "judged", "judgements_log", "judgements_on"]


@dataclass(frozen=True, slots=True)
class Logged:
    """A judgement in the log, with its claim where that still stands, and whether it holds of it as it reads now."""

    judgement: Judgement
    entry: Entry | None
    holds: bool


def judgements_log(
    ledger: Ledger,
    *,
    claim: str | None = None,
    by: str | None = None,
    before: int | None = None,
    known: date | None = None,
    limit: int | None = None,
) -> list[Logged]:
    """All judgements, the latest first: on one claim, by one person, before one of them; as known on a day."""
    with ledger.reading() as connection:
        if claim is None:
            log = judging.judgements(connection, by=by, before=before, known=known, limit=limit)
        else:
            log = [one for one in reversed(judgements_of(connection, [claim])) if one.known(known)]
        keys = asking.entry_keys(connection, {one.claim for one in log}, known)
        entries = {entry.claim.id: entry for entry in entries_of(connection, keys)}
        held = judged(connection, (entry.claim for entry in entries.values()), known=known)
        return [Logged(one, entries.get(one.claim), one in held.get(one.claim, ())) for one in log]


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
