"""How much do many pairs of claims speak for one event? The weights of ``links.py`` for arrays of pairs at once.

A hundred thousand pairs of claims have few pairs of places, of days, of parties: each facet is weighed once for every
pair of its values that occurs, and the rest is arithmetic on arrays. Pairs that can't be one event drop out as early
as possible, by what is cheapest to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.weighing.links import (
    NEARBY,
    PRIOR,
    UNPLACED,
    Kin,
    begins,
    figures,
    kinship,
    mates,
    party,
    place,
    time,
    weapons,
    wording,
)
from sayso.weighing.traits import Trait

__all__ = ["Scorer"]

T = TypeVar("T", bound=Hashable)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ONES: Final = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.int64)
_BITS: Final = 20_000_000  # of words by claims that are held at once
_TABLE: Final = 2_000_000  # codes up to which a table is quicker than sorting


class Scorer:
    """Weighs pairs of claims by their positions in a list in order."""

    def __init__(self, claims: Sequence[Trait]) -> None:
        self._claims = claims
        self._kinds = _Facet([(claim.kind, claim.plan) for claim in claims])
        self._wheres = _Facet([claim.where for claim in claims])
        self._days = _Facet([claim.days for claim in claims])
        self._roles = _Facet([claim.roles for claim in claims])
        self._arms = _Facet([(claim.weapons, claim.armed) for claim in claims])
        self._figures = _Facet([claim.figures for claim in claims])
        self._words = _Words([claim.words for claim in claims])
        self._reports = _Facet([claim.report for claim in claims]).at
        self._counted = np.array([bool(claim.figures) for claim in claims], dtype=bool)
        self._told = np.array([claim.days.told if claim.days else 0 for claim in claims], dtype=np.int64)
        kinds = self._kinds.values
        self._kin = {(x, y): kinship(a, b) for x, a in enumerate(kinds) for y, b in enumerate(kinds)}
        self._of_kinds = {
            part: np.array([np.nan if kin is None else float(getattr(kin, part)) for kin in self._kin.values()])
            for part in Kin._fields
        }

    def weights(self, i: Ints, j: Ints) -> Floats:
        """The sum of each link's parts, above 0 where one event is likelier than two, -inf where it can't be one.

        ``i`` is before ``j`` everywhere.
        """
        total = np.full(len(i), PRIOR)
        left = np.arange(len(i))
        # Those first that are quick to tell and leave few.
        for weigh in (self._kind, self._time, self._place, self._party, self._state, self._more):
            found = weigh(i[left], j[left])
            total[left] += found
            left = left[~np.isnan(found)]
        out = np.full(len(i), -np.inf)
        out[left] = total[left]
        return out

    def _by_kinds(self, part: str, i: Ints, j: Ints) -> Floats:
        found: Floats = self._of_kinds[part][self._kinds.at[i] * len(self._kinds.values) + self._kinds.at[j]]
        return found

    def _kind(self, i: Ints, j: Ints) -> Floats:
        return self._by_kinds("weight", i, j)

    def _time(self, i: Ints, j: Ints) -> Floats:
        return self._days.weigh(i, j, self._by_kinds("once", i, j), 2, lambda a, b, sort: time(a, b, bool(sort)))

    def _place(self, i: Ints, j: Ints) -> Floats:
        found = self._wheres.weigh(i, j, None, 1, lambda a, b, _: place(a, b))
        return np.where((self._reports[i] == self._reports[j]) & (found == UNPLACED), NEARBY, found)

    def _party(self, i: Ints, j: Ints) -> Floats:
        sorts = 2 * self._by_kinds("strict", i, j) + self._by_kinds("mutual", i, j)
        return self._roles.weigh(i, j, sorts, 4, lambda a, b, sort: party(a, b, sort > 1, bool(sort % 2)))

    def _state(self, i: Ints, j: Ints) -> Floats:
        """What a state has to do with a change: nothing, where it is not dated from it."""
        out = np.zeros(len(i))
        for at in np.flatnonzero(self._by_kinds("dated", i, j)).tolist():
            if not begins(self._claims[i[at]], self._claims[j[at]]):
                out[at] = np.nan
        return out

    def _more(self, i: Ints, j: Ints) -> Floats:
        """Weapons, figures, words and one report, which make nothing impossible."""
        out = self._arms.weigh(i, j, None, 1, lambda a, b, _: weapons(a, b))
        out += self._words.weigh(i, j, self._by_kinds("words", i, j))
        both = np.flatnonzero(self._counted[i] & self._counted[j])
        one, other = i[both], j[both]
        rises = ((self._told[one] < self._told[other]) & (self._told[one] > 0)).astype(np.float64)
        out[both] += self._figures.weigh(one, other, rises, 2, lambda a, b, sort: figures(a, b, bool(sort)))
        for at in np.flatnonzero(self._reports[i] == self._reports[j]).tolist():
            out[at] += mates(self._claims[i[at]], self._claims[j[at]])
        return out


class _Words:
    """The content words of many claims: as rows of bits, so that those shared are counted for all pairs at once."""

    def __init__(self, values: Sequence[frozenset[str]]) -> None:
        self._facet = _Facet(values)
        distinct, numbers = self._facet.values, dict[str, int]()
        at = [[numbers.setdefault(word, len(numbers)) for word in words] for words in distinct]
        self._bits: NDArray[np.uint8] | None = None
        if len(distinct) * len(numbers) <= _BITS:
            there = np.zeros((len(distinct), max(1, len(numbers))), dtype=bool)
            for row, words in zip(there, at, strict=True):
                row[words] = True
            self._bits = np.packbits(there, axis=1)
        self._sizes = np.array([len(words) for words in distinct], dtype=np.int64)

    def weigh(self, i: Ints, j: Ints, matters: Floats) -> Floats:
        """What ``links.wording`` weighs, for pairs of claims."""
        if self._bits is None:
            return self._facet.weigh(i, j, matters, 3, wording)
        one, other = self._facet.at[i], self._facet.at[j]
        shared = np.zeros(len(i), dtype=np.int64)
        step = max(1, _BITS // (8 * self._bits.shape[1]))
        for at in range(0, len(i), step):
            both = self._bits[one[at : at + step]] & self._bits[other[at : at + step]]
            shared[at : at + step] = _ONES[both].sum(axis=1)
        dice = 2 * shared / (self._sizes[one] + self._sizes[other] + 1)
        little = np.where(shared > 1, 2 * dice, dice)
        found: Floats = np.where(matters == 2, 8 * dice - 4.5, np.where(matters == 1, 3 * dice - 0.8, little))
        return found


class _Facet(Generic[T]):
    """One facet of many claims, as numbers of its values: each pair of values that occurs is weighed once."""

    def __init__(self, values: Sequence[T]) -> None:
        numbers: dict[T, int] = {}
        self.at: Ints = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
        self.values = list(numbers)

    def weigh(
        self, i: Ints, j: Ints, sorts: Floats | None, many: int, weight: Callable[[T, T, int], float | None]
    ) -> Floats:
        """The weights of the claims' values, nan for None; ``sorts`` (0 to ``many``) tell ways to weigh them apart."""
        count = len(self.values)
        codes = (self.at[i] * count + self.at[j]) * many + (0 if sorts is None else sorts.astype(np.int64))
        if count * count * many <= _TABLE:
            occurs = np.zeros(count * count * many, dtype=bool)
            occurs[codes] = True
            known = np.flatnonzero(occurs)
            at_code = np.zeros(count * count * many, dtype=np.int64)
            at_code[known] = np.arange(len(known))
            where = at_code[codes]
        else:
            known, where = np.unique(codes, return_inverse=True)
        found = [
            weight(self.values[code // many // count], self.values[code // many % count], code % many)
            for code in known.tolist()
        ]
        weights: Floats = np.array([np.nan if w is None else w for w in found], dtype=np.float64)
        return weights[where] if len(weights) else np.zeros(0)
