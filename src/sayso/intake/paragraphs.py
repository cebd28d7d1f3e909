"""Where do paragraphs start and end? Stretches of prose in a text whose line breaks may or may not mean it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.intake.header import read_header

__all__ = ["INVISIBLE", "LONGEST_BLOCK", "LONGEST_WORD", "Span", "cut", "is_terminated", "paragraphs", "trim"]

Span = tuple[int, int]

# Space to str.isspace, and the signs that take no room: zero-width spaces and joiners, marks of direction, BOM.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

# No paragraph of news comes near either figure; what does is cut, or set aside, so that the parser's memory
# does not hang on how a file is laid out.
LONGEST_BLOCK = 10_000
LONGEST_WORD = 500

_WRAP_LIMIT = 110
_WRAP_LEAST = 45
_HEADER_WITHIN = 20  # lines from the top
_SLACK = 3  # hands and mailers wrap less evenly than editors
_BULLET = re.compile(r"(?:[-*•▪◦‣·–—]|\d{1,2}[.)])\s")
_MID_SENTENCE = re.compile(r",[\"'”’»]?$")  # "…," and a cue on the next line
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”»]$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s")


def trim(text: str, start: int, end: int) -> Span:
    """The span without space and invisible signs at its ends; empty spans stay where they began."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def is_terminated(text: str) -> bool:
    """Whether a line ends as a sentence, a quotation or an announcement of one does."""
    return bool(_ENDS.search(text[-12:].rstrip()))


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield trim(text, at, at + len(line))
        at += len(line)


def _groups(text: str) -> list[list[Span]]:
    """Lines that stand together without a blank one between them."""
    groups: list[list[Span]] = [[]]
    for start, end in _lines(text):
        if start < end:
            groups[-1].append((start, end))
        elif groups[-1]:
            groups.append([])
    return [g for g in groups if g]


def _first_word(text: str, span: Span) -> int:
    head = text[span[0] : min(span[1], span[0] + _WRAP_LIMIT)].split(maxsplit=1)
    return len(head[0])


def _header_lines(text: str, groups: Sequence[Sequence[Span]]) -> frozenset[Span]:
    """Lines near the top that are a header from end to end: they stand alone, however long they are."""
    top = [line for group in groups for line in group][:_HEADER_WITHIN]
    read = ((line, read_header(text, *line)) for line in top)
    return frozenset(line for line, header in read if header and not text[header.end : line[1]].strip())


def _wrap_width(text: str, groups: Sequence[Sequence[Span]], headers: frozenset[Span]) -> int | None:
    """The column at which this text is hard-wrapped, None when its line breaks end paragraphs.

    Wrapped text shows itself by lines of nearly one length that mostly break inside a sentence.
    """
    pairs = [pair for group in groups for pair in pairwise(group) if headers.isdisjoint(pair)]
    inner = [above for above, _ in pairs]
    if not inner:
        return None
    lengths = sorted(end - start for start, end in inner)
    width = lengths[-1 - len(lengths) // 20]
    if not _WRAP_LEAST <= width <= _WRAP_LIMIT:
        return None
    broken = sum(not is_terminated(text[start:end]) for start, end in inner)
    full = sum((a[1] - a[0]) + 1 + _first_word(text, b) > width for a, b in pairs)
    return width if broken * 2 > len(inner) and full * 10 >= len(inner) * 7 else None


def _goes_on(text: str, above: Span, below: Span, width: int | None) -> bool:
    """Whether the line below continues the sentence or the wrapped paragraph above."""
    if _BULLET.match(text, below[0]):
        return False
    line = text[above[0] : above[1]]
    open_ended = not is_terminated(line) or _MID_SENTENCE.search(line) is not None
    if open_ended and text[below[0]].islower() and len(line) > _WRAP_LEAST // 2:
        return True
    return width is not None and len(line) + 1 + _first_word(text, below) > width - _SLACK


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs of ``text`` in code points: in order, apart, without space at their ends.

    A blank line ends a paragraph. So does a single line break, as in news copied from the web, unless the
    text is hard-wrapped or the next line goes on in lower case: then a paragraph keeps line breaks inside.
    Header lines ("Published: …") are paragraphs of their own in either.
    """
    groups = _groups(text)
    headers = _header_lines(text, groups)
    width = _wrap_width(text, groups, headers)
    found: list[Span] = []
    for group in groups:
        start, end = group[0]
        for above, below in pairwise(group):
            if below not in headers and _goes_on(text, above, below, None if above in headers else width):
                end = below[1]
            else:
                found.append((start, end))
                start, end = below
        found.append((start, end))
    return found


def cut(text: str, start: int, end: int, longest: int = LONGEST_BLOCK) -> Iterator[Span]:
    """A stretch of prose in pieces of at most ``longest``, cut at ends of sentences, else at spaces."""
    while end - start > longest:
        at = start + longest
        for m in _SENTENCE_END.finditer(text, start + longest // 2, start + longest):
            at = m.end()
        if at == start + longest:
            space = max(text.rfind(ch, start + 1, start + longest) for ch in " \n\t\xa0")
            at = space + 1 if space > start else at
        if (piece := trim(text, start, at)) and piece[0] < piece[1]:
            yield piece
        start = at
    if (piece := trim(text, start, end)) and piece[0] < piece[1]:
        yield piece
