"""Which few numbers stand for a text, so that a database finds its near-duplicates by an index?

Method: A. Broder, "On the resemblance and containment of documents" (1997). Every run of five words (a shingle) is
hashed, and those hashes are kept that are 0 modulo 16, in a text of less than 320 words modulo 8: whatever two texts
share is sampled alike in both, however much longer one is, so that a trimmed reprint is found by its share of the
whole. A text too short for that keeps its smallest hashes too.

A shared fingerprint only makes a candidate; ``sayso.weighing.copies`` verifies it on the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hashes", "fingerprints", "located", "sample", "shingle_hashes", "words"]

_SHINGLE = 5  # words
_EVERY = 16  # about 25 fingerprints for a report of 400 words,
_OFTEN = 8  # and as many for one of half that
_LONG = 320  # shingles
_FEWEST = 8
_LETTERS = r"[\w\u0300-\u036f]+"  # with accents that stand by themselves
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ.,:-]{_LETTERS})*")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})

Hashes = NDArray[np.uint64]


def words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, accents, kinds of apostrophe, marks around them."""
    return list(map(_fold, _WORD.findall(text)))


def located(text: str, start: int = 0) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of a text from ``start`` on, as ``words`` gives them, and where each stands (code points)."""
    found = list(_WORD.finditer(text, start))
    return [_fold(match.group()) for match in found], [match.span() for match in found]


@lru_cache(maxsize=1 << 16)  # English repeats itself
def _fold(word: str) -> str:
    if not word.isascii():
        word = word.translate(_APOSTROPHES)
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.casefold()


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


def shingle_hashes(folded: Sequence[str], size: int = _SHINGLE) -> Hashes:
    """The hash of every run of ``size`` folded words, in order: 64 bits, the same on every machine.

    A text of fewer words is one shingle; one of none has none.
    """
    if not folded:
        return np.zeros(0, dtype=np.uint64)
    each = np.fromiter(map(_hash, folded), dtype=np.uint64, count=len(folded))
    size = min(size, len(folded))
    count = len(folded) - size + 1
    mixed: Hashes = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ (mixed >> np.uint64(29))
        mixed += each[at : at + count]
    # The last step of splitmix64 (Steele and others, 2014): every bit moves the lowest ones, which are sampled.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def sample(hashes: Hashes) -> tuple[int, ...]:
    """The hashes that stand for a text, as numbers below 2**63 for any database, in rising order."""
    distinct = np.unique(hashes)
    kept = distinct[distinct % np.uint64(_EVERY if len(distinct) >= _LONG else _OFTEN) == 0]
    if len(kept) < _FEWEST:
        kept = np.union1d(kept, distinct[:_FEWEST])
    return tuple((kept >> np.uint64(1)).tolist())


def fingerprints(text: str) -> tuple[int, ...]:
    """The sampled shingles of a text: distinct, rising, from 0 to 2**63 - 1; none for a text without words."""
    return sample(shingle_hashes(words(text)))
