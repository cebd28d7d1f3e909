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

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from sayso.model import Entry, Kind, Publication, Source, Stance
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import CopyGroup

__all__ = ["Bottom", "Footing", "Whose", "in_order"]

Footing = Literal["side", "newsroom", "outsider", "apart"]

_APART: Final[frozenset[Kind]] = frozenset({"unofficial", "analyst", "witness"})
_NAMELESS: Final[frozenset[Kind]] = frozenset({"unnamed", "witness"})
_NARRATOR: Final = Source("narrator")


@dataclass(frozen=True, slots=True)
class Bottom:
    """Whose a telling is: the ``account`` it counts as, on what ``footing``, and the ``teller`` as told."""

    account: Account
    footing: Footing
    teller: Account


class Whose:
    """Knows whose every telling is, among reports of which some are copies."""

    def __init__(self, accounts: Accounts, copies: Sequence[CopyGroup], entries: Iterable[Entry]) -> None:
        self._accounts = accounts
        self._original = {member: group.original for group in copies for member in (*group.members, group.original)}
        self._first: dict[str, Publication] = {}  # by original: itself where it is known, else its first copy
        for entry in in_order(entries):
            original = self._original.get(entry.publication.report)
            if original is not None and (original == entry.publication.report or original not in self._first):
                self._first[original] = entry.publication

    def copied(self, entry: Entry) -> str | None:
        """The report that this entry's is a copy of, None where it is no copy."""
        original = self._original.get(entry.publication.report)
        return None if original == entry.publication.report else original

    def of(self, entry: Entry) -> Bottom:
        """Whose this claim is."""
        source = entry.claim.source
        if source.is_narrator:
            return self._newsroom(entry, None)
        teller = self._accounts.of_entry(entry)
        kind, side = source.kind or teller.kind, teller.side or source.side
        if kind in _NAMELESS and not _is_name(source.name) and (side is None or kind == "witness"):
            return self._newsroom(entry, teller)
        return _bottom(teller, kind, side)

    def of_stance(self, stance: Stance, entry: Entry) -> Bottom:
        """Whose a stance on this entry's claim is."""
        teller = self._accounts.named(stance.by, entry.publication.theatre)
        room = self._accounts.of(_NARRATOR, entry.publication)
        if teller.id == room.id:
            return self._newsroom(entry, None)
        if teller.kind in _NAMELESS and teller.side is None and not _is_name(stance.by):
            return self._newsroom(entry, teller)
        return _bottom(teller, teller.kind, teller.side)

    def _newsroom(self, entry: Entry, teller: Account | None) -> Bottom:
        """The newsroom's whose story it is; of one that the report's own people did not speak to, that other's."""
        publication = entry.publication
        if teller is not None:
            for channel in entry.claim.via:
                through = self._accounts.named(channel, publication.theatre)
                if through.kind == "media":
                    return _bottom(through, "media", through.side, teller)
        original = self._original.get(publication.report)
        if original is not None:
            publication = self._first.get(original, publication)
        room = self._accounts.of(_NARRATOR, publication)
        return _bottom(room, "media", room.side, teller)


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


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(files("sayso.weighing").joinpath("whose.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in raw.items()}


@lru_cache(maxsize=8192)
def _is_name(words: str) -> bool:
    """Whether these words name a person ("Marta van Doren"), not a role ("residents of Tarn")."""
    lists = _words()
    parts = [part for part in words.split() if part.split("-")[0] not in lists["particles"]]
    return bool(parts) and all(p[0].isupper() for p in parts) and not any(p.casefold() in lists["roles"] for p in parts)
