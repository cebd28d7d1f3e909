"""Which row of a claim stands, by what people decided? Reckoned anew from the log, in the transaction that adds to it.

What a correction makes of a claim is a row of ``claim`` of its own, behind those of its report: it has the same id, is
found by all that was corrected, and nothing is overwritten. Taken back, it is set aside like what was rejected. Rows
follow the log's order, and so come out the same whether a version of the report was there before a decision or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.ledger import schema as t
from sayso.ledger.correcting import differing, recorrected
from sayso.ledger.fitting import check_rows
from sayso.ledger.keys import CLAIMS
from sayso.ledger.reviews import Review, decided_on, in_force, reading_of, reviews_of
from sayso.ledger.rows import claim_rows, doubt, entries_of, why_of
from sayso.model import Claim, Entry, Why

__all__ = ["Outcome", "Read", "as_read", "outcome", "settle"]

_CORRECTED: Final = "corrected by a person"


@dataclass(slots=True)
class Read:
    """A row of ``claim`` as it was read, with what has been decided of it, in order, and its corrections by key."""

    key: int
    report_key: int
    entry: Entry
    text: str
    why: Why
    reviews: list[Review] = field(default_factory=list)
    rows: dict[int, Claim] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What decisions come to: the claim as corrected, whether it stands (or was rejected), and what each correction,
    by its review's key, made of it at its time.
    """

    claim: Claim
    stands: bool
    made: dict[int, Claim]


def outcome(read: Read) -> Outcome:
    """What has been decided of a claim comes to this."""
    made: dict[int, Claim] = {}
    stack: list[tuple[Review, Claim]] = []
    for review in read.reviews:
        if review.stale:
            continue
        if review.verdict == "undo":
            stack = stack[:-1]
            continue
        claim = stack[-1][1] if stack else read.entry.claim
        if review.verdict == "correct":
            claim = made[review.key] = recorrected(claim, review.fields, read.text)
        stack.append((review, claim))
    if not stack:
        return Outcome(read.entry.claim, True, made)
    last, claim = stack[-1]
    return Outcome(claim, last.verdict != "reject", made)


def as_read(connection: Connection, ids: Collection[str]) -> list[Read]:
    """The claims of these ids as they were read, in every version of their reports, with what was decided of each."""
    c, k, r = t.claim.c, t.correction.c, t.report.c
    wanted = (
        select(c.key, c.report_key, c.sure, c.why, k.of, r.text)
        .join(t.report, r.key == c.report_key)
        .outerjoin(t.correction, k.claim_key == c.key)
        .where(c.id.in_(sorted(ids)))
        .order_by(c.key)
    )
    rows = connection.execute(wanted).all()
    keys = [row.key for row in rows]
    entries = dict(zip(keys, entries_of(connection, keys), strict=True))
    found = {
        row.key: Read(
            row.key,
            row.report_key,
            entries[row.key],
            row.text,
            why_of(row.sure, row.why),
        )
        for row in rows
        if row.of is None
    }
    for row in rows:
        if row.of is not None:
            found[row.of].rows[row.key] = entries[row.key].claim
    threads: defaultdict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in reviews_of(connection, ids):
        threads[review.claim, review.reading].append(review)
    for read in found.values():
        read.reviews = threads.get((read.entry.claim.id, reading_of(read.entry.claim)), [])
    return list(found.values())


def settle(connection: Connection, ids: Iterable[str]) -> None:
    """Let stand of these claims what people decided; the others are not touched."""
    decided = decided_on(connection, set(ids))
    reads = [read for read in as_read(connection, decided) if read.reviews] if decided else []
    outcomes = {read.key: outcome(read) for read in reads}
    _make(connection, reads, {key: outcome.made for key, outcome in outcomes.items()})
    for read in reads:
        claim, standing = outcomes[read.key].claim, None
        if outcomes[read.key].stands:
            corrections = (key for key in sorted(read.rows) if read.rows[key] == claim)
            standing = read.key if claim == read.entry.claim else next(corrections)
        aside = {key for key in (read.key, *read.rows) if key != standing}
        _hold(connection, t.set_aside, (read.key, *read.rows), [{"claim_key": key} for key in sorted(aside)])
        open = [] if in_force(read.reviews) else [{"claim_key": read.key, "doubt": doubt(read.why.sure)}]
        _hold(connection, t.doubtful, (read.key,), open)


def _make(connection: Connection, reads: Sequence[Read], made: dict[int, dict[int, Claim]]) -> None:
    """Make the rows of all corrections that there ever were, in the log's order."""
    by_review = sorted((key, read.key, read, claim) for read in reads for key, claim in made[read.key].items())
    for _, _, read, claim in by_review:
        if claim == read.entry.claim or claim in read.rows.values():
            continue
        last = connection.execute(select(func.max(t.claim.c.key)).where(t.claim.c.report_key == read.report_key))
        position = last.scalar_one() % CLAIMS + 1
        why = {claim.id: _reasons(read, claim)}
        rows = claim_rows([claim], read.report_key, read.entry.publication.published, why, position)
        for name, some in rows.items():
            check_rows(f"claim {claim.id}", name, some)
        (row,) = rows["claim"]
        for table in (t.source, t.place):
            _offer(connection, table, rows[table.name])
        for table in (t.claim, t.claim_place, t.figure, t.stance):
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])
        connection.execute(insert(t.correction), {"claim_key": row["key"], "of": read.key})
        read.rows[row["key"]] = claim


def _reasons(read: Read, claim: Claim) -> Why:
    """The reader's confidences and reasons, but for the fields that it did not decide."""
    changed, why = differing(read.entry.claim, claim), read.why
    notes = {name: value for name, value in why.notes.items() if name not in changed}
    return Why(
        notes=notes | dict.fromkeys(changed, (_CORRECTED,)),
        spans={name: value for name, value in why.spans.items() if name not in changed},
        sure={name: value for name, value in why.sure.items() if name not in changed},
        signs={name: value for name, value in why.signs.items() if name not in changed},
    )


def _offer(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        made: Any = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
        connection.execute(made(table).on_conflict_do_nothing(), rows)


def _hold(connection: Connection, table: Table, keys: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
    """Let a derived table have these rows for these claims, and no others."""
    connection.execute(delete(table).where(table.c.claim_key.in_(keys)))
    if rows:
        connection.execute(insert(table), rows)
