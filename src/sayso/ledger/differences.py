"""What claims came, went and changed between two versions of a report?

Claims that are the same in every field are paired first, wherever they stand in the text. Of the others, pairs are made
greedily, the most alike first: half of the score is the share of words that two claims have in common (the Dice
coefficient of their bags of words, any figure being as good as another), the rest whether their type, places and
source agree. What finds no partner that is alike enough came, or went. Swapping the versions swaps the answer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sayso.model import Claim

__all__ = ["FIELDS", "Change", "Differences", "differences"]

FIELDS: Final = (
    "text", "type", "source", "cue", "quote", "via", "actor", "target", "places", "when", "said", "counts", "modality",
    "stances",
)  # fmt: skip
"""The fields that are compared: all but the ids and where in the text a claim stands."""
_WORDS, _TYPE, _PLACES, _SOURCE = 0.5, 0.2, 0.15, 0.15
_ALIKE: Final = 0.6
_LEAST_WORDS: Final = 0.25  # without common words, two claims of one place and source are two claims
_MANY: Final = 100_000  # pairs; beyond, only claims of one type are compared
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|\w+")


@dataclass(frozen=True, slots=True)
class Change:
    """A claim in both versions, and the fields (of ``FIELDS``) that differ."""

    before: Claim
    after: Claim
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """``went`` is in order of the earlier text, ``came`` and ``changed`` of the later; ``same`` is how many stayed."""

    came: tuple[Claim, ...]
    went: tuple[Claim, ...]
    changed: tuple[Change, ...]
    same: int


def differences(before: Sequence[Claim], after: Sequence[Claim]) -> Differences:
    """Compare the claims of two versions of one report, each in order of its text."""
    old, new = list(enumerate(before)), list(enumerate(after))
    waiting: defaultdict[tuple[Any, ...], deque[int]] = defaultdict(deque)
    for j, claim in new:
        waiting[_said(claim)].append(j)
    same: dict[int, int] = {}
    for i, claim in old:
        if alike := waiting.get(_said(claim)):
            same[i] = alike.popleft()
    stayed = set(same.values())
    pairs = _pairs([(i, c) for i, c in old if i not in same], [(j, c) for j, c in new if j not in stayed])
    found = {j: i for i, j in pairs}
    return Differences(
        came=tuple(c for j, c in new if j not in stayed and j not in found),
        went=tuple(c for i, c in old if i not in same and i not in found.values()),
        changed=tuple(_change(before[found[j]], after[j]) for j in sorted(found)),
        same=len(same),
    )


def _value(claim: Claim, field: str) -> Any:
    # Lines may have been broken elsewhere: that is no other text.
    return " ".join(claim.text.split()) if field == "text" else getattr(claim, field)


def _said(claim: Claim) -> tuple[Any, ...]:
    return tuple(_value(claim, field) for field in FIELDS)


def _change(before: Claim, after: Claim) -> Change:
    fields = tuple(field for field in FIELDS if _value(before, field) != _value(after, field))
    return Change(before, after, fields)


def _pairs(old: Sequence[tuple[int, Claim]], new: Sequence[tuple[int, Claim]]) -> list[tuple[int, int]]:
    words = {id(claim): _bag(claim.text) for _, claim in (*old, *new)}
    narrow = len(old) * len(new) > _MANY
    scored: list[tuple[float, int, int, int, int]] = []
    for i, a in old:
        for j, b in new:
            if narrow and a.type != b.type:
                continue
            score = _alike(a, b, words[id(a)], words[id(b)])
            if score >= _ALIKE:
                scored.append((-score, abs(i - j), i + j, i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    out: list[tuple[int, int]] = []
    for *_, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            out.append((i, j))
    return out


def _alike(a: Claim, b: Claim, words_a: Counter[str], words_b: Counter[str]) -> float:
    total = words_a.total() + words_b.total()
    common = 2 * (words_a & words_b).total() / total if total else 0.0
    if common < _LEAST_WORDS:
        return 0.0
    return round(
        _WORDS * common
        + _TYPE * (a.type == b.type)
        + _PLACES * _shared({p.id or p.name for p in a.places}, {p.id or p.name for p in b.places})
        + _SOURCE * (a.source.name == b.source.name),
        6,
    )


def _shared(a: set[int | str], b: set[int | str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _bag(text: str) -> Counter[str]:
    found = (word.casefold() for word in _WORD.findall(text))
    return Counter("0" if word[0].isdigit() else word for word in found)
