"""What the trained heads say of each word: whether it heads a claim, of which type, and how surely it is told.

The encoder gives a score for each of ``CLAIM_TAGS`` and of ``MODALITIES`` with the parse, in one pass; here they become
probabilities. Another pipeline than Sayso's own has no such heads, and the rules decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar, get_args

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from sayso.model import CLAIM_TYPES, ClaimType, Modality

__all__ = ["MODALITIES", "ClaimScores", "blank_scores", "keep_scores", "scores_of", "weigh"]

T = TypeVar("T", bound=str)
Array = npt.NDArray[np.float32]

MODALITIES: tuple[Modality, ...] = get_args(Modality)
_KINDS = 1 + len(CLAIM_TYPES)  # "none" comes first
_WIDTH = _KINDS + len(MODALITIES)
_KEY = "sayso_claims"
_CERTAIN_NONE = 12.0


def blank_scores(words: int) -> Array:
    """Scores of words that nothing was said of: none of them heads a claim."""
    scores = np.zeros((words, _WIDTH), dtype=np.float32)
    scores[:, 0] = _CERTAIN_NONE
    return scores


def keep_scores(doc: Doc, scores: Array) -> None:
    """Hang the scores (words, tags) on a document."""
    doc.user_data[_KEY] = scores


class ClaimScores:
    """Probabilities by token index."""

    def __init__(self, scores: Array) -> None:
        self._kinds = _softmax(scores[:, :_KINDS])
        self._modalities = _softmax(scores[:, _KINDS:])

    def claimed(self, token: int) -> float:
        """How likely the word heads a claim."""
        return 1.0 - float(self._kinds[token, 0])

    def types(self, token: int) -> dict[ClaimType, float]:
        """How likely each type is, if the word heads a claim."""
        shares = self._kinds[token, 1:] / max(1e-9, float(self._kinds[token, 1:].sum()))
        return dict(zip(CLAIM_TYPES, map(float, shares), strict=True))

    def modalities(self, token: int) -> dict[Modality, float]:
        """How likely each modality is, if the word heads a claim."""
        return dict(zip(MODALITIES, map(float, self._modalities[token]), strict=True))


def scores_of(docs: Sequence[Doc]) -> ClaimScores | None:
    """The scores of documents that are being joined into one; None where no head spoke of any."""
    kept = [doc.user_data.get(_KEY) for doc in docs]
    if all(k is None for k in kept):
        return None
    return ClaimScores(
        np.concatenate([blank_scores(len(d)) if k is None else k for d, k in zip(docs, kept, strict=True)])
    )


def weigh(shares: Mapping[T, float], ruled: T, worth: float) -> tuple[T, float]:
    """What heads and rules together hold for likeliest, and its share of all.

    ``worth`` is what the rules' reading counts beside the heads' shares, as a natural logarithm of odds.
    """
    odds = {value: math.log(max(1e-6, share)) for value, share in shares.items()}
    odds[ruled] += worth
    best = max(odds, key=odds.__getitem__)
    return best, 1.0 / sum(math.exp(o - odds[best]) for o in odds.values())


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = powers / powers.sum(axis=1, keepdims=True)
    return shares
