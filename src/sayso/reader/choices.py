"""Which of several readings holds: the rules propose, and weights learned from labelled reports choose.

A question ("where?") has options, each with a value and with what speaks for it, as words. An option's score
is the sum of its words' weights; the highest wins, and its share of all (softmax) says how sure the choice is. Options
with one value are one. Without weights for a question the first option wins, so that the rules propose in the order
that they would take. Method: a conditional log-linear model, trained by ``training.choices``;
``weights/choices.json`` has its weights, which anyone can read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

__all__ = ["RULE", "Chooser", "Option", "crossed", "default_chooser", "merged"]

RULE = "rule"
"""The sign of what the rules alone would take."""
_WEIGHTS = Path(__file__).parent / "weights" / "choices.json"

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """A value that a field could have, the words that speak for or against it, and the reason to show."""

    value: T
    signs: frozenset[str]
    why: str


def merged(options: Sequence[Option[T]]) -> list[Option[T]]:
    """One option a value, with the signs of all that propose it and the first one's reason; the first is the rules'
    own."""
    by_value: dict[T, Option[T]] = {}
    first = Option(options[0].value, options[0].signs | {RULE}, options[0].why)
    for option in (first, *options[1:]):
        before = by_value.get(option.value)
        if before is not None:
            option = Option(option.value, before.signs | option.signs, before.why)
        by_value[option.value] = option
    return list(by_value.values())


def crossed(option: Option[T], marks: Sequence[str]) -> Option[T]:
    """The option with its plain signs crossed with marks of what is asked about; signs with a colon are details."""
    pairs = {f"{sign} & {mark}" for sign in option.signs if ":" not in sign for mark in marks}
    return Option(option.value, option.signs | pairs, option.why)


class Chooser:
    """Chooses by weights: question, sign, weight."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def learned(self, question: str) -> bool:
        """Whether there are weights for a question: without them only what the rules would take need be proposed."""
        return question in self._weights

    def choose(self, question: str, options: Sequence[Option[T]]) -> tuple[Option[T], float | None]:
        """The best option and its probability, None where nothing was learned of the question."""
        options = merged(options)
        weights = self._weights.get(question)
        if weights is None:
            return options[0], None
        scores = [sum(weights.get(s, 0.0) for s in o.signs) for o in options]
        top = max(scores)
        best = scores.index(top)
        return options[best], 1.0 / sum(math.exp(s - top) for s in scores)


@cache
def default_chooser() -> Chooser:
    """The chooser with the packaged weights."""
    if not _WEIGHTS.is_file():
        return Chooser({})
    return Chooser(json.loads(_WEIGHTS.read_text(encoding="utf-8")))
