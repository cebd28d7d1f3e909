"""What is prose in this text, and what is header, caption, credit or furniture? Text to blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sayso.intake.captions import find_credit, is_credit
from sayso.intake.dateline import Dateline, find_dateline
from sayso.intake.header import Header, read_header
from sayso.intake.paragraphs import LONGEST_WORD, Span, cut, is_terminated, paragraphs, trim
from sayso.intake.phrases import (
    AGENCY,
    is_agency,
    is_boilerplate_line,
    is_credit_line,
    marker_end,
    starts_boilerplate,
)
from sayso.model import Block, BlockKind

__all__ = ["Layout", "lay_out"]

# Longer paragraphs are prose whatever they start with; captions run longer than invitations.
_LONGEST_FURNITURE = 400
_LONGEST_CAPTION = 900
_LONGEST_HEADLINE = 200
_LONGEST_CROSSHEAD = 70
# A dateline stands before the first words; a summary or a location line may come between.
_DATELINE_WITHIN = 3

# Signs in a row are no word long before: a drawn line, or what is meant to keep a tokenizer busy.
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}|[^\w\s]{{60,}}")
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"[-*•▪◦‣·]\s+")
_PRODUCTION = re.compile(
    r"(?:\s*\((?:(?:additional|with)\s+)?(?:reporting|writing|editing|edited|compiled|produced|translated)\s+by\b"
    r"[^()]{0,300}\))+\s*\Z",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    rf"(?<=[.!?”\"’])\s*(?:[-–—]{{1,2}}\s*\(?|\()(?P<agency>{AGENCY})(?:\s?/\s?[A-Z]{{2,5}})*\)?\.?\s*\Z"
)
_TAIL = 400


@dataclass(slots=True)
class Layout:
    """Blocks in order of the text, and what the text itself tells of its title, date, place and makers.

    ``day`` is (month, day) of a dateline that names no year.
    """

    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    url: str | None = None
    day: tuple[int, int] | None = None

    def add(self, kind: BlockKind, start: int, end: int) -> None:
        """Append a block, unless it is empty."""
        if start < end:
            self.blocks.append(Block(kind, start, end))

    def take_header(self, header: Header) -> None:
        """Keep what a header line tells; the first of its kind stands."""
        self.title = self.title or header.title
        self.published = self.published or header.published
        self.outlet = self.outlet or header.outlet
        self.agency = self.agency or header.agency
        self.place = self.place or header.place
        self.url = self.url or header.url

    def take_dateline(self, found: Dateline) -> None:
        """Keep what a dateline tells, where a header has not told it."""
        self.place = self.place or found.place
        self.agency = self.agency or found.agency
        self.published = self.published or found.published
        self.day = found.day


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _pieces(text: str) -> Iterator[tuple[Span, bool]]:
    """Paragraphs, and apart from them the words that are too long to be words (True)."""
    for start, end in paragraphs(text):
        at = start
        for m in _LONG_WORD.finditer(text, start, end):
            before = trim(text, at, m.start())
            if before[0] < before[1]:
                yield before, False
            yield (m.start(), m.end()), True
            at = m.end()
        rest = trim(text, at, end)
        if rest[0] < rest[1]:
            yield rest, False


def _is_furniture(part: str) -> bool:
    if len(part) > _LONGEST_FURNITURE:
        return False
    return (
        not _LETTER.search(part)
        or bool(_LINK.fullmatch(part))
        or is_boilerplate_line(part)
        or starts_boilerplate(part)
        or is_credit_line(part)
    )


class _Builder:
    """Lays out one text, paragraph by paragraph."""

    def __init__(self, text: str, title: str | None, captions: Collection[str]) -> None:
        self.text = text
        self.title = _squeezed(title) if title else None
        self.captions = {_squeezed(c) for c in captions}
        self.layout = Layout()
        self.in_header = True
        self.bodies = 0
        self.dated = False

    def build(self) -> Layout:
        """Every paragraph in turn, then headlines, which show only beside their neighbours."""
        for (start, end), junk in _pieces(self.text):
            if junk:
                self.layout.add("boilerplate", start, end)
            else:
                self._paragraph(start, end)
        _mark_headlines(self.text, self.layout)
        return self.layout

    def _paragraph(self, start: int, end: int) -> None:
        text, layout = self.text, self.layout
        while self.in_header and (header := read_header(text, start, end)):
            layout.take_header(header)
            layout.add("header", *trim(text, start, header.end))
            start, end = trim(text, header.end, end)
            if start == end:
                return
        part = text[start:end]
        known = end - start <= _LONGEST_CAPTION * 2 and _squeezed(part) in self.captions
        marker = marker_end(text, start, end)
        if (known or marker > start) and end - start <= _LONGEST_CAPTION * 2:
            layout.add("boilerplate", *trim(text, start, marker))
            self._caption(marker, end)
        elif self.title and not self.bodies and _squeezed(part[: 2 * len(self.title) + 20]) == self.title:
            layout.add("headline", start, end)
        elif is_agency(part.strip("() .")):
            layout.agency = layout.agency or part.strip("() .")
            layout.add("boilerplate", start, end)
        elif is_credit(part):
            layout.add("credit", start, end)
        elif _is_furniture(part):
            self._furniture(start, end)
        elif end - start <= _LONGEST_CAPTION and find_credit(text, start, end, sure=False) is not None:
            self._caption(start, end)
        else:
            self._body(start, end)

    def _furniture(self, start: int, end: int) -> None:
        part = self.text[start:end]
        if not self.layout.agency and is_credit_line(part) and (m := re.search(rf"\b{AGENCY}\b\W*\Z", part)):
            self.layout.agency = m.group().rstrip(" .)]")
        self.layout.add("boilerplate", start, end)

    def _caption(self, start: int, end: int) -> None:
        text, layout = self.text, self.layout
        start, end = trim(text, start, end)
        credit = find_credit(text, start, end, sure=True)
        if credit is None:
            layout.add("caption", start, end)
        else:
            layout.add("caption", *trim(text, start, credit.caption_end))
            layout.add("credit", *trim(text, credit.start, credit.end))

    def _body(self, start: int, end: int) -> None:
        text, layout = self.text, self.layout
        # A headline may stand above header lines; finished prose may not.
        self.in_header = self.in_header and not is_terminated(text[start:end]) and self.bodies < _DATELINE_WITHIN
        if not self.dated and self.bodies < _DATELINE_WITHIN and (found := find_dateline(text, start, end)):
            self.dated = True
            layout.take_dateline(found)
            layout.add("dateline", *trim(text, start, found.end))
            start, end = trim(text, found.end, end)
        if m := _BULLET.match(text, start, end):
            start = m.end()
        tail = end
        window = max(start, end - _TAIL)
        if m := _PRODUCTION.search(text, window, end):
            tail = m.start()
        if m := _SIGN_OFF.search(text, window, tail):
            layout.agency = layout.agency or m["agency"]
            tail = m.start()
        start, stop = trim(text, start, tail)
        for piece in cut(text, start, stop):
            layout.add("body", *piece)
            self.bodies += 1
        layout.add("boilerplate", *trim(text, stop, end))


def _mark_headlines(text: str, layout: Layout) -> None:
    """Turn unfinished lines above finished prose into headlines: the title on top, crossheads further down.

    Only in a text whose prose is finished with full stops; in one that has none, a line without tells nothing.
    """
    bodies = [i for i, block in enumerate(layout.blocks) if block.kind == "body"]
    finished = {i: is_terminated(text[layout.blocks[i].start : layout.blocks[i].end]) for i in bodies}
    if len(bodies) < 2 or sum(finished.values()) * 2 < len(bodies):
        return
    for nth, (i, after) in enumerate(pairwise(bodies)):
        block, below = layout.blocks[i], layout.blocks[after]
        length = block.end - block.start
        limit = _LONGEST_HEADLINE if nth == 0 else _LONGEST_CROSSHEAD
        if finished[i] or not finished[after] or length > limit or below.end - below.start <= length:
            continue
        if not text[block.start].isupper() and not text[block.start].isdigit() and text[block.start] not in "‘'“\"":
            continue
        if layout.blocks[i - 1].kind == "dateline" and i:
            continue
        layout.blocks[i] = Block("headline", block.start, block.end)
        if nth == 0:
            layout.title = layout.title or " ".join(text[block.start : block.end].split())


def lay_out(text: str, *, title: str | None = None, captions: Collection[str] = ()) -> Layout:
    """Blocks of ``text`` and what its header, dateline and sign-off tell. The text itself is not changed.

    ``title`` lets a first line that repeats it be told as the headline; ``captions`` are paragraphs that are
    known to be captions of photos (from HTML). Blocks are in order, do not overlap, hold no space at their
    ends, and together cover every word of the text, but for list bullets and signs beside a credit.
    """
    return _Builder(text, title, captions).build()
