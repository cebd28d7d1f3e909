"""Where does a day stand on a line of days, and which days are named beneath it? For bands and charts in pages.

Places are percents of the line, so that a drawing fits any width without being drawn anew. Every day has a stretch of
its own: a band of one day is as wide as that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sayso.exports import words

__all__ = ["Scale", "Tick"]

_MOST: Final = 6  # days named: on a phone each has room for its words
_DAYS: Final = (1, 2, 7, 14)  # between days named; whole weeks begin on a Monday
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
_EDGE: Final = 92.0  # beyond it a name would run out of the drawing


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named on the line: where it stands, its name, and its year where that is new ("" where it is not)."""

    day: date
    at: float
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from the morning of ``first`` to the evening of ``last``."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a line of days must not end before it starts: {self.first}..{self.last}")

    @property
    def days(self) -> int:
        """How many days it has, at least one."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Where a day begins, 0 to 100; a day beyond an end stands at that end."""
        return round(100 * min(max((day - self.first).days, 0), self.days) / self.days, 3)

    def middle(self, day: date) -> float:
        """Where the noon of a day is."""
        kept = min(max(day, self.first), self.last)
        return round(100 * ((kept - self.first).days + 0.5) / self.days, 3)

    def width(self, start: date, end: date) -> float:
        """How much of the line the days from ``start`` to ``end`` take, both included."""
        after = self.days if end >= self.last else max((end - self.first).days + 1, 0)
        return round(100 * after / self.days - self.at(start), 3) if start <= self.last else 0.0

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The days to name, from the first on: days, weeks, months or years, whichever are not too many."""
        named: list[Tick] = []
        for day, name in self._named():
            at = self.at(day)
            if at <= _EDGE:
                year = "" if named and named[-1].day.year == day.year else str(day.year)
                named.append(Tick(day, at, name, "" if name == str(day.year) else year))
        return tuple(named)

    def _named(self) -> list[tuple[date, str]]:
        for step in _DAYS:
            if self.days <= step * _MOST:
                days = _every_days(self.first, self.last, step)
                return [(day, words.short_day(day)) for day in days]
        for step in _MONTHS:
            months = list(_every_months(self.first, self.last, step))
            if len(months) <= _MOST:
                return [(day, str(day.year) if step >= 12 else words.month(day)) for day in months]
        return [(self.first, str(self.first.year))]


def _every_days(first: date, last: date, step: int) -> Iterator[date]:
    day = first if step < 7 else first + timedelta(days=-first.weekday() % 7)
    while day <= last:
        yield day
        if (last - day).days < step:  # the calendar may end here
            return
        day += timedelta(days=step)


def _every_months(first: date, last: date, step: int) -> Iterator[date]:
    """The firsts of months, every so many counted from a January."""
    months = first.year * 12 + first.month - 1 + (first.day > 1)
    months += -months % step
    while months // 12 <= date.max.year:
        day = date(months // 12, months % 12 + 1, 1)
        if day > last:
            return
        yield day
        months += step
