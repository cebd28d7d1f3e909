"""What is written down of a watched feed, for programs: when it was asked, what came of it, what is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sayso.ledger.feeds import Fared

__all__ = ["COLUMNS", "record"]

COLUMNS: Final = (
    "url", "title", "theatre", "state", "asked", "answered", "news", "next", "failures", "failing", "wrong", "kept",
    "waiting", "refused", "passed", "refusal", "at", "since",
)  # fmt: skip


def record(fared: Fared) -> dict[str, Any]:
    """A feed with what became of its stories; moments as ISO 8601 in UTC, ``next`` only where it is asked again."""
    feed = fared.feed
    told: dict[str, Any] = {name: getattr(feed, name, None) for name in COLUMNS}
    told |= {"next": feed.due if feed.state == "watched" else None, "since": feed.seen}
    told |= {name: getattr(fared, name) for name in ("kept", "waiting", "refused", "passed", "refusal")}
    return {name: _iso(value) if isinstance(value, datetime) else value for name, value in told.items()}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
