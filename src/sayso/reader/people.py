"""What a noun stands for among those who speak, and whether a name or description is a woman's or a man's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.reader.wordlists import table as read_table

__all__ = ["Gender", "Nature", "PeopleWords", "gender_of", "nature_of", "office_of", "people_words"]

Nature = Literal["person", "people", "body", "document"]
Gender = Literal["f", "m"]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The lists of ``data/people.toml``; see the comments there. ``offices`` sends a word to its office."""

    persons: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    grounds: frozenset[str]
    armed: frozenset[str]
    rebels: frozenset[str]
    calling: frozenset[str]
    states_own: frozenset[str]
    anyones: frozenset[str]
    offices: Mapping[str, str]
    telling: Mapping[str, Gender]
    named: Mapping[str, Gender]
    endings: tuple[str, ...]


@cache
def people_words() -> PeopleWords:
    """The table, read once."""
    table = read_table("people")
    telling: dict[str, Gender] = dict.fromkeys(table["women"]["words"], "f")
    telling.update(dict.fromkeys(table["men"]["words"], "m"))
    named: dict[str, Gender] = dict.fromkeys(table["women"]["names"], "f")
    named.update(dict.fromkeys(table["men"]["names"], "m"))
    offices = {word: office for office, words in table["offices"].items() for word in words}
    lists = {name: frozenset(words) for name, words in table["nouns"].items()}
    return PeopleWords(offices=offices, telling=telling, named=named, endings=tuple(table["women"]["endings"]), **lists)


def office_of(lemma: str) -> str:
    """The office that a noun names, whatever word is used for it ("spokeswoman": "spokesperson")."""
    low = lemma.lower()
    return people_words().offices.get(low, low)


def nature_of(lemma: str, *, plural: bool) -> Nature | None:
    """What a common noun stands for, None when it is nobody who speaks."""
    words, low = people_words(), lemma.lower()
    if low in words.persons:
        return "people" if plural else "person"
    if low in words.bodies:
        return "people" if plural else "body"
    return "document" if low in words.documents else None


def gender_of(description: Iterable[str], given_name: str = "") -> tuple[Gender | None, bool]:
    """A person's gender, and whether it is sure: a word told it ("spokeswoman", "Mr"), not just the given name."""
    words = people_words()
    for word in description:
        told = words.telling.get(word.rstrip(".").lower())
        if told is not None:
            return told, True
    if not given_name:
        return None, False
    folded = "".join(c for c in unicodedata.normalize("NFKD", given_name.lower()) if not unicodedata.combining(c))
    known = words.named.get(folded)
    if known is not None:
        return known, False
    return ("f" if folded.endswith(words.endings) else "m"), False
