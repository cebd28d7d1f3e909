"""Which words of a text changed between two versions, paragraph beside paragraph.

Paragraphs that are the same are paired first, then the words within those that differ (the longest common runs of
E. Myers' kin, as ``difflib`` finds them). Swapping the texts swaps the sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

__all__ = ["Piece", "Row", "side_by_side"]

_WORDS: Final = re.compile(r"\w+(?:['’.,:-]\w+)*|[^\w\s]|\s+")
_BREAK: Final = re.compile(r"(?<!\s)\s*\n\s*")
_MOST: Final = 4_000_000  # pairs of words compared at once; beyond, paragraphs are told as changed in whole


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a side, and whether the other side has others in their place."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of each text; a side is empty where the other's paragraph has no counterpart."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed here."""
        return self.before == self.after


def side_by_side(before: str, after: str) -> list[Row]:
    """The paragraphs of two texts in rows; how lines are broken and spaced is no change."""
    old, new = _paragraphs(before), _paragraphs(after)
    rows: list[Row] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [Row((Piece(text, changed=False),), (Piece(text, changed=False),)) for text in old[a:b]]
        else:
            rows += _changed(old[a:b], new[c:d])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _BREAK.split(text.strip()) if part.strip()]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Paragraphs that differ: in order, each with the one that it shares most words with."""
    at = 0
    for text in old:
        mate = max(range(at, len(new)), key=lambda k: _alike(text, new[k]), default=None)
        if mate is None or _alike(text, new[mate]) < 0.4:
            yield Row((Piece(text, changed=True),), ())
            continue
        for k in range(at, mate):
            yield Row((), (Piece(new[k], changed=True),))
        yield _words(text, new[mate])
        at = mate + 1
    for text in new[at:]:
        yield Row((), (Piece(text, changed=True),))


def _alike(a: str, b: str) -> float:
    one, two = set(a.casefold().split()), set(b.casefold().split())
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 1.0


def _words(before: str, after: str) -> Row:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _MOST:
        return Row((Piece(before, changed=True),), (Piece(after, changed=True),))
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        _add(left, "".join(old[a:b]), what != "equal")
        _add(right, "".join(new[c:d]), what != "equal")
    return Row(tuple(left), tuple(right))


def _add(pieces: list[Piece], text: str, changed: bool) -> None:
    if text:
        pieces.append(Piece(text, changed))
