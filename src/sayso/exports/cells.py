"""What goes into a row: any value as a flat cell, for formats without lists within a cell, or as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

__all__ = ["Cell", "cell", "iso", "number", "plain"]

Cell = str | int | float | bool | None
_BETWEEN = "; "
_LOST = re.compile("[\ud800-\udfff]")  # half a character, which UTF-8 can't hold


def cell(value: object) -> Cell:
    """``value`` made flat: lists joined by "; ", mappings as "name: value", dates in ISO 8601.

    What is absent is None: so are an empty list, and a number that is none (NaN, infinity). Raises TypeError for
    anything that is no plain value.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        return number(value)
    if isinstance(value, str):
        return _LOST.sub("\ufffd", value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        told = ((name, cell(part)) for name, part in value.items())
        return ", ".join(f"{name}: {_word(part)}" for name, part in told if part is not None) or None
    if isinstance(value, (list, tuple)):
        return _BETWEEN.join(_word(part) for part in map(cell, value) if part is not None) or None
    raise TypeError(f"a row can't hold a {type(value).__name__}")


def iso(day: date | None) -> str | None:
    """A day in ISO 8601; None for none."""
    return day.isoformat() if day else None


def plain(value: object) -> Any:
    """``value`` as JSON can hold it: dates in ISO 8601, NaN and infinity null, lists and mappings as they are."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if isinstance(value, str) else cell(value)


def number(value: object) -> float | None:
    """``value`` if it is a finite number, else None. PostgreSQL sums whole numbers as Decimal, so that is one too."""
    if isinstance(value, Decimal):
        return None if not value.is_finite() else int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _word(value: Cell) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
