"""Where readings go: standard output or a file, in one of the formats, opened only once there is something to write."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TextIO

from sayso.cli.writing import replacing
from sayso.errors import InputError
from sayso.exports import html, jsonl, table
from sayso.model import Reading

__all__ = ["Output"]


class Output(AbstractContextManager["Output"]):
    """Takes readings one by one; ``table`` and ``jsonl`` are written a report at a time, ``html`` at the end.

    A file is left as it was if nothing is added, and a page appears whole or not at all. Raises InputError for a
    file that can't be written.
    """

    def __init__(self, form: str, path: Path | None = None) -> None:
        self.form, self.path = form, path
        self._stream: TextIO | None = None
        self._kept: list[Reading] = []

    def add(self, reading: Reading) -> None:
        """Write one reading, or keep it for the page."""
        if self.form == "html":
            self._kept.append(reading)
            return
        stream = self._open()
        try:
            if self.form == "jsonl":
                jsonl.write(reading, stream)
            else:
                table.write(reading, table.console(stream))
                stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._failed(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._kept:
            self._page()
        if self._stream is not None and self.path is not None:
            self._stream.close()

    def _open(self) -> TextIO:
        if self._stream is None:
            if self.path is None:
                self._stream = sys.stdout
            else:
                try:
                    self._stream = self.path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
                except OSError as error:
                    raise self._failed(error) from error
        return self._stream

    def _page(self) -> None:
        if self.path is None:
            html.write(self._kept, sys.stdout)
            return
        with replacing(self.path) as beside, beside.open("w", encoding="utf-8", newline="\n") as out:
            html.write(self._kept, out)

    def _failed(self, error: OSError) -> InputError:
        return InputError(
            str(self.path or "standard output"), "--out", error.strerror or error, "name a file that can be written"
        )
