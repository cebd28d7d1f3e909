"""Which part of a stretch of time: "early May", "the last week of June", "the end of the war"."""

from __future__ import annotations

from dataclasses import replace

from sayso.reader.time_counts import UNITS, number
from sayso.reader.time_dates import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Parsed,
    date_at,
    month_at,
    node,
    ordinal,
    weekday_in_week,
    year,
)
from sayso.reader.time_events import event
from sayso.reader.time_hours import Point
from sayso.reader.time_model import Anchor, Feast, Historic, Into, Moment, Node, Part, Range, Shift, Slice, Unit, Way
from sayso.reader.time_words import Names, Tokens, table
from sayso.reader.time_years import century_at, decade_at, season_at, year_at

__all__ = ["PARTS", "day_of_month", "part_at", "possessed_at", "slice_at"]

PARTS: dict[str, Part] = dict(table()["parts"])
# How long a unit is, roughly, to tell which holds which.
DAYS: dict[Unit, float] = {
    "second": 0, "minute": 0, "hour": 0.1, "day": 1, "night": 1, "weekend": 2, "week": 7, "fortnight": 14, "month": 30,
    "quarter": 91, "season": 91, "half": 182, "year": 365, "decade": 3650, "century": 36500,
}  # fmt: skip
WAYS_OF_YEAR = frozenset({"last", "this", "next"})
# The grains that have an early and a late part.
_EDGES: dict[Part, Part] = {"start": "early", "end": "late"}
_DIVIDED = frozenset({"week", "month", "quarter", "season", "half", "year", "decade", "century"})


def slice_at(t: Tokens, i: int, j: int, n: int, events: Names[Anchor], point: Point) -> Parsed | None:
    """ "first week of May", "second half of 2008", "last days of the war"; ``n`` is negative from the end."""
    unit, count, k = _sliced(t, j)
    bare = unit in ("half", "quarter", "week") and ((t.low[k] in WAYS_OF_YEAR and t.low[k + 1] == "year") or year(t, k))
    if unit is None or not (t.low[k] in ("of", "in") or bare):
        return None
    k = k - 1 if bare else k
    if found := _context(t, i, k + 1, unit, n, count):
        return found
    found = point(t, k + 1)
    if unit == "half" or unit == "quarter":
        return _fraction(t, i, unit, n, found)
    if found and (cut := cut_of(found[0], unit, n, count, t.low[j] in WEEKDAYS and WEEKDAYS[t.low[j]])):
        return Node(t.start[i], found[0].end, cut), found[1]
    happened = event(t, k + 1, events)
    if happened and n == 1 and count > 1:
        whole = node(t, k + 1, happened[1], Historic(happened[0]))
        return node(t, i, happened[1], Slice(unit, n, whole, count)), happened[1]
    if happened and n in (1, -1) and count != 1:
        expr = Historic(happened[0], "early" if n > 0 else "late", unit)
        return node(t, i, happened[1], expr), happened[1]
    if happened and n == -1:
        return node(t, i, happened[1], Historic(happened[0], "late", unit)), happened[1]
    return None


def _sliced(t: Tokens, j: int) -> tuple[Unit | None, int, int]:
    """What is counted at ``j``, how many at once (0 for "few" or a bare plural), and the token after."""
    if t.low[j] in WEEKDAYS:
        return "day", 1, j + 1
    few = t.low[j] in ("few", "several")
    counted = None if few else number(t, j)
    k = j + 1 if few else counted[1] if counted else j
    w = t.low[k]
    unit: Unit | None = "half" if w == "half" else UNITS.get(w)
    if unit is None or (counted and counted[0] is None):
        return None, 0, k
    count = int(counted[0] or 0) if counted else 0 if few or w != unit else 1
    return unit, count, k + 1


def _context(t: Tokens, i: int, k: int, unit: Unit, n: int, count: int) -> Parsed | None:
    """A slice of "the month", "the year": the one spoken of."""
    outer = UNITS.get(t.low[k + 1]) if t.low[k] == "the" else None
    if outer not in ("week", "month", "quarter", "year", "decade", "century") or outer != t.low[k + 1]:
        return None
    if DAYS[unit] >= DAYS[outer] or not count or t.low[k + 2] in ("of", "2", "when"):
        return None
    inner = node(t, k, k + 2, Shift(outer, 0, whole=True, context=True))
    return node(t, i, k + 2, Slice(unit, n, inner, count)), k + 2


def _fraction(t: Tokens, i: int, unit: Unit, n: int, found: Parsed | None) -> Parsed | None:
    """A half or quarter of a year, or the early or late half of anything else."""
    if not found or not isinstance(found[0].expr, (Moment, Shift)):
        return None
    expr, end = found[0].expr, found[0].end
    if isinstance(expr, Shift):
        if not expr.whole or expr.unit not in ("week", "month", "year"):
            return None
        return Node(t.start[i], end, Slice(unit, n, found[0])), found[1]
    if expr.grain == "year":
        count = 2 if unit == "half" else 4
        number_of = n if n > 0 else count
        m = Moment("half" if unit == "half" else "quarter", expr.year, number=min(number_of, count))
        return Node(t.start[i], end, m), found[1]
    if unit == "half" and expr.grain != "day":
        return Node(t.start[i], end, Slice(unit, n, found[0])), found[1]
    return Node(t.start[i], end, replace(expr, part="early" if n == 1 else "late")), found[1]


def possessed_at(t: Tokens, i: int, of: Parsed) -> Parsed | None:
    """A slice by its owner: "next year's first quarter", "last month's final week", "this year's spring"."""
    owner, k = of[0], of[1] + 2
    w = t.low[k]
    of_year = owner.expr
    if w in SEASONS and t.low[k + 1] not in SEASONS and not t.low[k + 1].isalpha():
        if isinstance(of_year, Moment) and of_year.grain == "year":
            return node(t, i, k + 1, Moment("season", of_year.year, SEASONS[w])), k + 1
        ways: dict[int | None, Way] = {-1: "last-year", 0: "this-year", 1: "next-year"}
        if isinstance(of_year, Shift) and of_year.unit == "year" and of_year.whole and not of_year.context:
            way = ways.get(of_year.n)
            return (node(t, i, k + 1, Moment("season", month=SEASONS[w], way=way)), k + 1) if way else None
        return None
    spot = ordinal(t, k) or {"last": (-1, k + 1), "final": (-1, k + 1), "opening": (1, k + 1)}.get(w)
    if not spot:
        return None
    unit, count, j = _sliced(t, spot[1])
    if unit is None:
        return None
    if unit in ("half", "quarter"):
        found = _fraction(t, i, unit, spot[0], of)
        return (Node(found[0].start, t.end[j - 1], found[0].expr), j) if found else None
    cut = cut_of(owner, unit, spot[0], count)
    return (node(t, i, j, cut), j) if cut else None


def cut_of(of: Node, unit: Unit, n: int, count: int, weekday: int | bool = False) -> Slice | Moment | None:
    """The ``n``-th unit of a stretch; of bare plurals ("the last days of May") its early or late part."""
    expr = of.expr
    if not isinstance(expr, (Moment, Shift, Feast)) or (isinstance(expr, Shift) and not expr.whole):
        return None
    outer = expr.grain if isinstance(expr, Moment) else expr.unit if isinstance(expr, Shift) else "month"
    if DAYS[unit] >= DAYS[outer]:
        return None
    if weekday is not False:
        return Slice("day", n, of, 1, weekday)
    if count:
        if isinstance(expr, Moment) and unit == "week" and count == 1 and outer in ("month", "year"):
            return Moment("week", expr.year, expr.month, number=n, way=expr.way)
        return Slice(unit, n, of, count)
    return replace(expr, part="early" if n > 0 else "late") if isinstance(expr, Moment) else Slice(unit, n, of, 3)


def _parts(t: Tokens, i: int, part: Part, events: Names[Anchor], point: Point, years: bool) -> Parsed | None:
    """ "early to mid May", "mid- to late June", "early or mid-2019": from the one part to the other."""
    k = i + 2 if t.low[i + 1] == "-" else i + 1
    if t.low[k] not in ("to", "or", "and") or (t.low[k + 1] != "-" and t.low[k + 1] not in PARTS):
        return None
    k = k + 2 if t.low[k + 1] == "-" else k + 1
    if t.low[k] not in ("mid", "late") or part not in ("early", "mid"):
        return None
    found = part_at(t, k, events, point, years)
    if not found or not isinstance(found[0].expr, Moment) or found[0].expr.grain == "day":
        return None
    last = found[0].expr
    first = Node(t.start[i], found[0].end, replace(last, part=part))
    return Node(t.start[i], found[0].end, Range(first, found[0])), found[1]


def part_at(t: Tokens, i: int, events: Names[Anchor], point: Point, years: bool) -> Parsed | None:
    """The part of a stretch ("early May", "the end of the war", "mid-2019")."""
    word = t.low[i]
    part: Part = PARTS.get(word, "late")
    j = i + 1
    if found := _parts(t, i, part, events, point, years):
        return found
    if t.low[j] in ("half", "part", "stages", "stage", "phase", "days", "weeks", "months", "hours"):
        unit = UNITS.get(t.low[j])
        if t.low[j + 1] not in ("of", "in"):
            return None
        if word == "latter" or t.low[j] == "half":
            return slice_at(t, i, j, -1 if part in ("late", "end") else 1, events, point)
        j += 1
        if happened := event(t, j + 1, events):
            return node(t, i, happened[1], Historic(happened[0], _EDGES.get(part, part), unit)), happened[1]
    elif word == "latter":
        return None
    noun = (
        word in ("beginning", "start", "end", "middle", "opening", "outset", "onset", "outbreak", "close") or j > i + 1
    )
    if noun and t.low[j] != "of":
        return None
    k = j
    while k < j + 3 and t.low[k] in ("-", "in", "on", "of", "the", ",", "through"):
        k += 1
    if noun and (happened := event(t, k, events)) and point(t, k) is None:
        part = _EDGES.get(part, part)
        return node(t, i, happened[1], Historic(happened[0], part, "week" if part == "early" else None)), happened[1]
    bare = part in ("start", "end") and k > j and t.low[k] in ("month", "year", "week")  # "by end of month"
    if t.low[k] in ("day", "week", "month", "year", "decade", "century", "season", "weekend") and (
        bare or t.at(k - 1) in ("the", "in")
    ):
        if part == "mid" and not noun:
            return None
        return node(t, i, k + 1, Shift(UNITS[t.low[k]], 0, whole=True, context=True, part=part)), k + 1
    if t.low[k] in WEEKDAYS and (found := weekday_in_week(t, k)):
        return node(t, i, found[1], found[0].expr), found[1]
    if t.low[k] in MONTHS:
        found = month_at(t, k, sure=t.capital(k))
    elif t.low[k] in SEASONS:
        found = season_at(t, k)
    elif t.low[k].isdecimal():
        found = (
            decade_at(t, k)
            or century_at(t, k)
            or year_at(t, k, sure=True, loose=years)
            or (date_at(t, k) if noun or word in ("early", "late") else None)
        )
    else:
        found = point(t, k)
    if not found:
        return None
    expr = found[0].expr
    if isinstance(expr, Moment) and expr.grain in _DIVIDED:
        return node(t, i, found[1], replace(expr, part=part)), found[1]
    if isinstance(expr, Shift) and (expr.whole or expr.unit == "day"):
        return node(t, i, found[1], replace(expr, part=part if expr.whole else expr.part)), found[1]
    if isinstance(expr, (Moment, Feast, Into, Slice)):
        return node(t, i, found[1], expr), found[1]
    return None


def day_of_month(t: Tokens, i: int, j: int, n: int) -> Parsed | None:
    """ "the 24th of last month", "the fifth of the month"; ``j`` is "of"."""
    if t.low[j + 2] != "month" or t.low[j + 1] not in ("the", "this", "last", "next", "that"):
        return None
    step = {"last": -1, "next": 1}.get(t.low[j + 1], 0)
    month = Shift("month", step, whole=True, context=t.low[j + 1] in ("the", "that"))
    return node(t, i, j + 3, Slice("day", n, node(t, j + 1, j + 3, month))), j + 3
