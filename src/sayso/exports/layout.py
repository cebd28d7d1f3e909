"""How a report's text is laid out for reading: its paragraphs, and what each piece of one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.model import BlockKind, Report

__all__ = ["Paragraph", "Piece", "paragraphs"]

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_NEWLINE = re.compile(r"\n+")
_WRAPPED = 100  # text whose lines all stay below this was broken to fit a width, not into paragraphs


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind inside a paragraph; code points of the report's text."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces that are read on one after the other; never empty. ``kind`` is the kind of the longest piece."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        """Where its first piece starts."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        return self.pieces[-1].end

    @property
    def kind(self) -> BlockKind:
        """What most of it is."""
        return max(self.pieces, key=lambda p: p.end - p.start).kind


def paragraphs(report: Report) -> list[Paragraph]:
    """The paragraphs of a report in order; between two of them stands only white space, so nothing is lost.

    Blank lines part paragraphs; so does every newline, unless all lines are short (text wrapped at a width).
    """
    kinds = list(_kinds(report))
    found: list[Paragraph] = []
    at = 0
    for start, end in _stretches(report.text):
        while at < len(kinds) and kinds[at].end <= start:
            at += 1
        pieces: list[Piece] = []
        last = at
        while last < len(kinds) and kinds[last].start < end:
            piece = kinds[last]
            pieces.append(Piece(piece.kind, max(start, piece.start), min(end, piece.end)))
            last += 1
        found.append(Paragraph(tuple(pieces)))
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    wrapped = "\n\n" in text and max(map(len, text.split("\n"))) <= _WRAPPED
    start = 0
    for gap in (_BLANK if wrapped else _NEWLINE).finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stretch = text[start:end]
    body = stretch.strip()
    if body:
        first = start + len(stretch) - len(stretch.lstrip())
        yield first, first + len(body)


def _kinds(report: Report) -> Iterator[Piece]:
    """The whole text cut by its blocks, without gaps or overlaps; what no block covers is body."""
    at = 0
    for block in sorted(report.blocks, key=lambda b: b.start):
        if block.start > at:
            yield Piece("body", at, block.start)
            at = block.start
        if block.end > at:
            yield Piece(block.kind, at, block.end)
            at = block.end
    if at < len(report.text):
        yield Piece("body", at, len(report.text))
