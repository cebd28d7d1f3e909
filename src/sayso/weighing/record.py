"""For a source: how did its claims fare? Confirmed, disputed, both or left alone, by whom, and after how many days.

Method. What a source tells of one event is one claim of its record, however often it tells it: its first telling. Every
other telling of the event, and every stance on a claim of it, is a verdict when it could be one: by another
independent account (``whose``), and never by the source's own side, whose officials, analysts and bloggers alike don't
confirm each other. A verdict that says the same confirms, one that says the opposite disputes; "could not verify",
intentions and demands are none. A claim with verdicts of both sorts stands under ``both``, so that every claim is
counted once. Days run from the day on which the claim was first published to the day on which the first verdict of a
sort was; a verdict that was there before the claim counts 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from sayso.model import Entry, Publication, StanceKind
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import CopyGroup
from sayso.weighing.events import Event
from sayso.weighing.independence import spares
from sayso.weighing.whose import Bottom, Copybook, Whose, in_order

__all__ = ["Fared", "Outcome", "Record", "Verdict", "record"]

Outcome = Literal["confirmed", "disputed"]

_TELLS: Final = frozenset({"asserted", "possible", "negated"})
_CONTRARY: Final[frozenset[StanceKind]] = frozenset({"denies", "disputes"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What another account's telling, or its stance, says of a claim; ``days`` after the claim, None without dates."""

    outcome: Outcome
    by: Account
    entry: Entry
    days: int | None


@dataclass(frozen=True, slots=True)
class Fared:
    """A claim, the first verdict of each account and sort, and how often the source ``told`` it."""

    event: str
    entry: Entry
    told: int
    verdicts: tuple[Verdict, ...]

    def after(self, outcome: Outcome) -> int | None:
        """Days to the first verdict of this sort, None where there is none or no date."""
        return min((v.days for v in self.verdicts if v.outcome == outcome and v.days is not None), default=None)


@dataclass(frozen=True, slots=True)
class Record:
    """How a source's claims fared, each in one of the four, as first published.

    ``days_confirmed`` and ``days_disputed`` are the medians of the days to the first verdict of the sort, over all
    claims that have one.
    """

    account: Account
    confirmed: tuple[Fared, ...]
    disputed: tuple[Fared, ...]
    both: tuple[Fared, ...]
    alone: tuple[Fared, ...]
    days_confirmed: float | None
    days_disputed: float | None

    @property
    def total(self) -> int:
        """How many claims there are, each counted once."""
        return len(self.confirmed) + len(self.disputed) + len(self.both) + len(self.alone)


def record(
    account: Account,
    events: Iterable[Event],
    accounts: Accounts,
    copies: Sequence[CopyGroup] = (),
    *,
    publications: Iterable[Publication] = (),
) -> Record:
    """How the claims of an account fared in these events; events in which it says nothing change nothing.

    ``publications`` may give the originals of copies, for events of which they tell nothing themselves.
    """
    book = Copybook(accounts, copies, publications)
    fared: list[Fared] = []
    for event in events:
        fared += _fared(account, event, book.whose(event.entries))
    fared.sort(key=lambda each: (_published(each.entry), each.entry.claim.id))
    sorts: dict[tuple[bool, bool], list[Fared]] = {}
    for each in fared:
        outcomes = {verdict.outcome for verdict in each.verdicts}
        sorts.setdefault(("confirmed" in outcomes, "disputed" in outcomes), []).append(each)
    return Record(
        account=account,
        confirmed=tuple(sorts.get((True, False), ())),
        disputed=tuple(sorts.get((False, True), ())),
        both=tuple(sorts.get((True, True), ())),
        alone=tuple(sorts.get((False, False), ())),
        days_confirmed=_median(each.after("confirmed") for each in fared),
        days_disputed=_median(each.after("disputed") for each in fared),
    )


def _fared(account: Account, event: Event, whose: Whose) -> Iterator[Fared]:
    """What the account tells of one event: that it happened, that it did not, or each once."""
    entries = [entry for entry in in_order(event.entries) if entry.claim.modality in _TELLS]
    own: dict[bool, list[Entry]] = {}
    others: list[tuple[bool, Bottom, Entry]] = []
    for entry in entries:
        if spares(entry.claim, event):
            continue  # neither confirms nor disputes what others tell of it
        bottom, against = whose.of(entry), entry.claim.modality == "negated"
        if bottom.teller.id == account.id:
            own.setdefault(against, []).append(entry)
        elif not _kin(bottom, account):
            others.append((against, bottom, entry))
        for stance in entry.claim.stances:
            by = whose.of_stance(stance, entry)
            if stance.stance != "could_not_verify" and by.teller.id != account.id and not _kin(by, account):
                others.append(((stance.stance in _CONTRARY) != against, by, entry))
    for against, told in own.items():
        verdicts: dict[tuple[Outcome, str], Verdict] = {}
        for other, by, entry in others:
            outcome: Outcome = "confirmed" if other == against else "disputed"
            found = Verdict(outcome, by.account, entry, _days(told[0], entry))
            verdicts.setdefault((outcome, by.account.id), found)
        yield Fared(event.id, told[0], len(told), tuple(verdicts.values()))


def _kin(bottom: Bottom, account: Account) -> bool:
    """Whether the teller is the account itself at bottom, or of its side."""
    side = bottom.teller.side or bottom.account.side
    return bottom.account.id == account.id or (account.side is not None and side == account.side)


def _days(claim: Entry, verdict: Entry) -> int | None:
    told, answered = claim.publication.published, verdict.publication.published
    return max(0, (answered - told).days) if told and answered else None


def _published(entry: Entry) -> str:
    return entry.publication.published.isoformat() if entry.publication.published else "~"


def _median(days: Iterable[int | None]) -> float | None:
    known = [each for each in days if each is not None]
    return float(median(known)) if known else None
