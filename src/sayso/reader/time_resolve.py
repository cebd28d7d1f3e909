"""Which days a time means: ties an expression to the report's date, the times before it and the theatre's dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sayso.model import When
from sayso.reader.almanac import add_days, add_months, add_years, feast
from sayso.reader.time_model import (
    Bound,
    Expr,
    Feast,
    Historic,
    Into,
    Moment,
    Node,
    Range,
    Shift,
    Unit,
    Window,
)  # fmt: skip
from sayso.reader.time_settle import Context, as_day, settle, stretch
from sayso.reader.time_words import table

__all__ = ["Days", "as_when", "resolve"]

Days = tuple[date | None, date | None]
# How far back, in code points, a report's "the next day" or "that month" may look for the time it counts from.
REACH_DAY, REACH = 1500, 600
SOON = 14
FEASTS = (700, 9990)  # the years that feasts are worked out for
# How long a vague number of units is, in days: what a careful reader would accept.
VAGUE_DAYS: dict[str, int] = {
    "second": 0, "minute": 0, "hour": 1, "day": 5, "night": 5, "week": 30, "fortnight": 42, "weekend": 30, "month": 120,
    "quarter": 270, "season": 270, "half": 365, "year": 1500, "decade": 9000, "century": 90000,
}  # fmt: skip
UNIT_DAYS: dict[str, float] = {
    "second": 0, "minute": 0, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7,
    "month": 30.44, "quarter": 91.3, "season": 91.3, "half": 182.6, "year": 365.25, "decade": 3652.5, "century": 36525,
}  # fmt: skip


def resolve(node: Node, c: Context) -> tuple[Days, str] | None:
    """First and last day of an expression and the name of the rule that told them; None where nothing tells."""
    expr = node.expr
    rule = RULES.get(type(expr))
    return rule(node, expr, c) if rule else None


def _leaf(node: Node, m: Moment | None, c: Context, rule: str) -> tuple[Days, str] | None:
    c.leaves.append((node, m))
    if m is None:
        return None
    if m.year is not None:
        c.speak_of(m, node.end)
    span = stretch(m)
    return (span, rule) if span else None


def _moment(node: Node, m: Moment, c: Context) -> tuple[Days, str] | None:
    name = (
        f"weekday-{m.way}"
        if m.weekday is not None and m.way
        else "weekday"
        if m.weekday is not None and not m.month
        else m.grain
    )
    if (m.year is None and m.grain != "day") or (m.year is None and m.month):
        name += "-nearest" if not m.way else f"-{m.way}" if m.weekday is None else ""
    name += f"-{m.part}" if m.part else ""
    return _leaf(node, settle(m, c), c, "night" if m.hour == "NI" and m.grain == "day" else name)


def _feast(node: Node, f: Feast, c: Context) -> tuple[Days, str] | None:
    rule = table()["holidays"][f.name]
    year = f.year
    if year is None and c.narrative and c.last:
        year = c.last.year
    if year is None and c.published and FEASTS[0] < c.published.year < FEASTS[1]:
        pub = c.published
        spans = [feast(rule, y) for y in range(pub.year - 2, pub.year + 3)]
        if f.way in ("next", "coming") or (c.future and f.way is None):
            year = next((s for s in spans if s[1] >= pub), spans[-1])[0].year
        elif f.way == "this":
            year = pub.year
        elif soon := [s for s in spans if f.way is None and pub < s[0] <= add_days(pub, SOON)]:
            year = soon[0][0].year  # a feast at hand is the one meant
        else:
            year = next((s for s in reversed(spans) if s[0] <= pub and (f.way is None or s[1] < pub)), spans[0])[0].year
    if year is None or not FEASTS[0] < year < FEASTS[1]:
        c.leaves.append((node, None))
        return None
    first, last = feast(rule, year)
    c.leaves.append((node, as_day(first)))
    c.speak_of(as_day(first), node.end)
    return (first, last), "holiday"


def _at(day: date, unit: Unit, n: int) -> date:
    """The day ``n`` units on."""
    if unit in ("month", "quarter", "season", "half"):
        return add_months(day, n * {"month": 1, "quarter": 3, "season": 3, "half": 6}[unit])
    if unit in ("year", "decade", "century"):
        return add_years(day, n * {"year": 1, "decade": 10, "century": 100}[unit])
    return add_days(day, round(n * UNIT_DAYS[unit]))


def _shift(node: Node, s: Shift, c: Context) -> tuple[Days, str] | None:
    if c.narrative and s.context and c.last and (c.last.year or 0) < 0 and s.n is not None:
        c.leaves.append((node, _before_christ(s, c.last)))
        return None
    base, near = _shift_base(node, s, c)
    if base is None:
        c.leaves.append((node, None))
        return None
    if s.unit == "night":
        ends = near[1] if near and near[1] else base
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
    day = _at(base, s.unit, s.n)
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
    slack = {
        "week": 3,
        "fortnight": 4,
        "month": 15,
        "quarter": 30,
        "season": 30,
        "half": 45,
        "year": 61,
        "decade": 365,
        "century": 3650,
    }.get(s.unit, 0)
    if s.unit == "year" and abs(s.n) > 1:
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


def _shift_base(node: Node, s: Shift, c: Context) -> tuple[date | None, Days | None]:
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
    own = not c.narrative and s.part and s.n == 0 and s.whole
    if s.context and spoken and not own and (c.narrative or node.start - at < (REACH_DAY if daily else REACH)):
        days2 = stretch(spoken)
        return (days2[0], days2) if days2 else (None, None)
    if s.context and s.unit in ("day", "hour") and not (s.whole and s.n == -1):
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
            m = Moment("season", day.year, day.month // 3 * 3 or 12)
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


def _window(node: Node, w: Window, c: Context) -> tuple[Days, str] | None:
    c.leaves.append((node, None))
    base = c.published
    if base is None:
        return None
    ahead = w.way == "next"
    if w.n is None:
        reach = VAGUE_DAYS[w.unit]
        days = (base, add_days(base, reach)) if ahead else (add_days(base, -reach), base)
    elif w.unit in ("hour", "minute", "second"):
        reach = max(-(-round(w.n * 24 * UNIT_DAYS[w.unit]) // 24), 1)
        days = (base, add_days(base, reach)) if ahead else (add_days(base, -reach), base)
    else:
        other = _at(base, w.unit, w.n if ahead else -w.n)
        days = (base, other) if ahead else (other, base)
    return days, f"{'next' if ahead else 'past'}-{w.unit}s"


def _historic(node: Node, h: Historic, c: Context) -> tuple[Days, str] | None:
    start, end = h.anchor.start, h.anchor.end
    if h.part in ("early", "earlier"):
        # "The early days" of a war are its first weeks to any reader; the first day is one.
        reach = {"day": 42, "week": 42, "month": 183, "hour": 2, "year": 365}.get(h.unit or "month", 183)
        reach = 13 if h.unit == "week" else reach
        if c.published and start <= c.published:
            return (start, min(add_days(start, reach), c.published)), "event-start"
        return (start, add_days(start, reach)), "event-start"
    if h.part in ("late", "later"):
        if end is None:
            return None
        return (max(start, add_days(end, -42)), end), "event-end"
    if h.part == "mid":
        return None
    return (start, end), "event"


def _into(node: Node, x: Into, c: Context) -> tuple[Days, str] | None:
    n = x.n - 1 if x.ordinal else x.n
    first = _at(x.anchor.start, x.unit, n)
    last = max(first, add_days(_at(x.anchor.start, x.unit, n + 1), -1))
    # "21 months into the war" is the report's own present: it can't run past the report.
    if c.published and first <= c.published < last:
        last = c.published
    return (first, last), "day-of-event" if x.ordinal else "into-event"


def _range(node: Node, r: Range, c: Context) -> tuple[Days, str] | None:
    first, last = r.first, r.last
    a, b = first.expr, last.expr
    # A year said once holds for both ends: "from late February until the end of March 2022".
    if isinstance(a, Moment) and isinstance(b, Moment) and a.grain != "year" and b.grain != "year":
        if a.year is None and b.year is not None and a.month and b.month:
            later = (a.month, a.day or 0) > (b.month, b.day or 31)
            first = replace(first, expr=replace(a, year=b.year - 1 if later else b.year))
        elif a.year is not None and b.year is None and a.month and b.month:
            earlier = (b.month, b.day or 31) < (a.month, a.day or 0)
            last = replace(last, expr=replace(b, year=a.year + 1 if earlier else a.year))
        elif a.year is None and b.year is None and a.month and b.month and not c.narrative:
            end = settle(b, c)
            if end and end.year is not None:
                later = (a.month, a.day or 0) > (b.month, b.day or 31)
                first = replace(first, expr=replace(a, year=end.year - 1 if later else end.year))
                last = replace(last, expr=end)
    if (
        isinstance(a, Moment)
        and isinstance(b, Moment)
        and a.grain == b.grain == "year"
        and b.year
        and b.year < 0
        and a.year
        and a.year > 0
    ):
        first = replace(first, expr=replace(a, year=-a.year))
    one, two = resolve(first, c), resolve(last, c)
    if not one or not two:
        return None
    start, stop = one[0][0], two[0][1]
    if start and stop and start > stop:
        if isinstance(a, Moment) and a.weekday is not None and a.month is None:
            start = add_days(start, -7 * -(-(start - stop).days // 7))
        else:
            return None
    return (start, stop), f"range-{_grain(a)}"


def _grain(expr: Expr) -> str:
    return expr.grain if isinstance(expr, Moment) else type(expr).__name__.lower()


def _bound(node: Node, b: Bound, c: Context) -> tuple[Days, str] | None:
    if b.node is None:
        if not c.last or node.start - c.last_at > 400 or c.published is None:
            return None
        span = stretch(c.last)
        return ((span[0], None), "since-then") if span else None
    inner = resolve(b.node, c)
    if not inner:
        return None
    (start, end), rule = inner
    match b.side:
        case "since":
            return ((start, None), f"since-{rule}") if start else None
        case "after":
            first = start if isinstance(b.node.expr, Historic) else end
            # After a day may still be that day; after a month or a year is the next one.
            if first and isinstance(b.node.expr, Moment) and b.node.expr.grain != "day":
                first = add_days(first, 1)
            return ((first, None), f"after-{rule}") if first else None
        case "before":
            return ((None, add_days(start, -1)), f"before-{rule}") if start else None
        case _:
            # What lasts until a day still to come is under way today.
            stop = (end if b.node.expr is None or not isinstance(b.node.expr, Historic) else start) or start
            if stop is None:
                return None
            opens = c.published if c.published and stop > c.published else None
            return (opens if b.side == "until" or opens else None, stop), f"{b.side}-{rule}"


RULES: dict[type, Callable[..., tuple[Days, str] | None]] = {
    Moment: _moment,
    Feast: _feast,
    Shift: _shift,
    Window: _window,
    Historic: _historic,
    Into: _into,
    Range: _range,
    Bound: _bound,
}


def as_when(days: Days) -> When | None:
    """An interval of days, or None where both ends are open."""
    first, last = days
    if first is None and last is None:
        return None
    return None if first and last and first > last else When(first, last)
