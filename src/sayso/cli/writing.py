"""Where a text that is made whole goes: standard output, or a file that is replaced at once or left as it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sayso.errors import InputError

__all__ = ["whole"]


def whole(text: str, path: Path | None) -> None:
    """Write a text in UTF-8 to a file, or to standard output for None; InputError for a file that can't be written."""
    # Half a character (a lone surrogate) has no bytes: it stands as a question mark.
    data = text.encode("utf-8", "replace")
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(str(path), "--out", error.strerror or error, "name a file that can be written") from error
