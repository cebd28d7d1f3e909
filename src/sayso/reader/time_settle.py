"""Which year a date belongs to: settles a moment by the report's date, or by what was spoken of before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sayso.reader.almanac import add_days, add_months, month_end, weekday_near
from sayso.reader.time_model import Moment, Node, Way

__all__ = ["Context", "as_day", "settle", "stretch"]

# How far a history must step back in the calendar to have passed a New Year, in months.
CARRY = 8
# How near a weekday with its day of the month must be to be the one meant, in days.
NEAR = 45
YEARS_ON: dict[Way | None, int] = {"last-year": -1, "this-year": 0, "next-year": 1}


@dataclass
class Context:
    """What a time is resolved against: the report's date and what was last spoken of.

    ``narrative`` reads a history: times without a year carry on from the one before, not from ``published``.
    ``leaves`` records each calendar expression as it was settled, for those who print values.
    """

    published: date | None
    narrative: bool = False
    future: bool = False
    opens: bool = True
    last: Moment | None = None
    last_at: int = 0
    day: Moment | None = None
    day_at: int = 0
    leaves: list[tuple[Node, Moment | None]] = field(default_factory=list)

    def speak_of(self, m: Moment, at: int) -> None:
        """Remembers a settled time at code point ``at`` for what counts from it ("the next day")."""
        if self.narrative and self._aside(m):
            return
        self.last, self.last_at = m, at
        if m.grain == "day":
            self.day, self.day_at = m, at

    def _aside(self, m: Moment) -> bool:
        """Whether a history only glances at another year ("as in 1614") and goes on where it was."""
        if self.opens or self.last is None or self.last.month is None or m.year is None or self.last.year is None:
            return False
        return m.grain != "day" and m.year != self.last.year

    @property
    def base(self) -> date | None:
        """The day that relative words count from."""
        if self.narrative and self.last and (days := stretch(self.last)) and days[0]:
            return days[0]
        return self.published


def _year_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stretch(m: Moment) -> tuple[date, date] | None:
    """First and last day of a moment whose year is known; None before the year 1 and after 9999."""
    span = _whole(m)
    if not span or not m.part:
        return span
    first, last = span
    length = (last - first).days + 1
    if m.grain == "month":
        tens = [(1, 10), (11, 20), (21, last.day)]
        a, b = tens[0 if m.part in ("start", "early", "earlier") else 1 if m.part == "mid" else 2]
        return first.replace(day=a), first.replace(day=b)
    part = "early" if m.part in ("start", "early", "earlier") else "mid" if m.part == "mid" else "late"
    if cut := _THIRDS.get(m.grain):
        months = cut[part]
        return add_months(first, months[0]), add_days(add_months(first, months[1]), -1)
    third = length // 3
    if part == "early":
        return first, add_days(first, third - 1 if third else 0)
    if part == "mid":
        return add_days(first, third), add_days(last, -third)
    return add_days(last, -third + 1 if third else 0), last


# The early, middle and late part of what is counted in months: the first of each, and the one after its last.
_THIRDS: dict[str, dict[str, tuple[int, int]]] = {
    "quarter": {"early": (0, 1), "mid": (1, 2), "late": (2, 3)},
    "season": {"early": (0, 1), "mid": (1, 2), "late": (2, 3)},
    "half": {"early": (0, 2), "mid": (2, 4), "late": (4, 6)},
    "year": {"early": (0, 4), "mid": (4, 8), "late": (8, 12)},
    "decade": {"early": (0, 48), "mid": (48, 84), "late": (84, 120)},
}


def _whole(m: Moment) -> tuple[date, date] | None:
    y = m.year
    if y is None or not 1 <= y <= 9990:
        return None
    match m.grain:
        case "day" if m.month and m.day:
            day = _year_day(y, m.month, m.day)
            if not day:
                return None
            # A night belongs to the evening that it begins with, and runs into the next day.
            return day, add_days(day, 1) if m.hour == "NI" else day
        case "week" if m.number and not m.month:
            return _iso_week(y, m.number)
        case "week" if m.month and m.number and not m.day:
            if m.number < 0:
                return add_days(month_end(y, m.month), -6), month_end(y, m.month)
            first = date(y, m.month, min(7 * m.number - 6, 28))
            return first, min(add_days(first, 6), month_end(y, m.month))
        case "week" | "weekend" if m.month and m.day:
            first = date(y, m.month, m.day)
            return first, add_days(first, 6 if m.grain == "week" else 1)
        case "month" if m.month:
            return date(y, m.month, 1), month_end(y, m.month)
        case "season" if m.month:
            return date(y, m.month, 1), add_days(add_months(date(y, m.month, 1), 3), -1)
        case "quarter" if m.number:
            return date(y, 3 * m.number - 2, 1), month_end(y, 3 * m.number)
        case "half" if m.number:
            return date(y, 6 * m.number - 5, 1), month_end(y, 6 * m.number)
        case "year":
            return date(y, 1, 1), date(y, 12, 31)
        case "decade":
            return date(y, 1, 1), date(y + 9, 12, 31)
        case "century":
            return date(max(100 * (y - 1), 1), 1, 1), date(100 * y - 1, 12, 31)
    return None


def _iso_week(year: int, number: int) -> tuple[date, date] | None:
    """A week of a year by ISO 8601, the last ones negative."""
    weeks = date(year, 12, 28).isocalendar().week
    n = number if number > 0 else weeks + 1 + number
    if not 1 <= n <= weeks:
        return None
    first = date.fromisocalendar(year, n, 1)
    return first, add_days(first, 6)


def settle(m: Moment, c: Context) -> Moment | None:
    """The moment with its year, and its month and day where it was a weekday; None where nothing tells them."""
    if m.grain == "day" and m.month is None and m.day:
        return _day_of_month(m, c)
    if m.grain == "day" and m.weekday is not None and m.month is None:
        return _weekday(m, c)
    if m.year is not None:
        return m
    if m.grain == "weekend":
        return _weekend(m, c)
    if c.narrative and c.last and c.last.year is not None and m.way in (None, "same", "that", "this"):
        return _carry(m, c.last)
    if m.way in ("same", "that") and c.last and c.last.year is not None:
        return replace(m, year=c.last.year)
    pub = c.base if m.way in _ALONG else c.published
    if pub is None:
        return None
    if m.way in YEARS_ON:
        return replace(m, year=pub.year + YEARS_ON[m.way])
    return _nearest(m, pub, c.future)


# In a history these count from what was spoken of ("the following spring"), in a report from its day.
_ALONG = frozenset({"previous", "following", "next", "coming"})


@lru_cache(maxsize=4096)
def _nearest(m: Moment, pub: date, future: bool) -> Moment | None:
    """A date without its year in the year that its words, or the report's day, tell."""
    near = range(pub.year - 5, pub.year + 6)
    candidates = [(y, s[0], s[1]) for y in near if (s := stretch(replace(m, year=y)))]
    if m.weekday is not None:
        # "Friday, June 15": the weekday tells the year where the nearest date has another one.
        matching = [s for s in candidates if s[1].weekday() == m.weekday and abs((s[1] - pub).days) < 400]
        candidates = matching or candidates
    if not candidates:
        return None
    past = [s for s in candidates if s[1] <= pub]
    over = [s for s in past if s[2] < pub]
    ahead = [s for s in candidates if s[2] >= pub]
    if m.way in ("next", "coming", "following"):
        pick = next((s for s in ahead if s[1] > pub), candidates[-1])
    elif m.way in ("last", "past", "previous", "recent"):
        pick = over[-1] if over else candidates[0]
    elif m.way == "this":
        same = [s for s in candidates if s[1] <= pub <= s[2]] or [s for s in candidates if s[0] == pub.year]
        pick = same[0] if same else min(candidates, key=lambda s: abs((s[1] - pub).days))
    elif future and ahead:
        pick = ahead[0]
    else:
        pick = past[-1] if past else candidates[0]
    return replace(m, year=pick[0])


def _weekend(m: Moment, c: Context) -> Moment | None:
    """ "Over the weekend": the one under way or last over, or the next where it is to come."""
    base = c.base
    if base is None:
        return None
    first = add_days(base, 5 - base.weekday())
    if base.weekday() < 5 and not c.future and m.way is None:
        first = add_days(first, -7)
    return Moment("weekend", first.year, first.month, first.day)


def _carry(m: Moment, last: Moment) -> Moment:
    """A history goes on in the year it was in, and passes from its end to the next one's first months."""
    rolls = last.month is not None and m.month is not None and last.grain != "season" and last.month - m.month >= CARRY
    return replace(m, year=(last.year or 0) + 1 if rolls else last.year)


def _day_of_month(m: Moment, c: Context) -> Moment | None:
    """ "Tuesday the 21st": the nearest month, not after the report's unless it is to come, where the two agree."""
    base = c.base
    if base is None or m.day is None:
        return None
    found: list[date] = []
    for sign in (1, -1) if c.future else (-1, 1):
        for step in range(15):
            first = add_months(base.replace(day=1), sign * step)
            if m.day > month_end(first.year, first.month).day:
                continue
            day = first.replace(day=m.day)
            if (day >= base if sign > 0 else day <= base) and m.weekday in (None, day.weekday()):
                found.append(day)
                break
        if m.weekday is None and found:
            break
    # "Tuesday the 11th" told of on the 10th is tomorrow and not half a year ago
    nearest = min(found, key=lambda d: (abs((d - base).days) > NEAR, d is not found[0]), default=None)
    return as_day(nearest, m.hour, m.weekday) if nearest else None


def _weekday(m: Moment, c: Context) -> Moment | None:
    base = c.base
    if base is None or m.weekday is None:
        return None
    week = add_days(base, -base.weekday())
    if m.number is not None:  # "next week on Tuesday"
        day = add_days(week, 7 * m.number + m.weekday)
    elif m.way in ("next", "coming", "following"):
        day = weekday_near(add_days(base, 1), m.weekday, forward=True)
    elif m.way in ("last", "past", "previous", "recent"):
        day = weekday_near(add_days(base, -1), m.weekday)
    elif m.way == "this":
        day = add_days(week, m.weekday)
    elif c.narrative:
        day = weekday_near(base, m.weekday, forward=True)
    else:
        day = weekday_near(base, m.weekday, forward=c.future)
    return as_day(day, m.hour, m.weekday)


def as_day(day: date, hour: str | None = None, weekday: int | None = None) -> Moment:
    """A date as a settled moment."""
    return Moment("day", day.year, day.month, day.day, weekday=weekday, hour=hour)
