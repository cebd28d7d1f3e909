"""How many were killed, injured and the like in an event? Every account's figure over time, the range, the latest.

Accounts correct themselves: who says "at least 5" in the evening and 12 next day gives one figure, 12, and not a range
of 5 to 12. So the range is over each account's latest word, as desks that count casualties keep it (each source's last
count, the lowest and the highest of them: the low and high estimates of the Uppsala Conflict Data Program, Sundberg
and Melander, Journal of Peace Research 50, 2013). A claim's number is the one given, else its least ("at least 12" is
12), else its most; a claim with both gives both. What did not happen, is planned or demanded counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sayso.model import Count, Entry
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.events import Event
from sayso.weighing.things import order, thing

__all__ = ["Figure", "Told", "figures"]

_HAPPENED: Final = ("asserted", "possible")


@dataclass(frozen=True, slots=True)
class Told:
    """One account's figure in one claim: ``n``, or a range open at either end."""

    account: Account
    published: date | None
    n: int | None
    min: int | None
    max: int | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted, and every account's word on it, first published first.

    ``low`` and ``high`` are the smallest and the largest number in the accounts' latest words, None where none gives
    one; ``latest`` is the last published of all (ties: the last by account and claim id).
    """

    what: str
    told: tuple[Told, ...]
    low: int | None
    high: int | None
    latest: Told

    @property
    def last_words(self) -> tuple[Told, ...]:
        """Each account's latest word, in order of the accounts' ids."""
        last = {told.account.id: told for told in self.told}
        return tuple(last[account] for account in sorted(last))


def figures(event: Event, accounts: Accounts) -> tuple[Figure, ...]:
    """The figures of an event by what they count: people first (killed, injured, ...), then things by name."""
    told: dict[str, list[Told]] = {}
    for entry in event.entries:
        if entry.claim.modality in _HAPPENED:
            for count in entry.claim.counts:
                if (count.n, count.min, count.max) != (None, None, None):
                    told.setdefault(thing(count.what), []).append(_told(entry, count, accounts))
    return tuple(_figure(what, told[what]) for what in sorted(told, key=order))


def _told(entry: Entry, count: Count, accounts: Accounts) -> Told:
    return Told(accounts.of_entry(entry), entry.publication.published, count.n, count.min, count.max, entry)


def _figure(what: str, told: list[Told]) -> Figure:
    told.sort(key=_sequence)
    last = {one.account.id: one for one in told}.values()
    numbers = [n for one in last for n in ((one.min, one.max) if one.n is None else (one.n,)) if n is not None]
    return Figure(what, tuple(told), min(numbers), max(numbers), told[-1])


def _sequence(told: Told) -> tuple[date, str, str]:
    """By day of publication, what has none first, so that it is never the latest word while another has one."""
    return (told.published or date.min, told.account.id, told.entry.claim.id)
