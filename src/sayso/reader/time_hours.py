"""What hour: times on the clock, mornings and nights, with the day that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sayso.reader.time_dates import HOURS, MONTHS, WEEKDAYS, Parsed, node
from sayso.reader.time_model import Clock, Expr, Moment, Range, Shift
from sayso.reader.time_words import Tokens, table

__all__ = ["DEICTICS", "Point", "clock_at", "hour_at", "overnight_at"]

Point = Callable[[Tokens, int], Parsed | None]
"""What finds the time that begins at a token: the whole grammar, for the times inside a time."""

DEICTICS: dict[str, int] = dict(table()["deictics"])
# What may stand between a time on the clock and its day ("4 a.m. local time on Monday").
_BEFORE_DAY = frozenset(table()["cues"]["before_day"]) | frozenset(table()["cues"]["zones"])


def clock_at(t: Tokens, i: int, point: Point) -> Parsed | None:
    """A time on the clock ("14:30", "4 p.m.", "0400 hours"), with the day that follows it."""
    w, j = t.low[i], i + 1
    if len(w) == 4 and t.low[j] in ("hrs", "hours", "gmt", "utc") and int(w[:2]) < 24:
        return node(t, i, j + 1, Clock(f"{w[:2]}:{w[2:]}")), j + 1
    if len(w) > 2 or int(w) > 24:
        return None
    hour, minute = int(w), None
    if t.low[j] in (":", ".") and t.tight(i) and t.tight(j) and t.low[j + 1].isdecimal() and len(t.low[j + 1]) == 2:
        minute, j = t.low[j + 1], j + 2
        if t.low[j] in (":", ".") and t.tight(j - 1) and t.low[j + 1].isdecimal():
            j += 2
        if t.low[i + 1] == "." and t.low[j] not in ("am", "pm", "a", "p"):
            return None
    half = t.low[j] if t.low[j] in ("am", "pm") else None
    if half is None and t.low[j] in ("a", "p") and t.low[j + 1] == "." and t.low[j + 2] == "m":
        half, j = t.low[j] + "m", j + (3 if t.low[j + 3] == "." else 2)
    if half is None and minute is None:
        if t.low[j] == "o" and t.low[j + 1] == "'" and t.low[j + 2] == "clock":
            return node(t, i, j + 3, Clock(f"{hour:02}")), j + 3
        return None
    if half:
        hour, j = hour % 12 + (12 if half == "pm" else 0), j + 1
    elif t.low[j] in ("hrs", "h"):
        j += 1
    when = node(t, i, j, Clock(f"{hour:02}:{minute or '00'}"))
    return _with_day(t, i, j, when.expr, f"{hour:02}:{minute or '00'}", point)


def _with_day(t: Tokens, i: int, j: int, alone: Expr, hour: str, point: Point) -> Parsed:
    """A time of day with the day that follows it ("4 a.m. on Monday"), which is then what is meant."""
    k = j
    while k < j + 5 and (t.low[k] in _BEFORE_DAY or _names_zone(t, k)):
        k += 1
    opens = t.low[k] in WEEKDAYS or t.low[k] in MONTHS or t.low[k] in DEICTICS or t.low[k].isdecimal()
    found = point(t, k) if opens else None
    if found and isinstance(found[0].expr, (Moment, Shift)):
        expr = found[0].expr
        if isinstance(expr, Shift) or expr.grain == "day":
            return node(t, i, found[1], replace(expr, hour=hour)), found[1]
    return node(t, i, j, alone), j


def _names_zone(t: Tokens, k: int) -> bool:
    """Whether a capital word is a zone's: "Moscow time", "Addis Ababa time"."""
    if not t.capital(k) or not t.low[k].isalpha():
        return False
    return t.low[k + 1] == "time" or (t.capital(k + 1) and t.low[k + 2] == "time")


def hour_at(t: Tokens, i: int, point: Point) -> Parsed | None:
    """A part of the day ("morning", "the night to Friday"), with the day that follows it."""
    tail = HOURS[t.low[i]]
    if t.capital(i) and i and t.at(i - 1).isalpha():
        return None  # "Operation Dawn"
    into = tail == "NI" and t.low[i + 1] in ("to", "into", "from", "between")
    if into and (found := overnight_at(t, i, point)):
        return found
    return _with_day(t, i, i + 1, Clock(tail), tail, point)


def overnight_at(t: Tokens, i: int, point: Point) -> Parsed | None:
    """ "overnight into Tuesday", "the night to Friday", "overnight from Monday to Tuesday": the last day named."""
    j, last, stop = i + 1, None, i + 1
    if t.at(i - 1) == "s" and t.at(i - 2) == "'" and t.at(i - 3) in WEEKDAYS and (owner := point(t, i - 3)):
        return node(t, i, stop, Shift("night", 0, base=owner[0])), stop  # "Sunday's overnight attack"
    for _ in range(2):
        k = j
        while k < j + 2 and t.low[k] in ("on", "into", "to", "from", "between", "and", "-", "of", "through"):
            k += 1
        w = t.low[k]
        if not (w in WEEKDAYS or w in DEICTICS or w in MONTHS or w.isdecimal()):
            break
        found = point(t, k)
        if not found:
            break
        expr = found[0].expr
        if isinstance(expr, Range):
            last, j = expr.last, found[1]
        elif (isinstance(expr, Moment) and expr.grain == "day") or (isinstance(expr, Shift) and expr.unit == "day"):
            last, j = found[0], found[1]
        else:
            break
        stop = j
    if last is None and t.low[i] != "overnight":
        return None
    return node(t, i, stop, Shift("night", 0, base=last)), stop
