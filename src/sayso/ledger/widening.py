"""Which other forms of a word that is not English are looked for with it?

English words are stemmed by the databases. A Cyrillic word is looked for by its beginning, since its ending changes
with its case; an Arabic one with what is written together with it before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Widened", "widened"]

_CYRILLIC: Final = re.compile(r"[\u0400-\u052f'’ʼ-]+")
_ARABIC: Final = re.compile(r"[\u0620-\u065f\u0670-\u06d3]+")
_ARTICLE: Final = "ال"
_BEFORE: Final = ("", "و", "ب", "ل", "ف")
_CUT: Final = 2  # letters of an ending
_KEPT: Final = 4  # letters of a word that still tell it


@dataclass(frozen=True, slots=True)
class Widened:
    """Words of which any will do; with ``begun`` words that only begin so as well."""

    words: tuple[str, ...]
    begun: bool


def widened(word: str) -> Widened | None:
    """What is looked for instead of one word; None for one that is looked for as it is."""
    if _CYRILLIC.fullmatch(word) and any(map(str.isalpha, word)):
        keep = max(min(_KEPT, len(word)), len(word) - _CUT)
        return Widened((word[:keep].rstrip("'’ʼ-"),), True)
    if _ARABIC.fullmatch(word):
        bare = word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 1 else word
        forms = [before + form for form in (bare, _ARTICLE + bare) for before in _BEFORE]
        return Widened((*forms, "لل" + bare), False)
    return None
