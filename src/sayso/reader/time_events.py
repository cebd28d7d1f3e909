"""How times hang on what a theatre dates: "day 640 of the war", "the siege's opening days", "the eve of"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.reader.time_dates import NUMBERS, Parsed, node, ordinal
from sayso.reader.time_model import Anchor, Feast, Historic, Into, Moment, Node, Shift, Unit
from sayso.reader.time_words import Names, Tokens, table

__all__ = ["anniversary_of", "eve_of", "event", "event_slice", "nth_of_event"]

UNITS: dict[str, Unit] = dict(table()["units"])
BEGINS = frozenset(table()["cues"]["begins"])
ENDS = frozenset(table()["cues"]["ends"])


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of what a theatre dates ("four months after the siege ended")."""

    names: Sequence[str]
    start: date
    end: date | None


def event(t: Tokens, i: int, events: Names[Anchor]) -> tuple[Anchor, int] | None:
    """Something the theatre dates, with up to five words before its name ("Russia's full-scale invasion")."""
    if not events.heads:
        return None
    for k in range(i, i + 7):
        w = t.low[k]
        if w in ("a", "an", "another", "any"):
            return None  # "after a war" is after none that a theatre dates
        if found := events.at(t, k):
            anchor, j = found
            if j == k + 1 and k > i and t.capital(k) and t.capital(k - 1):
                return None  # "World War II", "the Vietnam War" are not the theatre's war
            if t.low[j] in ENDS and anchor.end:
                return Ending(anchor.names, anchor.end, anchor.end), j + 1
            j = j + 1 if t.low[j] in BEGINS else j
            return anchor, j
        if not (w.isalpha() or w in ("'", "-", '"', "“")) or w in ("and", "or", "in", "on", "of"):
            return None
    return None


def nth_of_event(t: Tokens, i: int, events: Names[Anchor]) -> Parsed | None:
    """ "the 640th day of the war", "day 640 of the war", "week three of the war"."""
    if (unit := t.low[i]) in ("day", "week", "month", "year"):
        w = t.low[i + 1]
        n, j = int(w) if w.isdecimal() and len(w) < 6 else NUMBERS.get(w, 0), i + 2
        if not n or w in ("a", "an"):
            return None
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


def event_slice(t: Tokens, i: int, k: int, anchor: Anchor) -> Parsed | None:
    """ "the war's second year", "the siege's opening days"; ``k`` stands behind the owner."""
    n, j = ordinal(t, k) or ((1 if t.low[k] == "opening" else -1), k + 1)
    unit = UNITS.get(t.low[j])
    if unit is None or (n < 0 and t.low[k] not in ("last", "final")):
        return None
    if t.low[j] == unit and n > 0 and unit in ("day", "week", "month", "year"):
        return node(t, i, j + 1, Into(anchor, unit, n, ordinal=True)), j + 1
    return (node(t, i, j + 1, Historic(anchor, "early" if n > 0 else "late", unit)), j + 1) if abs(n) == 1 else None


def eve_of(t: Tokens, i: int, events: Names[Anchor], point: Callable[[Tokens, int], Parsed | None]) -> Parsed | None:
    """ "eve of the invasion", "eve of Easter"."""
    if t.low[i] != "eve" or t.low[i + 1] != "of":
        return None
    base = point(t, i + 2)
    if not base and (happened := event(t, i + 2, events)):
        base = node(t, i + 2, happened[1], Historic(happened[0], part="early", unit="day")), happened[1]
    if not base or not isinstance(base[0].expr, (Moment, Shift, Feast, Historic)):
        return None
    return node(t, i, base[1], Shift("day", -1, base=Node(base[0].start, base[0].end, base[0].expr))), base[1]


def anniversary_of(t: Tokens, i: int, events: Names[Anchor], n: int | None = None) -> Parsed | None:
    """ "(first) anniversary of the invasion": the day itself, so many years on, or the last there was."""
    happened = event(t, i + 2, events) if t.low[i + 1] == "of" else None
    return (node(t, i, happened[1], Into(happened[0], "year", n, exact=True)), happened[1]) if happened else None
