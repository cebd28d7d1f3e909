"""When is a feed asked next? By the rhythm of its stories, by what it wants, and ever more seldom while it fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median
from typing import Final

__all__ = [
    "FRESHEST",
    "HOST_RESTS",
    "LEAST",
    "LONGEST_REST",
    "LOST",
    "MOST",
    "WHOLE",
    "after_failure",
    "asked_to_wait",
    "interval",
    "spread",
]

LEAST: Final = 300.0
"""No feed is asked more often than this, in seconds."""
MOST: Final = 86_400.0
"""And none that answers less often."""
FRESHEST: Final = 21_600.0
"""However long an answer says that it holds, a feed is asked again after this: servers say it of whatever they have."""
WHOLE: Final = timedelta(days=7)
"""After so long a feed is asked for without its ETag: some stay the same whatever the feed tells."""
LOST: Final = timedelta(days=14)
"""A feed that has failed for so long is asked once a day."""
HOST_RESTS: Final = 60.0
"""How long a host that says it is asked too often is left alone, where it does not say for how long."""
LONGEST_REST: Final = 7 * MOST
"""However long a server asks to be left alone, it is asked again after this."""
_UNKNOWN: Final = 1_800.0  # between two visits to a feed whose rhythm nothing tells yet
_WHILE_FAILING: Final = MOST / 4
_SILENCE: Final = 12  # a feed that has been silent for a day is asked every two hours


def interval(told: Sequence[datetime], now: datetime, hint: float = 0) -> float:
    """The seconds until a feed that answers is asked again; ``told`` is when its latest stories came, newest first.

    Half of what usually lies between two stories, or a twelfth of the time that it has been silent for, whichever is
    longer; never sooner than ``hint``, in which the feed says how often it is made anew.
    """
    times = sorted((moment for moment in told if moment <= now), reverse=True)
    if not times:
        wanted = _UNKNOWN
    else:
        silent = (now - times[0]).total_seconds() / _SILENCE
        gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
        wanted = max(median(gaps) / 2 if gaps else _UNKNOWN, silent)
    return min(max(wanted, hint, LEAST), MOST)


def after_failure(failures: int, failing_for: timedelta, chance: float) -> float:
    """The seconds until a feed is asked again that failed so often in a row, for so long; ``chance`` is 0 to 1.

    Twice as long with each failure, up to six hours; a day once it has failed for two weeks. By chance up to a quarter
    more or less, so that feeds that failed together are not asked together.
    """
    wanted = MOST if failing_for >= LOST else min(LEAST * 2.0 ** min(failures, 20), _WHILE_FAILING)
    return max(wanted * (0.75 + 0.5 * chance), LEAST)


def spread(seconds: float, chance: float) -> float:
    """``seconds``, by chance a tenth more or less, but within what is allowed."""
    return min(max(seconds * (0.9 + 0.2 * chance), LEAST), MOST)


def asked_to_wait(retry_after: str | None, now: datetime) -> float:
    """The seconds that a server's ``Retry-After`` asks for, as a number or as a date; 0 for none that can be read."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_REST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_REST)
