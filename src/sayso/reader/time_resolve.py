"""Which days a time means: ties an expression to the report's date, the times before it and the theatre's dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sayso.model import When
from sayso.reader.almanac import add_days, feast
from sayso.reader.time_distance import DISTANCES, Days
from sayso.reader.time_model import (
    Bound,
    Expr,
    Feast,
    Historic,
    Moment,
    Node,
    Range,
    Shift,
)  # fmt: skip
from sayso.reader.time_settle import YEARS_ON, Context, as_day, settle, stretch
from sayso.reader.time_words import table

__all__ = ["Days", "as_when", "resolve"]

SOON = 14
FEASTS = (700, 9990)  # the years that feasts are worked out for


def resolve(node: Node, c: Context) -> tuple[Days, str] | None:
    """First and last day of an expression and the name of the rule that told them; None where nothing tells."""
    expr = node.expr
    if distance := DISTANCES.get(type(expr)):
        return distance(node, expr, c, resolve)
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
    if year is None and f.way in YEARS_ON and c.published:
        year = c.published.year + YEARS_ON[f.way]
    if year is None and c.narrative and c.last:
        year = c.last.year
    if year is None and c.published and FEASTS[0] < c.published.year < FEASTS[1]:
        pub = c.published
        spans = [feast(rule, y) for y in range(pub.year - 2, pub.year + 3)]
        if f.way in ("next", "coming", "following") or (c.future and f.way is None):
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


def _range(node: Node, r: Range, c: Context) -> tuple[Days, str] | None:
    first, last = r.first, r.last
    a, b = first.expr, last.expr
    if isinstance(a, Moment) and isinstance(b, Moment) and a.way is None and b.way in YEARS_ON and not a.year:
        a = replace(a, way=b.way)  # "between May and July last year"
        first = replace(first, expr=a)
    # A year said once holds for both ends: "from late February until the end of March 2022".
    if isinstance(a, Moment) and isinstance(b, Moment) and a.grain != "year" and b.grain != "year":
        if a.year is None and b.year is not None and a.month and b.month and a.way is None:
            later = (a.month, a.day or 0) > (b.month, b.day or 31)
            first = replace(first, expr=replace(a, year=b.year - 1 if later else b.year))
        elif a.year is not None and b.year is None and a.month and b.month and b.way is None:
            earlier = (b.month, b.day or 31) < (a.month, a.day or 0)
            last = replace(last, expr=replace(b, year=a.year + 1 if earlier else a.year))
        elif a.year is None and b.year is None and a.month and b.month and not c.narrative and a.way is None:
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
        elif isinstance(b, Moment) and b.weekday is not None and b.month is None and isinstance(a, Shift):
            stop = add_days(stop, 7 * -(-(start - stop).days // 7))  # "from tomorrow to Friday"
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
    expr = b.node.expr
    part = expr.part if isinstance(expr, (Moment, Shift)) else None
    match b.side:
        case "since":
            return ((start, None), f"since-{rule}") if start else None
        case "after":
            whole = isinstance(expr, Historic) and expr.part not in ("late", "later")
            first = start if whole or part == "start" else end
            # After a day may still be that day; after a month or a year is the next one.
            if first and isinstance(expr, Moment) and expr.grain != "day" and part != "start":
                first = add_days(first, 1)
            return ((first, None), f"after-{rule}") if first else None
        case "before":
            late = isinstance(expr, Historic) and expr.part in ("late", "later")  # "before the end of the siege"
            if (part == "end" or late) and end:
                return (None, end), f"before-{rule}"
            return ((None, add_days(start, -1)), f"before-{rule}") if start else None
        case _:
            # What lasts until a day still to come is under way today; the start of a month is its first day.
            whole = isinstance(expr, Historic) and expr.part not in ("late", "later")
            stop = (start if whole or part == "start" else end) or start
            if stop is None:
                return None
            opens = c.published if c.published and stop > c.published else None
            return (opens if b.side == "until" or opens else None, stop), f"{b.side}-{rule}"


RULES: dict[type, Callable[..., tuple[Days, str] | None]] = {
    Moment: _moment,
    Feast: _feast,
    Historic: _historic,
    Range: _range,
    Bound: _bound,
}


def as_when(days: Days) -> When | None:
    """An interval of days, or None where both ends are open."""
    first, last = days
    if first is None and last is None:
        return None
    return None if first and last and first > last else When(first, last)
