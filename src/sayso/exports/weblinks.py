"""Which addresses that a report gives may be followed? Those of the web; "javascript:" and "data:" would run."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

__all__ = ["fit", "outward"]

_UNFIT: Final = re.compile(r"[^A-Za-z0-9:/?#@%$'()*+,;=._~&!-]")


def outward(url: str | None) -> str | None:
    """The address, if it is one of a page on the web, in characters that an address may have; else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        return fit(url) if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def fit(address: str) -> str:
    """An address with everything that none may have written by its bytes."""
    return _UNFIT.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), address)
