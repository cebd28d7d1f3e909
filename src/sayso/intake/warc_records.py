"""Which records are in this web archive? Read by FastWARC, over broken places, in constant memory.

FastWARC stops at what it can't make out. Here the next record is then looked for, by a gzip member's first bytes or a
record's first line, and reading goes on from there; so one broken record costs itself, and a length that lies costs no
more than the record that has it. In a stream that can't be sought, and in a file gzipped as a whole, the rest is lost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

__all__ = ["Broken", "Found", "records"]

_HEADER: Final = 65_536  # bytes of a record's header, or of its HTTP header
_STEP: Final = 1 << 20
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_LINE = re.compile(rb"WARC/[01]\.\d{1,2}\r?\nWARC-")
_LONGEST: Final = 24  # bytes of a mark


@dataclass(frozen=True, slots=True)
class Found:
    """A record that begins at ``offset`` of the file; of its block no more than was asked for."""

    offset: int
    record: WarcRecord
    block: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where no record could be read; ``offset`` is where it begins, or where the last whole one did."""

    offset: int
    why: str


class _Stream:
    """The stream as FastWARC wants it, with its position told but never asked of a pipe."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self._stream, self._at = stream, at

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("read forwards only")

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """It is whoever opened it that closes it."""


def records(stream: BinaryIO, wanted: Callable[[WarcRecord], bool], limit: int) -> Iterator[Found | Broken]:
    """The records that are wanted, with at most ``limit`` bytes and one of each block, and what is broken between."""
    marks = _Marks(stream)
    begin: int | None = stream.tell() if marks.seekable else 0
    trouble: Broken | None = None
    while begin is not None:
        last: int | None = None
        try:
            for record in ArchiveIterator(_Stream(stream, begin), WarcRecordType.any_type, max_header_len=_HEADER):
                if trouble is not None:
                    yield trouble
                    trouble = None
                last = record.stream_pos
                if not wanted(record):
                    continue
                block = record.reader.read(limit + 1)
                if len(block) < min(record.content_length, limit + 1):
                    trouble = Broken(last, "it ends within a record")
                    break
                yield Found(last, record, block)
            else:
                # Where a header breaks off, or gzip around all of it, it ends without a word.
                cut = None if last is None else marks.cut_after(last)
                if cut is not None:
                    yield Broken(cut, "it breaks off")
                if trouble is None:
                    return
        except BaseException as broken:
            # FastWARC's own slips come as PanicException, which no one can import.
            if not isinstance(broken, (OSError, ValueError)) and type(broken).__name__ != "PanicException":
                raise
            trouble = trouble or Broken(begin if last is None else last, _said(broken))
        begin = marks.after(begin if last is None else last)
    if trouble is not None:
        yield trouble


def _said(broken: BaseException) -> str:
    said = " ".join(str(broken).split()).rstrip(".")[:80]
    return f"no record could be read ({said[:1].lower()}{said[1:]})"


class _Marks:
    """Where in a file may records begin? By the first bytes of a gzip member, or the first lines of a record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.seekable = stream, stream.seekable()
        self._mark: re.Pattern[bytes] | None = None

    def after(self, at: int) -> int | None:
        """The next mark behind a position, with the stream there; None where there is none, or no way back."""
        if not self.seekable:
            return None
        if self._mark is None:
            self._stream.seek(0)
            self._mark = _MEMBER if self._stream.read(2) == b"\x1f\x8b" else _LINE
        base = at + 1
        self._stream.seek(base)
        kept = b""
        while part := self._stream.read(_STEP):
            window = kept + part
            if found := self._mark.search(window):
                self._stream.seek(base + found.start())
                return base + found.start()
            kept = window[-_LONGEST:]
            base += len(window) - len(kept)
        return None

    def cut_after(self, last: int) -> int | None:
        """Where the archive breaks off behind the last record that was found in it; None where it is whole."""
        if not self.seekable:
            return None
        self._stream.seek(last)
        if not self._begins():  # gzipped as a whole, and so its records begin nowhere
            return None if self._unpacks() else last
        mark = self.after(last)
        while mark is not None and not self._begins():  # what looks like a gzip member may be chance
            mark = self.after(mark)
        return mark

    def _unpacks(self) -> bool:
        """Whether gzip comes to its own end in what the whole file is; read through, and not kept."""
        self._stream.seek(0)
        undoing = zlib.decompressobj(wbits=31)
        data = self._stream.read(_STEP)
        while data:
            try:
                undoing.decompress(data, _STEP)
            except zlib.error:
                return False
            if undoing.eof:
                data = undoing.unused_data or self._stream.read(_STEP)
                undoing = zlib.decompressobj(wbits=31) if data else undoing
            else:
                data = undoing.unconsumed_tail or self._stream.read(_STEP)
        return undoing.eof

    def _begins(self) -> bool:
        head = self._stream.read(512)
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 5) if head[:1] == b"\x1f" else head
        except zlib.error:
            return False
        return head.startswith(b"WARC/")
