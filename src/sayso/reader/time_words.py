"""Which words are about time: the table in ``data/times.toml``, and a text cut into tokens it can be looked up by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from sayso.reader.time_model import Anchor
from sayso.reader.wordlists import table as read_table

__all__ = ["PAD", "Names", "Tokens", "anchor_names", "table", "word_tuple"]

# One pass, no nesting: runs of digits, runs of letters, a blank line, or a single other character.
TOKEN = re.compile(r"\d+|[^\W\d_]+|\n[ \t\r]*\n|[^\w\s]|_")
PAD = 16
_SAME = str.maketrans("’‘ʼ–‐‑−", "'''----")


@cache
def table() -> Mapping[str, Any]:
    """The words of ``data/times.toml`` by section."""
    return read_table("times")


class Tokens:
    """A text in tokens: ``low`` in lower case, ``start`` and ``end`` in code points.

    ``low`` ends with ``PAD`` empty strings, so that a rule may look a few tokens ahead unchecked.
    """

    __slots__ = ("depth", "end", "low", "memo", "start", "text")

    def __init__(self, text: str) -> None:
        spans = [m.span() for m in TOKEN.finditer(text)]
        self.text = text
        lower = text.translate(_SAME).lower()
        if len(lower) != len(text):  # a few capitals are two letters when small
            lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text.translate(_SAME))
        # What the grammar has found at a token already, so that no rule is tried there twice.
        self.memo: dict[int, Any] = {}
        self.depth = 0
        self.start = [s for s, _ in spans] + [len(text)] * PAD
        self.end = [e for _, e in spans] + [len(text)] * PAD
        self.low = [lower[s:e] for s, e in spans] + [""] * PAD

    def __len__(self) -> int:
        return len(self.low) - PAD

    def tight(self, i: int) -> bool:
        """Whether token ``i`` touches the next one."""
        return self.end[i] == self.start[i + 1]

    def capital(self, i: int) -> bool:
        """Whether token ``i`` begins with a capital letter."""
        return self.text[self.start[i] : self.start[i] + 1].isupper()

    def at(self, i: int) -> str:
        """Token ``i`` in lower case, empty outside the text."""
        return self.low[i] if i >= 0 else ""


def word_tuple(name: str) -> tuple[str, ...]:
    """A name in the tokens that ``Tokens`` would cut it into, without a leading article."""
    words = tuple(w.translate(_SAME).lower() for w in TOKEN.findall(name))
    return words[1:] if words[:1] in {("the",), ("a",), ("an",)} else words


T = TypeVar("T")


class Names(Generic[T]):
    """Names of several tokens, found by their first, the longest first."""

    def __init__(self, names: Sequence[tuple[str, T]]) -> None:
        self.heads: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for name, value in names:
            if words := word_tuple(name):
                self.heads.setdefault(words[0], []).append((words, value))
        for entries in self.heads.values():
            entries.sort(key=lambda e: -len(e[0]))

    def at(self, t: Tokens, i: int) -> tuple[T, int] | None:
        """What is named from token ``i`` on, and the token after it."""
        for words, value in self.heads.get(t.low[i], ()):
            if tuple(t.low[i : i + len(words)]) == words:
                return value, i + len(words)
        return None


def anchor_names(anchors: Sequence[Anchor]) -> Names[Anchor]:
    """Anchors by every name they have."""
    return Names([(name, anchor) for anchor in anchors for name in anchor.names])
