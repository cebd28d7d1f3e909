"""How weeks, and what is left or at the end of a stretch, are named: "the week of 4 March", "year's end"."""

from __future__ import annotations

from typing import Literal

from sayso.reader.time_dates import Parsed, node
from sayso.reader.time_hours import Point
from sayso.reader.time_model import Moment, Node, Running, Shift, Unit, WeekOf, Window
from sayso.reader.time_spelled import NUMBERS
from sayso.reader.time_words import Tokens, table

__all__ = ["next_but_one", "period_end", "rest_at", "running_at", "span_about_now", "week_at", "weekend_at"]

_UNITS: dict[str, Unit] = dict(table()["units"])
_PERIODS = frozenset({"week", "weekend", "month", "quarter", "season", "year", "decade", "century"})
_STARTS = frozenset(table()["cues"]["opens"])
_RUNNING = frozenset(table()["cues"]["running"])


def week_at(t: Tokens, i: int, point: Point) -> Parsed | None:
    """ "week of May 8", "week starting on Monday", "w/c Feb 4", "week to Sunday", "week 3 of 2027"; ``i`` is "week"."""
    j = i + 1
    if t.low[i] == "w":
        if t.low[j] != "/" or t.low[i + 2] not in ("c", "e"):
            return None
        return _week_of(t, i, i + 3, "from" if t.low[i + 2] == "c" else "to", point)
    w = t.low[j]
    number = int(w) if w.isdecimal() and len(w) < 3 else NUMBERS.get(w, 0)
    if number:
        k = j + 2 if t.low[j + 1] in ("of", ",", "in") else j + 1
        if 0 < number < 54 and t.low[k].isdecimal() and len(t.low[k]) == 4 and 1900 <= int(t.low[k]) <= 2100:
            return node(t, i, k + 1, Moment("week", int(t.low[k]), number=number)), k + 1
        return None
    if w == "of":
        return _week_of(t, i, j + 1, "of", point)
    if w in _STARTS or w == "from":
        return _week_of(t, i, j + 2 if t.low[j + 1] in ("on", "from") else j + 1, "from", point)
    if w in ("ending", "ended", "to", "until"):
        return _week_of(t, i, j + 2 if t.low[j + 1] == "on" else j + 1, "to", point)
    return None


def _week_of(t: Tokens, i: int, k: int, side: Literal["of", "from", "to"], point: Point) -> Parsed | None:
    found = point(t, k)
    if not found or not isinstance(found[0].expr, (Moment, Shift)):
        return None
    expr = found[0].expr
    if (expr.grain if isinstance(expr, Moment) else expr.unit) != "day":
        return None
    return node(t, i, found[1], WeekOf(found[0], side)), found[1]


def next_but_one(t: Tokens, i: int, j: int) -> Parsed | None:
    """ "(the) week after next", "(the) year before last"; ``j`` is the unit."""
    pair = (t.low[j + 1], t.low[j + 2])
    if t.low[j] not in _PERIODS or pair not in {("after", "next"), ("before", "last")}:
        return None
    n = 2 if pair[1] == "next" else -2
    return node(t, i, j + 3, Shift(_UNITS[t.low[j]], n, whole=True)), j + 3


def weekend_at(t: Tokens, i: int, j: int, point: Point) -> Parsed | None:
    """ "over the weekend", "at the weekend": the last one, or the next where it is to come; ``j`` is "weekend"."""
    if t.low[j + 1] == "of":
        found = point(t, j + 2)
        day = found and isinstance(found[0].expr, Moment) and found[0].expr.grain == "day"
        return (node(t, i, found[1], WeekOf(found[0], "weekend")), found[1]) if found and day else None
    if t.at(i - 1) not in ("over", "at", "during", "on", "through", "since", "by", "until", "before", "after"):
        return None
    return node(t, i, j + 1, Moment("weekend")), j + 1


def period_end(t: Tokens, i: int) -> Parsed | None:
    """ "year's end", "the month's start", "year to date"; ``i`` is the unit."""
    if t.low[i] not in _PERIODS:
        return None
    unit = _UNITS[t.low[i]]
    if t.low[i + 1] == "'" and t.low[i + 2] == "s" and t.low[i + 3] in ("end", "close", "start", "beginning"):
        late = t.low[i + 3] in ("end", "close")
        expr = Shift(unit, 0, whole=True, context=True, part="end" if late else "start")
        return node(t, i, i + 4, expr), i + 4
    if t.low[i + 1] == "to" and t.low[i + 2] == "date":
        return node(t, i, i + 3, Shift(unit, 0, whole=True)), i + 3
    return None


def rest_at(t: Tokens, i: int, point: Point) -> Parsed | None:
    """ "the rest of the week", "the remainder of 2024"; ``i`` is "rest"."""
    if t.low[i + 1] != "of":
        return None
    k = i + 3 if t.low[i + 2] in ("the", "this", "my", "our", "their", "its", "current") else i + 2
    k = k + 1 if t.low[k] == "current" else k
    if t.low[k] in _PERIODS:
        return node(t, i, k + 1, Shift(_UNITS[t.low[k]], 0, whole=True, context=True, part="later")), k + 1
    found = point(t, k)
    whole = found and isinstance(found[0].expr, Moment) and found[0].expr.grain in ("year", "month", "season")
    return (Node(t.start[i], found[0].end, found[0].expr), found[1]) if found and whole else None


def running_at(t: Tokens, i: int, j: int) -> Parsed | None:
    """ "third night running", "second straight day", "fourth day in a row"; ``j`` stands behind the ordinal."""
    k = j + 1 if t.low[j] in _RUNNING else j
    unit = _UNITS.get(t.low[k])
    if unit is None or unit != t.low[k] or unit in ("second", "minute", "hour"):
        return None
    end = k + 1
    if t.low[end] == "running":
        end += 1
    elif t.low[end : end + 3] == ["in", "a", "row"]:
        end += 3
    elif k == j and not (t.at(i - 1) in ("a", "the") and t.at(i - 2) == "for" and t.low[end] not in ("of", "in")):
        return None
    return node(t, i, end, Running(unit)), end


def span_about_now(t: Tokens, i: int) -> Parsed | None:
    """ "over the last year", "within the next decade": up to now or from now on, and no year of the calendar."""
    w, k = t.low[i + 1], i + 2
    if w not in ("last", "next") or t.low[k] not in ("week", "month", "year", "decade") or t.low[k + 1] == "of":
        return None
    most = t.at(i - 1) == "of" and t.at(i - 2) in ("much", "most", "part")
    if not most and t.at(i - 1) not in (("over", "in", "within", "during") if w == "last" else ("over", "within")):
        return None
    return node(t, i, k + 1, Window(_UNITS[t.low[k]], 1, "past" if w == "last" else "next")), k + 1
