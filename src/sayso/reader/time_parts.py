"""Which part of a stretch of time: "early May", "the last week of June", "the end of the war"."""

from __future__ import annotations

from dataclasses import replace

from sayso.reader.time_counts import UNITS, event
from sayso.reader.time_dates import MONTHS, SEASONS, WEEKDAYS, Parsed, date_at, month_at, node, weekday_in_week
from sayso.reader.time_hours import Point
from sayso.reader.time_model import Anchor, Feast, Historic, Moment, Part, Shift
from sayso.reader.time_words import Names, Tokens, table
from sayso.reader.time_years import century_at, decade_at, season_at, year_at

__all__ = ["PARTS", "part_at", "slice_at"]

PARTS: dict[str, Part] = dict(table()["parts"])
# The grains that have an early and a late part.
_DIVIDED = frozenset({"week", "month", "quarter", "season", "half", "year", "decade", "century"})


def slice_at(t: Tokens, i: int, j: int, n: int, events: Names[Anchor], point: Point) -> Parsed | None:
    """ "first week of May", "second half of 2008", "last days of the war"; ``n`` is negative from the end."""
    few = t.low[j] in ("few", "several", "two", "three", "four", "five", "six", "seven", "ten")
    j = j + 1 if few else j
    unit = t.low[j]
    if unit not in UNITS and unit != "half":
        return None
    if t.low[j + 1] not in ("of", "in"):
        return None
    if unit == "half" or unit == "quarter":
        found = point(t, j + 2)
        if found and isinstance(found[0].expr, Moment) and found[0].expr.grain == "year":
            count = 2 if unit == "half" else 4
            number = n if n > 0 else count
            expr = Moment("half" if unit == "half" else "quarter", found[0].expr.year, number=min(number, count))
            return node(t, i, found[1], expr), found[1]
        if found and isinstance(found[0].expr, Moment):
            return node(t, i, found[1], replace(found[0].expr, part="early" if n == 1 else "late")), found[1]
        return None
    found = point(t, j + 2)
    if found and isinstance(found[0].expr, Moment) and found[0].expr.grain in ("month", "year"):
        m = found[0].expr
        if unit == "week" and m.grain == "month":
            return node(t, i, found[1], Moment("week", m.year, m.month, number=n, way=m.way)), found[1]
        return node(t, i, found[1], replace(m, part="early" if n > 0 else "late")), found[1]
    if n in (1, -1) and (happened := event(t, j + 2, events)):
        expr2 = Historic(happened[0], "early" if n > 0 else "late", UNITS.get(unit))
        return node(t, i, happened[1], expr2), happened[1]
    return None


def part_at(t: Tokens, i: int, events: Names[Anchor], point: Point, years: bool) -> Parsed | None:
    """The part of a stretch ("early May", "the end of the war", "mid-2019")."""
    word = t.low[i]
    part: Part = PARTS.get(word, "late")
    j = i + 1
    if t.low[j] in ("half", "part", "stages", "stage", "phase", "days", "weeks", "months", "hours"):
        unit = UNITS.get(t.low[j])
        if t.low[j + 1] not in ("of", "in"):
            return None
        if word == "latter" or t.low[j] == "half":
            return slice_at(t, i, j, -1 if part == "late" else 1, events, point)
        j += 1
        if happened := event(t, j + 1, events):
            return node(t, i, happened[1], Historic(happened[0], part, unit)), happened[1]
    noun = (
        word in ("beginning", "start", "end", "middle", "opening", "outset", "onset", "outbreak", "close") or j > i + 1
    )
    if noun and t.low[j] != "of":
        return None
    k = j
    while k < j + 3 and t.low[k] in ("-", "in", "on", "of", "the", ","):
        k += 1
    if noun and (happened := event(t, k, events)) and point(t, k) is None:
        return node(t, i, happened[1], Historic(happened[0], part, "week" if part == "early" else None)), happened[1]
    if t.low[k] in ("day", "week", "month", "year", "decade", "century", "season", "weekend") and t.at(k - 1) in (
        "the",
        "in",
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
    elif t.low[k].isdigit():
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
    if isinstance(expr, (Moment, Feast)):
        return node(t, i, found[1], expr), found[1]
    return None
