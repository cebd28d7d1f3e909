"""Does one field of a claim that was read agree with the same field of the annotated claim?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from sayso.distances import distance_km
from sayso.model import Claim, Count, Party, Place, Source, Stance, When

__all__ = ["FIELDS", "OPTIONAL", "WHOLE", "Field", "Names", "agrees", "given"]

Field = Literal["type", "source", "actor", "modality", "quote", "places", "when", "via", "counts", "stances"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
OPTIONAL: Final[frozenset[Field]] = frozenset({"places", "when", "via", "counts", "stances"})
"""Fields that many claims lack: they count only where the annotator or the reader gives something."""
WHOLE: Final[tuple[Field, ...]] = ("type", "source", "places", "when", "modality")
"""A claim is whole when all of these are right."""

_NEAR_KM: Final = {"settlement": 15.0, "region": 150.0}
_POSSESSIVE: Final = re.compile(r"[’']s\b")
_WORD: Final = re.compile(r"\w+")
# Words that tell no two names apart: "northern forces" and "the northern army" are one actor.
_HOLLOW: Final = frozenset(
    [
        *("the", "a", "an", "of", "s", "its", "their", "our", "occupying"),
        *("forces", "force", "troops", "army", "military", "soldiers", "defenders", "fighters", "units"),
    ]
)
_SPELLINGS: Final = {"defense": "defence"}


@dataclass(frozen=True, slots=True)
class Names:
    """When two names mean one party: by their telling words, one name's being all among the other's.

    ``folded`` sends a lower-case word to the word that it stands for ("zarnovian" to "zarnovia").
    """

    folded: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, demonyms: Mapping[str, str | None]) -> Names:
        """Names under a theatre's demonyms: lower-case adjective or noun to the side it means."""
        return cls({word: side.lower() for word, side in demonyms.items() if side})

    def key(self, name: str | None) -> frozenset[str]:
        """The telling words of a name; all its words when none tells."""
        found = _WORD.findall(_POSSESSIVE.sub("", (name or "").lower()))
        folded = [self.folded.get(word, _SPELLINGS.get(word, word)) for word in found]
        return frozenset(word for word in folded if word not in _HOLLOW) or frozenset(folded)

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two names agree; no name agrees only with no name."""
        a, b = self.key(one), self.key(other)
        if not a or not b:
            return not a and not b
        return a <= b or b <= a


def _same_source(gold: Source, said: Source, names: Names) -> bool:
    if gold.is_narrator or said.is_narrator:
        return gold.is_narrator and said.is_narrator
    return names.same(gold.name, said.name)


def _same_party(gold: Party | None, said: Party | None, names: Names) -> bool:
    if gold is None or said is None:
        return gold is None and said is None
    if gold.side and gold.side == said.side:
        return True
    return names.same(gold.name, said.name)


def _same_place(gold: Place, said: Place, names: Names) -> bool:
    if gold.precision == "region" and names.same(gold.name, said.name):
        return True
    if gold.lat is None or gold.lon is None:
        return names.same(gold.name, said.name)  # an annotator may name a place and look up no more
    if said.lat is None or said.lon is None:
        return False
    return distance_km(gold.lat, gold.lon, said.lat, said.lon) <= _NEAR_KM[gold.precision]


def _same_places(gold: tuple[Place, ...], said: tuple[Place, ...], names: Names) -> bool:
    """Every annotated place is read, and nothing else of a settlement's precision."""
    if not all(any(_same_place(g, s, names) for s in said) for g in gold):
        return False
    return not any(s.precision == "settlement" and not any(_same_place(g, s, names) for g in gold) for s in said)


def _slack(gold: When) -> int:
    """Days that a bound may be off: the longer or the more open the interval, the more."""
    length = (gold.end - gold.start).days if gold.start and gold.end else 60
    for over, slack in ((92, 62), (7, 14), (2, 3)):
        if length > over:
            return slack
    return 1


def _same_when(gold: When | None, said: When | None) -> bool:
    if gold is None or said is None:
        return gold is None and said is None

    def close(a: date | None, b: date | None) -> bool:
        if a is None or b is None:
            return a is None and b is None
        return abs((a - b).days) <= _slack(gold)

    return close(gold.start, said.start) and close(gold.end, said.end)


def _same_via(gold: tuple[str, ...], said: tuple[str, ...], names: Names) -> bool:
    return len(gold) == len(said) and all(names.same(g, s) for g, s in zip(gold, said, strict=True))


def _same_counts(gold: tuple[Count, ...], said: tuple[Count, ...]) -> bool:
    return set(gold) == set(said)


def _same_stances(gold: tuple[Stance, ...], said: tuple[Stance, ...], names: Names) -> bool:
    if len(gold) != len(said):
        return False
    return all(any(g.stance == s.stance and names.same(g.by, s.by) for s in said) for g in gold)


_AGREES: Final[Mapping[Field, Callable[[Claim, Claim, Names], bool]]] = {
    "type": lambda g, s, _: g.type == s.type,
    "source": lambda g, s, n: _same_source(g.source, s.source, n),
    "actor": lambda g, s, n: _same_party(g.actor, s.actor, n),
    "modality": lambda g, s, _: g.modality == s.modality,
    "quote": lambda g, s, _: g.quote == s.quote,
    "places": lambda g, s, n: _same_places(g.places, s.places, n),
    "when": lambda g, s, _: _same_when(g.when, s.when),
    "via": lambda g, s, n: _same_via(g.via, s.via, n),
    "counts": lambda g, s, _: _same_counts(g.counts, s.counts),
    "stances": lambda g, s, n: _same_stances(g.stances, s.stances, n),
}


def agrees(name: Field, gold: Claim, said: Claim, names: Names) -> bool:
    """Whether field ``name`` of the claim ``said`` is right, ``gold`` being the annotated claim."""
    return _AGREES[name](gold, said, names)


def given(name: Field, claim: Claim) -> bool:
    """Whether a claim gives anything in an optional field."""
    return bool(getattr(claim, name))
