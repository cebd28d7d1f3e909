"""The words that report events, compiled from ``data/events.toml`` into look-ups by lemma."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from sayso.model import CLAIM_TYPES, ClaimType
from sayso.reader.wordlists import table as read_table

__all__ = ["Entry", "Lexicon", "lexicon"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way a verb reports an event: alone, or with a particle, an object noun, a class of object or of subject."""

    type: ClaimType
    particle: str = ""
    noun: str = ""
    of_class: str = ""
    doer: str = ""

    @property
    def rank(self) -> int:
        """Stricter entries are tried first."""
        return -(2 * bool(self.noun) + 2 * bool(self.particle) + bool(self.of_class) + bool(self.doer))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Look-ups by lemma; ``classes`` and ``weapons`` hold lemmas by name."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, ClaimType]
    nouns_of_place: Mapping[str, ClaimType]
    phrases: Mapping[str, ClaimType]
    adjectives: frozenset[str]
    holding: frozenset[str]
    light: frozenset[str]
    occurring: frozenset[str]
    lasting: frozenset[str]
    wielding: frozenset[str]
    after: frozenset[str]
    times: frozenset[str]
    responsible: frozenset[str]
    striking: frozenset[str]
    aiming: frozenset[str]
    unarmed: frozenset[str]
    running: frozenset[str]
    captive_in: frozenset[str]
    attacked_under: frozenset[str]
    held_under: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    weapons: Mapping[str, frozenset[str]]


def _entries(kind: ClaimType, notation: str) -> tuple[str, list[Entry]]:
    """The verb of one notation, with an entry for each of the nouns, classes and subjects that it joins by a bar."""
    word, _, doers = notation.partition("<")
    word, _, classes = word.partition(":")
    word, _, nouns = word.partition(">")
    lemma, _, particle = word.partition("_")
    told = product(nouns.split("|"), classes.split("|"), doers.split("|"))
    return lemma, [Entry(kind, particle, noun, of_class, doer) for noun, of_class, doer in told]


@cache
def lexicon() -> Lexicon:
    """The table, read once."""
    table = read_table("events")
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, ClaimType] = {}
    nouns_of_place: dict[str, ClaimType] = {}
    for kind in CLAIM_TYPES:
        for notation in table[kind].get("verbs", ()):
            lemma, entries = _entries(kind, notation)
            verbs.setdefault(lemma, []).extend(entries)
        nouns.update(dict.fromkeys(table[kind].get("nouns", ()), kind))
        nouns_of_place.update(dict.fromkeys(table[kind].get("nouns_of_place", ()), kind))
    return Lexicon(
        verbs={k: tuple(sorted(v, key=lambda e: e.rank)) for k, v in verbs.items()},
        nouns={k: v for k, v in nouns.items() if " " not in k},
        nouns_of_place=nouns_of_place,
        phrases={k: v for k, v in nouns.items() if " " in k},
        adjectives=frozenset(table["casualties"]["adjectives"]),
        holding=frozenset(table["hold"]["participles"]),
        light=frozenset(v.replace("_", " ").split()[0] for v in table["light"]["verbs"]),
        **{k: frozenset(table["light"][k]) for k in ("occurring", "lasting", "wielding", "after", "times")},
        **{k: frozenset(table["attack"][k]) for k in ("responsible", "striking", "aiming", "unarmed")},
        running=frozenset(table["agreement"]["running"]),
        captive_in=frozenset(table["detention"]["under"]),
        attacked_under=frozenset(table["attack"]["under"]),
        held_under=frozenset(table["hold"]["under"]),
        classes={k: frozenset(v) for k, v in {**table["weapons"], **table["classes"]}.items()},
        weapons={k: frozenset(v) for k, v in table["weapons"].items()},
    )
