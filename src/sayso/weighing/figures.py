"""How many were killed, injured and the like in an event? Every account's figure over time, the range, the latest.

Accounts correct themselves: who says "at least 5" in the evening and 12 next day gives one figure, 12, and not a range
of 5 to 12. So the range is over each account's latest word, as desks that count casualties keep it (each source's last
count, the lowest and the highest of them: the low and high estimates of the Uppsala Conflict Data Program, Sundberg
and Melander, Journal of Peace Research 50, 2013). A claim's number is the one given, else its least ("at least 12" is
12), else its most; a claim with both least and most gives both. What did not happen, is planned or demanded counts
nothing.

A reprint is no new word: what a report copies is its original's, said when the first of its copies came out. What an
account says again, number for number in nearly the same words, it said when it said it first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sayso.model import Count, Entry, Publication
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import CopyGroup
from sayso.weighing.events import Event
from sayso.weighing.things import number, order, thing
from sayso.weighing.traits import words

__all__ = ["Figure", "Told", "figures"]

_HAPPENED: Final = ("asserted", "possible")
_ALIKE: Final = 0.8  # of the words of two claims (Dice), for the one to repeat the other


@dataclass(frozen=True, slots=True)
class Told:
    """One account's figure in one claim: ``n``, or a range open at either end.

    ``first`` is the day on which the account's word first came out, before ``published`` where that is a reprint.
    """

    account: Account
    published: date | None
    n: int | None
    min: int | None
    max: int | None
    entry: Entry
    first: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted, and every account's word on it, first published first.

    ``low`` and ``high`` are the smallest and the largest number in the accounts' latest words, None where none gives
    one; ``latest`` is the one that came out last, reprints of older words aside (ties: by account, then claim id).
    """

    what: str
    told: tuple[Told, ...]
    low: int | None
    high: int | None
    latest: Told

    @property
    def last_words(self) -> tuple[Told, ...]:
        """Each account's latest word, in order of the accounts' ids; the highest of a day's, since tolls rise."""
        last = {told.account.id: told for told in sorted(self.told, key=_rising)}
        return tuple(last[account] for account in sorted(last))


def figures(event: Event, accounts: Accounts, copies: Sequence[CopyGroup] = ()) -> tuple[Figure, ...]:
    """The figures of an event by what they count: people first (killed, injured, ...), then things by name.

    ``copies`` are the groups of reports that copy each other, as far as they are known.
    """
    originals = _originals(event, copies)
    told: dict[str, list[Told]] = {}
    for entry in event.entries:
        if entry.claim.modality in _HAPPENED:
            original = originals.get(entry.publication.report, entry.publication)
            for count in entry.claim.counts:
                if number(count) is not None:
                    told.setdefault(thing(count.what), []).append(_told(entry, count, accounts, original))
    return tuple(_figure(what, told[what]) for what in sorted(told, key=order))


def _originals(event: Event, copies: Sequence[CopyGroup]) -> dict[str, Publication]:
    """For every report that has copies, whose work it is and when it came out first, as far as the event shows it."""
    publications = {entry.publication.report: entry.publication for entry in event.entries}
    found: dict[str, Publication] = {}
    for group in copies:
        here = [publications[report] for report in group.members if report in publications]
        if here:
            first = min(here, key=lambda p: (p.published or date.max, p.report))
            original = replace(publications.get(group.original, first), published=first.published)
            found |= {publication.report: original for publication in here}
    return found


def _told(entry: Entry, count: Count, accounts: Accounts, original: Publication) -> Told:
    account = accounts.of(entry.claim.source, original)
    return Told(account, entry.publication.published, count.n, count.min, count.max, entry, original.published)


def _figure(what: str, told: list[Told]) -> Figure:
    told = _repeated(sorted(told, key=_came_out))
    latest = max(told, key=_came_out)
    told.sort(key=_sequence)
    figure = Figure(what, tuple(told), None, None, latest)
    numbers = [
        n for one in figure.last_words for n in ((one.min, one.max) if one.n is None else (one.n,)) if n is not None
    ]
    return replace(figure, low=min(numbers), high=max(numbers))


def _repeated(told: list[Told]) -> list[Told]:
    """What an account says again in nearly the same words first came out when it said it first."""
    said: dict[tuple[str, int | None, int | None, int | None], list[tuple[frozenset[str], date | None]]] = {}
    out = []
    for one in told:
        before = said.setdefault((one.account.id, one.n, one.min, one.max), [])
        wording = words(one.entry.claim.text)
        again = next((day for known, day in before if _alike(known, wording)), None)
        before.append((wording, again or one.first))
        out.append(replace(one, first=again or one.first))
    return out


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return 2 * len(a & b) >= _ALIKE * (len(a) + len(b))


def _came_out(told: Told) -> tuple[date, date, str, str]:
    """By the day it first came out, what has none first, so that it is never the latest while another has one."""
    return (told.first or date.min, *_sequence(told))


def _rising(told: Told) -> tuple[date, int, date, str, str]:
    most = max((n for n in (told.n, told.min, told.max) if n is not None), default=0)
    return (told.first or date.min, most, *_sequence(told))


def _sequence(told: Told) -> tuple[date, str, str]:
    return (told.published or date.min, told.account.id, told.entry.claim.id)
