"""What have people decided of claims? The log of it, and what the decisions on one claim come to.

A decision is of a claim as it was read (``reading``): it holds in every version of the report in which that claim reads
the same, and in none where it reads otherwise. Decisions on one reading follow each other: each names the one before it
(``after``) that whoever decided had seen. One that had not seen the latest is ``stale``: it stays in the log and has no
effect. "undo" takes back the decision in force, and the one before that is in force again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, false, func, select

from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.fitting import fits
from sayso.model import Claim, record

__all__ = [
    "VERDICTS",
    "Review",
    "Verdict",
    "decided_on",
    "in_force",
    "latest",
    "log",
    "reading_of",
    "reviews_of",
    "total",
]

Verdict = Literal["accept", "correct", "reject", "undo"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_BATCH = 400


@dataclass(frozen=True, slots=True)
class Review:
    """One decision in the log. ``fields`` is what a correction changed, by field, in the shape of the fixed record."""

    key: int
    claim: str
    reading: str
    report: str
    digest: str
    verdict: Verdict
    fields: Mapping[str, Any]
    by: str
    why: str
    made: str
    after: int | None
    stale: bool


def reading_of(claim: Claim) -> str:
    """What tells one reading of a claim from another: a digest of all that it says, and of where."""
    said = json.dumps(record(claim), sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def latest(reviews: Iterable[Review]) -> Review | None:
    """The last decision of a reading's that had its effect; ``reviews`` are in order."""
    return next((review for review in reversed(list(reviews)) if not review.stale), None)


def in_force(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The decisions on one reading that have not been taken back, in order; the last of them decides."""
    stack: list[Review] = []
    for review in reviews:
        if review.stale:
            continue
        if review.verdict != "undo":
            stack.append(review)
        elif stack:
            stack.pop()
    return tuple(stack)


def reviews_of(connection: Connection, claims: Collection[str]) -> list[Review]:
    """All decisions on claims of these ids, in order."""
    ids = sorted({id for id in claims if fits(id)})
    found: list[Review] = []
    for some in batched(ids, _BATCH):
        wanted = select(t.review).where(t.review.c.claim.in_(some))
        found += [_review(row) for row in connection.execute(wanted)]
    return sorted(found, key=lambda review: review.key)


def decided_on(connection: Connection, claims: Collection[str]) -> list[str]:
    """Those of these claims on which there is any decision, by id."""
    c, ids = t.review.c.claim, sorted({id for id in claims if fits(id)})
    found: list[str] = []
    for some in batched(ids, _BATCH):
        found += connection.execute(select(c).where(c.in_(some)).distinct()).scalars()
    return sorted(found)


def log(
    connection: Connection,
    *,
    limit: int | None = None,
    before: int | None = None,
    report: str | None = None,
    by: str | None = None,
) -> Sequence[Review]:
    """The decisions, the latest first: of one report, by one person, before one of them (by key)."""
    c = t.review.c
    wanted = select(t.review).order_by(c.key.desc())
    for column, name in ((c.report, report), (c.by, by)):
        if name is not None:
            if not fits(name):
                return []
            wanted = wanted.where(column == name)
    if before is not None:
        wanted = wanted.where(c.key < before)
    return [_review(row) for row in connection.execute(wanted if limit is None else wanted.limit(limit))]


def total(connection: Connection, by: str | None = None) -> int:
    """How many decisions there are in the log; by one person."""
    wanted = select(func.count()).select_from(t.review)
    if by is not None:
        wanted = wanted.where(t.review.c.by == by if fits(by) else false())
    return int(connection.execute(wanted).scalar_one())


def _review(row: Any) -> Review:
    told = dict(row._mapping)
    return Review(**told | {"fields": json.loads(row.fields), "stale": bool(row.stale)})
