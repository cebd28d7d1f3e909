"""Streams as they were: unpacked from gzip while they are read, and whole again after a look at their beginning."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any, BinaryIO

from sayso.errors import InputError

__all__ = ["rejoined", "unpacked"]


class _Unpacking(io.RawIOBase):
    """Reads through gzip, and says so in an InputError where that is broken."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        self._packed, self._source = gzip.GzipFile(fileobj=stream), source

    def readable(self) -> bool:
        """Yes; io asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` with what was packed."""
        try:
            return self._packed.readinto(buffer)
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            fix = "fetch or pack the file again; what came before is read"
            raise InputError(self._source, "gzip", str(broken).rstrip("."), fix) from None


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


def rejoined(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream of ``head``, which was read of it, and the rest."""
    return io.BufferedReader(_Rejoined(head, rest))


def unpacked(stream: BinaryIO, source: str) -> BinaryIO:
    """The stream beneath gzip; a file can hold a bomb, so whoever reads it asks for so many bytes at a time."""
    return io.BufferedReader(_Unpacking(stream, source))
