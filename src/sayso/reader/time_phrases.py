"""Where times stand in a text: one pass that joins times into ranges and gives them their bounds.

Bounds are the words before a time (since, until, by, before, after); ranges are "from X to Y", "between X
and Y", "X-Y". It also notes whether the words before a time speak of the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sayso.reader.time_dates import MONTHS, WEEKDAYS, Parsed, month_at, node
from sayso.reader.time_events import event
from sayso.reader.time_grammar import Grammar
from sayso.reader.time_model import (
    Bound,
    Clock,
    Deictic,
    Every,
    Expr,
    Feast,
    Historic,
    Into,
    Length,
    Moment,
    Node,
    Range,
    Shift,
    Slice,
    WeekOf,
    Window,
)
from sayso.reader.time_words import Tokens, table

__all__ = ["Phrase", "phrases"]

CUES = {k: frozenset(v) for k, v in table()["cues"].items()}
Side = Literal["since", "until", "by", "before", "after"]
SIDES: dict[str, Side] = {w: side for side in ("since", "until", "by", "before", "after") for w in CUES[side]}  # type: ignore[misc, unused-ignore] # the keys are the literals
STOPS = frozenset({".", ";", "!", "?", "\n\n", "”", ":"})
A_DAYS_HOURS = 12  # "within an hour" is how fast; "within 24 hours" is when
_NOT_AHEAD = {("due", "to"), ("must", "have")}
OPENING = 6  # tokens: a time no farther into its sentence opens it
TO = frozenset({"to", "until", "till", "through", "into"})
JOINS = frozenset({"-", "to", "until", "till", "through", "thru", "~", "into"})
CALENDAR = (Moment, Shift, Feast, Historic, Slice, WeekOf, Into)
_BEHIND: dict[str, Side] = {"later": "since", "after": "since", "onwards": "since", "earlier": "by", "before": "by"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time in the text; ``future`` when the words before it say that it is still to come, ``opens`` near the
    beginning of its sentence."""

    node: Node
    future: bool = False
    opens: bool = False


def phrases(t: Tokens, grammar: Grammar) -> Iterator[Phrase]:
    """Every time of the text in order, none overlapping another."""
    i, n, future, begun = 0, len(t), False, 0
    before: Node | None = None
    waiting: tuple[int, int] | None = None  # a "since" before a clause, and how far the clause may run
    low, rules, future_words, report = t.low, grammar.rules, CUES["future"], CUES["report"]
    starts = (
        rules.keys()
        | SIDES.keys()
        | {"from", "between", "during", "throughout", "more", "less", "pre", "post"}
        | CUES["opens"]
    )
    while i < n:
        w = low[i]
        if w not in starts and not w[:1].isdecimal():
            if w in STOPS or w[:1] == "\n":
                future, waiting, begun = False, None, i + 1
            elif w in report:
                future = False
            elif (w in future_words and (w, low[i + 1]) not in _NOT_AHEAD) or (w == "ll" and t.at(i - 1) == "'"):
                future = True
            i += 1
            continue
        found = _phrase(t, i, grammar)
        if not found:
            if w == "since" and low[i + 1] not in ("then", "been"):
                waiting = (i, i + 16)
            elif w in future_words:
                future = True
            i += 1
            continue
        here, after = found
        beside = before and before.end == t.end[i - 1] and isinstance(before.expr, (Moment, Range))
        if before and beside and isinstance(here.expr, Shift) and here.expr.unit == "night" and not here.expr.base:
            here = replace(here, expr=replace(here.expr, base=before))  # "on June 14-15 overnight"
        if isinstance(here.expr, Length) and here.expr.n is not None and t.at(i - 1) in ("in", "within"):
            here = _ahead(t, i, after, here, here.expr, int(here.expr.n), future)
        before = here
        if waiting and i <= waiting[1] and isinstance(here.expr, Moment):
            yield Phrase(node(t, waiting[0], waiting[0] + 1, Bound("since", Node(here.start, here.end, here.expr))))
            waiting = None
        elif not isinstance(here.expr, (Length, Clock, Deictic, Every)):
            waiting = None  # mentions stay in their order
        ahead = future or (t.at(i - 2) == "ahead" and t.at(i - 1) == "of")  # "ahead of winter"
        yield Phrase(here, ahead, i - begun < OPENING)
        i = max(after, i + 1)
        if low[i - 1] == "." and low[i][:1].isalpha() and t.capital(i):
            future, waiting, begun = False, None, i


def _ahead(t: Tokens, i: int, after: int, here: Node, length: Length, n: int, future: bool) -> Node:
    """ "It will open in two weeks", "they must leave within a day", "hit 40 times within 24 hours"."""
    within = t.at(i - 1) == "within"
    if t.low[after] == "of" or n < 1:
        return here
    if future and not within:
        return Node(here.start, here.end, Shift(length.unit, n, also=length.also))
    if within and (future or (length.unit == "hour" and n >= A_DAYS_HOURS)):
        return Node(here.start, here.end, Window(length.unit, n, "next" if future else "past"))
    return here


def _phrase(t: Tokens, i: int, g: Grammar) -> Parsed | None:
    w = t.low[i]
    if w in ("more", "less") and t.low[i + 1] == "than":
        return _compared(t, i, g)
    if w in ("pre", "post") and t.low[i + 1] == "-" and (found := g.point(t, i + 2)):
        bound: Side = "before" if w == "pre" else "after"  # "pre-2014"
        year = isinstance(found[0].expr, Moment) and found[0].expr.grain == "year"
        return (node(t, i, found[1], Bound(bound, found[0])), found[1]) if year else None
    found = _unfolded(t, i, g)
    return _open(t, i, found) if found else None


def _compared(t: Tokens, i: int, g: Grammar) -> Parsed | None:
    """ "more than four days", "less than two weeks ago": the latter lies between then and now."""
    found = g.point(t, i + 2)
    if not found or not isinstance(found[0].expr, (Length, Shift)):
        return None
    here, j = found
    expr: Expr = here.expr
    if isinstance(expr, Shift) and expr.whole:
        return None  # "less than last month"
    if t.low[i] == "less" and isinstance(expr, Shift) and expr.n and not expr.whole and not expr.context:
        now = expr.base or Node(here.start, here.end, Shift("day", 0))
        ends = (here, now) if expr.n < 0 else (now, here)
        expr = Range(*ends)
    return node(t, i, j, expr), j


def _open(t: Tokens, i: int, found: Parsed) -> Parsed:
    """What may stand behind a time to open it: "2012 or later", "6 May onwards"."""
    here, j = found
    if not isinstance(here.expr, CALENDAR):
        return found
    w = t.low[j]
    if w in ("onward", "onwards"):
        return node(t, i, j + 1, Bound("since", here)), j + 1
    if w in ("or", "and") and not t.low[j + 2].isalpha():
        side: Side | None = _BEHIND.get(t.low[j + 1])
        if side:
            return node(t, i, j + 2, Bound(side, here)), j + 2
    return found


def _unfolded(t: Tokens, i: int, g: Grammar) -> Parsed | None:
    w = t.low[i]
    if w == "between":
        return _pair(t, i, i + 1, g, frozenset({"and", "-", "to"})) or None
    if w == "from":
        if found := _pair(t, i, i + 1, g, JOINS):
            return found
        found = _joined(t, i + 1, g)
        if found and isinstance(found[0].expr, CALENDAR):
            here, j = found
            if t.low[j] in ("onward", "onwards") or (t.low[j] == "on" and not t.low[j + 1].isalpha()):
                return node(t, i, j + 1, Bound("since", here)), j + 1
        return found
    if w in ("during", "throughout"):
        happened = event(t, i + 1, g.events)
        found = _joined(t, i + 1, g)
        if found or not happened:
            return found
        return node(t, i, happened[1], Historic(happened[0])), happened[1]
    if w in SIDES:
        return _bound(t, i, g)
    if w in ("later", "earlier") and t.low[i + 1] == "than":
        no = t.at(i - 1) == "no"
        side: Side = ("by" if no else "after") if w == "later" else ("since" if no else "before")
        found = g.point(t, i + 2)
        dated = found and isinstance(found[0].expr, CALENDAR)
        return (node(t, i - no, found[1], Bound(side, found[0])), found[1]) if found and dated else None
    if w in CUES["opens"]:
        k = i + 2 if t.low[i + 1] in ("on", "from", "in") else i + 1
        found = g.point(t, k)
        if found and isinstance(found[0].expr, (Moment, Shift, Feast)) and t.low[k] != "of":
            return node(t, i, found[1], Bound("since", found[0])), found[1]
    return _joined(t, i, g)


def _bound(t: Tokens, i: int, g: Grammar) -> Parsed | None:
    side, j = SIDES[t.low[i]], i + 1
    of_day = t.low[j] in WEEKDAYS and t.low[j + 1] == "'"  # "following Sunday's vote" is after Sunday
    if t.low[i] == "following" and not of_day and (found := _joined(t, i, g)):
        return found
    if t.low[j] in ("about", "around", "at", "least"):
        j += 1
        j = j + 1 if t.low[j] == "least" else j
    found = g.point(t, j)
    if found and isinstance(found[0].expr, (Length, Clock, Deictic, Every, Range)):
        return (
            _joined(t, j, g)
            if not isinstance(found[0].expr, (Length, Clock)) or side in ("before", "after", "by")
            else found
        )
    happened = None if found else event(t, j, g.events)
    if happened and (side != "by" or happened[1] - j < 5):  # "by the group that began the war" is no time
        found = node(t, j, happened[1], Historic(happened[0])), happened[1]
    if not found:
        if side == "since" and _ends(t, j):
            return node(t, i, j, Bound("since", None)), j
        return None
    here, after = found
    if t.at(i - 1) == "or" and t.at(i - 2) in ("on", "by", "in") and side in ("before", "after"):
        side = "by" if side == "before" else "since"  # "on or before 1 June" counts the day in
    if isinstance(here.expr, Window) or (side == "by" and t.at(i - 1) in ("killed", "injured")):
        return found
    if side in ("before", "after", "by") and t.low[after] == "'" and t.low[after + 1] == "s":
        return found
    if (
        side in ("before", "after")
        and isinstance(here.expr, (Moment, Shift))
        and here.expr.hour
        and t.low[j] not in WEEKDAYS
    ):
        return found
    if (
        t.low[after] in JOINS
        and t.low[after] not in ("until", "till")
        and (pair := _joined(t, j, g))
        and isinstance(pair[0].expr, Range)
    ):
        return pair
    return node(t, i, after, Bound(side, here)), after


def _ends(t: Tokens, j: int) -> bool:
    """Whether the sentence or clause ends here: a bare "since" then looks back."""
    return t.low[j] in (".", ";", ",", "!", "") and t.low[j - 2] not in ("long", "ever")


def _pair(t: Tokens, i: int, j: int, g: Grammar, joins: frozenset[str]) -> Parsed | None:
    first = g.point(t, j)
    if first and isinstance(first[0].expr, Range):
        return node(t, i, first[1], first[0].expr), first[1]
    if first and isinstance(first[0].expr, Deictic) and first[0].expr.ref == "PRESENT_REF":
        first = Node(first[0].start, first[0].end, Shift("day", 0)), first[1]
    if not first or not isinstance(first[0].expr, CALENDAR):
        return None
    k = first[1] + 1 if t.low[first[1]] == "," else first[1]
    if t.low[k] not in joins and not (t.low[k] == "up" and t.low[k + 1] == "to"):
        return None
    k = k + 2 if t.low[k] == "up" else k + 1
    last = month_at(t, k, sure=True) if t.low[k] in MONTHS and t.capital(k) else g.point(t, k)
    if not last and t.low[k] in ("now", "present"):
        last = node(t, k, k + 1, Shift("day", 0)), k + 1
    if not last and (happened := event(t, k, g.events)):
        last = node(t, k, happened[1], Historic(happened[0], "early", "day")), happened[1]
    if last and isinstance(last[0].expr, Deictic) and last[0].expr.ref == "PRESENT_REF":
        last = Node(last[0].start, last[0].end, Shift("day", 0)), last[1]
    if not last or not isinstance(last[0].expr, CALENDAR):
        return None
    return node(t, i, last[1], Range(first[0], last[0])), last[1]


def _joined(t: Tokens, i: int, g: Grammar) -> Parsed | None:
    """A time, or two that belong together: "May-June", "2014 and 2015", "Monday to Wednesday"."""
    found = g.point(t, i)
    if found and isinstance(found[0].expr, Shift) and found[0].expr.unit == "day" and t.low[found[1]] in TO:
        second = g.point(t, found[1] + 1)  # "tomorrow until Sunday"
        dated = second and isinstance(second[0].expr, (Moment, Shift)) and not found[0].expr.context
        return (node(t, i, second[1], Range(found[0], second[0])), second[1]) if second and dated else found
    if not found or not isinstance(found[0].expr, Moment):
        return found
    here, j = found
    first: Moment = here.expr  # type: ignore[assignment] # just checked
    w = t.low[j]
    if w in ("-", "to") and t.low[j + 1] in ("now", "present") and first.grain in ("year", "month", "day"):
        now = node(t, j + 1, j + 2, Shift("day", 0))  # "2014-present"
        return node(t, i, j + 2, Range(here, now)), j + 2
    if w == "," and first.hour is None and (listed := _list(t, i, here, first, j, g)):
        return listed
    if w not in JOINS and w not in ("and", "&"):
        return found
    if not (t.low[j + 1].isdecimal() or t.low[j + 1] in g.rules):
        return found
    second = g.point(t, j + 1)
    days = first.grain == "day" and w in TO
    if days and second and isinstance(second[0].expr, Shift):
        to_day = second[0].expr.unit == "day" and not second[0].expr.context  # "1 August to yesterday"
        return (node(t, i, second[1], Range(here, second[0])), second[1]) if to_day else found
    if not second or not isinstance(second[0].expr, Moment):
        return found
    last = second[0].expr
    if w == "-" and first.grain == "month" and last.grain == "day" and last.month and first.year is None:
        return node(t, i, second[1], Range(here, second[0])), second[1]  # "Nov-Feb 5"
    if first.grain != last.grain and w in JOINS and w != "-" and first.year and last.year:
        return node(t, i, second[1], Range(here, second[0])), second[1]
    if first.grain != last.grain or first.grain not in ("day", "month", "year", "quarter", "season", "decade"):
        return found
    if first.grain == "year" and w == "-" and t.tight(j) and t.low[j + 2] == "-":
        return found
    if w in ("and", "&") and not _neighbours(first, last):
        return found
    return node(t, i, second[1], Range(here, second[0])), second[1]


def _list(t: Tokens, i: int, here: Node, first: Moment, j: int, g: Grammar) -> Parsed | None:
    """Three or more times in a row, each the next of its kind: "May, June and July", "2012, 2013 and 2014"."""
    last, k = first, j
    for _ in range(6):
        comma = t.low[k] == ","
        k = k + 1 if comma else k
        end = t.low[k] == "and"
        if not comma and not end:
            return None
        found = g.point(t, k + 1 if end else k)
        if not found or not isinstance(found[0].expr, Moment):
            return None
        expr, k = found[0].expr, found[1]
        if expr.grain != first.grain or not _neighbours(replace(last, year=expr.year) if last.month else last, expr):
            return None
        if end:
            return node(t, i, k, Range(here, found[0])), k
        last = expr
    return None


def _neighbours(a: Moment, b: Moment) -> bool:
    """Whether two times follow each other, so that "and" makes one stretch of them."""
    if a.grain == "year":
        return a.year is not None and b.year == a.year + 1
    if a.grain == "month":
        return a.month is not None and b.month == a.month % 12 + 1 and (a.year is None or a.year == b.year)
    if a.grain == "season":
        return a.month is not None and b.month == a.month % 12 + 3 and (a.year is None or a.year == b.year)
    if a.grain == "day" and a.month and b.month and a.day and b.day and a.year is None:
        return (a.month, a.day + 1) == (b.month, b.day) and a.hour is None
    if a.grain == "day" and a.weekday is not None and a.month is None and b.month is None and b.weekday is not None:
        return b.weekday == (a.weekday + 1) % 7 and a.hour is None and b.hour is None
    return False
