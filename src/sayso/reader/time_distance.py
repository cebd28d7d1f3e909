"""Which days a distance means: "two weeks ago", "the past 24 hours", "21 months into the war", "the week of May 8"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sayso.reader.almanac import add_days, add_months, add_years, month_end, weekday_near
from sayso.reader.time_model import (
    Also,
    Historic,
    Into,
    Lasting,
    Moment,
    Node,
    Running,
    Shift,
    Slice,
    Unit,
    WeekOf,
    Window,
)  # fmt: skip
from sayso.reader.time_settle import Context, as_day, stretch

__all__ = ["DISTANCES", "Days", "Resolve", "Told"]

Days = tuple[date | None, date | None]
Told = tuple[Days, str] | None
Resolve = Callable[[Node, Context], Told]
"""What resolves the time inside a time: the whole of ``time_resolve``."""

# How far back, in code points, a report's "the next day" or "that month" may look for the time it counts from.
REACH_DAY, REACH = 1500, 600
# How long a vague number of units is, in days: what a careful reader would accept.
VAGUE_DAYS: dict[str, int] = {
    "second": 0, "minute": 0, "hour": 1, "day": 5, "night": 5, "week": 30, "fortnight": 42, "weekend": 30, "month": 120,
    "quarter": 270, "season": 270, "half": 365, "year": 1500, "decade": 9000, "century": 90000,
}  # fmt: skip
UNIT_DAYS: dict[str, float] = {
    "second": 0, "minute": 0, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7,
    "month": 30.44, "quarter": 91.3, "season": 91.3, "half": 182.6, "year": 365.25, "decade": 3652.5, "century": 36525,
}  # fmt: skip
# How far from the day that it counts to a distance may be meant.
SLACK: dict[str, int] = {
    "week": 3, "fortnight": 4, "month": 15, "quarter": 30, "season": 30, "half": 45, "year": 61, "decade": 365,
    "century": 3650,
}  # fmt: skip


def _at(day: date, unit: Unit, n: int) -> date:
    """The day ``n`` units on."""
    if unit in ("month", "quarter", "season", "half"):
        return add_months(day, n * {"month": 1, "quarter": 3, "season": 3, "half": 6}[unit])
    if unit in ("year", "decade", "century"):
        return add_years(day, n * {"year": 1, "decade": 10, "century": 100}[unit])
    return add_days(day, round(n * UNIT_DAYS[unit]))


def _far(day: date, unit: Unit, n: int, also: Also = ()) -> date:
    """The day ``n`` units on and, in the same direction, the smaller units beside them."""
    day = _at(day, unit, n)
    for smaller, m in also:
        day = _at(day, smaller, -m if n < 0 else m)
    return day


def _shift(node: Node, s: Shift, c: Context, resolve: Resolve) -> Told:
    if c.narrative and s.context and c.last and (c.last.year or 0) < 0 and s.n is not None:
        c.leaves.append((node, _before_christ(s, c.last)))
        return None
    base, near = _shift_base(node, s, c, resolve)
    if base is None:
        c.leaves.append((node, None))
        return None
    if s.unit == "night":
        ends = add_days(near[1] if near and near[1] else base, s.n + 1 if s.n else 0)
        c.leaves.append((node, as_day(ends, "NI")))
        return (add_days(ends, -1), ends), "overnight"
    if s.n is None:
        reach = VAGUE_DAYS[s.unit]
        c.leaves.append((node, None))
        if s.part == "late" or (s.part is None and not s.context):
            return (base, add_days(base, 2 * reach)), "vague-later"
        return (add_days(base, -2 * reach), add_days(base, -max(reach // 3, 1))), f"vague-{s.unit}s-ago"
    if s.whole:
        return _whole_shift(node, s, c, base)
    day = _far(base, s.unit, s.n, s.also)
    if s.unit in ("second", "minute", "hour"):
        day = base if abs(s.n) < 12 or s.unit != "hour" else day
    moment = (
        as_day(day, s.hour)
        if UNIT_DAYS[s.unit] <= 14
        else Moment("month", day.year, day.month)
        if UNIT_DAYS[s.unit] < 300
        else Moment("year", day.year)
    )
    if UNIT_DAYS[s.unit] > 1 and s.n == 0:
        moment = as_day(day, s.hour)
    c.leaves.append((node, moment))
    if not c.narrative or s.context or s.base:
        c.speak_of(moment, node.end)
    slack = SLACK.get(s.also[-1][0] if s.also else s.unit, 0)
    if s.unit == "year" and abs(s.n) > 1 and not s.also:
        slack = 183
    if s.base and s.unit in ("week", "fortnight"):
        slack = 1
    first, last = add_days(day, -slack), add_days(day, slack)
    if s.hour == "NI":
        last = add_days(day, 1)
        if c.published and not c.future and day < c.published < last:
            last = c.published
    if slack and s.part == "early" and s.n < 0 and last > base:
        last = base
    rule = "deictic-day" if s.unit == "day" and s.part is None and not s.base else f"{s.unit}s-away"
    return (first, last), rule


def _before_christ(s: Shift, last: Moment) -> Moment | None:
    """A step within the years that ``date`` does not reach: whole years only."""
    years, n = last.year or 0, s.n or 0
    if s.unit == "year":
        return Moment("year", years + n, part=s.part)
    if s.unit == "decade":
        return Moment("decade", -(-years // 10 * 10) * -1 + 10 * n) if s.whole else Moment("year", years + 10 * n)
    if s.unit == "day" and n == 0 and last.grain != "year":
        return last
    return None


def _shift_base(node: Node, s: Shift, c: Context, resolve: Resolve) -> tuple[date | None, Days | None]:
    if s.base:
        # The inner time is not spoken of for itself, so it leaves no trace but what follows may carry on from it.
        kept = c.leaves
        c.leaves = []
        inner = resolve(s.base, c)
        c.leaves = kept
        if not inner:
            return None, None
        days = inner[0]
        after = (s.n or 0) > 0 or (s.n is None and s.part == "late")
        if isinstance(s.base.expr, Historic):
            return days[0], days  # counted from its outbreak
        return (days[1] if after and days[1] else days[0] or days[1]), days
    daily = s.unit in ("day", "night", "hour", "minute") and not c.narrative
    spoken, at = (c.day, c.day_at) if daily else (c.last, c.last_at)
    # "By the end of the year" in a report is this year's end, whatever year was spoken of before.
    own = not c.narrative and s.part and s.n == 0 and s.whole and not s.same
    if s.context and spoken and not own and (c.narrative or node.start - at < (REACH_DAY if daily else REACH)):
        days2 = stretch(spoken)
        return (days2[0], days2) if days2 else (None, None)
    later = (s.n or 0) > 0 or s.part == "late"
    if s.context and later and not c.narrative and not s.whole and not c.future and (c.last or c.day):
        return None, None  # "weeks later", and what they are later than was told too long ago
    # "The day before" with no day before it counts from the report's own; "the next day" would be none.
    if (
        s.context
        and s.unit in ("day", "hour", "minute", "second")
        and not (s.n == -1 and (s.whole or (s.unit == "day" and not s.part)))
    ):
        return None, None
    return c.published, None


def _whole_shift(node: Node, s: Shift, c: Context, base: date) -> tuple[Days, str]:
    n = s.n or 0
    day = _at(base, s.unit if s.unit != "weekend" else "week", n)
    match s.unit:
        case "day":
            m = as_day(day, s.hour)
        case "week":
            first = add_days(day, -day.weekday())
            m = Moment("week", first.year, first.month, first.day)
        case "weekend":
            first = add_days(day, 5 - day.weekday())
            m = Moment("weekend", first.year, first.month, first.day)
        case "fortnight":
            m = as_day(day)
        case "month":
            m = Moment("month", day.year, day.month)
        case "quarter":
            m = Moment("quarter", day.year, number=(day.month + 2) // 3)
        case "season":
            m = Moment("season", day.year - (day.month < 3), day.month // 3 * 3 or 12)
        case "decade":
            m = Moment("decade", day.year // 10 * 10)
        case "century":
            m = Moment("century", day.year // 100 + 1)
        case _:
            m = Moment("year", day.year)
    part = s.part
    comparative = part in ("earlier", "later")
    m = replace(m, part=part)
    c.leaves.append((node, m))
    if not c.narrative or s.context:
        c.speak_of(m, node.end)
    first, last = stretch(replace(m, part=None) if comparative else m) or (day, day)
    pub = c.published
    # What is told of "this week" has happened, so it ends today; what is to come begins today.
    if pub and n == 0 and first <= pub <= last and not (c.narrative and s.context):
        if part == "later" or (c.future and part is None):
            first = pub
        elif part in (None, "earlier") and s.unit != "weekend":
            last = pub
    way = {-1: "last", 0: "this", 1: "next"}.get(n, "shift")
    return (first, last), f"{way}-{s.unit}" + (f"-{part}" if part else "")


def _window(node: Node, w: Window, c: Context, _: Resolve) -> Told:
    c.leaves.append((node, None))
    base = c.published
    if base is None:
        return None
    ahead = w.way == "next"
    days: tuple[date | None, date | None]
    if w.n is None:
        reach = VAGUE_DAYS[w.unit]
        days = (base, add_days(base, reach)) if ahead else (add_days(base, -reach), base)
    elif w.unit in ("hour", "minute", "second"):
        reach = max(-(-round(w.n * 24 * UNIT_DAYS[w.unit]) // 24), 1)
        days = (base, add_days(base, reach)) if ahead else (add_days(base, -reach), base)
    elif w.unit == "quarter":  # quarters are the calendar's
        first = base.replace(month=(base.month - 1) // 3 * 3 + 1, day=1)
        other = add_months(first, 3 * (w.n + 1) if ahead else -3 * w.n)
        days = (add_months(first, 3), add_days(other, -1)) if ahead else (other, add_days(first, -1))
    elif w.unit == "workday":
        days = _workdays(base, w.n, ahead)
    else:
        other = _far(base, w.unit, w.n if ahead else -w.n, w.also)
        days = (base, other) if ahead else (other, base)
    return days, f"{'next' if ahead else 'past'}-{w.unit}s"


def _workdays(base: date, n: int, ahead: bool) -> Days:
    """So many days from Monday to Friday before or after a day, the first and the last of them."""
    step, found = 1 if ahead else -1, base
    days: list[date] = []
    while len(days) < min(n, 400):
        found = add_days(found, step)
        if found.weekday() < 5:
            days.append(found)
    return min(days, default=base), max(days, default=base)


def _into(node: Node, x: Into, c: Context, _: Resolve) -> Told:
    start = x.anchor.start
    if x.n is None:  # "the anniversary": the last there was
        if c.published is None or c.published <= start:
            return None
        years = c.published.year - start.year
        n = years if add_years(start, years) <= c.published else years - 1
    else:
        n = x.n - 1 if x.ordinal else x.n
    first = _far(start, x.unit, n, x.also)
    if x.exact:
        c.leaves.append((node, as_day(first)))
        c.speak_of(as_day(first), node.end)
        return (first, first), "anniversary"
    last = max(first, add_days(_at(_far(start, x.unit, n, x.also), x.also[-1][0] if x.also else x.unit, 1), -1))
    # "21 months into the war" is the report's own present: it can't run past the report.
    if c.published and first <= c.published < last:
        last = c.published
    return (first, last), "day-of-event" if x.ordinal else "into-event"


def _lasting(node: Node, x: Lasting, c: Context, resolve: Resolve) -> Told:
    inner = resolve(x.node, c)
    at = inner and (inner[0][0] if x.side == "from" else inner[0][1])
    if at is None:
        return None
    hours = x.unit in ("hour", "minute", "second")
    if x.side == "from":
        other = add_days(_far(at, x.unit, x.n, x.also), 0 if hours else -1)
        return (at, max(other, at)), f"{x.unit}s-from"
    other = _far(at, x.unit, -x.n, x.also)
    # "the 12 months to June" end with June, and so begin with July
    whole = at == month_end(at.year, at.month) and x.unit in ("month", "year", "quarter")
    first = _far(add_days(at, 1), x.unit, -x.n, x.also) if whole else add_days(other, 0 if hours else 1)
    return (min(first, at), at), f"{x.unit}s-to"


def _slice(node: Node, x: Slice, c: Context, resolve: Resolve) -> Told:
    kept, c.leaves = c.leaves, []
    inner = resolve(x.node, c)
    span = inner[0] if inner else (None, None)
    # "This year" ends with the report where it is told of; what is counted in it is not.
    leaf = c.leaves[-1][1] if c.leaves else None
    if leaf and (whole := stretch(leaf)):
        span = whole
    c.leaves = kept
    first, last = span
    if first is None or (last is None and x.n < 0):
        c.leaves.append((node, None))
        return None
    if x.unit == "half" and last is not None and (last - first).days < 360:
        days = (last - first).days
        middle = add_days(first, 14 if 27 <= days <= 30 else days // 2)  # of a month, its first fifteen days
        c.leaves.append((node, leaf))
        return ((first, middle) if x.n == 1 else (add_days(middle, 1), last)), "half-of-stretch"
    if x.weekday is not None:
        near = weekday_near(first, x.weekday, forward=True) if x.n > 0 else weekday_near(last or first, x.weekday)
        start = end = add_days(near, 7 * (x.n - 1 if x.n > 0 else x.n + 1))
    elif x.n > 0:
        start = _at(first, x.unit, x.n - 1)
        end = add_days(_at(start, x.unit, x.count), -1)
    else:
        stop = add_days(last or first, 1)
        end = add_days(_at(stop, x.unit, x.n + 1), -1)
        start = _at(stop, x.unit, x.n + 1 - x.count)
    if last is not None and (start > last or start < first):
        c.leaves.append((node, None))
        return None
    end = min(end, last) if last is not None else end
    m = as_day(start) if start == end else Moment("month", start.year, start.month) if x.unit == "month" else None
    c.leaves.append((node, m))
    if m:
        c.speak_of(m, node.end)
    return (start, end), f"{x.unit}-of-stretch"


def _week_of(node: Node, x: WeekOf, c: Context, resolve: Resolve) -> Told:
    kept, c.leaves = c.leaves, []
    inner = resolve(x.node, c)
    c.leaves = kept
    day = inner[0][0] if inner else None
    if day is None:
        c.leaves.append((node, None))
        return None
    if x.side == "weekend":
        # A feast on a Monday lengthens the weekend before it, one on a Friday that after it.
        monday, friday = day.weekday() == 0, day.weekday() == 4
        first = add_days(day, -2) if monday else weekday_near(day, 5, forward=day.weekday() != 6)
        c.leaves.append((node, Moment("weekend", first.year, first.month, first.day)))
        return (day if friday else first, add_days(first, 2 if monday else 1)), "week-weekend"
    first = add_days(day, -{"of": day.weekday(), "from": 0, "to": 6}[x.side])
    m = Moment("week", first.year, first.month, first.day)
    c.leaves.append((node, m))
    c.speak_of(m, node.end)
    return (first, add_days(first, 6)), f"week-{x.side}"


def _running(node: Node, x: Running, c: Context, _: Resolve) -> Told:
    c.leaves.append((node, None))
    base = c.published
    if base is None:
        return None
    if x.unit == "night":
        return (add_days(base, -1), base), "night-running"
    if x.unit == "day":
        return (base, base), "day-running"
    return (add_days(_at(base, x.unit, -1), 1), base), f"{x.unit}-running"


DISTANCES: dict[type, Callable[..., Told]] = {
    Shift: _shift,
    Window: _window,
    Into: _into,
    Lasting: _lasting,
    Slice: _slice,
    WeekOf: _week_of,
    Running: _running,
}
