"""Which addresses that a report gives may be followed? Those of the web; "javascript:" and "data:" would run."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["outward"]


def outward(url: str | None) -> str | None:
    """The address, if it is one of a page on the web; else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
