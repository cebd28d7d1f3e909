"""How does a crawler write down what it fetched? As records of WARC (ISO 28500), a gzip member each where wanted.

Each page gives a request and a response, as in Common Crawl's news files; here and there stand what has no article: a
page not found, one that moved, one that is as it was (revisit).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import BinaryIO, Final
from uuid import NAMESPACE_URL, uuid5

from bench.crawl.pages import Page

__all__ = ["Crawl", "record", "write"]

_NOT_FOUND: Final = (
    b"<!DOCTYPE html><html><head><title>Not found</title></head><body><p>There is no such page.</p></body></html>"
)
_REASONS: Final = {200: "OK", 301: "Moved Permanently", 404: "Not Found"}


@dataclass(frozen=True, slots=True)
class Crawl:
    """What was written: how many pages, how many of them about the war, how many records, and bytes in the file."""

    pages: int
    war: int
    records: int
    bytes: int


def record(
    kind: str, url: str | None, moment: datetime, block: bytes, *, media: str, name: str = "", **more: str
) -> bytes:
    """One record: header, block, and the two line ends that part it from the next. The same in, the same out."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {url} {moment.isoformat()} {name}')}>",
        "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        **({"WARC-Target-URI": url} if url else {}),
        **{key.replace("_", "-"): value for key, value in more.items()},
        "Content-Type": media,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(url: str, moment: datetime, body: bytes, status: int = 200, **more: str) -> bytes:
    """A response record; ``more`` are headers of HTTP."""
    head = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in more.items()}}
    lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
    block = f"HTTP/1.1 {status} {_REASONS[status]}\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
    return record("response", url, moment, block, media="application/http; msgtype=response")


def _records(rng: Random, page: Page) -> Iterable[bytes]:
    host, _, path = page.url.removeprefix("https://").partition("/")
    asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: sayso-bench\r\n\r\n".encode()
    yield record("request", page.url, page.fetched, asked, media="application/http; msgtype=request")
    yield response(page.url, page.fetched, page.html, X_Crawl_Content_Encoding="gzip")
    roll = rng.random()
    if roll < 0.01:
        yield response(page.url + "/gone", page.fetched, _NOT_FOUND, 404)
    elif roll < 0.02:
        yield response(page.url + "/old", page.fetched, b"", 301, Location=page.url)
    elif roll < 0.03:
        same = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        yield record("revisit", page.url, page.fetched, same, media="application/http; msgtype=response", name="again")


def write(out: Path, pages: Iterable[Page], *, size: int, seed: int = 1, most: int | None = None) -> Crawl:
    """Write an archive of at least ``size`` bytes, or of ``most`` pages: gzipped, a member a record, if named .gz."""
    rng = Random(f"archive {seed}")
    packed = out.suffix == ".gz"
    told = about = records = written = 0

    def put(stream: BinaryIO, one: bytes) -> int:
        return stream.write(gzip.compress(one, 6, mtime=0) if packed else one)

    with out.open("wb") as stream:
        for page in islice(pages, most):
            if not told:
                about_it = b"software: sayso bench.crawl\r\nformat: WARC File Format 1.0\r\n"
                head = record("warcinfo", None, page.fetched, about_it, media="application/warc-fields")
                written += put(stream, head)
                records += 1
            for one in _records(rng, page):
                written += put(stream, one)
                records += 1
            told += 1
            about += page.war
            if written >= size:
                break
    return Crawl(told, about, records, written)
