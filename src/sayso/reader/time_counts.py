"""How a distance or a length of time is written: "two weeks ago", "the past 24 hours", "three days before X"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sayso.reader.time_dates import NUMBERS, WEEKDAYS, Parsed, node
from sayso.reader.time_events import event
from sayso.reader.time_model import (
    Also,
    Anchor,
    Bound,
    Historic,
    Into,
    Lasting,
    Length,
    Moment,
    Node,
    Range,
    Shift,
    Unit,
    Way,
    Window,
)
from sayso.reader.time_words import Names, Tokens, table

__all__ = ["SHORT_UNITS", "UNITS", "number", "quantity", "span_of_units", "window"]

UNITS: dict[str, Unit] = dict(table()["units"])
SHORT_UNITS: dict[str, Unit] = dict(table()["short_units"])
PLURAL = frozenset(u for u in UNITS if u.endswith("s"))
VAGUE = frozenset(table()["cues"]["vague"])
BETWEEN = frozenset(
    {"full", "long", "more", "consecutive", "straight", "successive", "whole", "calendar", "other", "brutal", "short"}
)
STARTING = frozenset(table()["cues"]["opens"])
MODALS = frozenset(table()["cues"]["modals"])
ORDER: tuple[Unit, ...] = ("year", "month", "week", "day", "hour", "minute", "second")  # what a distance is told in


def number(t: Tokens, i: int) -> tuple[float | None, int] | None:
    """A count and the token after it; None as the count for "a few", "several"."""
    w = t.low[i]
    if w.isdecimal():
        parts = t.low[i + 1] == "." and t.tight(i) and t.tight(i + 1) and t.low[i + 2].isdecimal()
        if parts and len(w) < 4 and len(t.low[i + 2]) < 3 and _counts(t, i + 3):
            return float(f"{w}.{t.low[i + 2]}"), i + 3  # "3.5 hours"
        if len(w) > 4 or (
            t.tight(i) and t.low[i + 1] in (",", ".", ":", "/") and t.tight(i + 1) and t.low[i + 2].isdecimal()
        ):
            return None
        if i and t.tight(i - 1) and t.at(i - 1) in (",", ".", ":", "/", "-", "$", "€", "£"):
            return None
        return float(w), i + 1
    if w in VAGUE and w != "couple":
        return None, i + 1
    if w == "½" or (w == "half" and (t.low[i + 1] in ("a", "an") or t.low[i + 1] in UNITS)):
        return 0.5, i + 2 if t.low[i + 1] in ("a", "an") else i + 1
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


def quantity(t: Tokens, i: int, events: Names[Anchor], point: Callable[[Tokens, int], Parsed | None]) -> Parsed | None:
    """A number of units and what hangs on it: ago, later, before X, into the war; or a bare length."""
    counted = number(t, i)
    if not counted:
        return None
    n, j = counted
    if found := _about(t, i, j, n, events, point):
        return found
    if (t.low[j] == "-" and t.tight(j - 1)) or t.low[j] in BETWEEN:
        j += 1
    if t.low[j] in ("next", "previous", "upcoming", "past", "coming") and t.low[j + 1] in PLURAL:
        way: Way = "past" if t.low[j] in ("previous", "past") else "next"
        return node(t, i, j + 2, Window(UNITS[t.low[j + 1]], None if n is None else int(n), way)), j + 2
    if found := _weekdays_away(t, i, j, n):
        return found
    short = t.low[i].isdecimal() and ((t.tight(i) and j == i + 1) or len(t.low[j]) > 1)  # "3h", "3 yrs", "3-min"
    unit = UNITS.get(t.low[j]) or (SHORT_UNITS.get(t.low[j]) if short else None)
    if unit is None or unit in ("quarter", "season") or (t.low[j] == "second" and t.low[i] in ("a", "an")):
        return None
    j += 1
    also, j = _smaller(t, j, unit)
    if t.low[j] == "-" and t.low[j + 1] in ("old", "olds", "long"):
        j += 1
    if t.low[j] in ("old", "olds") or t.low[j : j + 2] == ["of", "age"]:
        return node(t, i, j + 1, Length(unit, n)), j + 1  # an age: a length, and so never a date
    k = j + 2 if t.low[j + 1] == "a" else j + 1
    if t.low[j] == "and" and t.low[k] in ("half", "quarter"):
        n = n + (0.5 if t.low[k] == "half" else 0.25) if n is not None else None
        j = k + 1
    return _hung(t, i, j, unit, n, also, events, point)


def _about(
    t: Tokens,
    i: int,
    j: int,
    n: float | None,
    events: Names[Anchor],
    point: Callable[[Tokens, int], Parsed | None],
) -> Parsed | None:
    """ "two or three days ago", "10-12 weeks", "a day or two later": all between the two numbers."""
    if n is None:
        return None
    w = t.low[j + 1]
    k = j + 2
    if t.low[j] in ("to", "or", "-") and (w.isdecimal() or w in NUMBERS):
        more = float(w) if w.isdecimal() and len(w) < 4 else NUMBERS.get(w, 0)
        k = k + 1 if t.low[k] == "-" else k
    elif t.low[j] in UNITS and w == "or" and t.low[k] in ("two", "so"):
        more, k = (2, j) if t.low[k] == "two" else (n, j)
    else:
        return None
    unit = UNITS.get(t.low[k])
    if unit is None or more < n or t.low[k] == "second":
        return None
    here, end = _hung(t, i, k + 3 if k == j else k + 1, unit, more, (), events, point)
    expr = here.expr
    if not isinstance(expr, Shift) or not expr.n or more == n:
        return here, end
    near = Node(here.start, here.end, replace(expr, n=int(n) if expr.n > 0 else -int(n)))
    return Node(here.start, here.end, Range(here, near) if expr.n < 0 else Range(near, here)), end


def _counts(t: Tokens, j: int) -> bool:
    """Whether a unit of time is next, perhaps behind a hyphen."""
    return t.low[j + 1 if t.low[j] == "-" else j] in UNITS


def _weekdays_away(t: Tokens, i: int, j: int, n: float | None) -> Parsed | None:
    """ "three Sundays ago", "two Mondays from now"."""
    weekday = WEEKDAYS.get(t.low[j][:-1]) if t.low[j].endswith("s") else None
    if weekday is None or not n or len(t.low[j]) < 6:
        return None
    back = t.low[j + 1] == "ago"
    end = j + 2 if back else j + 3
    if not back and t.low[j + 1 : j + 3] != ["from", "now"]:
        return None
    first = node(t, j, end, Moment("day", weekday=weekday, way="last" if back else "next"))
    days = 7 * (int(n) - 1)
    return node(t, i, end, Shift("day", -days if back else days, base=first)), end


def _smaller(t: Tokens, j: int, unit: Unit) -> tuple[Also, int]:
    """The smaller units that follow ("two years, *one month and three days*") and the token after them."""
    also: Also = ()
    while unit in ORDER and len(also) < 4:
        k = j + 1 if t.low[j] == "," else j
        k = k + 1 if t.low[k] == "and" else k
        counted = number(t, k) if t.low[k] in NUMBERS or t.low[k].isdecimal() else None
        if not counted or counted[0] is None:
            break
        smaller = UNITS.get(t.low[counted[1]])
        if smaller not in ORDER or ORDER.index(smaller) <= ORDER.index(unit) or t.low[counted[1]] == "second":
            break
        also, unit, j = (*also, (smaller, int(counted[0]))), smaller, counted[1] + 1
    return also, j


def span_of_units(
    t: Tokens, i: int, events: Names[Anchor], point: Callable[[Tokens, int], Parsed | None]
) -> Parsed | None:
    """Bare units ("weeks later", "months before the war"), which say only roughly how far."""
    if t.low[i] not in PLURAL:
        return None
    return _hung(t, i, i + 1, UNITS[t.low[i]], None, (), events, point)


def _hung(
    t: Tokens,
    i: int,
    j: int,
    unit: Unit,
    n: float | None,
    also: Also,
    events: Names[Anchor],
    point: Callable[[Tokens, int], Parsed | None],
) -> Parsed:
    """A distance by what stands behind it at ``j``, or the bare length."""
    whole = int(n) if n is not None else None
    if n == 1.5 and unit == "year":
        unit, whole = "month", 18
    back = None if whole is None else -whole
    w = t.low[j]
    if w == "ago":
        return _ago(t, i, j + 1, unit, whole, also)
    if w == "'" and t.low[j + 1] == "time":
        return node(t, i, j + 2, Shift(unit, whole, also=also)), j + 2
    if w in ("before", "after", "from", "since", "following") or t.low[j : j + 2] == ["prior", "to"]:
        before = w in ("before", "prior")
        k = j + 2 if w == "prior" else j + 1
        if w == "from" and t.low[k] == "now":
            return node(t, i, k + 1, Shift(unit, whole, also=also)), k + 1
        if (
            w == "from"
            and t.at(i - 1) in ("for", "last", "lasting", "lasts")
            and (found := _lasting(t, i, k, unit, whole, also, point))
        ):
            return found
        if t.low[k] in ("yesterday", "today", "tomorrow") or t.low[k] in WEEKDAYS or w != "from":
            base = point(t, k)
            if not base and (happened := event(t, k, events)):
                base = node(t, k, happened[1], Historic(happened[0], part="early", unit="day")), happened[1]
            if base and w == "since":  # "in the two weeks since the siege began"
                return node(t, i, base[1], Bound("since", base[0])), base[1]
            if base:
                n_of = back if before else whole
                step = Shift(unit, n_of, base=base[0], part="early" if before else "late", also=also)
                return node(t, i, base[1], step), base[1]
    k = j + 1 if w == "," else j
    told = t.low[i] not in ("a", "an") or t.at(i - 1) == "for"  # not "a million barrels a day, starting in July"
    if not told:
        pass
    elif t.low[k] in STARTING or (w == "," and t.low[k] == "from"):
        k = k + 2 if t.low[k + 1] in ("from", "on", "at") else k + 1
        if found := _lasting(t, i, k, unit, whole, also, point):
            return found
    ending = w == "to" and t.at(i - 1) == "the" and t.low[j + 1] not in ("come", "go")
    if ending and (found := _lasting(t, i, j + 1, unit, whole, also, point, to=True)):
        return found
    if w == "into" and whole is not None and (happened := event(t, j + 1, events)):
        return node(t, i, happened[1], Into(happened[0], unit, whole, also=also)), happened[1]
    ends = not t.low[j + 1].isalpha()
    if w in ("earlier", "previously") or (w in ("before", "prior") and ends):
        return node(t, i, j + 1, Shift(unit, back, context=True, part="early", also=also)), j + 1
    if w in ("later", "afterwards", "afterward") or (w == "after" and ends):
        return node(t, i, j + 1, Shift(unit, whole, context=True, part="late", also=also)), j + 1
    return node(t, i, j, Length(unit, n, also)), j


def _ago(t: Tokens, i: int, j: int, unit: Unit, n: int | None, also: Also) -> Parsed:
    """ "two weeks ago", "a year ago today", "a week ago Friday"; ``j`` stands behind "ago"."""
    back = None if n is None else -n
    if n is not None and t.low[j] == "today":
        return node(t, i, j + 1, Shift(unit, back, part="early", also=(*also, ("day", 0)))), j + 1  # to the day
    if n is not None and unit == "week" and t.low[j] in WEEKDAYS and t.capital(j):
        friday = node(t, j, j + 1, Moment("day", weekday=WEEKDAYS[t.low[j]]))
        return node(t, i, j + 1, Shift("day", -7 * n, base=friday)), j + 1
    return node(t, i, j, Shift(unit, back, part="early", also=also)), j


def _lasting(
    t: Tokens,
    i: int,
    k: int,
    unit: Unit,
    n: int | None,
    also: Also,
    point: Callable[[Tokens, int], Parsed | None],
    to: bool = False,
) -> Parsed | None:
    """ "(for) three days from Monday", "two weeks starting May 20", "(the) 12 months to June"."""
    base = point(t, k) if n else None
    if n is None or base is None or not isinstance(base[0].expr, (Moment, Shift)):
        return None
    return node(t, i, base[1], Lasting(unit, n, base[0], "to" if to else "from", also)), base[1]


def window(t: Tokens, i: int, j: int, way: str) -> Parsed | None:
    """ "(the) past three weeks", "recent days", "the next few hours": ``j`` is the token after the way."""
    if way == "last" and t.at(i - 1) in MODALS and t.low[j] not in UNITS:
        return None  # "the truce will last three weeks"
    counted = number(t, j)
    n, k = counted if counted else (None, j)
    unit: Unit | None = UNITS.get(t.low[k])
    if n and t.low[k] in ("business", "working") and UNITS.get(t.low[k + 1]) == "day":
        unit, k = "workday", k + 1
    half = unit == "year" and t.low[k + 1 : k + 4] == ["and", "a", "half"]
    single = not counted and t.low[k] == unit and (unit == "fortnight" or half)
    if unit is None or (not counted and t.low[k] not in PLURAL and not single):
        return None
    n = 1 if single else n
    if counted and t.low[k] not in PLURAL and n != 1:
        return None
    whole = int(n) if n is not None else None
    w: dict[str, Way] = {"last": "past", "past": "past", "previous": "previous", "recent": "recent", "this": "past"}
    direction = w.get(way, "next")
    also, end = _smaller(t, k + 1, unit) if counted else ((), k + 1)
    if unit == "year" and t.low[end : end + 3] == ["and", "a", "half"]:
        also, end, n = (("month", 6),), end + 3, n or 1
        whole = int(n)
    return node(t, i, end, Window(unit, whole, direction, also)), end
