"""What do the rows of this table report? CSV and TSV as spreadsheets, scrapers and databases write them.

The first row names the columns. Those of a report are known by their usual names (``NAMES``), or told by the caller
(``Given.columns``); what the other columns hold is not read. A row means what a line of JSONL means that has the same
fields, withdrawals and versions included. Of a day in figures alone the caller says whether the day or the month comes
first, where both can ("03/04/2031"): it is not guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO, Final

from sayso.errors import InputError
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES, charset_of
from sayso.intake.html import read_page
from sayso.intake.jsonl import ReportLine, checked, report_of, told
from sayso.intake.streams import rejoined
from sayso.intake.told import Item
from sayso.model import Refusal, Report

__all__ = ["NAMES", "read"]

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "body", "content", "fulltext", "articletext", "articlebody", "bodytext", "maintext", "article", "story",
    ),
    "title": ("title", "headline", "heading"),
    "published": (
        "published", "date", "pubdate", "publisheddate", "publicationdate", "datepublished", "publishedat",
        "publishdate", "publishedon",
    ),
    "url": ("url", "link", "permalink", "address", "sourceurl", "articleurl"),
    "outlet": (
        "outlet", "source", "publisher", "publication", "newspaper", "sourcename", "media", "medianame", "site",
        "domain",
    ),
    "id": ("id", "uri", "guid", "articleid", "docid", "reportid"),
    "agency": ("agency",),
    "place": ("place", "dateline"),
    "theatre": ("theatre", "theater"),
    "withdrawn": ("withdrawn", "retracted"),
    "status": ("status",),
    "why": ("why", "reason"),
    "seen": ("seen",),
}  # fmt: skip
"""What the columns of a report are usually called: in small letters, without spaces and signs."""
_DAYS: Final = ("published", "withdrawn", "seen")
_FIGURES: Final = re.compile(r"(\d\d?)([./-])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
_ORDERS: Final = {"dmy": (4, 3, 1), "mdy": (4, 1, 3)}  # where year, month and day stand in _FIGURES
_HEAD: Final = 1 << 16
_STEP: Final = 1 << 20
_DELIMITERS: Final = ",\t;|"
_MARKUP = re.compile(r"\s*+<(?:!doctype|html|body|article|div|p|br|span|h[1-6])\b[^<>]*>", re.IGNORECASE)
_MARKED = re.compile(r"</(?:p|div|b|i|em|strong|span|a|li)>|<br ?/?>", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?:\ufeff)?\"?sep=(.)\"?\s*")  # how Excel is told what parts cells; no row
_BLANK: Final = frozenset(("n/a", "na", "nan", "nat", "none", "null", "#n/a", "\\n", "-", "–"))
"""What databases and statistics programs write into cells that have nothing, in small letters."""


class _Lines:
    """The lines of a table, none over the limit, nor all those of one row together."""

    def __init__(self, stream: BinaryIO, charset: str) -> None:
        self._text = io.TextIOWrapper(stream, charset, errors="replace", newline="")
        self.ended = False
        self.size = self.lines = self.quotes = 0  # of the row that is being read

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LIMIT_BYTES + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.size += len(line)
        self.lines += 1
        self.quotes += line.count('"')
        if self.size > LIMIT_BYTES:
            while line and not line.endswith("\n"):
                line = self._text.readline(_HEAD)
            raise csv.Error(f"more than {LIMIT_BYTES:,} characters in a row: is a quotation mark missing?")
        return line.replace("\0", "\ufffd")

    def release(self) -> None:
        """Leave the stream to whoever opened it."""
        self._text.detach()


def read(stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """The rows of a table; one that holds no report is refused by the line in which it begins."""
    head = stream.read(_HEAD)
    if not head.strip():
        raise InputError(source, "file", "empty", "give a table with a row of names and a row for each report")
    charset = _charset(head, stream)
    lines = _Lines(rejoined(head, stream), charset)
    limit = csv.field_size_limit(LIMIT_BYTES)
    try:
        yield from _rows(lines, source, given)
    finally:
        csv.field_size_limit(limit)
        lines.release()


def _charset(head: bytes, stream: BinaryIO) -> str:
    """In what a table is written; where its beginning is plain ASCII, which may be anything, by what first is not."""
    if b"\0" in head[:2] and head[:2] != b"\0\0":  # UTF-16 without its mark, as some databases write it
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    if not head.isascii() or not stream.seekable():
        return charset_of(head)
    back = stream.tell()
    part = head
    while part and part.isascii():
        part = stream.read(_STEP)
    part += stream.read(_HEAD)
    stream.seek(back)
    first = next((at for at, byte in enumerate(part) if byte > 0x7F), 0)
    return charset_of(part[max(first - _HEAD, 0) : first + _HEAD] or head)


def _rows(lines: _Lines, source: str, given: Given) -> Iterator[Item]:
    first = next(lines, "")
    named = _SEPARATOR.fullmatch(first)
    delimiter = named.group(1) if named else max(_DELIMITERS, key=lambda sign: first.count(sign))
    rows = csv.reader(lines if named else chain([first], lines), delimiter=delimiter)
    above = 1 if named else 0
    try:
        header = next(rows, [])
    except csv.Error as broken:
        raise InputError(source, "columns", broken, "give a row of names first") from None
    where = _columns(header, source, given)
    stem = PurePath(source).name.split(".")[0] or source

    def build(line: ReportLine, at: str) -> Report:
        return report_of(_plain(line, at), at, given)

    while True:
        lines.size = lines.lines = lines.quotes = 0
        begin = rows.line_num + above + 1
        name, at = f"{source}#{begin}", f"{source}: line {begin}"
        try:
            row = next(rows, None)
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            if lines.ended and lines.lines > 1 and lines.quotes % 2:
                raise csv.Error("a quotation mark that is never closed")
            if any(cell.strip() for cell in row[len(header) :]):
                fix = "put what has the delimiter in it between quotation marks"
                raise InputError(at, "row", f"{len(row)} cells under {len(header)} names", fix)
            value = {field: row[n].strip() for field, (n, _) in where.items() if n < len(row)}
            value = {field: cell for field, cell in value.items() if cell and cell.lower() not in _BLANK}
            if value.get("id", "").isdigit():  # the number of a row, which the next table has as well
                value["id"] = f"{stem}-{value['id']}"
            name = value.get("id", name)
            value |= {field: _day(value[field], where[field], field, at) for field in _DAYS if field in value}
            line = checked(value, at)
            yield from told(line, at, build)
        except csv.Error as broken:
            yield Refusal(name, str(InputError(at, "row", broken, "quote and close every cell as CSV does")), begin)
        except InputError as refused:
            yield Refusal(name, str(refused), begin)


def _columns(header: Sequence[str], source: str, given: Given) -> Mapping[str, tuple[int, str]]:
    """In which column each field stands, and in which order a day there: as the caller says, else as is usual."""
    at = {_bare(name): n for n, name in reversed(list(enumerate(header)))}
    found = {
        field: (n, "")
        for field, names in NAMES.items()
        if (n := next((at[x] for x in names if x in at), None)) is not None
    }
    for field, named in given.columns:
        if field not in NAMES:
            raise InputError(source, "columns", field, f"name one of {', '.join(NAMES)}")
        name, _, order = named.rpartition(":")
        if field not in _DAYS or order not in _ORDERS or _bare(named) in at:
            name, order = named, ""
        if _bare(name) not in at:
            raise InputError(source, "columns", name, f"name one that is there: {_listed(header)}")
        found[field] = at[_bare(name)], order
    if "text" not in found:
        fix = "say which column has the text: --columns text=NAME"
        raise InputError(source, "columns", _listed(header), fix)
    return found


def _day(cell: str, column: tuple[int, str], field: str, at: str) -> str:
    """The cell with its day as ISO 8601 has it, where it is in figures and the caller says in which order."""
    figures = _FIGURES.match(cell)
    if figures is None:
        return cell
    if column[1]:
        year, month, day = (int(figures[n]) for n in _ORDERS[column[1]])
        return f"{year}-{month:02}-{day:02}{cell[figures.end() :]}"
    if int(figures[1]) <= 12 and int(figures[3]) <= 12 and int(figures[1]) != int(figures[3]):
        raise InputError(at, field, cell, f"say which is the day: --columns {field}=NAME:dmy, or NAME:mdy")
    return cell


def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _listed(header: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in header[:20])


def _plain(line: ReportLine, at: str) -> ReportLine:
    """The line with its text out of its markup, where it has some: databases export pages as they keep them."""
    if _MARKUP.match(line.text):
        return line.model_copy(update={"text": read_page(line.text, at).text})
    if _MARKED.search(line.text):
        with suppress(InputError):  # a sign or two of markup in what is plain text
            return line.model_copy(update={"text": read_page(f"<p>{line.text}</p>", at).text})
    return line
