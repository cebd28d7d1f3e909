"""Which day does this piece of metadata name? Dates as editors and machines write them, in English."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

__all__ = ["MONTH", "find_date", "latest_day", "month_number", "parse_date"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\b{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)",
        rf"\b{_YEAR}[/.](?P<month>\d\d?)[/.](?P<day>\d\d?)(?!\d)",
        rf"(?<!\d){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        rf"\b(?P<name>{MONTH})\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?[\s-]+(?P<name>{MONTH})[\s,-]+{_YEAR}\b",
        rf"\b(?P<day>\d\d?)[./](?P<month>\d\d?)[./]{_YEAR}\b",
    )
)


def month_number(name: str) -> int:
    """1 to 12 for an English month, whole or cut short, with or without its point."""
    return _MONTHS.index(name[:3].lower()) + 1


def find_date(text: str) -> date | None:
    """The first full date in ``text``, None when there is none or it can be read two ways.

    A day and a month in figures, year last, are taken only when one of them can't be the month
    ("13/5/2023", "5/13/2023") or both are the same. A time or a zone behind a date is left alone: the
    day is the one that is written.
    """
    best: tuple[int, date] | None = None
    for shape in _SHAPES:
        m = shape.search(text)
        if m and (day := _from_match(m)) and (best is None or m.start() < best[0]):
            best = (m.start(), day)
    return best[1] if best else None


def _from_match(m: re.Match[str]) -> date | None:
    groups = m.groupdict()
    day = int(groups["day"])
    month = month_number(groups["name"]) if groups.get("name") else int(groups["month"])
    if m.re is _SHAPES[-1]:
        if day <= 12 and month <= 12 and day != month:
            return None
        if month > 12:
            day, month = month, day
    try:
        return date(int(groups["year"]), month, day)
    except ValueError:
        return None


def parse_date(value: str) -> date | None:
    """The day that a field's whole value names (ISO 8601, RFC 2822, plain English), else None."""
    text = " ".join(value.split())
    if len(text) > 80:
        return None
    if found := find_date(text):
        return found
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None


def latest_day(month: int, day: int, until: date) -> date | None:
    """The latest such day not after ``until``, for a dateline without a year; None for a day that never is."""
    for year in range(until.year, until.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February
        if found <= until:
            return found
    return None
