"""From bytes to reports: files, web pages, standard input, and whatever holds many reports."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import BinaryIO

from sayso.errors import InputError
from sayso.intake.building import Given, build, single
from sayso.intake.encoding import read_limited
from sayso.intake.formats import MANY, SNIFFED, Format, declared, format_of, packed, read_many, sniffed, stem
from sayso.intake.language import looks_english
from sayso.intake.streams import rejoined, unpacked
from sayso.intake.told import Held, Item, Passed, Told, Withdrawal
from sayso.intake.wanted import sift
from sayso.model import Refusal, Report

__all__ = [
    "Held",
    "Item",
    "Passed",
    "Told",
    "Withdrawal",
    "looks_english",
    "read_bytes",
    "read_given",
    "read_history",
    "read_source",
    "report_from_text",
]


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
    InputError for a text that is empty, binary, too large, without prose, or in no language that can be told.
    """
    return build(
        text, id or "text", id=id, title=title, published=published, outlet=outlet, agency=agency, place=place,
        theatre=theatre, url=url,
    )  # fmt: skip


def read_source(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Refusal]:
    """The reports of a file, a web address or, for "-", standard input.

    By suffix, content type or first bytes (see ``formats``): text and HTML give one report, the others many. What is
    given here stands over what a single report tells of itself, and fills what one of many leaves out. Of many
    reports, those that can't be read come as a Refusal; InputError (FetchError for addresses) is raised at
    once when the source is a single report that can't be read, or is no file at all.
    """
    return _plain(read_given(source, Given(published, outlet, theatre, history=False), stdin), source)


def read_history(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Item]:
    """What a ledger keeps of a source: as `read_source`, but JSONL lines with one id are versions of one report, and
    lines may withdraw one.
    """
    yield from read_given(source, Given(published, outlet, theatre, history=True), stdin)


def read_bytes(
    data: bytes,
    name: str,
    *,
    id: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    theatre: str | None = None,
) -> Iterator[Item]:
    """What a ledger keeps of bytes that came under a name: as `read_history`, but nothing of that name is opened.

    The name's suffix tells the format, else the first bytes; ``id`` is what to call its one report.
    """
    given = Given(published, outlet, theatre, history=True)
    form = format_of(PurePath(name).name, data[:SNIFFED])
    stream: BinaryIO = io.BytesIO(data)
    if packed(name, form, data[:SNIFFED]):
        stream = unpacked(stream, name)
    if form in MANY:
        yield from read_many(form, stream, name, given)
    else:
        report = single(read_limited(stream, name, b""), form, name, given, id=id, path=id or "")
        yield from sift(iter((Told(report),)), given)


def read_given(source: str, given: Given, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """What a source tells, with all that may be given of it: as `read_source`, or `read_history` where it says so."""
    if source == "-":
        return _from_stdin(stdin or sys.stdin.buffer, given)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source):
        return _from_url(source, given)
    return _from_file(source, given)


def _plain(items: Iterator[Item], source: str) -> Iterator[Report | Refusal]:
    for item in items:
        if isinstance(item, Withdrawal):
            fix = "it is not read; `sayso add` notes in a ledger that it was taken back"
            yield Refusal(item.report, str(InputError(source, "withdrawn", item.report, fix)))
        elif isinstance(item, Held):
            fix = "it is not read before; `sayso add` keeps it back until its time"
            yield Refusal(item.report.id, str(InputError(source, "embargoed", item.until.isoformat(), fix)))
        elif not isinstance(item, Passed):
            yield item.report if isinstance(item, Told) else item


def _from_file(source: str, given: Given) -> Iterator[Item]:
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(source, "path", "a directory", "name the files in it")
        if not path.exists():
            raise InputError(source, "path", "no such file", "check the name; a web address starts with https://")
        with path.open("rb") as stream:
            head = stream.read(SNIFFED)
            form = format_of(path.name, head)
            if form in MANY:
                return _many_at(path, form, given)
            if packed(path.name, form, head):
                stream.seek(0)
                data = read_limited(unpacked(stream, source), source)
            else:
                data = read_limited(stream, source, head)
            until = datetime.fromtimestamp(path.stat().st_mtime).date()
    except (OSError, ValueError) as failed:
        reason = getattr(failed, "strerror", None) or str(failed)
        raise InputError(source, "path", reason, "give a file that you may read") from None
    name = stem(path.name)
    report = single(data, form, source, given, id=name, until=until, path=name)
    return sift(iter((Told(report),)), given)


def _many_at(path: Path, form: Format, given: Given) -> Iterator[Item]:
    with path.open("rb") as stream:
        inner: BinaryIO = unpacked(stream, str(path)) if packed(path.name, form, stream.peek(4)) else stream
        yield from read_many(form, inner, str(path), given)


def _from_stdin(stream: BinaryIO, given: Given) -> Iterator[Item]:
    head = stream.read(SNIFFED)
    form = sniffed(head)
    if form in MANY:
        return read_many(form, rejoined(head, stream), "-", given)
    report = single(read_limited(stream, "-", head), form, "-", given)
    return sift(iter((Told(report),)), given)


def _from_url(source: str, given: Given) -> Iterator[Item]:
    from sayso.intake.fetch import fetch

    got = fetch(source)
    form = declared(got.content_type) or sniffed(got.data[:SNIFFED])
    if form in MANY:
        return read_many(form, io.BytesIO(got.data), source, given)
    report = single(got.data, form, source, given, url=got.url, declared=got.charset, path=got.url)
    return sift(iter((Told(report),)), given)
