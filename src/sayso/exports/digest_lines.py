"""A digest as lines for people: sections, items and the accounts under each, in plain words that nobody escaped yet.

Markdown, the page and JSON are all written from this, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from sayso.exports import words
from sayso.model import Entry, Publication
from sayso.weighing.accounts import Account
from sayso.weighing.wording import wording

__all__ = [
    "Item", "Line", "Paper", "Quote", "Section", "address", "capital", "many", "names", "quoted", "same_words", "sided",
    "tidy", "where",
]  # fmt: skip

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """The words a line stands on, where they were printed, through whom, and in how many ``copies`` beside."""

    text: str
    claim: str | None
    via: tuple[str, ...]
    where: str
    published: date | None
    copies: int
    room: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One account: a sign (● says so, ✗ is against it, ? could not verify it), who, what it says, and its words."""

    sign: str
    who: str
    part: str
    says: str
    quotes: tuple[Quote, ...] = ()
    new: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What is told of one thing: its ``title``, the answer (``state``), the accounts, and what else is to be said.

    ``room`` is where it is in a reading room, ``url`` where its report was published, if it is one.
    """

    title: str
    room: str | None = None
    facts: str = ""
    state: str = ""
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    url: str | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """Who has a line besides the first one, each once."""
        return tuple(dict.fromkeys(line.who for line in self.lines[1:] if line.who != self.lines[0].who))


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading; ``brief`` are those of which little is told, with one account."""

    key: str
    title: str
    items: tuple[Item, ...] = ()
    brief: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole digest: what its days are and rest on, the shortest of it, and its sections; none on an empty day."""

    title: str
    facts: tuple[str, ...]
    short: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def quoted(entries: Sequence[Entry], known: date | None, *, copies: int | None = None) -> Quote:
    """The words of the first of some entries that say the same, and how many reports more print them."""
    ordered = sorted(entries, key=lambda e: (e.publication.published or date.max, e.publication.report, e.claim.id))
    entry = ordered[0]
    others = len({other.publication.report for other in entries}) - 1 if copies is None else copies
    claim, at = entry.claim, entry.publication
    room = address("claims", claim.id, known=known)
    return Quote(tidy(claim.text), claim.id, claim.via, where(at), at.published, others, room, at.url)


def same_words(a: Entry, b: Entry) -> bool:
    """Whether two claims stand on the same words, letter by letter."""
    return wording(a.claim) == wording(b.claim)


def where(at: Publication) -> str:
    """Where a report was printed and when, as "The Velmar Courier (Interwire), 4 Mar 2031"."""
    name = at.outlet or at.agency or at.report
    agency = f" ({at.agency})" if at.agency and at.outlet and at.agency != at.outlet else ""
    return f"{name}{agency}, {words.day(at.published)}" if at.published else f"{name}{agency}, undated"


def sided(account: Account, more: str = "") -> str:
    """The side of an account, where its name does not tell it, and what more there is to say."""
    side = account.side if account.side and account.side not in account.name else None
    return ", ".join(filter(None, (side, more)))


def address(kind: str, name: str, *, on: str | None = None, known: date | None = None) -> str:
    """Where a thing is in the reading room, from its first page on."""
    asked = {"on": on, "known": known.isoformat() if known else None}
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"/{kind}/{quote(name, safe='', errors='replace')}" + (f"?{query}" if query else "")


def tidy(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def names(found: Iterable[str]) -> str:
    """Names as a list in words, each once; of many the first few."""
    each = list(dict.fromkeys(found))
    return words.listed(each if len(each) <= _NAMED else [*each[:_NAMED], f"{len(each) - _NAMED} more"])


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def many(count: int, noun: str) -> str:
    """A count with its noun: "1 report", "2,000 reports"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
