"""How a distance or a length of time is written: "two weeks ago", "the past 24 hours", "three days before X"."""

from __future__ import annotations

from collections.abc import Callable

from sayso.reader.time_dates import NUMBERS, WEEKDAYS, Parsed, node, ordinal
from sayso.reader.time_model import Anchor, Expr, Historic, Into, Length, Shift, Unit, Way, Window
from sayso.reader.time_words import Names, Tokens, table

__all__ = ["UNITS", "event", "nth_of_event", "number", "quantity", "span_of_units"]

UNITS: dict[str, Unit] = dict(table()["units"])
PLURAL = frozenset(u for u in UNITS if u.endswith("s"))
VAGUE = frozenset(table()["cues"]["vague"])
BEGINS = frozenset(table()["cues"]["begins"])
BETWEEN = frozenset(
    {"full", "long", "more", "consecutive", "straight", "whole", "calendar", "other", "brutal", "short"}
)


def number(t: Tokens, i: int) -> tuple[float | None, int] | None:
    """A count and the token after it; None as the count for "a few", "several"."""
    w = t.low[i]
    if w.isdigit():
        if len(w) > 4 or (
            t.tight(i) and t.low[i + 1] in (",", ".", ":", "/") and t.tight(i + 1) and t.low[i + 2].isdigit()
        ):
            return None
        if i and t.tight(i - 1) and t.at(i - 1) in (",", ".", ":", "/", "-", "$", "€", "£"):
            return None
        return float(w), i + 1
    if w in VAGUE and w != "couple":
        return None, i + 1
    if w not in NUMBERS:
        return None
    n, j = float(NUMBERS[w]), i + 1
    if w in ("a", "an"):
        after = t.low[j]
        if after in ("few", "couple", "dozen", "hundred"):
            j += 1
            if after == "few":
                return None, j
            n = float(NUMBERS[after])
        elif after in UNITS or after in BETWEEN:
            return n, j
        else:
            return None
    if (
        20 <= n <= 90
        and (unit := NUMBERS.get(t.low[j + 1] if t.low[j] == "-" else t.low[j], 99)) < 10
        and t.low[j] != "a"
    ):
        return n + unit, j + 2 if t.low[j] == "-" else j + 1
    if t.low[j : j + 3] == ["and", "a", "half"]:
        return n + 0.5, j + 3
    if t.low[j] in ("couple", "dozen", "hundred") and n < 20:
        return n * NUMBERS[t.low[j]], j + 1
    if w == "couple" or t.at(j - 1) == "couple":
        j = j + 1 if t.low[j] == "of" else j
    return n, j


def event(t: Tokens, i: int, events: Names[Anchor]) -> tuple[Anchor, int] | None:
    """Something the theatre dates, with up to five words before its name ("Russia's full-scale invasion")."""
    if not events.heads:
        return None
    for k in range(i, i + 7):
        w = t.low[k]
        if found := events.at(t, k):
            anchor, j = found
            j = j + 1 if t.low[j] in BEGINS else j
            return anchor, j
        if not (w.isalpha() or w in ("'", "-", '"', "“")) or w in ("and", "or", "in", "on", "of"):
            return None
    return None


def nth_of_event(t: Tokens, i: int, events: Names[Anchor]) -> Parsed | None:
    """ "the 640th day of the war", "day 640 of the war"."""
    if t.low[i] == "day" and t.low[i + 1].isdigit() and len(t.low[i + 1]) < 6:
        n, j, unit = int(t.low[i + 1]), i + 2, "day"
    else:
        found = ordinal(t, i)
        if not found or t.low[found[1]] not in ("day", "week", "month", "year"):
            return None
        n, j, unit = found[0], found[1] + 1, t.low[found[1]]
    if t.low[j] not in ("of", "since", "into"):
        return None
    happened = event(t, j + 1, events)
    if not happened:
        return None
    anchor, j = happened
    return node(t, i, j, Into(anchor, UNITS[unit], n, ordinal=True)), j


def quantity(t: Tokens, i: int, events: Names[Anchor], point: Callable[[Tokens, int], Parsed | None]) -> Parsed | None:
    """A number of units and what hangs on it: ago, later, before X, into the war; or a bare length."""
    counted = number(t, i)
    if not counted:
        return None
    n, j = counted
    if (t.low[j] == "-" and t.tight(j - 1)) or t.low[j] in BETWEEN:
        j += 1
    if t.low[j] in ("next", "previous", "upcoming", "past", "coming") and t.low[j + 1] in PLURAL:
        way: Way = "past" if t.low[j] in ("previous", "past") else "next"
        return node(t, i, j + 2, Window(UNITS[t.low[j + 1]], None if n is None else int(n), way)), j + 2
    unit = UNITS.get(t.low[j])
    if unit is None or (unit in ("quarter", "season") or (unit == "second" and t.low[j] == "second")):
        return None
    j += 1
    if t.low[j] == "-" and t.low[j + 1] in ("old", "olds", "long"):
        j += 1
    if t.low[j] in ("old", "olds") or t.low[j : j + 2] == ["of", "age"]:
        return node(t, i, j + 1, Length(unit, n)), j + 1  # an age: a length, and so never a date
    if t.low[j] == "and" and t.low[j + 1] == "a" and t.low[j + 2] in ("half", "quarter"):
        n = n + (0.5 if t.low[j + 2] == "half" else 0.25) if n is not None else None
        j += 3
    return _hung(t, i, j, unit, n, events, point)


def span_of_units(
    t: Tokens, i: int, events: Names[Anchor], point: Callable[[Tokens, int], Parsed | None]
) -> Parsed | None:
    """Bare units ("weeks later", "months before the war"), which say only roughly how far."""
    if t.low[i] not in PLURAL:
        return None
    return _hung(t, i, i + 1, UNITS[t.low[i]], None, events, point)


def _hung(
    t: Tokens,
    i: int,
    j: int,
    unit: Unit,
    n: float | None,
    events: Names[Anchor],
    point: Callable[[Tokens, int], Parsed | None],
) -> Parsed:
    whole = int(n) if n is not None else None
    w = t.low[j]
    expr: Expr
    if w == "ago":
        return node(t, i, j + 1, Shift(unit, None if whole is None else -whole, part="early")), j + 1
    if w in ("before", "after", "from", "since", "following") or t.low[j : j + 2] == ["prior", "to"]:
        back = w in ("before", "prior")
        k = j + 2 if w == "prior" else j + 1
        if w == "from" and t.low[k] == "now":
            return node(t, i, k + 1, Shift(unit, whole)), k + 1
        if t.low[k] in ("yesterday", "today", "tomorrow") or t.low[k] in WEEKDAYS or w != "from":
            if found := point(t, k):
                step = Shift(
                    unit,
                    None if whole is None else -whole if back else whole,
                    base=found[0],
                    part="early" if back else "late",
                )
                return node(t, i, found[1], step), found[1]
            if happened := event(t, k, events):
                base = node(t, k, happened[1], Historic(happened[0], part="early", unit="day"))
                step = Shift(
                    unit,
                    None if whole is None else -whole if back else whole,
                    base=base,
                    part="early" if back else "late",
                )
                return node(t, i, happened[1], step), happened[1]
    if w == "into" and (happened := event(t, j + 1, events)) and whole is not None:
        return node(t, i, happened[1], Into(happened[0], unit, whole)), happened[1]
    ends = not t.low[j + 1].isalpha()
    if w in ("earlier", "previously") or (w in ("before", "prior") and ends):
        return node(t, i, j + 1, Shift(unit, None if whole is None else -whole, context=True, part="early")), j + 1
    if w in ("later", "afterwards", "afterward") or (w in ("after", "on") and ends and w == "after"):
        return node(t, i, j + 1, Shift(unit, whole, context=True, part="late")), j + 1
    expr = Length(unit, n)
    return node(t, i, j, expr), j


def window(t: Tokens, i: int, j: int, way: str) -> Parsed | None:
    """ "(the) past three weeks", "recent days", "the next few hours": ``j`` is the token after the way."""
    counted = number(t, j)
    n, k = counted if counted else (None, j)
    unit = UNITS.get(t.low[k])
    if unit is None or (not counted and t.low[k] not in PLURAL):
        return None
    if counted and t.low[k] not in PLURAL and n != 1:
        return None
    whole = int(n) if n is not None else None
    w: dict[str, Way] = {"last": "past", "past": "past", "previous": "previous", "recent": "recent", "this": "past"}
    direction = w.get(way, "next")
    return node(t, i, k + 1, Window(unit, whole, direction)), k + 1
