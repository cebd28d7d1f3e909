"""Which places does a report in another language name? By the theatres' own native names, then by the gazetteer.

Names are looked for in the nominative, without prefixes; which of several places of a name is meant is settled as in
English. Precision goes before recall: a word that is more often something else is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from sayso.gazetteer import Candidate, Gazetteer
from sayso.gazetteer.keys import plain_key
from sayso.model import Mention, Place
from sayso.reader.foreign_words import Tongue, Word, tongue
from sayso.reader.toponyms import Mention as Named
from sayso.reader.toponyms import settle
from sayso.theatres import GENERIC, Theatre, load, names

__all__ = ["Name", "choose_theatre", "find_names", "places_of"]

_LONGEST = 3  # words of a name
_MOST_FORMS = 60  # that a name of several words is looked up in
_MOST_LOOKUPS = (
    40_000  # in the gazetteer for one report, each form once: a book has fewer, and it bounds what one costs
)
_TOWN, _BEGINS, _CITY = 15_000, 20_000, 50_000  # people of a town that is known by its name alone
_EXACT = frozenset({"name", "other name"})
_LEAST, _LEAD, _SHARE = 2, 1.5, 0.5  # names that a theatre needs, against any other theatre's, and of all


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: code points, and what it is looked up by.

    ``native`` is what a theatre, by its name, calls the place; ``form`` is the nominative for the gazetteer, or a
    country's English name; ``country`` (ISO alpha-2) is that of the largest place of the name.
    """

    start: int
    end: int
    form: str
    native: Mapping[str, str]
    country: str
    ids: frozenset[int]


@lru_cache(maxsize=8)
def _natives(code: str) -> dict[str, dict[tuple[str, ...], tuple[str, dict[str, str]]]]:
    """What theatres call places in a language, by the first word's key: the words' keys, and a name for each theatre.

    A country's English name stands under the theatre "".
    """
    found: dict[str, dict[tuple[str, ...], tuple[str, dict[str, str]]]] = {}

    def add(written: str, theatre: str, name: str) -> None:
        words = tuple(plain_key(word) for word in written.split())
        told = found.setdefault(words[0], {}).setdefault(words, (written, {}))
        told[1][theatre] = name

    for written, name in tongue(code).countries.items():
        add(written, "", name)
    for theatre in names():
        for written, name in load(theatre).native.get(code, {}).items():
            add(written, theatre, name)
    return found


def _begin(word: Word, form: str) -> int:
    """Where a name begins in its first word, behind the "and" or "in" that Arabic writes together with it."""
    for skipped in range(1, 4):
        if len(word.key) > len(form) and plain_key(word.written[skipped:]) == form:
            return word.start + skipped
    return word.start


class _Finder:
    def __init__(self, told: Tongue, gazetteer: Gazetteer, theatre: Theatre | None) -> None:
        self._told, self._gazetteer = told, gazetteer
        self._natives = _natives(told.code)
        self._own: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {}
        if theatre is not None and theatre.name not in names():  # one that the user brought
            for written, name in theatre.native.get(told.code, {}).items():
                self._own[tuple(map(plain_key, written.split()))] = (written, {theatre.name: name})
        self._looked_up: dict[str, list[Candidate]] = {}
        self.whole = True
        self._countries = frozenset(theatre.countries if theatre is not None else ())

    def names(self, words: Sequence[Word]) -> Iterator[Name]:
        at = 0
        while at < len(words):
            name, length = self._at(words, at)
            if name is not None:
                yield name
            at += length

    def _at(self, words: Sequence[Word], at: int) -> tuple[Name | None, int]:
        first = words[at]
        if first.written[0].isdecimal() or (self._told.letters == "Cyrillic" and not first.capital):
            return None, 1
        forms = [self._told.forms(word) for word in words[at : at + _LONGEST]]
        for length in range(len(forms), 0, -1):
            run = words[at : at + length]
            if any(word.gap.strip(" \u00a0\n") for word in run[1:]) or any("\n\n" in word.gap for word in run[1:]):
                continue
            found = self._native(words, at, forms[:length]) or self._listed(words, at, forms[:length])
            if found is not None:
                return found, length
        return None, 1

    def _native(self, words: Sequence[Word], at: int, forms: Sequence[list[str]]) -> Name | None:
        """A name that a theatre or the table of countries has."""
        first, last = words[at], words[at + len(forms) - 1]
        for form in forms[0]:
            known = self._natives.get(form, {})
            for keys in [*known, *(keys for keys in self._own if keys[0] == form)]:
                if len(keys) != len(forms) or any(key not in some for key, some in zip(keys, forms, strict=True)):
                    continue
                if len(keys) == 1 and form in self._told.ambiguous and not self._behind(words, at):
                    continue
                written, native = known[keys] if keys in known else self._own[keys]
                return Name(
                    _begin(first, form), last.end, native.get("", written), native, self._country(native), frozenset()
                )
        return None

    def _country(self, native: Mapping[str, str]) -> str:
        for theatre, name in native.items():
            if theatre in names():
                told = load(theatre).region(name) or load(theatre).place(name)
                if told is not None and told.country:
                    return told.country
        region = GENERIC.region(native.get("", ""))
        return region.country or "" if region is not None else ""

    def _behind(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word for a town, or one that stands before places, is right before this one or part of it."""
        word = words[at]
        leading = self._told.at | self._told.settlement
        led = at > 0 and not word.gap.strip() and any(form in leading for form in self._written(words[at - 1]))
        # "in" and "to" are written together with a name, and the article is not what they begin.
        fused = self._told.letters == "Arabic" and word.key[0] in "بل" and not word.key.startswith(self._told.article)
        return led or fused

    def _written(self, word: Word) -> list[str]:
        """A small word, and in Arabic what it is behind an "and"."""
        return self._told.forms(word) if self._told.letters == "Arabic" else [word.key]

    def _listed(self, words: Sequence[Word], at: int, forms: Sequence[list[str]]) -> Name | None:
        """A name that the gazetteer lists, if it is surely one."""
        run = words[at : at + len(forms)]
        first, told = run[0], self._told
        if told.letters == "Cyrillic":
            if not all(word.capital for word in run) or any(word.opens for word in run[1:]):
                return None
        elif len(run) > 1 and not any(form in told.openers for form in forms[0]):
            return None
        if len(run) == 1:
            if len(first.key) < 3 or any(form in told.not_places for form in forms[0]):
                return None
            if first.key in told.settlement | told.region:  # "the city of" is no city, though one is called just that
                return None
            if any(form in told.ambiguous for form in forms[0]) and not self._behind(words, at):
                return None
        settled = at > 0 and not first.gap.strip(" .") and words[at - 1].key in told.settlement
        led = settled or self._behind(words, at)
        tried = 0
        for parts in product(*forms):
            tried += 1
            if tried > _MOST_FORMS:
                return None
            form = " ".join(parts)
            candidates = self._exact(form)
            if not candidates:
                continue
            if self._sure(words, at, len(run), candidates, settled=settled, led=led):
                best = max(candidates, key=lambda c: (c.country in self._countries, c.population))
                ids = frozenset(c.id for c in candidates if c.id is not None)
                return Name(_begin(first, parts[0]), run[-1].end, form, {}, best.country, ids)
        return None

    def _exact(self, form: str) -> list[Candidate]:
        """The settlements that are called just so; none, and ``whole`` no more, where too many were asked for."""
        if form not in self._looked_up:
            if len(self._looked_up) >= _MOST_LOOKUPS:
                self.whole = False
                return []
            self._looked_up[form] = self._settlements(form)
        return self._looked_up[form]

    def _settlements(self, form: str) -> list[Candidate]:
        found = self._gazetteer.candidates(form)
        exact = [c for c in found if c.matched in _EXACT and c.precision == "settlement"]
        if exact or self._told.letters == "Cyrillic":
            return exact
        article = self._told.article  # a gazetteer may list the name with it or without
        other = form.removeprefix(article) if form.startswith(article) else article + form
        found = self._gazetteer.candidates(other) if len(other) > 3 else []
        return [c for c in found if c.matched in _EXACT and c.precision == "settlement"]

    def _sure(
        self, words: Sequence[Word], at: int, length: int, candidates: Sequence[Candidate], *, settled: bool, led: bool
    ) -> bool:
        """Whether a name that is a place's is one here: by how many live there, and by the words around it."""
        people = max(c.population for c in candidates)
        near = any(c.country in self._countries for c in candidates)
        if self._told.letters == "Arabic":
            long = len(words[at].key) > 3 or length > 1
            known = people >= _TOWN or near if long else people >= _CITY
            return settled or (led and known) or (long and people >= 4 * _CITY)
        first = words[at]
        before = words[at - 1] if at and not first.opens and not first.gap.strip() else None
        if before is not None and before.capital and not led and before.key not in self._told.at:
            return settled  # a person's surname, or the rest of some body's name
        after = words[at + length] if at + length < len(words) else None
        joined = after is not None and not after.gap.strip() and after.capital and not after.opens
        if joined and not led:
            return settled  # a given name before a surname
        if first.opens:
            return people >= _BEGINS or settled
        return led or people >= _TOWN


def find_names(
    blocks: Sequence[Sequence[Word]], code: str, gazetteer: Gazetteer, theatre: Theatre | None
) -> tuple[list[Name], bool]:
    """The names of places in the words of a text, none overlapping another; False where not all could be looked up."""
    finder = _Finder(tongue(code), gazetteer, theatre)
    return [name for words in blocks for name in finder.names(words)], finder.whole


def choose_theatre(found: Sequence[Name]) -> Theatre:
    """The theatre that the places named in a text point to, else the generic one.

    At least two names, half of all, and half as many again as of any other theatre must lie in its countries or be
    its own, and one of them in its first country.
    """
    spoken = {name.form: name for name in found}.values()
    tally: Counter[str] = Counter()
    for theatre in names():
        countries = load(theatre).countries
        inside = [name for name in spoken if theatre in name.native or name.country in countries]
        if any(name.country == countries[0] for name in inside if countries):
            tally[theatre] = len(inside)
    ranked = tally.most_common(2)
    if not ranked or ranked[0][1] < max(_LEAST, _SHARE * len(spoken)):
        return GENERIC
    if len(ranked) > 1 and ranked[0][1] < _LEAD * ranked[1][1]:
        return GENERIC
    return load(ranked[0][0])


def places_of(found: Sequence[Name], gazetteer: Gazetteer, theatre: Theatre) -> list[Mention]:
    """The places that names mean, all settled together; a name that comes to nothing sure is left out."""
    own = {place.id: place.name for place in theatre.places if place.id is not None}
    asked: list[tuple[Name, Named]] = []
    for name in found:
        known = next((own[id] for id in sorted(name.ids) if id in own), None)
        called = name.native.get(theatre.name) or name.native.get("") or known or name.form
        asked.append((name, Named(name.start, name.end, called)))
    settled = settle([named for _, named in asked], gazetteer, theatre)
    out: list[Mention] = []
    for name, named in asked:
        choice = settled[named]
        place: Place | None = choice.place
        if place is None:
            continue
        looked_up = named.name == name.form and not name.native
        if looked_up and choice.candidates[0][0].matched not in _EXACT:
            continue
        out.append(Mention(name.start, name.end, place=place))
    return out
