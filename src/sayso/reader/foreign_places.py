"""Which places does a report in another language name? By the theatres' own native names, then by the gazetteer.

Names are looked for in the nominative, without prefixes; which of several places of a name is meant is settled as in
English. Precision goes before recall: a word that is more often something else is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Literal, TypeAlias

from sayso.gazetteer import Candidate, Gazetteer
from sayso.gazetteer.keys import plain_key
from sayso.model import Mention, Place
from sayso.reader.foreign_regions import Regions
from sayso.reader.foreign_words import Tongue, Word, tongue
from sayso.reader.toponyms import Mention as Named
from sayso.reader.toponyms import settle
from sayso.theatres import GENERIC, Theatre, load, names

__all__ = ["Name", "choose_theatre", "find_names", "places_of"]

_LONGEST = 3  # words of a name
_MOST_FORMS = 60  # that a name of several words is looked up in
# In the gazetteer for one report, each form once: a book has fewer, and it bounds what one costs.
_MOST_LOOKUPS = 30_000
_TOWN, _BEGINS, _CITY = 15_000, 20_000, 50_000  # people of a town that is known by its name alone
_NEAR = 10  # how many times its people a town counts for in the theatre's own countries
_OWN_FORM = 3  # and one whose name is written as it is listed, beside one whose name would have a case here
_SHORTEST = 3  # letters of a name that is not a theatre's own
_EXACT = frozenset({"name", "other name"})
_LEAST, _LEAD, _SHARE = 2, 1.5, 0.5  # names that a theatre needs, against any other theatre's, and of all


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: code points, and what it is looked up by.

    ``native`` is what a theatre, by its name, calls the place; ``form`` is the nominative for the gazetteer, or the
    English name of a country or a ``region``; ``country`` (ISO alpha-2) is that of the largest place of the name.
    """

    start: int
    end: int
    form: str
    native: Mapping[str, str]
    country: str
    ids: frozenset[int]
    region: bool = False


_Natives: TypeAlias = dict[str, tuple[str, dict[str, str]]]
"""By its key, a name as it is written and what each theatre calls its place."""


@lru_cache(maxsize=8)
def _natives(code: str) -> _Natives:
    """What theatres call places in a language; an English name that holds for all stands under the theatre ""."""
    found: _Natives = {}
    for written, name in tongue(code).countries.items():
        found.setdefault(plain_key(written), (written, {}))[1][""] = name
    for theatre in names():
        for written, name in load(theatre).native.get(code, {}).items():
            found.setdefault(plain_key(written), (written, {}))[1][theatre] = name
    return found


@lru_cache(maxsize=8)
def _begin_natives(code: str) -> frozenset[str]:
    return frozenset(key.split(" ")[0] for key in _natives(code))


def _begin(word: Word, form: str) -> int:
    """Where a name begins in its first word, behind the "and" or "in" that Arabic writes together with it."""
    for skipped in range(1, 4):
        if len(word.key) > len(form) and plain_key(word.written[skipped:]) == form:
            return word.start + skipped
    return word.start


class _Finder:
    def __init__(self, told: Tongue, gazetteer: Gazetteer, theatre: Theatre | None) -> None:
        self._told, self._gazetteer = told, gazetteer
        self._natives, self._begins = _natives(told.code), _begin_natives(told.code)
        if theatre is not None and theatre.name not in names():  # one that the user brought
            own = {
                plain_key(key): (key, {theatre.name: name}) for key, name in theatre.native.get(told.code, {}).items()
            }
            self._natives = self._natives | own
            self._begins |= {key.split(" ")[0] for key in own}
        self._looked_up: dict[str, list[Candidate]] = {}
        self.whole = True
        self._countries = frozenset(theatre.countries if theatre is not None else ())
        self._first = theatre.countries[0] if theatre is not None and theatre.countries else None
        self._regions = Regions(told, gazetteer, self._exact)
        self._behind_name = -1  # the word behind the last name that was found

    def names(self, words: Sequence[Word]) -> Iterator[Name]:
        at, self._behind_name = 0, -1
        while at < len(words):
            found, length = self._at(words, at)
            yield from found
            at += length
            if found:
                self._behind_name = at

    def _at(self, words: Sequence[Word], at: int) -> tuple[list[Name], int]:
        """The names that begin at a word, and how many words they are."""
        first = words[at]
        if first.written[0].isdecimal() or (self._told.letters == "Cyrillic" and not first.capital):
            return [], 1
        if at and words[at - 1].key in self._told.not_behind and not first.gap.strip(' "«“'):
            return [], 1  # a paper, a club
        if self._titled(words, at):
            return [], 1
        forms = [self._told.forms(word) for word in words[at : at + _LONGEST]]
        for length in range(len(forms), 0, -1):
            if self._run(words, at, length):
                native = self._native(words, at, forms[:length])
                if native is not None:
                    return [native], length
        regions = self._regions.at(words, at)
        if regions:
            told = [
                Name(words[r.first].start, words[r.last].end, r.name, {}, r.country, frozenset(), region=True)
                for r in regions
            ]
            return told, regions[-1].last + 1 - at
        for length in range(len(forms), 0, -1):
            if self._run(words, at, length):
                listed = self._listed(words, at, forms[:length])
                if listed is not None:
                    return [listed], length
        return [], 1

    def _titled(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word stands alone in quotation marks, as a hotel's or a song's name does."""
        behind = words[at + 1].gap if at + 1 < len(words) else ""
        quoted = words[at].gap.endswith(("«", "“", '"', "„")) and behind.startswith(("»", "”", '"', "“"))
        return quoted and not self._behind(words, at)

    def _run(self, words: Sequence[Word], at: int, length: int) -> bool:
        """Whether so many words stand together."""
        return not any(word.gap.strip(" \u00a0\n") or "\n\n" in word.gap for word in words[at + 1 : at + length])

    def _native(self, words: Sequence[Word], at: int, forms: Sequence[list[str]]) -> Name | None:
        """A name that a theatre or the table of countries has."""
        if self._begins.isdisjoint(form.split(" ")[0] for form in forms[0]):
            return None
        first, last = words[at], words[at + len(forms) - 1]
        for parts in islice(product(*forms), _MOST_FORMS):
            known = self._natives.get(" ".join(parts))
            if known is None:
                continue
            if len(forms) == 1 and self._doubtful(words, at, forms[0]):
                continue
            written, native = known
            form = native.get("", written)
            return Name(_begin(first, parts[0]), last.end, form, native, self._country(native), frozenset())
        return None

    def _doubtful(self, words: Sequence[Word], at: int, forms: Sequence[str]) -> bool:
        """Whether a name of one word is rather another word here, or a river."""
        told, word = self._told, words[at]
        if any(form in told.ambiguous for form in forms) and not self._behind(words, at):
            # In Cyrillic what is no name has a capital only where everything has.
            return told.letters == "Arabic" or word.opens or word.loud
        if any(form in told.rivers for form in forms):
            near = words[max(0, at - 2) : at]
            return any(one.key in told.by_rivers for one in near) and not any(o.key in told.settlement for o in near)
        return False

    def _country(self, native: Mapping[str, str]) -> str:
        for theatre, name in native.items():
            if theatre in names():
                told = load(theatre).region(name) or load(theatre).place(name)
                if told is not None and told.country:
                    return told.country
        region = GENERIC.region(native.get("", ""))
        return region.country or "" if region is not None else ""

    def _behind(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word for a town, or one that stands before places, is right before this one or part of it.

        A hashtag needs none, nor does what is joined to a name: "Alba and Berg".
        """
        word = words[at]
        leading = self._told.at | self._told.settlement
        led = at > 0 and not word.gap.strip() and any(form in leading for form in self._written(words[at - 1]))
        # "in" and "to" are written together with a name, and the article is not what they begin.
        fused = word.key.startswith(self._told.fused) and not word.key.startswith(self._told.article)
        return led or fused or word.tagged or self._joined(words, at)

    def _joined(self, words: Sequence[Word], at: int) -> bool:
        word, told = words[at], self._told
        if self._behind_name < 1 or self._behind_name > at:
            return False
        if self._behind_name == at:
            return word.key.startswith(tuple(told.conj)) if told.letters == "Arabic" else word.gap.strip() == ","
        return self._behind_name == at - 1 and words[at - 1].key in told.conj

    def _written(self, word: Word) -> list[str]:
        """A small word, and in Arabic what it is behind an "and"."""
        return self._told.forms(word) if self._told.letters == "Arabic" else [word.key]

    def _listed(self, words: Sequence[Word], at: int, forms: Sequence[list[str]]) -> Name | None:
        """A name that the gazetteer lists, if it is surely one."""
        run = words[at : at + len(forms)]
        first, told = run[0], self._told
        settled = at > 0 and not first.gap.strip(" .") and words[at - 1].key in told.settlement
        led = settled or self._behind(words, at)
        if told.letters == "Cyrillic":
            if not all(word.capital for word in run) or any(word.opens for word in run[1:]):
                return None
        elif len(run) > 1 and not led and not any(form in told.openers for form in forms[0]):
            return None
        if len(run) == 1:
            if len(first.key) < 3 or any(form in told.not_places for form in forms[0]):
                return None
            if first.key in told.settlement | told.region:  # "the city of" is no city, though one is called just that
                return None
            if self._doubtful(words, at, forms[0]):
                return None
            if first.written.isupper() and not first.loud and not first.tagged:  # an abbreviation
                return None
        best: tuple[float, Name] | None = None
        for parts in islice(product(*forms), _MOST_FORMS):
            form = " ".join(parts)
            candidates = self._exact(form)
            if (
                len(form) < _SHORTEST
                or not candidates
                or not self._sure(words, at, len(run), candidates, settled=settled, led=led)
            ):
                continue
            if len(run) == 1 and not settled and self._adjective(words, at, form, candidates):
                continue
            chief = max(candidates, key=self._weight)
            weight = self._weight(chief) * (
                _OWN_FORM if all(p == w.key for p, w in zip(parts, run, strict=True)) else 1
            )
            if best is None or weight > best[0]:
                ids = frozenset(c.id for c in candidates if c.id is not None)
                best = weight, Name(_begin(first, parts[0]), run[-1].end, form, {}, chief.country, ids)
        return best[1] if best else None

    def _weight(self, candidate: Candidate) -> float:
        near = _NEAR if candidate.country == self._first else _NEAR / 2 if candidate.country in self._countries else 1
        return (candidate.population + 1) * near

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
        near = any(c.country in self._countries for c in candidates)
        home = self._told.home | self._countries
        far = 2 * _CITY if led else 10 * _CITY  # people of a town in another part of the world
        people = max((c.population for c in candidates if c.country in home or c.population >= far), default=-1)
        if people < 0:
            return False
        first = words[at]
        if self._told.letters == "Arabic":
            long = len(first.key) > 3 or length > 1
            known = people >= _TOWN or near if long else people >= _CITY
            return settled or (led and known) or (long and people >= 4 * _CITY)
        if first.loud:
            return settled or (led and people >= _TOWN) or people >= 5 * _CITY
        before = words[at - 1] if at and not first.opens and not first.gap.strip() else None
        if before is not None and before.capital and not led and self._behind_name != at:
            # A person's surname, or the rest of some body's name. Any word that opens a sentence has a capital.
            named = before.opens and people >= _CITY and not before.loud
            return settled or (named and not any(f in self._told.not_places for f in self._told.forms(before)))
        after = words[at + length] if at + length < len(words) else None
        joined = after is not None and not after.gap.strip() and after.capital and not after.opens
        if joined and not led:
            return settled  # a given name before a surname
        if first.opens and not led:
            known = people >= (_BEGINS / 4 if near else _BEGINS)
            return known or settled or (length == 1 and first.key.endswith(self._told.surely))
        return led or people >= _TOWN

    def _adjective(self, words: Sequence[Word], at: int, form: str, candidates: Sequence[Candidate]) -> bool:
        """Whether what would be a town by its form is the adjective of another: "the Kyiv mill", not "Kyivskyi"."""
        if self._told.letters == "Arabic" or max(c.population for c in candidates) >= 4 * _CITY:
            return False
        after = words[at + 1] if at + 1 < len(words) else None
        described = after is not None and not after.gap.strip() and not after.capital
        return described and " " not in form and self._regions.stem(form) is not None


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
    """The places that names mean, all settled together; a name that comes to nothing sure is left out.

    A name that only another theatre has is settled as that one would: one town is enough to know where it lies.
    """
    own = {place.id: place.name for place in theatre.places if place.id is not None}
    asked: dict[str, list[tuple[Name, Named]]] = {theatre.name: []}
    for name in found:
        known = next((own[id] for id in sorted(name.ids) if id in own), None)
        called = name.native.get(theatre.name) or name.native.get("")
        abroad = None if called else next((t for t in name.native if t in names() and not load(t).invented), None)
        if abroad is not None:
            asked.setdefault(abroad, []).append((name, Named(name.start, name.end, name.native[abroad])))
            continue
        kind: Literal["region"] | None = "region" if name.region else None
        asked[theatre.name].append((name, Named(name.start, name.end, called or known or name.form, kind)))
    out: list[Mention] = []
    for settling, some in asked.items():
        here = theatre if settling == theatre.name else load(settling)
        settled = settle([named for _, named in some], gazetteer, here, listed_alike=True)
        for name, named in some:
            choice = settled[named]
            place: Place | None = choice.place
            if place is None:
                continue
            looked_up = named.name == name.form and not name.native and not name.region
            if looked_up and choice.candidates[0][0].matched not in _EXACT:
                continue
            out.append(Mention(name.start, name.end, place=place))
    return sorted(out, key=lambda mention: mention.start)
