"""Where quotation runs: spans of quoted words, found in the text before anything is parsed.

A quote may hold several sentences, and may run over paragraphs: by newspaper custom each paragraph then
opens with a mark of its own and only the last one closes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["QuoteSpan", "find_quotes", "quote_at"]

# What each mark may be closed by; a closing mark in front of a word is a slip for an opening one.
_PAIRS = {"“": "”", "«": "»", "„": "“”", '"': '"', "”": "”", "‘": "’", "'": "'"}
_MIXED = {"“": '"', '"': "”"}
_DOUBLED = {"''": "''", "``": "''"}  # typewriters' marks, as wires and archives keep them
_LONGEST = 4000  # a mark left open must not swallow the report


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """One stretch of quoted words, marks included; ``carries_on`` when the next paragraph goes on with it.

    ``width`` is how many signs each mark is written with.
    """

    start: int
    end: int
    carries_on: bool = False
    width: int = 1

    @property
    def inner(self) -> tuple[int, int]:
        """The span without its marks."""
        return self.start + self.width, self.end if self.carries_on else self.end - self.width


def _opens(text: str, i: int, width: int = 1) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + width] if i + width < len(text) else " "
    if after.isspace():
        return False
    return before.isspace() or before in "([{—–-:/\u200b" or (text[i] in "“«„" and not after.isspace())


def _closes(text: str, i: int, single: bool) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    if single:  # an apostrophe stands inside a word or before a plural's space; a closing mark after a stop or a word
        return not after.isalnum() and not before.isspace() and before != "s"
    return not before.isspace() or not after.isalnum()


class _Closing:
    """Where the marks of a block close, by which marks they are: each kind is looked for once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._found: dict[tuple[str, bool], list[int]] = {}

    def after(self, opened: int, stop: int, marks: str) -> int | None:
        """Where a quotation ends: the first mark of its kind that closes."""
        text, single = self._text, self._text[opened] in "‘'"
        found = self._found.get((marks, single))
        if found is None:
            found = [k for k in range(self._start, self._end) if text[k] in marks and _closes(text, k, single)]
            self._found[marks, single] = found
        at = bisect_left(found, opened + 2)
        return found[at] if at < len(found) and found[at] < stop else None


def _mixed(text: str, closing: _Closing, opened: int, stop: int, close: int | None) -> int | None:
    """Where a quotation ends whose marks two hands have set: the other kind's closing mark."""
    other = closing.after(opened, stop if close is None else close, _MIXED[text[opened]])
    if other is None or (close is not None and text[opened] == "“") or "“" in text[opened + 1 : other]:
        return close
    return other


def _in_block(text: str, start: int, end: int) -> list[QuoteSpan]:
    spans: list[QuoteSpan] = []
    closing = _Closing(text, start, end)
    i = start
    while i < end:
        mark = text[i]
        doubled = _DOUBLED.get(text[i : i + 2])
        if doubled is not None and _opens(text, i, 2):
            close_at = text.find(doubled, i + 3, min(end, i + _LONGEST))
            spans.append(QuoteSpan(i, end if close_at < 0 else close_at + 2, carries_on=close_at < 0, width=2))
            i = spans[-1].end
            continue
        if mark in _PAIRS and _opens(text, i):
            single = mark in "‘'"
            stop = min(end, i + _LONGEST)
            close = closing.after(i, stop, _PAIRS[mark])
            if mark in _MIXED:
                close = _mixed(text, closing, i, stop, close)
            if close is not None:
                spans.append(QuoteSpan(i, close + 1))
                i = close + 1
                continue
            if not single and mark != "”" and not text[i + 1 : end].isspace():
                spans.append(QuoteSpan(i, end, carries_on=True))
                return spans
        i += 1
    return spans


def find_quotes(text: str, blocks: Sequence[tuple[int, int]]) -> list[QuoteSpan]:
    """Quote spans within each paragraph, in order; ``blocks`` are the paragraphs' (start, end)."""
    return [span for start, end in blocks for span in _in_block(text, start, end)]


def quote_at(quotes: Sequence[QuoteSpan], offset: int) -> QuoteSpan | None:
    """The quote that covers an offset, if one does."""
    k = bisect_right(quotes, offset, key=lambda q: q.start) - 1
    return quotes[k] if k >= 0 and quotes[k].start <= offset < quotes[k].end else None
