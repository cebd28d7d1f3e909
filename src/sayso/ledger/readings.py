"""What was read from a version of a report, and why: the reading as it was when it was kept."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select

from sayso.ledger import schema as t
from sayso.ledger.asking import Standing, claims_of
from sayso.ledger.mentions import mentions_of
from sayso.ledger.rows import why_of as read_why
from sayso.model import Reading, Why

__all__ = ["reading_of", "why_of"]


def reading_of(connection: Connection, version: Standing) -> Reading:
    """The reading of a version of a report: its claims in order of its text, with the reasons and the notes.

    What was kept comes back, but for three things: a confidence has four digits, a report without a theatre of its own
    has the one that it was read in, and claims are as people corrected them since, without those that they rejected.
    """
    claims = tuple(entry.claim for entry in claims_of(connection, version.key))
    why, mentions = why_of(connection, version.key), mentions_of(connection, version.key)
    return Reading(version.report, claims, version.report.theatre, why, version.warnings, mentions, version.sayso)


def why_of(connection: Connection, version: int) -> dict[str, Why]:
    """The reasons for the claims of one version of a report, by claim id; none for a claim that came without."""
    c = t.claim.c
    right = ~exists().where(t.set_aside.c.claim_key == c.key)
    kept = select(c.id, c.why, c.sure).where(c.report_key == version, right).order_by(c.key)
    return {row.id: read_why(row.sure, row.why) for row in connection.execute(kept) if row.why or row.sure}
