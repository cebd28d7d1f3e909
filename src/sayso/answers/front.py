"""What a first page shows of a ledger: a claim and who disputes it, as an example of it all; the latest events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from sayso.answers.disputes import Contests, Disputes
from sayso.answers.events import EventAnswer, gathered, weighed
from sayso.ledger.latest import told_since
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import CLAIM_TYPES, ClaimType, Entry, StanceKind
from sayso.weighing.accounts import Account

__all__ = ["DEEDS", "Chain", "chain", "latest", "recent"]

DEEDS: Final[tuple[ClaimType, ...]] = tuple(
    kind for kind in CLAIM_TYPES if kind not in ("statement", "appeal", "meeting", "agreement")
)
"""The types of claim that tell of more than words."""
_SEEDS: Final = 3  # claims looked at for each event that is shown


@dataclass(frozen=True, slots=True)
class Chain:
    """A claim, whose it is, and who is against it by which claim; ``stance`` where that is an objection to the claim.

    ``place`` is where it is contested, or None, and then ``event`` the id of what is disputed, called ``title``.
    """

    told: Entry
    by: Account
    contrary: Entry
    against: Account
    stance: StanceKind | None
    place: str | None
    event: str | None
    title: str


def chain(contests: Contests, disputes: Disputes) -> Chain | None:
    """The newest contest, else the newest dispute of a deed, else of words; None where nobody disputes anything."""
    for contest in contests.contests:
        by, against = contest.claimed, contest.against
        if by is not None and against is not None:
            stance = cast(StanceKind | None, against.stance)
            name = contest.answer.spot.name
            return Chain(by.entry, by.account, against.entry, against.account, stance, name, None, name)
    for dispute in sorted(disputes.disputes, key=lambda each: each.answer.event.type not in DEEDS):
        event, roots = dispute.answer.event, dispute.answer.tree.roots
        for denial in (root for root in roots if root.denies):
            other_side = [root for root in roots if not root.denies and root.account.id != denial.account.id]
            if other_side:
                told, contrary = other_side[0].tellings[0], denial.tellings[0]
                one, other = (told.entry, told.account), (contrary.entry, contrary.account)
                return Chain(*one, *other, contrary.stance, None, event.id, event.title)
    return None


def latest(ledger: Ledger, *, known: date | None = None, limit: int = 6) -> tuple[Entry, ...]:
    """The newest claims that tell of deeds."""
    with ledger.reading() as connection:
        return tuple(entries_of(connection, told_since(connection, known, limit=limit, types=DEEDS)))


def recent(ledger: Ledger, *, known: date | None = None, limit: int = 4) -> tuple[EventAnswer, ...]:
    """The events that the newest claims tell of, the latest told first; of statements and meetings none."""
    with ledger.reading() as connection:
        keys = told_since(connection, known, limit=limit * _SEEDS, types=DEEDS)
        seeds = entries_of(connection, keys)
        if not seeds:
            return ()
        found, accounts, decisions = gathered(connection, seeds, known)
        order = {entry.claim.id: n for n, entry in enumerate(seeds)}
        told = [
            (min(order[entry.claim.id] for entry in event.entries if entry.claim.id in order), event)
            for event in found
            if any(entry.claim.id in order for entry in event.entries)
        ]
        told.sort(key=lambda pair: pair[0])
        return tuple(weighed(connection, event, accounts, decisions, known) for _, event in told[:limit])
