"""How words become the encoder's sub-words: the one place that training and reading must agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

__all__ = ["ROOT_ID", "SHAPES", "Batch", "Encoded", "Subwords", "collate", "word_shape"]

ROOT_ID = 101
"""BERT's [CLS]: it opens every sentence and stands for the root of the tree."""
_END_ID = 102
_UNKNOWN_ID = 100
_NO_SHAPE = 5
_PIECES_PER_WORD = 12
SHAPES = 8

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as sub-word ids, the shape of each one's word, and where each word begins."""

    ids: list[int]
    shapes: list[int]
    first: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences padded to one size: ids and shapes (B, T), first and mask (B, N)."""

    ids: IntArray
    shapes: IntArray
    first: IntArray
    mask: BoolArray


def word_shape(word: str) -> int:
    """Class of a word's letter case, 0 to 7: the base encoder is uncased and would not see it."""
    if not any(c.isalpha() for c in word):
        return 4 if any(c.isdigit() for c in word) else _NO_SHAPE
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 6
    if word[0].isupper() and word[1:].islower():
        return 1
    return 3 if word[0].isupper() else 7


class Subwords:
    """The base encoder's WordPiece, applied to words that are already split."""

    def __init__(self, tokenizer_json: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_json))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, sentences: Sequence[Sequence[str]]) -> list[Encoded]:
        """Encode pre-split sentences; a word of more than twelve pieces keeps its first twelve."""
        made = self._tokenizer.encode_batch(
            [list(s) for s in sentences], is_pretokenized=True, add_special_tokens=False
        )
        return [self._lay_out(words, e.ids, e.word_ids) for words, e in zip(sentences, made, strict=True)]

    @staticmethod
    def _lay_out(words: Sequence[str], pieces: list[int], owner: list[int | None]) -> Encoded:
        ids, shapes, first = [ROOT_ID], [_NO_SHAPE], []
        k = 0
        for j, word in enumerate(words):
            first.append(len(ids))
            shape, taken = word_shape(word), 0
            while k < len(pieces) and owner[k] == j:
                if taken < _PIECES_PER_WORD:
                    ids.append(pieces[k])
                    shapes.append(shape)
                    taken += 1
                k += 1
            if not taken:  # the tokenizer drops control characters and the like
                ids.append(_UNKNOWN_ID)
                shapes.append(shape)
        return Encoded([*ids, _END_ID], [*shapes, _NO_SHAPE], first)


def collate(sentences: Sequence[Encoded]) -> Batch:
    """Pad encoded sentences into one batch."""
    width = max(len(s.ids) for s in sentences)
    words = max(len(s.first) for s in sentences)
    ids = np.zeros((len(sentences), width), dtype=np.int64)
    shapes = np.full((len(sentences), width), _NO_SHAPE, dtype=np.int64)
    first = np.zeros((len(sentences), words), dtype=np.int64)
    mask = np.zeros((len(sentences), words), dtype=np.bool_)
    for row, s in enumerate(sentences):
        ids[row, : len(s.ids)] = s.ids
        shapes[row, : len(s.shapes)] = s.shapes
        first[row, : len(s.first)] = s.first
        mask[row, : len(s.first)] = True
    return Batch(ids, shapes, first, mask)
