"""What has become of claims since a day: confirmed, admitted by the side that loses by it, corrected, withdrawn.

A claim is confirmed where ``weighing.record`` says so: another independent account, not of its side, tells the same. An
admission is a side's word against itself on who holds a place, as ``weighing.positions`` weighs it. All is found among
the newest claims, and so many are looked at that the answer comes soon.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from sayso.answers.asked import Theatres, accounts_for
from sayso.answers.events import gathered, text_of
from sayso.ledger import asking
from sayso.ledger.differences import Differences, differences
from sayso.ledger.latest import Replaced, Withdrawn, echoing, last_day, replaced, told_since, withdrawn
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import copy_groups
from sayso.weighing.events import Event
from sayso.weighing.happened import DAYS
from sayso.weighing.positions import TELLING, words
from sayso.weighing.record import Fared, Verdict, record

__all__ = ["LONGEST", "Admitted", "Confirmed", "Corrected", "Lately", "corrected", "lately"]

LONGEST: Final = 31
"""How many days back one may look."""
_ECHOES: Final = 30  # claims that may confirm others, weighed
_ADMISSIONS: Final = 300  # claims on who holds what
_SHOWN: Final = 20  # corrections and withdrawals


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A claim of a side, whose it is, and the verdict since the day that confirms it."""

    event: Event
    by: Account
    fared: Fared
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Admitted:
    """A side's word against itself: what it says of which place."""

    entry: Entry
    account: Account
    place: str
    says: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A version of a report that another stands in for, and how their claims differ."""

    replaced: Replaced
    differences: Differences


@dataclass(frozen=True, slots=True)
class Lately:
    """What has become of claims from ``since`` to ``day``, the last day of the ledger as known, both included.

    ``whole`` is False where more claims were published than could be looked at for what they confirm.
    """

    since: date | None
    day: date | None
    confirmed: tuple[Confirmed, ...] = ()
    admitted: tuple[Admitted, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    whole: bool = True


def lately(ledger: Ledger, *, since: date | None = None, known: date | None = None) -> Lately:
    """What has become of claims since a day: by default the day before the last, and no more than ``LONGEST`` back."""
    with ledger.reading() as connection:
        day = last_day(connection, known)
        if day is None:
            return Lately(since, None)
        since = max(_before(day, LONGEST), min(since or _before(day, 1), day))
        told = told_since(connection, known, limit=_ECHOES * 40, since=since)
        echoes = echoing(connection, told, DAYS, limit=_ECHOES + 1)
        return Lately(
            since,
            day,
            tuple(_confirmed(connection, entries_of(connection, echoes[:_ECHOES]), since, known)),
            tuple(_admitted(connection, since, known)),
            tuple(corrected(connection, replaced(connection, since, known, limit=_SHOWN))),
            tuple(withdrawn(connection, since, day, known, limit=_SHOWN)),
            len(told) < _ECHOES * 40 and len(echoes) <= _ECHOES,
        )


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _confirmed(connection: Connection, seeds: Sequence[Entry], since: date, known: date | None) -> Iterable[Confirmed]:
    if not seeds:
        return
    found, accounts, _ = gathered(connection, seeds, known)
    ids = {entry.claim.id for entry in seeds}
    mine = [event for event in found if any(entry.claim.id in ids for entry in event.entries)]
    digests = sorted({entry.publication.digest for event in mine for entry in event.entries})
    texts = asking.texts_of(connection, digests, known)
    copies = copy_groups([(at, text_of(at.digest, text)) for at, text in texts])
    out: list[tuple[tuple[object, ...], Confirmed]] = []
    for event in mine:
        for account in _sided(event, accounts):
            kept = record(account, (event,), accounts, copies)
            for fared in (*kept.confirmed, *kept.both):
                verdict = next((v for v in fared.verdicts if _since(v, since)), None)
                if verdict is not None:
                    order = (verdict.entry.publication.published, event.id, account.id)
                    out.append((order, Confirmed(event, account, fared, verdict)))
    for _, each in sorted(out, key=lambda pair: pair[0], reverse=True):
        yield each


def _since(verdict: Verdict, since: date) -> bool:
    """Whether the verdict confirms, and was published since a day: as the first of its account it is new."""
    published = verdict.entry.publication.published
    return verdict.outcome == "confirmed" and published is not None and published >= since


def _sided(event: Event, accounts: Accounts) -> list[Account]:
    """The sides' accounts that tell an event, one of each side: the first."""
    first: dict[str, Account] = {}
    for entry in sorted(event.entries, key=lambda e: (e.publication.published or date.max, e.claim.id)):
        account = accounts.of(entry.claim.source, entry.publication)
        if account.side is not None:
            first.setdefault(account.side, account)
    return [first[side] for side in sorted(first)]


def _admitted(connection: Connection, since: date, known: date | None) -> Iterable[Admitted]:
    """What sides admitted, each once, as it was first told since the day; the newest first."""
    keys = told_since(connection, known, limit=_ADMISSIONS, types=TELLING, since=since)
    told = [entry for entry in entries_of(connection, keys) if entry.claim.source.side]
    accounts, theatres = accounts_for(connection, told, known), Theatres(connection)
    found: dict[tuple[str | None, str, str], Admitted] = {}
    for entry in reversed(told):
        for place in entry.claim.places[:1]:
            for word in words([entry], place, accounts, theatre=theatres):
                if word.weight == "admission" and word.stance is None:
                    admitted = Admitted(entry, word.account, place.name, word.says)
                    found.setdefault((word.account.side, place.name, word.says), admitted)
    return reversed(found.values())


def corrected(connection: Connection, found: Iterable[Replaced]) -> Iterable[Corrected]:
    """How the claims of versions differ from those of the versions that they replaced."""
    for each in found:
        before, after = (
            [entry.claim for entry in asking.claims_of(connection, key)] for key in (each.old[0], each.new[0])
        )
        yield Corrected(each, differences(before, after))
