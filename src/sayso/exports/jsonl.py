"""The fixed record, one claim a line: what programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from sayso.model import Reading, record

__all__ = ["dump", "lines", "write"]

# JSON leaves these as they are, but readers that split lines by Unicode's rules would cut a record in two.
_BREAKS = str.maketrans({0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"})


def dump(value: Any) -> str:
    """``value`` as one line of JSON: letters stand as themselves, no line break of any kind is in it, no NaN."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_BREAKS)
    # A lone surrogate has no UTF-8 form; its JSON escape is the same code point.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def lines(reading: Reading) -> Iterator[str]:
    """Each claim of ``reading`` as one line of JSON without its newline, in order of the text.

    Non-ASCII letters stand as themselves. The line is valid UTF-8 and holds no line break of any kind.
    """
    for claim in reading.claims:
        yield dump(record(claim))


def write(reading: Reading, out: TextIO) -> None:
    """Write a report's claims to ``out`` and flush, so that a reader down the pipe has whole reports at once."""
    for line in lines(reading):
        out.write(line + "\n")
    out.flush()
