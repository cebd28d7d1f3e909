"""What a theatre is: a conflict's parties, names, places and dates, and the questions that they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from sayso.model import Kind, Precision
from sayso.theatres._folding import Index, Token, english, tokens

__all__ = ["Actor", "ActorType", "Anchor", "KnownPlace", "Land", "Region", "Ring", "Theatre"]

ActorType = Literal["state", "force", "body", "person", "outlet", "people"]
Ring = tuple[tuple[float, float], ...]
"""An outline: (longitude, latitude) all the way round, in WGS 84 degrees; the last point is not the first again."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who may speak or act: a state, a force, a body, a person, an outlet or a people.

    ``side`` is one of the theatre's sides, None for an outsider. ``kind`` is the kind it has as a source.
    ``roles`` are a person's offices over the war, as a report would word them.
    """

    name: str
    side: str | None
    kind: Kind
    type: ActorType
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A province, a country or a part of one, at its middle (WGS 84 degrees).

    ``id`` is GeoNames', None where not known; ``centre`` the town it is run from; ``country`` ISO alpha-2.
    """

    name: str
    aliases: tuple[str, ...]
    id: int | None
    lat: float
    lon: float
    centre: str | None
    country: str


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that a gazetteer lacks or names otherwise; ``settlement`` is the town a facility stands in or by."""

    name: str
    aliases: tuple[str, ...]
    id: int | None
    lat: float
    lon: float
    precision: Precision
    settlement: str | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A dated event that reports count from ("the invasion"); ``end`` is None while it lasts."""

    names: tuple[str, ...]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Land:
    """The land of an invented country, for maps: its mainland and islands, and the lakes in them.

    Two countries that share a border give the same points along it. ``country`` is ISO alpha-2.
    """

    name: str
    country: str
    rings: tuple[Ring, ...]
    lakes: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A party met in a noun phrase: whose, and by what kind of word."""

    side: str | None
    strength: Literal["named", "adjective", "outsider"]


@dataclass(frozen=True, slots=True)
class Theatre:
    """A conflict as data; what a theatre does not say itself it has from the generic one.

    ``opponents`` maps a side to the one it fights, ``demonyms`` a lower-case adjective or noun ("russian",
    "ukrainians") to its side, None for an outsider. ``neutral`` are the demonyms that say nothing of a side because
    both parties share them; ``peoples`` maps the demonyms of states to their country. ``countries`` (ISO alpha-2)
    are preferred when a place name is ambiguous, ``country_sides`` says whose ground each is by law.
    ``invented`` is true of a theatre that exists only in examples; ``lands`` are what a map has to draw for it.
    ``native`` has, by language (ISO 639), what places and regions are called in it, and their names here.
    """

    name: str
    title: str
    sides: tuple[str, ...] = ()
    opponents: Mapping[str, str] = field(default_factory=dict)
    demonyms: Mapping[str, str | None] = field(default_factory=dict)
    neutral: frozenset[str] = frozenset()
    peoples: Mapping[str, str] = field(default_factory=dict)
    actors: tuple[Actor, ...] = ()
    regions: tuple[Region, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    countries: tuple[str, ...] = ()
    country_sides: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    invented: bool = False
    lands: tuple[Land, ...] = ()
    native: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _actors: Index[Actor] = field(init=False, repr=False, compare=False)
    _regions: Index[Region] = field(init=False, repr=False, compare=False)
    _places: Index[KnownPlace] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("opponents", "demonyms", "peoples", "country_sides", "native"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        object.__setattr__(self, "_actors", Index(self.actors))
        object.__setattr__(self, "_regions", Index(self.regions))
        object.__setattr__(self, "_places", Index(self.places))

    def actor(self, name: str) -> Actor | None:
        """The actor of this name or alias.

        Tolerates a leading "the", possessives, kinds of apostrophe, accents, Defense for Defence, and case in the
        words of institutions ("defence ministry"); other words keep their capital ("Hope" is not "hope").
        """
        return self._actors.get(name)

    def region(self, name: str) -> Region | None:
        """The region of this name or alias, as tolerant as ``actor``; countries and compass parts are regions too."""
        return self._regions.get(name)

    def place(self, name: str) -> KnownPlace | None:
        """The theatre's own place of this name or alias, as tolerant as ``actor``."""
        return self._places.get(name)

    def opens_place(self, word: str) -> bool:
        """Whether the name of one of the theatre's own places or regions may begin with this word."""
        return self._places.opens(word) or self._regions.opens(word)

    def people_of(self, side: str | None) -> tuple[str, ...]:
        """The lower-case demonyms of a side, or of the outsiders for None."""
        return tuple(word for word, whose in self.demonyms.items() if whose == side and word not in self.neutral)

    def opponent(self, side: str | None) -> str | None:
        """The side that this one fights, None where that is not plain."""
        return None if side is None else self.opponents.get(side)

    def side_of(self, words: str) -> str | None:
        """The side that a noun phrase belongs to, None for an outsider or when nothing tells.

        The phrase's head (up to the first preposition other than "of" and "from") is asked first: an actor with a
        side decides, then the leftmost state, demonym or outsider ("Russian-backed separatists", "pro-Russian
        mercenaries": Russia; "anti-Russian": nobody; "Russia's IAEA representative": Russia). A head that is an
        official of no named party takes the side of what follows "for", "in" or "at", and lastly that of the country
        whose region or place it names ("Belgorod governor").
        """
        found = tokens(words)
        lexicon = english()
        cut = next((i for i, token in enumerate(found) if i and token.folded in lexicon.cuts), len(found))
        head = found[:cut]
        hits = list(self._hits(head))
        official = any(token.folded in lexicon.officials for token in head)
        if not hits and official and cut < len(found) and found[cut].folded in lexicon.belonging:
            head = found[cut + 1 :]
            hits = list(self._hits(head))
        if hits:
            side = next((hit for hit in hits if hit.strength == "named"), hits[0]).side
            return side if self._agrees(side, found, cut) else None
        return self._side_of_country(head) if official else None

    def _agrees(self, side: str | None, words: Sequence[Token], cut: int) -> bool:
        """False when an "and" right after the side's name joins another party: "Ukrainian and foreign journalists"."""
        if cut >= len(words) or words[cut].folded != "and" or not list(self._hits(words[cut - 1 : cut])):
            return True
        return next((hit.side for hit in self._hits(words[cut + 1 :])), None) == side

    def _hits(self, words: Sequence[Token]) -> Iterator[_Hit]:
        at = 0
        while at < len(words):
            found = self._actors.longest_at(words, at)
            if found is not None:
                length, actor = found
                at += length
                if actor.side is None:
                    yield _Hit(None, "outsider")
                else:
                    yield _Hit(actor.side, "adjective" if actor.type in ("state", "people") else "named")
                continue
            hit = self._hit_of_word(words[at])
            if hit is not None:
                yield hit
            at += 1

    def _hit_of_word(self, word: Token) -> _Hit | None:
        """What one word says: a demonym, or a compound with one ("army-held", "pro-Russian")."""
        if word.folded in self.neutral:
            return None
        if word.folded in self.demonyms:
            side = self.demonyms[word.folded]
            if side is not None:
                return _Hit(side, "adjective")
            return _Hit(None, "outsider") if word.written[:1].isupper() else None  # "polish" is no Pole
        first, hyphen, last = word.written.rpartition("-")
        if not hyphen or not first or not last:
            return None
        lexicon = english()
        before, after = first.casefold(), last.casefold()
        if before in lexicon.against or after in lexicon.origin:
            return None
        whose = last if before in lexicon.favour else first if after in lexicon.leaning else None
        if whose is None or whose.casefold() in self.neutral:
            return None
        actor = self.actor(whose)
        side = actor.side if actor else self.demonyms.get(whose.casefold())
        # An outsider's backing makes nobody an outsider: "US-backed Ukrainian troops".
        return None if side is None else _Hit(side, "adjective")

    def _side_of_country(self, words: Sequence[Token]) -> str | None:
        for at in range(len(words)):
            region = self._regions.longest_at(words, at)
            country = region[1].country if region else None
            if country is None:  # "the Selm governor" governs the Selm region
                governed = self.region(f"{words[at].written} region")
                country = governed.country if governed else None
            if country is None:
                place = self._places.longest_at(words, at)
                country = place[1].country if place else None
            if country is not None and country in self.country_sides:
                return self.country_sides[country]
        return None
