"""What can every database hold? Rows with anything else are refused before they are written.

PostgreSQL's text takes no NUL, no database takes half a surrogate pair, whole numbers end at 63 bits, and NaN comes
back from SQLite as nothing. A ledger is to hold the same wherever it lies, so each refuses all of these. Nothing is
mended in silence: offsets count in the text, and ids name things outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sayso.errors import InputError

__all__ = ["ID_LONGEST", "check_id", "check_rows", "fits", "shown"]

ID_LONGEST: Final = 500
"""Characters in a report's id: an index of PostgreSQL takes no more than 2,700 bytes."""
_MOST: Final = 2**63 - 1
_LEAST: Final = -_MOST


def fits(value: object) -> bool:
    """Whether every database can hold a value and give it back as it was."""
    return _wrong(value) is None


def check_rows(source: str, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """InputError for the first value of some rows that a database would refuse or bend."""
    for row in rows:
        for field, value in row.items():
            kind = value.__class__
            # Nearly every value is one of these; the others are looked at one by one.
            if value is None or (kind is int and _LEAST <= value <= _MOST):
                continue
            if kind is str and value.isascii() and "\0" not in value:
                continue
            if (wrong := _wrong(value)) is not None:
                raise InputError(shown(source), f"{table} {field}", _excerpt(value), wrong)


def check_id(id: str) -> None:
    """InputError for a report's id that a ledger can't hold."""
    if len(id) > ID_LONGEST:
        raise InputError(shown(id[:60]), "report id", f"{len(id)} characters", f"give one of at most {ID_LONGEST}")
    wrong = _wrong(id) if id else "give one"
    if wrong is not None:
        raise InputError(shown(id) or "report", "report id", shown(id) or "empty", wrong)


def shown(text: str) -> str:
    """A text that can be kept and printed anywhere: what can't be is written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _wrong(value: object) -> str | None:
    if isinstance(value, str):
        if "\0" in value:
            return "take out the NUL character"
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                return "take out the half of a surrogate pair"
    elif isinstance(value, int):
        if not _LEAST <= value <= _MOST:
            return "give a number of at most 18 digits"
    elif isinstance(value, float) and not math.isfinite(value):
        return "give a number, or null"
    return None


def _excerpt(value: object) -> str:
    if not isinstance(value, str):
        return str(value)
    bad = next((at for at, ch in enumerate(value) if ch == "\0" or "\ud800" <= ch <= "\udfff"), 0)
    return shown(value[max(0, bad - 20) : bad + 20])
