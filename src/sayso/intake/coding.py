"""Which bytes did a server mean? The codings of HTTP undone: chunks, gzip, deflate, brotli, zstd; up to a limit.

Archives keep bodies as they came, or unpacked with the headers left as they were; so a body that is not in the coding
its header names is taken as it stands. A body that breaks off gives what came.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Final

from fastwarc.stream_io import BrotliReader, ZstdReader

__all__ = ["undone"]

_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_STEP: Final = 65_536
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


def undone(body: bytes, headers: Callable[[str], str | None], limit: int) -> bytes:
    """``body`` without the codings that its headers name; at most ``limit`` bytes and one, which tells it is larger."""
    if "chunked" in (headers("Transfer-Encoding") or "").lower():
        body = _joined(body)
    codings = [each.strip().lower() for each in (headers("Content-Encoding") or "").split(",")]
    for coding in reversed(codings):
        undo = _UNDO.get(coding)
        if undo is not None:
            body = undo(body, limit + 1) or body
    return body


def _joined(body: bytes) -> bytes:
    """The chunks of a body put together (RFC 9112, 7.1); the body itself where it is in none."""
    parts = []
    at = 0
    while (size := _CHUNK.match(body, at)) and (length := int(size.group(1), 16)):
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 0
    return b"".join(parts) if at or size else body


def _inflated(body: bytes, most: int, bits: int) -> bytes:
    undoing = zlib.decompressobj(wbits=bits)
    try:
        return undoing.decompress(body, most)
    except zlib.error:
        return b""


def _gunzipped(body: bytes, most: int) -> bytes:
    return _inflated(body, most, 31) if body.startswith(b"\x1f\x8b") else b""


def _deflated(body: bytes, most: int) -> bytes:
    return _inflated(body, most, 15) or _inflated(body, most, -15)


def _brotli(body: bytes, most: int) -> bytes:
    return _drained(BrotliReader(io.BytesIO(body)), most)


def _unzstd(body: bytes, most: int) -> bytes:
    return _drained(ZstdReader(io.BytesIO(body)), most) if body.startswith(_ZSTD) else b""


def _drained(reader: BrotliReader | ZstdReader, most: int) -> bytes:
    out = bytearray()
    try:
        while len(out) < most and (part := reader.read(min(_STEP, most - len(out)))):
            out += part
    except OSError:  # broken off, or never in this coding: what came before may be whole enough
        pass
    return bytes(out)


_UNDO: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _unzstd,
}
