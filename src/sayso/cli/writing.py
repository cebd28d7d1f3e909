"""Where a text that is made whole goes: standard output, or a file that is replaced at once or left as it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso.errors import InputError

__all__ = ["replacing", "whole"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at ``path`` once the block has ended well; until then that is as it was.

    What is no file (a device, a pipe) is written to itself: a file must not take its place. InputError for what can't
    be written.
    """
    there = path.resolve()
    itself = there.exists() and not there.is_file()
    beside = there if itself else there.with_name(f".{there.name}.{os.getpid()}.part")
    try:
        yield beside
        if not itself:
            beside.replace(there)
    except OSError as error:
        raise InputError(str(path), "--out", error.strerror or error, "name a file that can be written") from error
    finally:
        if not itself:
            beside.unlink(missing_ok=True)


def whole(text: str, path: Path | None) -> None:
    """Write a text in UTF-8 to a file, or to standard output for None; InputError for a file that can't be written."""
    # Half a character (a lone surrogate) has no bytes: it stands as a question mark.
    data = text.encode("utf-8", "replace")
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with replacing(path) as beside:
        beside.write_bytes(data)
