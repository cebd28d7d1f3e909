"""Whose account is a telling at bottom? The one that it counts as, however it came.

1. A party of the war is one account, however many of its ministries, officers, officials and media say it.
2. An outsider with a name (an organisation, a foreign government, an analyst) is one.
3. A newsroom is one: its own narration, and the people without a name who spoke to it. An agency's story is the
   agency's wherever it is printed, and a copy is its original's.
4. Those who speak from a side without speaking for it (unofficial accounts, analysts, witnesses with a name) are one
   each.

Method: the independence of sources as historians and intelligence analysts have it: not how many tell it, but how many
of them could know it without each other (M. Bloch, "The Historian's Craft", 1949, on witnesses who copy one another).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sayso.model import Entry, Kind, Publication, Source, Stance
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import CopyGroup

__all__ = ["Bottom", "Copybook", "Footing", "Whose", "in_order"]

Footing = Literal["side", "newsroom", "outsider", "apart"]

_APART: Final[frozenset[Kind]] = frozenset({"unofficial", "analyst", "witness"})
_COPIED: Final = 1 / 3  # of a claim
_NARRATOR: Final = Source("narrator")


@dataclass(frozen=True, slots=True)
class Bottom:
    """Whose a telling is: the ``account`` it counts as, on what ``footing``, and the ``teller`` as told."""

    account: Account
    footing: Footing
    teller: Account


class Whose:
    """Knows whose every telling is, among reports of which some are copies.

    ``publications`` are those of the reports weighed, and of the originals of copies where they are known. What stands
    in a copy outside the passages that it shares is its own newsroom's; a group without passages is copied whole.
    """

    def __init__(self, accounts: Accounts, copies: Sequence[CopyGroup], publications: Iterable[Publication]) -> None:
        self._accounts = accounts
        self._original = {member: group.original for group in copies for member in (*group.members, group.original)}
        self._shared: dict[str, list[tuple[int, int]]] = {}
        for group in copies:
            for pair in group.pairs:
                for report, passages in ((pair.a, pair.passages_a), (pair.b, pair.passages_b)):
                    if passages:
                        self._shared.setdefault(report, []).extend(passages)
        self._first: dict[str, Publication] = {}  # by original: itself where it is known, else its first copy
        ordered = sorted(publications, key=lambda p: (p.published is None, p.published or date.min, p.report, p.digest))
        for publication in ordered:
            original = self._original.get(publication.report)
            if original is not None and (original == publication.report or original not in self._first):
                self._first[original] = publication

    def copied(self, entry: Entry) -> str | None:
        """The report that this claim is copied from, None where it is no copy."""
        report = entry.publication.report
        original = self._original.get(report)
        if original is None or original == report:
            return None
        passages = self._shared.get(report)
        return original if passages is None or _within(entry, passages) else None

    def of(self, entry: Entry) -> Bottom:
        """Whose this claim is."""
        source = entry.claim.source
        return self._of(self._accounts.of_entry(entry), source.kind, source.side, entry)

    def of_stance(self, stance: Stance, entry: Entry) -> Bottom:
        """Whose a stance on this entry's claim is."""
        teller = self._accounts.named(stance.by, entry.publication.theatre, entry.publication)
        return self._of(teller, teller.kind, teller.side, entry)

    def _of(self, teller: Account, kind: Kind | None, side: str | None, entry: Entry) -> Bottom:
        gathered = teller.gathered_by
        if gathered is None:
            return _bottom(teller, kind or teller.kind, teller.side or side)
        own = self._accounts.of(_NARRATOR, entry.publication)
        if gathered == own.id:
            room = self._accounts.of(_NARRATOR, self._told_first(entry))
            return _bottom(room, "media", room.side, room if teller.id == own.id else teller)
        if gathered == teller.id:
            return _bottom(teller, kind if kind in _APART else "media", teller.side)
        through = (self._accounts.named(channel, entry.publication.theatre) for channel in entry.claim.via)
        room = next((channel for channel in through if channel.id == gathered), teller)
        return _bottom(room, "media", room.side, teller)

    def _told_first(self, entry: Entry) -> Publication:
        """The report that this claim is copied from, or its first copy where that is not known; else its own."""
        original = self.copied(entry)
        return entry.publication if original is None else self._first.get(original, entry.publication)


def _within(entry: Entry, passages: Iterable[tuple[int, int]]) -> bool:
    """Whether enough of a claim's words stand in the passages; a sub-editor may have changed the others."""
    claim = entry.claim
    covered = 0
    reached = claim.start
    for start, end in sorted(passages):
        start, end = max(start, reached), min(end, claim.end)
        if start < end:
            covered, reached = covered + end - start, end
    return covered >= _COPIED * (claim.end - claim.start)


class Copybook:
    """Knows the copies among all reports, and whose an event's claims are, at the cost of that event alone.

    ``publications`` may give the originals of copies, for events of which they tell nothing themselves.
    """

    def __init__(
        self, accounts: Accounts, copies: Sequence[CopyGroup], publications: Iterable[Publication] = ()
    ) -> None:
        self._accounts = accounts
        self._groups = {report: group for group in copies for report in (group.original, *group.members)}
        self._known = {publication.report: publication for publication in publications}

    def whose(self, entries: Iterable[Entry]) -> Whose:
        """Whose these claims are."""
        own = {entry.publication.report: entry.publication for entry in entries}
        groups = {self._groups[report].original: self._groups[report] for report in own if report in self._groups}
        originals = (self._known[report] for report in groups if report in self._known and report not in own)
        return Whose(self._accounts, tuple(groups.values()), (*own.values(), *originals))


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as they were published; those without a date last, ties by report and by where they stand in it."""
    return sorted(entries, key=_order)


def _order(entry: Entry) -> tuple[str, str, int, str]:
    published = entry.publication.published
    return published.isoformat() if published else "~", entry.publication.report, entry.claim.start, entry.claim.id


def _bottom(account: Account, kind: Kind | None, side: str | None, teller: Account | None = None) -> Bottom:
    if side is not None and kind not in _APART:
        whole = Account(f"side:{side}", side, None, side, "a party of the war counts once")
        return Bottom(whole, "side", teller or account)
    footing: Footing = "newsroom" if kind == "media" else "outsider" if side is None else "apart"
    return Bottom(account, footing, teller or account)
