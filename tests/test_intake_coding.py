"""Are the codings of HTTP undone, also when headers lie, and never beyond the limit?"""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.coding import undone

PAGE = b"<html><p>Three shells fell on Mlin, the mayor said.</p></html>" * 50
LIMIT = 1_000_000


def chunked(body: bytes, size: int = 100, extra: bytes = b"") -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), extra, part) for part in parts) + b"0\r\nX-Trailer: 1\r\n\r\n"


def undo(body: bytes, limit: int = LIMIT, **headers: str) -> bytes:
    return undone(body, {name.replace("_", "-"): value for name, value in headers.items()}.get, limit)


def brotli(body: bytes) -> bytes:
    out = io.BytesIO()
    with BrotliWriter(out) as packing:
        packing.write(body)
    return out.getvalue()


def zstd(body: bytes) -> bytes:
    out = io.BytesIO()
    with ZstdWriter(out) as packing:
        packing.write(body)
    return out.getvalue()


def raw_deflate(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli),
        ("identity", bytes),
        ("zstd", zstd),
        ("dcb", bytes),
    ],
)
def test_each_coding_alone_and_in_chunks(coding: str, pack: object) -> None:
    packed: bytes = pack(PAGE)  # type: ignore[operator]
    assert undo(packed, Content_Encoding=coding) == PAGE
    assert undo(chunked(packed), Content_Encoding=coding, Transfer_Encoding="chunked") == PAGE
    assert undo(PAGE, Content_Encoding=coding) == PAGE  # unpacked by the crawler, the header left


def test_codings_on_top_of_each_other() -> None:
    assert undo(gzip.compress(brotli(PAGE)), Content_Encoding="br, gzip") == PAGE


def test_chunks_with_extensions_and_bodies_that_are_in_none() -> None:
    assert undo(chunked(PAGE, extra=b" ;a=b"), Transfer_Encoding="chunked") == PAGE
    assert undo(PAGE, Transfer_Encoding="chunked") == PAGE
    assert undo(b"0\r\n\r\n", Transfer_Encoding="chunked") == b""
    assert undo(b"ffffffff\r\nshort", Transfer_Encoding="chunked") == b"short"


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli), ("deflate", zlib.compress)])
def test_a_bomb_stops_at_the_limit_and_what_breaks_off_gives_what_came(coding: str, pack: object) -> None:
    bomb: bytes = pack(b"a" * 5_000_000)  # type: ignore[operator]
    assert len(undo(bomb, Content_Encoding=coding)) == LIMIT + 1
    noise = bytes(n * n % 251 for n in range(50_000))
    broken = undo(pack(noise)[:-500], Content_Encoding=coding)  # type: ignore[operator]
    assert noise.startswith(broken) or broken == pack(noise)[:-500]  # type: ignore[operator]


@given(st.binary(max_size=300), st.sampled_from(["gzip", "br", "deflate", "gzip, br", ""]), st.booleans())
def test_no_bytes_break_it(body: bytes, coding: str, chunks: bool) -> None:
    got = undo(body, 100, Content_Encoding=coding, Transfer_Encoding="chunked" if chunks else "")
    assert len(got) <= max(101, len(body))


@given(st.binary(max_size=500), st.integers(1, 60))
def test_chunks_put_together_are_the_body(body: bytes, size: int) -> None:
    assert undo(chunked(body, size), Transfer_Encoding="chunked") == body
