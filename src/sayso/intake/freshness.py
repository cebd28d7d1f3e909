"""For how much longer does an answer hold? By its Cache-Control, and how long it has lain in caches on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["fresh"]

_MAX_AGE: Final = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE | re.ASCII)
_AGE: Final = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)


def fresh(headers: Mapping[str, str]) -> int:
    """The seconds that an answer with these headers (in lower case) still holds; 0 where it does not say."""
    told = _MAX_AGE.search(headers.get("cache-control", ""))
    lain = _AGE.fullmatch(headers.get("age", ""))
    return max(int(told.group(1)) - (int(lain.group(1)) if lain else 0), 0) if told else 0
