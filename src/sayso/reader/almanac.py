"""What day is it: arithmetic with days, months, seasons and feasts. Knows no text."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

__all__ = [
    "add_days",
    "add_months",
    "add_years",
    "easter",
    "feast",
    "hijri",
    "month_end",
    "nth_weekday",
    "weekday_near",
]


def add_days(day: date, n: int) -> date:
    """The day ``n`` days on, held within what a date can be."""
    ordinal = min(max(day.toordinal() + n, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def add_months(day: date, n: int) -> date:
    """The same day ``n`` months on, or the month's last where it has no such day."""
    months = min(max(day.year * 12 + day.month - 1 + n, 12), 9999 * 12 + 11)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, n: int) -> date:
    """The same day ``n`` years on; 29 February becomes 28."""
    return add_months(day, 12 * n)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def weekday_near(day: date, weekday: int, *, forward: bool = False) -> date:
    """The nearest ``weekday`` (Monday 0) not after ``day``, or not before it when ``forward``."""
    if forward:
        return add_days(day, (weekday - day.weekday()) % 7)
    return add_days(day, -((day.weekday() - weekday) % 7))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` weekday of a month, counted from 1."""
    first = date(year, month, 1)
    return add_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday, Gregorian by default: Meeus, Astronomical Algorithms, chapter 8."""
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return add_days(date(year, month, day + 1), year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return date(year, month, day + 1)


def hijri(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar; the sighted moon may differ by a day or two."""
    days = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day
    return date.fromordinal(days + 1948440 - 385 - 1721425)


def feast(rule: Mapping[str, int | str], year: int) -> tuple[date, date]:
    """First and last day of a feast in a Gregorian year, by its rule in ``times.toml``."""
    moon, offset = rule.get("moon"), int(rule.get("offset", 0))
    if moon == "hijri":
        # A Gregorian year may hold a feast twice; the earlier is taken, which errs once in 33 years.
        start = next(
            d
            for y in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 4)
            if (d := hijri(y, int(rule["month"]), int(rule["day"]))).year == year
        )
    elif moon:
        start = easter(year, orthodox=moon == "orthodox")
    elif "nth" in rule:
        start = nth_weekday(year, int(rule["month"]), int(rule["weekday"]), int(rule["nth"]))
    else:
        start = date(year, int(rule["month"]), int(rule["day"]))
    start += timedelta(days=offset)
    return start, add_days(start, int(rule.get("days", 1)) - 1)
