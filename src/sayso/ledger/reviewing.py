"""Keeps what a person decides of a claim: accept, correct, reject, or take the last decision back.

Every decision is kept, with who, when and why, and none is ever changed. Of two who decide at once the second has not
seen the first: that decision is kept as stale, without effect, and its maker is told the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.correcting import corrected, differing
from sayso.ledger.filters import stands
from sayso.ledger.fitting import check_rows, fits, shown
from sayso.ledger.opening import Ledger
from sayso.ledger.reviews import VERDICTS, Review, Verdict, in_force, latest, reading_of
from sayso.ledger.settling import Read, as_read, outcome, settle
from sayso.ledger.turns import again, take_turns, utc
from sayso.model import Claim

__all__ = ["Noted", "as_seen", "review", "wanted"]

_LONGEST: Final = {"by": 200, "why": 4000}


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a decision: it stands in the log; ``unseen`` is the other's that made it stale, if one did."""

    review: Review
    unseen: Review | None


def review(
    ledger: Ledger,
    claim: str,
    verdict: Verdict,
    *,
    by: str,
    why: str = "",
    fields: Mapping[str, Any] | None = None,
    after: int | None = None,
    reading: str | None = None,
    made: datetime | None = None,
) -> Noted:
    """Keep a decision on a claim, by its id.

    ``fields`` is what a correction changes (see ``correcting.py``), on top of what has been corrected before. ``after``
    is the key of the latest decision that its maker has seen, None for none; ``reading`` what the claim said there, by
    default what it says where it stands now. InputError for a claim that is not kept, or a decision without meaning.
    """
    _check(claim, verdict, fields, by=by, why=why, after=after, reading=reading)
    given = _Given(claim, verdict, dict(fields or {}), " ".join(by.split()), why.strip(), after, reading, made)
    return again(lambda: _note(ledger, given))


@dataclass(frozen=True, slots=True)
class _Given:
    claim: str
    verdict: Verdict
    fields: dict[str, Any]
    by: str
    why: str
    after: int | None
    reading: str | None
    made: datetime | None


def _check(claim: str, verdict: str, fields: Mapping[str, Any] | None, **given: Any) -> None:
    source = f"claim {shown(claim)}"
    if verdict not in VERDICTS:
        raise InputError(source, "verdict", verdict, f"give one of {', '.join(VERDICTS)}")
    if verdict != "correct" and fields:
        raise InputError(source, "fields", ", ".join(fields), f"{verdict} goes without: correct them instead")
    if verdict == "correct" and not fields:
        raise InputError(source, "fields", "none", "say what is to be corrected, or accept it")
    for name, longest in _LONGEST.items():
        if len(given[name]) > longest:
            raise InputError(source, name, f"{len(given[name])} characters", f"give at most {longest}")
    if not given["by"].strip():
        raise InputError(source, "by", "empty", "say who decides")
    check_rows(source, "review", [given])


def _note(ledger: Ledger, given: _Given) -> Noted:
    source = f"claim {shown(given.claim)}"
    with ledger.writing() as connection:
        _take_turns(connection, given.claim)
        read = wanted(connection, given.claim, given.reading)
        if read is None:
            fix = "give the id of a claim, as `sayso claims` shows it"
            raise InputError(ledger.name, "claim", shown(given.claim), fix)
        seen = latest(read.reviews)
        stale = (seen.key if seen else None) != given.after
        fields: dict[str, Any] = {}
        if given.verdict == "correct":
            before = as_seen(read, given.after)
            fields = differing(before, corrected(before, given.fields, read.text))
            if not fields and not stale:
                raise InputError(
                    f"claim {given.claim}", "fields", ", ".join(given.fields), "it says so already: accept it"
                )
        if given.verdict == "undo" and not stale and not in_force(read.reviews):
            raise InputError(source, "verdict", "undo", "there is no decision to take back")
        row: dict[str, Any] = {
            "claim": given.claim,
            "reading": reading_of(read.entry.claim),
            "report": read.entry.publication.report,
            "digest": read.entry.publication.digest,
            "verdict": given.verdict,
            "fields": json.dumps(fields, ensure_ascii=False),
            "by": given.by,
            "why": given.why,
            "made": utc(given.made),
            "after": given.after,
            "stale": int(stale),
        }
        check_rows(source, "review", [row])
        key = connection.execute(insert(t.review).returning(t.review.c.key), row).scalar_one()
        if not stale:
            settle(connection, [given.claim])
    return Noted(Review(key=key, **row | {"fields": fields, "stale": stale}), seen if stale else None)


def _take_turns(connection: Connection, claim: str) -> None:
    c, r = t.claim.c, t.report.c
    of = select(r.id).join(t.claim, c.report_key == r.key).where(c.id == claim).distinct()
    take_turns(connection, *connection.execute(of).scalars() if fits(claim) else ())


def wanted(connection: Connection, claim: str, reading: str | None = None) -> Read | None:
    """The claim of this id as it was read: in this reading, else where it stands now, else in its last version."""
    reads = as_read(connection, [claim]) if fits(claim) else []
    if reading is not None:
        reads = [read for read in reads if reading_of(read.entry.claim) == reading]
    if not reads:
        return None
    r = t.report.c
    now = select(r.key).where(r.key.in_({read.report_key for read in reads}), stands(None))
    standing = set(connection.execute(now).scalars())
    return max(reads, key=lambda read: (read.report_key in standing, read.key))


def as_seen(read: Read, after: int | None) -> Claim:
    """The claim as it stood after a decision, whether or not others have been made since."""
    earlier = [review for review in read.reviews if after is not None and review.key <= after]
    held = in_force(earlier)
    if not held:
        return read.entry.claim
    made = outcome(read).made
    return next((made[review.key] for review in reversed(held) if review.verdict == "correct"), read.entry.claim)
