"""The claims themselves: a list of them, a search for words, and the reports that have those words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sayso.answers.asked import Asked, claim_keys_of, filter_of
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger.filters import claim_keys, count, entries
from sayso.ledger.mentions import keys_named, of_places
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry, Publication

__all__ = ["Found", "Page", "claims", "every_claim", "search"]

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the entries asked for, the newest published first, and how many there are in all (None: not counted)."""

    entries: tuple[Entry, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the newest published first: claims, and reports with their texts."""

    entries: tuple[Entry, ...]
    reports: tuple[tuple[Publication, str], ...]


def claims(ledger: Ledger, asked: Asked, *, limit: int | None = 50, offset: int = 0, counted: bool = True) -> Page:
    """The claims asked for; without a limit all of them."""
    with ledger.reading() as connection:
        wanted = filter_of(connection, asked, ledger)
        every = claim_keys_of(connection, wanted, ledger)
        if every is not None:
            newest = every[::-1][offset : None if limit is None else offset + limit]
            return Page(tuple(entries_of(connection, newest.tolist())), len(every))
        found = entries(connection, wanted, limit=limit, offset=offset)
        if limit is None or (offset == 0 and len(found) < limit):
            return Page(tuple(found), len(found) + offset)
        return Page(tuple(found), count(connection, wanted) if counted else None)


def every_claim(ledger: Ledger, asked: Asked, *, limit: int | None = None) -> Iterator[Entry]:
    """All the claims asked for, one after the other, as one state of the ledger has them: for exports of any size."""
    with ledger.reading() as connection:
        keys = claim_keys(connection, filter_of(connection, asked, ledger), limit=limit)
        for at in range(0, len(keys), _BATCH):
            yield from entries_of(connection, keys[at : at + _BATCH])


def search(
    ledger: Ledger, words: str, asked: Asked | None = None, *, limit: int = 20, language: str | None = None
) -> Found:
    """The claims in whose words, sources, parties or places all these words occur, and the reports that have them.

    With a place, the reports are those that have a claim about it, or name it without being read for claims. With
    ``language`` (ISO 639) they are in it; claims are read from English alone.
    """
    asked = replace(asked or Asked(), words=words)
    with ledger.reading() as connection:
        places = None if asked.place is None else keys_named(connection, asked.place)
        found: list[Entry] = []
        try:
            if language in (None, "en"):
                found = entries(connection, filter_of(connection, asked, ledger), limit=limit)
        except InputError:
            if not places:  # no claim names it, but a report does
                raise
        where = () if places is None else (of_places(places),)
        reports = asking.reports_matching(
            connection, words, asked.known, limit=limit, theatre=asked.theatre, language=language, where=where
        )
    return Found(tuple(found), tuple(reports))
