"""Is it so? What people hold of claims, each in their own name and with a reason; never reckoned from anything.

This is no review: that tells whether a report says what was read, and changes what the ledger answers. A judgement
tells whether what is claimed is so, and changes no answer: who says so, and who denies it, stays what it was. It is of
a claim as it stood when it was judged (``reading``); of one that now reads otherwise it says nothing. All are kept, and
of one person the last on a claim counts, or none, if it takes the one before back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.fitting import check_rows, fits, shown
from sayso.ledger.opening import Ledger
from sayso.ledger.reviewing import wanted
from sayso.ledger.reviews import reading_of
from sayso.ledger.settling import outcome
from sayso.ledger.turns import utc

__all__ = ["RATINGS", "Judgement", "Rating", "holding", "judge", "judgements", "judgements_of"]

Rating = Literal["true", "mixed", "false", "unproven", "withdrawn"]
RATINGS: Final[tuple[Rating, ...]] = get_args(Rating)
"""Withdrawn takes back what the same person held before."""
_LONGEST: Final = {"by": 200, "why": 4000, "url": 2000}
_BATCH: Final = 400


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person holds of a claim, why, and since when; ``url`` is where that is published."""

    key: int
    claim: str
    reading: str
    report: str
    digest: str
    rating: Rating
    why: str
    url: str | None
    by: str
    made: str

    def known(self, day: date | None) -> bool:
        """Whether it had been made by a day; where no day is asked about, it had."""
        return day is None or self.made[:10] <= day.isoformat()


def judge(
    ledger: Ledger,
    claim: str,
    rating: Rating,
    *,
    by: str,
    why: str,
    url: str | None = None,
    made: datetime | None = None,
) -> Judgement:
    """Keep a person's judgement of a claim, by its id, as it stands now.

    InputError for a claim that is not kept or was rejected, and for a judgement without a name or a reason.
    """
    source, by, why, url = f"claim {shown(claim)}", " ".join(by.split()), why.strip(), url or None
    _check(source, rating, by, why, url)
    with ledger.writing() as connection:
        read = wanted(connection, claim)
        if read is None:
            fix = "give the id of a claim, as `sayso claims` shows it"
            raise InputError(ledger.name, "claim", shown(claim), fix)
        now = outcome(read)
        if not now.stands and rating != "withdrawn":
            fix = "a report has not said it: take that back first (sayso decide CLAIM undo)"
            raise InputError(source, "claim", "rejected in review", fix)
        reading = reading_of(now.claim)
        if rating == "withdrawn" and not _held(judgements_of(connection, [claim]), reading, by):
            raise InputError(source, "rating", "withdrawn", f"{by} holds nothing of it that could be taken back")
        row: dict[str, Any] = {
            "claim": claim,
            "reading": reading,
            "report": read.entry.publication.report,
            "digest": read.entry.publication.digest,
            "rating": rating,
            "why": why,
            "url": url,
            "by": by,
            "made": utc(made),
        }
        check_rows(source, "judgement", [row])
        key = connection.execute(insert(t.judgement).returning(t.judgement.c.key), row).scalar_one()
    return Judgement(key=key, **row)


def _check(source: str, rating: str, by: str, why: str, url: str | None) -> None:
    if rating not in RATINGS:
        raise InputError(source, "rating", rating, f"give one of {', '.join(RATINGS)}")
    if not by:
        raise InputError(source, "by", "empty", "say who judges")
    if not why and rating != "withdrawn":
        raise InputError(source, "why", "empty", "say why: a judgement without a reason is of use to nobody")
    for name, value in (("by", by), ("why", why), ("url", url or "")):
        if len(value) > _LONGEST[name]:
            raise InputError(source, name, f"{len(value)} characters", f"give at most {_LONGEST[name]}")
    if url is not None and not _of_the_web(url):
        raise InputError(source, "url", shown(url), "give a whole address, such as https://example.org/check")


def _of_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _held(given: Iterable[Judgement], reading: str, by: str) -> bool:
    return any(each.reading == reading and each.by == by for each in holding(given))


def holding(given: Iterable[Judgement], known: date | None = None) -> list[Judgement]:
    """Those that hold, in the order in which they were made: of one person on one claim as it reads, the last.

    As known on a day: those made by then. ``given`` are in order.
    """
    last: dict[tuple[str, str, str], Judgement] = {}
    for each in given:
        if each.known(known):
            last[each.claim, each.reading, each.by] = each
    return sorted((each for each in last.values() if each.rating != "withdrawn"), key=lambda each: each.key)


def judgements_of(connection: Connection, claims: Collection[str]) -> list[Judgement]:
    """All judgements on claims of these ids, in order."""
    ids = sorted({id for id in claims if fits(id)})
    found: list[Judgement] = []
    for some in batched(ids, _BATCH):
        on_them = select(t.judgement).where(t.judgement.c.claim.in_(some))
        found += [Judgement(**row._mapping) for row in connection.execute(on_them)]
    return sorted(found, key=lambda each: each.key)


def judgements(
    connection: Connection,
    *,
    by: str | None = None,
    before: int | None = None,
    known: date | None = None,
    limit: int | None = None,
) -> list[Judgement]:
    """The log of them, the latest first; by one person, before one of them, or made by a day."""
    c = t.judgement.c
    some = select(t.judgement).order_by(c.key.desc())
    if by is not None:
        if not fits(by):
            return []
        some = some.where(c.by == by)
    if before is not None:
        some = some.where(c.key < before)
    if known is None:
        some = some.limit(limit)
    found = (Judgement(**row._mapping) for row in connection.execute(some))
    return list(islice((one for one in found if one.known(known)), limit))
