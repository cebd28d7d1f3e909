"""At which hours, and on which days, does a feed say that asking it is of no use? RSS's skipHours and skipDays, in UTC.

They are kept with the feed, for an answer that nothing has changed does not repeat them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

__all__ = ["LONGEST", "beyond", "written"]

LONGEST: Final = timedelta(days=3)
"""A feed that would be left alone for longer is asked as if it had said nothing."""
_HOUR: Final = timedelta(hours=1)


def written(hours: Collection[int], days: Collection[int]) -> str | None:
    """Hours (0 to 23) and days (0 is Monday) as they are kept; None where nothing is left out."""
    if not hours and not days:
        return None
    return ";".join(",".join(map(str, sorted(some))) for some in (hours, days))


def beyond(quiet: str | None, moment: datetime) -> datetime:
    """The first moment, from this one on, at which a feed may be asked."""
    hours, days = (frozenset(map(int, filter(None, some.split(",")))) for some in (quiet or ";").split(";"))
    at = moment
    while at - moment <= LONGEST:
        if at.hour not in hours and at.weekday() not in days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + _HOUR
    return moment
