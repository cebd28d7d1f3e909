"""What stands where: finds time expressions in a text and says what they mean, before any date is worked out.

One pass over the tokens; a rule is tried only at a word that can begin it, and looks a bounded number
of tokens ahead, so the work is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sayso.reader.time_counts import (
    SHORT_UNITS,
    UNITS,
    number,
    quantity,
    span_of_units,
    window,
)
from sayso.reader.time_dates import (
    BEFORE_YEAR,
    DOUBTFUL,
    FEASTS,
    HOURS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SUFFIXES,
    WEEKDAYS,
    Parsed,
    date_at,
    feast_at,
    month_at,
    node,
    ordinal,
    weekday_at,
    weekday_in_week,
)  # fmt: skip
from sayso.reader.time_events import anniversary_of, eve_of, event, event_slice, nth_of_event
from sayso.reader.time_hours import DEICTICS, clock_at, hour_at, overnight_at
from sayso.reader.time_model import (
    Anchor,
    Clock,
    Deictic,
    Every,
    Feast,
    Historic,
    Length,
    Moment,
    Node,
    Shift,
    Way,
    Window,
)  # fmt: skip
from sayso.reader.time_parts import PARTS, day_of_month, part_at, possessed_at, slice_at
from sayso.reader.time_spelled import YEAR_WORDS
from sayso.reader.time_weeks import next_but_one, period_end, rest_at, running_at, span_about_now, week_at, weekend_at
from sayso.reader.time_words import Names, Tokens, table
from sayso.reader.time_years import (
    DECADES,
    century_at,
    decade_at,
    quarter_at,
    season_at,
    short_year_at,
    spelled_decade_at,
    year_at,
)

__all__ = ["Grammar"]

WAYS: dict[str, Way] = dict(table()["ways"])
REFS: dict[str, str] = dict(table()["refs"])
EVERY = dict(table()["every"])
WHOLE = frozenset({"day", "week", "weekend", "month", "quarter", "year", "decade", "century", "night", "season"})


DEPTH = 4  # "by the end of the first week of the war" needs as many
# What can follow a number of one or two digits where it is part of a time; most numbers are not.
AFTER_NUMBER = (
    DOUBTFUL["after_number"] | MONTHS.keys() | UNITS.keys() | SHORT_UNITS.keys() | {f"{w}s" for w in WEEKDAYS}
)


def _amid(t: Tokens, i: int) -> bool:
    """Whether a number stands amid others, none of which begins a date: the 2023 of 7-2023-12."""
    if i < 2 or t.low[i - 1] not in "-./" or t.end[i - 1] != t.start[i] or not t.low[i - 2][:1].isdecimal():
        return False
    tail = t.low[i + 1] in ("-", ".", "/") and t.tight(i) and t.low[i + 2][:1].isdecimal()
    return t.tight(i - 2) and (tail or len(t.low[i]) < 3)


class Grammar:
    """The rules for what can stand as a time, with the names of a theatre's dated events.

    ``years`` takes any four-digit number in the range of years as one, as histories are written.
    """

    def __init__(self, events: Names[Anchor], years: bool = False) -> None:
        self.events, self.years = events, years
        rules: dict[str, Callable[[Tokens, int], Parsed | None]] = {}
        rules |= dict.fromkeys(UNITS, self._units) | {"w": self._week, "rest": self._rest, "remainder": self._rest}
        rules |= {"remaining": self._rest} | dict.fromkeys(DECADES, spelled_decade_at)
        rules |= {"½": self._counted, "half": self._counted}
        rules |= {
            "eve": lambda t, i: eve_of(t, i, self.events, self.point),
            "anniversary": lambda t, i: anniversary_of(t, i, self.events),
        }
        rules |= dict.fromkeys(NUMBERS, self._counted)
        rules |= dict.fromkeys(table()["cues"]["vague"], self._counted)
        rules |= dict.fromkeys(ORDINALS, self._ordinal)
        rules |= dict.fromkeys(REFS, self._ref)
        rules |= dict.fromkeys(EVERY, self._every)
        rules |= dict.fromkeys(SEASONS, season_at)
        rules |= dict.fromkeys(HOURS, self._hour)
        rules |= dict.fromkeys(PARTS, self._part)
        rules |= dict.fromkeys(WAYS, self._way)
        rules |= dict.fromkeys(DEICTICS, self._deictic)
        rules |= dict.fromkeys(WEEKDAYS, weekday_in_week)
        rules |= dict.fromkeys(MONTHS, month_at)
        rules |= {"every": self._every, "each": self._every, "per": self._every, "tonight": self._tonight}
        rules |= {"overnight": self._overnight, "second": self._ordinal, "the": self._the, "day": self._day}
        rules |= {"all": self._all}
        rules |= {"latter": self._part, "a": self._counted, "year": self._year_word, "years": self._year_word}
        rules |= {
            "'": short_year_at,
            "q": quarter_at,
            "h": quarter_at,
            "mid": self._part,
            "final": self._ordinal,
        }
        for head in FEASTS.heads:
            rules[head] = self._feast_or(rules.get(head))
        for head in events.heads:
            rules[head] = self._event_day(rules.get(head))
        self.rules = rules

    def point(self, t: Tokens, i: int) -> Parsed | None:
        """The time that begins at token ``i``, if one does; at most ``DEPTH`` times within one another."""
        w = t.low[i]
        number = w[:1].isdecimal()
        if number and ((len(w) < 3 and t.low[i + 1] not in AFTER_NUMBER) or _amid(t, i)):
            return None
        rule = self._digits if number else self.rules.get(w)
        if rule is None or t.depth >= DEPTH:
            return None
        if i in t.memo:
            known: Parsed | None = t.memo[i]
            return known
        t.depth += 1
        found = rule(t, i)
        if found and t.low[found[1]] == "'" and t.low[found[1] + 1] == "s":
            found = possessed_at(t, i, found) or found
        t.depth -= 1
        # What was found at whatever depth holds for all: only chains deeper than any sentence's differ.
        t.memo[i] = found
        return found

    # -- what begins with a number

    def _digits(self, t: Tokens, i: int) -> Parsed | None:
        if found := date_at(t, i) or clock_at(t, i, self.point) or nth_of_event(t, i, self.events):
            return found
        if found := decade_at(t, i) or century_at(t, i):
            return found
        if found := quantity(t, i, self.events, self.point):
            return found
        if t.low[i + 1] in SUFFIXES:
            return self._ordinal(t, i)
        return year_at(t, i, loose=self.years)

    def _counted(self, t: Tokens, i: int) -> Parsed | None:
        if t.low[i] in ORDINALS:
            return self._ordinal(t, i)
        if t.low[i] in ("a", "an", "one") and t.low[i + 1] in HOURS:
            return None
        spelled = t.low[i] in YEAR_WORDS and t.at(i - 1) in BEFORE_YEAR
        if spelled and (found := year_at(t, i, sure=True)):
            return found
        # "twenty-first century", "the twenty-second of June", "twenty five January"
        if t.low[i] in ("twenty", "thirty") and (found := self._ordinal(t, i)):
            return found
        return quantity(t, i, self.events, self.point)

    def _ordinal(self, t: Tokens, i: int) -> Parsed | None:
        if found := date_at(t, i) or nth_of_event(t, i, self.events) or century_at(t, i):
            return found
        spot = ordinal(t, i) or ((1, i + 1) if t.low[i] == "final" else None)
        if not spot:
            return None
        n, j = spot
        if n > 1 and (found := running_at(t, i, j)):
            return found
        if t.low[j] == "anniversary" and (found := anniversary_of(t, j, self.events, n)):
            return Node(t.start[i], found[0].end, found[0].expr), found[1]
        figures = t.low[i].isdecimal() or n > 12  # "on the second" may be the second of anything
        dated = t.at(i - 2) in ("on", "since", "until", "by", "from") and t.at(i - 1) == "the" and figures
        if dated and 0 < n < 32 and not t.low[j].isalnum():
            return node(t, i, j, Moment("day", day=n)), j
        back = t.low[i] == "final"
        if not back and t.low[j] == "of" and 0 < n < 32 and (found := day_of_month(t, i, j, n)):
            return found
        return slice_at(t, i, j, -n if back else n, self.events, self.point)

    # -- what begins with a word

    def _the(self, t: Tokens, i: int) -> Parsed | None:
        w = t.low[i + 1]
        if w == "day" and t.low[i + 2] in ("before", "after"):
            n = -1 if t.low[i + 2] == "before" else 1
            found = self.point(t, i + 3)
            if not found and (happened := event(t, i + 3, self.events)):
                first = Historic(happened[0], part="early", unit="day")
                found = node(t, i + 3, happened[1], first), happened[1]
            if found and not isinstance(found[0].expr, (Length, Deictic, Every, Clock)):
                return node(t, i, found[1], Shift("day", n, base=found[0])), found[1]
            return node(t, i, i + 3, Shift("day", n, context=True)), i + 3
        if (found := self._the_unit(t, i, w)) is not None:
            return Node(t.start[i], found[0].end, found[0].expr), found[1]
        if w in ("night", "evening", "morning") and t.low[i + 2] in ("before", "after"):
            n = -1 if t.low[i + 2] == "before" else 1
            if w == "night" and n < 0 and t.low[i + 3] == "last":
                return node(t, i, i + 4, Shift("night", -2)), i + 4
            return node(t, i, i + 3, Shift("day", n, context=True, hour=HOURS[w])), i + 3
        if (found := span_about_now(t, i)) is not None:
            return found
        if (
            w in ("next", "following", "previous", "preceding", "subsequent", "prior", "same", "very")
            and t.low[i + 2] in UNITS
        ):
            unit = UNITS[t.low[i + 2]]
            if t.low[i + 2] == unit and unit in WHOLE:
                n = {"next": 1, "following": 1, "subsequent": 1, "same": 0, "very": 0}.get(w, -1)
                return node(t, i, i + 3, Shift(unit, n, whole=True, context=True)), i + 3
        if w in ("following", "next", "same", "previous", "preceding") and t.low[i + 2] in HOURS:
            n = {"same": 0, "previous": -1, "preceding": -1}.get(w, 1)
            return node(t, i, i + 3, Shift("day", n, context=True, hour=HOURS[t.low[i + 2]])), i + 3
        if w == "year" and (found := self._year_word(t, i + 1)) and isinstance(found[0].expr, Moment):
            return node(t, i, found[1], found[0].expr), found[1]
        if w in UNITS or w in HOURS or w in REFS or w in EVERY or w in ("a", "one"):
            if w in ("night", "evening", "morning", "afternoon") and t.low[i + 2] in ("of", "to", "from", "between"):
                found = hour_at(t, i + 1, self.point)
                return (
                    (node(t, i, found[1], found[0].expr), found[1])
                    if found and not isinstance(found[0].expr, Clock)
                    else None
                )
            return None
        found = self.point(t, i + 1)
        if not found or (w.isdecimal() and isinstance(found[0].expr, Moment) and found[0].expr.grain == "year"):
            return None  # "the 2014 uprising": the article is the noun's
        return node(t, i, found[1], found[0].expr), found[1]

    def _the_unit(self, t: Tokens, i: int, w: str) -> Parsed | None:
        """ "the week of 4 March", "the year before last", "the weekend", "the rest of the month", "the eve of"."""
        if w in ("rest", "remainder", "remaining"):
            return self._rest(t, i + 1)
        if w == "eve":
            return eve_of(t, i + 1, self.events, self.point)
        if w not in WHOLE:
            return None
        if w == "weekend" and (found := weekend_at(t, i, i + 1, self.point)):
            return found
        return next_but_one(t, i, i + 1) or self._units(t, i + 1)

    def _day(self, t: Tokens, i: int) -> Parsed | None:
        if t.low[i + 1] in ("before", "after") and t.low[i + 2] in DEICTICS:
            n = DEICTICS[t.low[i + 2]] + (-1 if t.low[i + 1] == "before" else 1)
            return node(t, i, i + 3, Shift("day", n)), i + 3
        return nth_of_event(t, i, self.events)

    def _units(self, t: Tokens, i: int) -> Parsed | None:
        if t.low[i] != UNITS[t.low[i]]:
            return span_of_units(t, i, self.events, self.point)
        found = nth_of_event(t, i, self.events) if t.low[i] in ("week", "month") else None
        return found or period_end(t, i) or (week_at(t, i, self.point) if t.low[i] == "week" else None)

    def _week(self, t: Tokens, i: int) -> Parsed | None:
        return week_at(t, i, self.point)

    def _rest(self, t: Tokens, i: int) -> Parsed | None:
        return rest_at(t, i, self.point)

    def _year_word(self, t: Tokens, i: int) -> Parsed | None:
        if found := nth_of_event(t, i, self.events):
            return found
        k = i + 2 if t.low[i + 1] == "of" else i + 1
        if found := year_at(t, k, sure=True, loose=self.years):
            return node(t, i, found[1], found[0].expr), found[1]
        return self._units(t, i)

    def _hour(self, t: Tokens, i: int) -> Parsed | None:
        return hour_at(t, i, self.point)

    def _overnight(self, t: Tokens, i: int) -> Parsed | None:
        return overnight_at(t, i, self.point)

    def _part(self, t: Tokens, i: int) -> Parsed | None:
        return part_at(t, i, self.events, self.point, self.years)

    def _all(self, t: Tokens, i: int) -> Parsed | None:
        unit = UNITS.get(t.low[i + 1])
        return (node(t, i, i + 2, Length(unit, 1)), i + 2) if unit and unit == t.low[i + 1] else None

    def _tonight(self, t: Tokens, i: int) -> Parsed | None:
        return node(t, i, i + 1, Shift("day", 0, hour="EV")), i + 1

    def _deictic(self, t: Tokens, i: int) -> Parsed | None:
        n, j = DEICTICS[t.low[i]], i + 1
        hour = HOURS.get(t.low[j])
        if t.low[j] == "at" and t.low[j + 1] in HOURS:
            j, hour = j + 1, HOURS[t.low[j + 1]]
        return node(t, i, j + 1 if hour else j, Shift("day", n, hour=hour)), j + 1 if hour else j

    def _way(self, t: Tokens, i: int) -> Parsed | None:
        word, j = t.low[i], i + 1
        way = WAYS[word]
        if word in ("this", "that", "these") and t.low[j] in ("past", "coming", "same", "last", "upcoming", "next"):
            way = WAYS[t.low[j]]
            j += 1
        j = j + 1 if t.low[j] in ("calendar", "working") else j
        if way == "last" and (found := slice_at(t, i, j, -1, self.events, self.point)):
            return found
        if way not in ("same", "that") and (found := window(t, i, j, way)):
            return found
        w = t.low[j]
        if w in HOURS and way in ("last", "this", "that", "next", "same"):
            n = -1 if way == "last" else 1 if way == "next" else 0
            hour = HOURS[w]
            return node(t, i, j + 1, Shift("day", n, context=way in ("that", "same"), hour=hour)), j + 1
        if w in UNITS and UNITS[w] in WHOLE and w not in ("days", "weeks"):
            unit = UNITS[w]
            n = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(way, 0)
            if way == "past" and unit != "weekend":
                return node(t, i, j + 1, Window(unit, 1, "past")), j + 1
            if unit == "weekend" and way == "coming":
                return node(t, i, j + 1, Moment("weekend", way="next")), j + 1
            if way in ("recent",) or (unit == "day" and way in ("this", "last", "next", "coming")):
                return None
            context = way in ("that", "same", "previous", "following")
            if w == "week" and t.low[j + 1] in WEEKDAYS | {"on": 0} and way in ("last", "next", "this"):
                k = j + 2 if t.low[j + 1] == "on" else j + 1
                if t.low[k] in WEEKDAYS and (found := weekday_in_week(t, k, sure=t.capital(k))):
                    at = getattr(found[0].expr, "hour", None)
                    day = Moment("day", weekday=WEEKDAYS[t.low[k]], number=n, hour=at)
                    return node(t, i, found[1], day), found[1]
            same = way in ("that", "same")
            return node(t, i, j + 1, Shift(unit, n, whole=True, context=context, same=same)), j + 1
        if w in WEEKDAYS and way != "recent":
            found = weekday_at(t, j, way=way)
            return (node(t, i, found[1], found[0].expr), found[1]) if found else None
        if w in MONTHS and way not in ("recent", "that", "same"):
            found = month_at(t, j, sure=True)
        elif w in SEASONS and way != "recent":
            found = (node(t, j, j + 1, Moment("season", month=SEASONS[w])), j + 1)
        else:
            found = feast_at(t, j) if way in ("last", "next", "this", "following", "previous", "coming") else None
        if found and isinstance(found[0].expr, (Moment, Feast)) and found[0].expr.year is None:
            return node(t, i, found[1], replace(found[0].expr, way=way)), found[1]
        return self._ref(t, i)

    def _ref(self, t: Tokens, i: int) -> Parsed | None:
        ref = REFS.get(t.low[i])
        return (node(t, i, i + 1, Deictic(ref)), i + 1) if ref else None

    def _every(self, t: Tokens, i: int) -> Parsed | None:
        word = t.low[i]
        if word in EVERY:
            return node(t, i, i + 1, Every(EVERY[word])), i + 1
        w = t.low[i + 1]
        if w in WEEKDAYS:
            return node(t, i, i + 2, Every("week", WEEKDAYS[w])), i + 2
        if w in SEASONS or (w in MONTHS and t.capital(i + 1)):
            return node(t, i, i + 2, Every("year")), i + 2
        if w in UNITS:
            return node(t, i, i + 2, Length(UNITS[w], 1) if word == "per" else Every(UNITS[w])), i + 2
        counted = number(t, i + 1) if word == "every" and (w in NUMBERS or w.isdecimal()) else None
        if counted and t.low[counted[1]] in UNITS:
            return node(t, i, counted[1] + 1, Every(UNITS[t.low[counted[1]]])), counted[1] + 1
        return None

    def _feast_or(self, other: Callable[[Tokens, int], Parsed | None] | None) -> Callable[[Tokens, int], Parsed | None]:
        return lambda t, i: feast_at(t, i) or (other(t, i) if other else None)

    def _event_day(
        self, other: Callable[[Tokens, int], Parsed | None] | None
    ) -> Callable[[Tokens, int], Parsed | None]:
        """A single day that the theatre names ("Independence Day") stands for itself; a longer event needs a cue."""

        def rule(t: Tokens, i: int) -> Parsed | None:
            found = self.events.at(t, i)
            if found and t.capital(i) and found[0].start == found[0].end:
                return node(t, i, found[1], Historic(found[0])), found[1]
            if found and t.low[found[1]] == "'" and t.low[found[1] + 1] == "s":
                return event_slice(t, i, found[1] + 2, found[0])
            return other(t, i) if other else None

        return rule
