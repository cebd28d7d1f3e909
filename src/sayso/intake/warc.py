"""What do the pages in a web archive report? WARC (ISO 28500), plain or gzipped, as crawlers write it.

Responses with a page in them (status 200, HTML) are reports: ``url`` is the address that was asked for, ``seen`` when.
An archive of a crawl is mostly something else, so a page is looked at as its bytes stand before it is taken apart
(``wanted.page_unwanted``), and without another word only those about a conflict are taken. A page that was fetched
again is a version of itself: its id comes of its address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO, Final

from fastwarc import WarcRecord, WarcRecordType

from sayso.errors import InputError
from sayso.intake.building import Given, single
from sayso.intake.coding import undone
from sayso.intake.encoding import LIMIT_BYTES, too_large
from sayso.intake.formats import SNIFFED, sniffed
from sayso.intake.html import declared_charset
from sayso.intake.told import Item, Passed, Told
from sayso.intake.wanted import page_unwanted
from sayso.intake.warc_records import Broken, Found, records
from sayso.model import Refusal

__all__ = ["NO_PAGE", "read"]

NO_PAGE: Final = "not a page"
"""Why a response is passed over that has no page: a redirect, a picture, a page that is not there."""
_PAGES = ("text/html", "application/xhtml+xml")
_CARRIERS = WarcRecordType.response | WarcRecordType.resource


def read(stream: BinaryIO, source: str, given: Given) -> Iterator[Item]:
    """The pages of an archive, as they come; records that are broken are refused by where they stand in the file."""
    empty = True
    for found in records(stream, _is_carrier, LIMIT_BYTES):
        if isinstance(found, Broken):
            fix = "fetch the file again; what can be read of it is"
            where = f"{source}: byte {found.offset}"
            if empty and found.offset == 0:
                raise InputError(source, "WARC", found.why, "give an archive as a crawler wrote it (.warc, .warc.gz)")
            yield Refusal(f"{source}#{found.offset}", str(InputError(where, "record", found.why, fix)))
        else:
            yield _page(found, source, given)
        empty = False
    if empty and stream.seekable() and stream.tell() == 0:
        raise InputError(source, "file", "empty", "give an archive as a crawler wrote it (.warc, .warc.gz)")


def _is_carrier(record: WarcRecord) -> bool:
    return bool(record.record_type & _CARRIERS)


def _page(found: Found, source: str, given: Given) -> Item:
    record = found.record
    if not _has_page(found):
        return Passed(NO_PAGE)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    where = f"{source}: byte {found.offset}" + (f" ({url[:200]})" if url else "")
    try:
        body = undone(found.block, record.http_headers.get, LIMIT_BYTES) if record.is_http_parsed else found.block
        if len(body) > LIMIT_BYTES:
            raise too_large(where, f"more than {LIMIT_BYTES:,} bytes")
        charset = (record.http_charset or "").strip("\"' ") if record.is_http_parsed else ""
        charset = charset or declared_charset(body) or ""
        if why := page_unwanted(body, given, charset or None):
            return Passed(why)
        seen = _seen(record)
        name = url or record.headers.get("WARC-Record-ID") or f"{source}#{found.offset}"
        until = seen.date() if seen else date.today()
        report = single(
            body, "html", where, given, id=_id(name), url=url, declared=charset or None, path=url or "", until=until
        )
    except InputError as refused:
        return Refusal(f"{source}#{found.offset}", str(refused))
    return Told(report, seen)


def _has_page(found: Found) -> bool:
    """Whether the server gave a page, by its own word; where it says nothing, by the crawler's or by what came."""
    record = found.record
    if not record.is_http_parsed:
        return _media(record.headers.get("Content-Type")) in _PAGES
    if record.http_headers.status_code != 200:
        return False
    said = _media(record.http_headers.get("Content-Type"))
    said = said or _media(record.headers.get("WARC-Identified-Payload-Type"))
    return said in _PAGES if said else sniffed(found.block[:SNIFFED]) == "html"


def _media(said: str | None) -> str:
    return (said or "").partition(";")[0].strip().lower()


def _seen(record: WarcRecord) -> datetime | None:
    try:
        seen = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    except ValueError:
        return None
    return seen.replace(tzinfo=UTC) if seen.tzinfo is None else seen


def _id(name: str) -> str:
    return "w-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
