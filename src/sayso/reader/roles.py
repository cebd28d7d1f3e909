"""What a description tells of its holder: the kind of source, offices that one person holds, words of outlets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sayso.model import Kind
from sayso.reader.wordlists import table as read_table
from sayso.theatres import Theatre

__all__ = ["Roles", "kind_of", "media_words", "roles", "titles_of"]


@dataclass(frozen=True, slots=True)
class Roles:
    """What the words of a description tell; see the comments in the table."""

    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    general: frozenset[str]
    media: frozenset[str]
    offices: frozenset[str]


@cache
def roles() -> Roles:
    """The table, read once."""
    table = read_table("roles")
    ranked = (*table["first"].items(), *table["kinds"].items())
    kinds = tuple((kind, re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")) for kind, words in ranked)
    names = {k: frozenset(words) for k, words in table["names"].items()}
    return Roles(kinds, names["general"], names["media"], names["offices"])


def media_words() -> frozenset[str]:
    """Words that make a name beside them an outlet's ("TV", "Radio")."""
    return roles().media


def kind_of(description: str) -> Kind | None:
    """The kind that a description's words tell, None when they tell none."""
    low = description.lower()
    return next((kind for kind, pattern in roles().kinds if pattern.search(low)), None)


@cache
def _lowered(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(t.rstrip(".").lower() for t in titles)


def titles_of(theatre: Theatre) -> frozenset[str]:
    """The titles before names, lower-case and without a full stop."""
    return _lowered(theatre.titles)
