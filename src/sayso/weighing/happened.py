"""When did it happen, for the purposes of weighing? Every claim's interval of days, and how far its event may reach.

A reader of news fills in what a report leaves out: a claim without a time happened shortly before it was told (a news
story's nut is a day or two old), "since June" runs until it was told, and "by Friday" is of the days before. The
ledger keeps these days beside a claim, so that whoever wants an event whole can fetch its neighbours by them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sayso.model import When

__all__ = ["DAYS", "REACH_KM", "REGION_KM", "SHORTLY", "happened", "told"]

# All claims of an event count under days, and lie at places, that are no further than this from each other. To see a
# claim's event whole, fetch what lies within twice that of it (its neighbours' neighbours compete for its neighbours):
# settlements within REACH_KM, regions (by their middle) within REGION_KM, and the rest of its report.
DAYS: Final = 3
REACH_KM: Final = 12.0
REGION_KM: Final = 150.0

SHORTLY: Final = 3  # days: "shortly before it was told", where a report gives no time


def told(said: date | None, published: date | None) -> date | None:
    """The day a claim was uttered, else published, the earlier where both are known; None where neither is."""
    if said is None or published is None:
        return said or published
    return min(said, published)


def happened(when: When | None, known: date | None) -> tuple[date, date] | None:
    """The days that a claim of this time, ``told`` on that day, counts under, first and last; None where nothing tells.

    A time given whole is kept as it is. An open end runs until the claim was told, an open start and a claim without
    a time reach back ``SHORTLY`` days.
    """
    start, end = (when.start, when.end) if when is not None else (None, None)
    if start is not None and end is not None:
        return start, end
    if start is not None:
        return start, max(start, known or start)
    last = end or known
    return None if last is None else (_before(last, SHORTLY), last)


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))
