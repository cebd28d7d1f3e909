"""From bytes to reports: files, web pages, standard input and lines of JSON."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import sys
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from sayso.errors import InputError
from sayso.intake.dates import find_date, latest_day
from sayso.intake.encoding import check_text, decode, read_limited
from sayso.intake.language import looks_english
from sayso.intake.layout import lay_out
from sayso.model import Refusal, Report

if TYPE_CHECKING:
    from sayso.intake.jsonl import ReportLine, Told, Withdrawal

__all__ = ["SUFFIXES", "looks_english", "read_bytes", "read_history", "read_source", "report_from_text"]

# Formats other than text are imported when they are met: a short command on a text file starts sooner.

_log = logging.getLogger("sayso.intake")

Format = Literal["text", "html", "jsonl"]
SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
"""How the names of files of reports end, in lower case, and what is in them."""
_TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
}
_SNIFFED = 4096
_JSONL = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[ \t]*\"")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|(?:html|head|body|article|div|p|title|meta)\b)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_IN_PATH = re.compile(r"(?<!\d)(?:19|20)\d\d([-/_.]?)[01]\d\1[0-3]\d(?!\d)")


def report_from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    place: str | None = None,
    theatre: str | None = None,
    url: str | None = None,
) -> Report:
    """A report of ``text`` with its blocks laid out; what is not given is taken from header and dateline.

    The text is kept as it is, line ends included: offsets count in it. Without ``id`` the report is named
    by a hash of its text, outlet, date and address, so that copies in different outlets stay apart. Raises
    InputError for a text that is empty, binary, too large, without prose, or not English.
    """
    return _build(
        text, id or "text", id=id, title=title, published=published, outlet=outlet, agency=agency, place=place,
        theatre=theatre, url=url,
    )  # fmt: skip


def _build(
    text: str,
    source: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    place: str | None = None,
    theatre: str | None = None,
    url: str | None = None,
    captions: Collection[str] = (),
    path_date: date | None = None,
    until: date | None = None,
) -> Report:
    text = check_text(text, source)
    layout = lay_out(text, title=title, captions=captions)
    prose = " \n".join(text[b.start : b.end] for b in layout.blocks if b.kind in ("body", "caption"))
    # The whole text, when there is no prose: "not English" says more than "nothing to read".
    english, reason = looks_english(prose or text)
    if not english:
        raise InputError(source, "language", f"not English: {reason}", "Sayso reads English only; give a translation")
    if not prose:
        raise InputError(source, "text", "no prose between headers, credits and links", "give the report's body")
    day = published or layout.published or path_date
    if day is None and layout.day is not None:
        day = latest_day(*layout.day, until or date.today())
        if day is not None:
            _log.warning(
                "%s: published: the dateline names no year: took %s; give the date if it is another", source, day
            )
    if id is None:
        key = "\x1f".join((text, outlet or "", str(published or ""), url or ""))
        id = "r-" + hashlib.sha256(key.encode()).hexdigest()[:12]
    return Report(
        id=id,
        text=text,
        title=title or layout.title,
        published=day,
        outlet=outlet or layout.outlet,
        agency=agency or layout.agency,
        place=place or layout.place,
        theatre=theatre,
        url=url or layout.url,
        blocks=tuple(layout.blocks),
    )


def read_source(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Refusal]:
    """The reports of a file, a web address or, for "-", standard input.

    By suffix, content type or first bytes: text and HTML give one report, JSONL one a line. What is given
    here stands over what a single report tells of itself, and fills what a JSONL line leaves out. Of many
    reports, those that can't be read come as a Refusal; InputError (FetchError for addresses) is raised at
    once when the source is a single report that can't be read, or is no file at all.
    """
    return _from(source, _Given(published, outlet, theatre, history=False), stdin)


def read_history(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Told | Withdrawal | Refusal]:
    """What a ledger keeps of a source: as `read_source`, but JSONL lines with one id are versions of one report, and
    lines may withdraw one.
    """
    from sayso.intake.jsonl import Told

    for item in _from(source, _Given(published, outlet, theatre, history=True), stdin):
        yield Told(item) if isinstance(item, Report) else item


def read_bytes(
    data: bytes,
    name: str,
    *,
    id: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
) -> Iterator[Told | Withdrawal | Refusal]:
    """What a ledger keeps of bytes that came under a name: as `read_history`, but nothing of that name is opened.

    The name's suffix tells the format, else the first bytes; ``id`` is what to call its one report.
    """
    from sayso.intake.jsonl import Told

    given = _Given(published, outlet, theatre, history=True)
    form = SUFFIXES.get(PurePath(name).suffix.lower()) or _sniff(data[:_SNIFFED])
    if form == "jsonl":
        yield from _from_lines(io.BytesIO(data), name, given)
    else:
        yield Told(_single(read_limited(io.BytesIO(data), name, b""), form, name, given, id=id, path=id or ""))


def _from(source: str, given: _Given, stdin: BinaryIO | None) -> Iterator[Any]:
    if source == "-":
        return _from_stdin(stdin or sys.stdin.buffer, given)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source):
        return _from_url(source, given)
    return _from_file(source, given)


class _Given:
    """What the caller tells of a source, and whether lines tell the ``history`` of their reports."""

    def __init__(self, published: date | None, outlet: str | None, theatre: str | None, *, history: bool) -> None:
        self.published, self.outlet, self.theatre, self.history = published, outlet, theatre, history


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read to see what it is, whole again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """Yes; io asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` from what was read first, then from the stream."""
        part = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def _sniff(head: bytes) -> Format:
    if _JSONL.match(head):
        return "jsonl"
    return "html" if _HTML.match(head) else "text"


def _path_date(path: str) -> date | None:
    """The date that a file's name or an address carries ("…/2023/12/01/…"), as news sites and clippings do."""
    m = _DATE_IN_PATH.search(path)
    return find_date(m.group().replace("_", "-")) if m else None


def _from_file(source: str, given: _Given) -> Iterator[Any]:
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(source, "path", "a directory", "name the files in it")
        if not path.exists():
            raise InputError(source, "path", "no such file", "check the name; a web address starts with https://")
        with path.open("rb") as stream:
            head = stream.read(_SNIFFED)
            form = SUFFIXES.get(path.suffix.lower()) or _sniff(head)
            if form == "jsonl":
                return _from_lines_at(path, given)
            data = read_limited(stream, source, head)
            until = datetime.fromtimestamp(path.stat().st_mtime).date()
    except (OSError, ValueError) as failed:
        reason = getattr(failed, "strerror", None) or str(failed)
        raise InputError(source, "path", reason, "give a file that you may read") from None
    return iter((_single(data, form, source, given, id=path.stem, until=until, path=path.stem),))


def _from_lines_at(path: Path, given: _Given) -> Iterator[Any]:
    with path.open("rb") as stream:
        yield from _from_lines(stream, str(path), given)


def _from_stdin(stream: BinaryIO, given: _Given) -> Iterator[Any]:
    head = stream.read(_SNIFFED)
    form = _sniff(head)
    if form == "jsonl":
        return _from_lines(io.BufferedReader(_Rejoined(head, stream)), "-", given)
    return iter((_single(read_limited(stream, "-", head), form, "-", given),))


def _from_url(source: str, given: _Given) -> Iterator[Any]:
    from sayso.intake.fetch import fetch

    got = fetch(source)
    form = _TYPES.get(got.content_type) or _sniff(got.data[:_SNIFFED])
    if form == "jsonl":
        return _from_lines(io.BytesIO(got.data), source, given)
    return iter((_single(got.data, form, source, given, url=got.url, declared=got.charset, path=got.url),))


def _single(
    data: bytes,
    form: Format,
    source: str,
    given: _Given,
    *,
    path: str = "",
    id: str | None = None,
    url: str | None = None,
    declared: str | None = None,
    until: date | None = None,
) -> Report:
    """The one report in ``data``."""
    if not data:
        raise InputError(source, "text", "empty", "give a report with words in it")
    path_date = _path_date(path)
    if form == "text":
        text = decode(data, source, declared)
        if text.lstrip("\ufeff").lstrip().startswith(("{", "[{")):
            raise InputError(source, "text", "JSON", "write one report a line into a .jsonl file")
        return _build(
            text, source, id=id, published=given.published, outlet=given.outlet, theatre=given.theatre, url=url,
            path_date=path_date, until=until,
        )  # fmt: skip
    from sayso.intake.html import declared_charset, read_page

    page = read_page(decode(data, source, declared or declared_charset(data)), source, url)
    return _build(
        page.text, source, id=id, title=page.title, published=given.published or page.published,
        outlet=given.outlet or page.outlet, theatre=given.theatre, url=url, captions=page.captions,
        path_date=path_date, until=until,
    )  # fmt: skip


def _from_lines(stream: BinaryIO, source: str, given: _Given) -> Iterator[Any]:
    from sayso.intake import jsonl

    def build(line: ReportLine, where: str) -> Report:
        return _build(
            line.text, where, id=None if line.id is None else str(line.id), title=line.title,
            published=line.published or given.published, outlet=line.outlet or given.outlet, agency=line.agency,
            place=line.place, theatre=line.theatre or given.theatre, url=line.url,
        )  # fmt: skip

    return (jsonl.read_history if given.history else jsonl.read_lines)(stream, source, build)
