"""Which region does an adjective or a word for land name? "Kharkiv-ish oblast", "the Kharkiv land": by their town.

A gazetteer has regions by their English names alone, so the town that a region is called after is looked for by the
language's own rules, and the region by the town's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.gazetteer import Candidate, Gazetteer
from sayso.reader.foreign_words import Tongue, Word

__all__ = ["Regions", "Told"]

_MOST_LISTED = 4  # adjectives that share one word: "in the X, Y and Z regions"
_STEM = 3
# What a region is called in English after its town, and how it ranks; the first that there is, is meant.
_RANKS = {"oblast": "province", "krai": "province", "raion": "county", "governorate": "province", "state": "province"}
_LARGEST = 300  # people of a town that a region may be called after


@dataclass(frozen=True, slots=True)
class Told:
    """A region: its first and last word in the text, its English name, and its country (ISO alpha-2)."""

    first: int
    last: int
    name: str
    country: str


class Regions:
    """Finds the regions in a text's words; ``towns`` tells the settlements that are called just so."""

    def __init__(self, told: Tongue, gazetteer: Gazetteer, towns: Callable[[str], list[Candidate]]) -> None:
        self._told, self._gazetteer, self._towns = told, gazetteer, towns

    def at(self, words: Sequence[Word], at: int) -> list[Told]:
        """The regions whose names begin at a word: several where adjectives share the word for what they are."""
        if self._told.letters == "Arabic":
            return self._worded(words, at)
        return self._adjectives(words, at) or self._land(words, at)

    def _adjectives(self, words: Sequence[Word], at: int) -> list[Told]:
        stems: list[tuple[int, str]] = []
        here = at
        while here < len(words) and len(stems) < _MOST_LISTED:
            stem = self.stem(words[here].key)
            if stem is None or not words[here].capital:
                break
            stems.append((here, stem))
            here += 1
            if here < len(words) and words[here].key in self._told.conj and not words[here].gap.strip():
                here += 1
        last = stems[-1][0] + 1 if stems else len(words)
        if last >= len(words) or words[last].gap.strip() or words[last].key not in self._told.kinds:
            return []
        kind = self._told.kinds[words[last].key]
        found = [self._region(self._of_stem(stem), kind, n, n) for n, stem in stems]
        out = [told for told in found if told is not None]
        if out and out[-1].first == stems[-1][0]:
            out[-1] = Told(out[-1].first, last, out[-1].name, out[-1].country)
        return out

    def stem(self, key: str) -> str | None:
        """What is left of an adjective of a place without its ending; None for any other word."""
        for length in (3, 2, 1):
            stem = key[:-length]
            whole = len(stem) >= _STEM and any(stem.endswith(ending) for ending, _ in self._told.adjectives)
            if whole and key[-length:] in self._told.adjective_ends:
                return stem
        return None

    def _of_stem(self, stem: str) -> Iterator[str]:
        for ending, made in self._told.adjectives:
            if stem.endswith(ending):
                yield stem[: len(stem) - len(ending)] + made

    def _land(self, words: Sequence[Word], at: int) -> list[Told]:
        if not words[at].capital:
            return []
        for form in self._told.forms(words[at]):
            for ending, made in self._told.lands:
                if form.endswith(ending) and len(form) - len(ending) >= _STEM - 1:
                    names = [form[: len(form) - len(ending)] + made]
                    told = self._region(names, "oblast", at, at) or self._region(names, "raion", at, at)
                    if told is not None:
                        return [told]
        return []

    def _worded(self, words: Sequence[Word], at: int) -> list[Told]:
        """A region that its word stands before, as in Arabic: "governorate of Idlib"."""
        kind = self._told.kinds.get(words[at].key)
        if kind is None or at + 1 >= len(words) or words[at + 1].gap.strip():
            return []
        for length in (2, 1):
            run = words[at + 1 : at + 1 + length]
            if len(run) == length and not any(word.gap.strip() for word in run):
                told = self._region([" ".join(word.key for word in run)], kind, at, at + length)
                if told is not None:
                    return [told]
        return []

    def _region(self, names: Iterable[str], kind: str, first: int, last: int) -> Told | None:
        """The region of a kind that is called after one of these towns, the most populous first."""
        towns = [town for name in names for town in self._towns(name) if town.population >= _LARGEST]
        for town in sorted(towns, key=lambda town: -town.population):
            called = f"{town.name} {kind}"
            for region in self._gazetteer.regions(called):
                if region.country == town.country and region.rank == _RANKS.get(kind, "county"):
                    if region.rank == "province" and region.admin1 != town.admin1:
                        continue
                    return Told(first, last, called, region.country)
        return None
