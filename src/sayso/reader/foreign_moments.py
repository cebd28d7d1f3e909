"""Where does a text in another language tell a time? Its words put together to expressions, as they are in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sayso.reader.almanac import hijri
from sayso.reader.foreign_calendar import Calendar
from sayso.reader.foreign_words import Word
from sayso.reader.time_model import Expr, Moment, Node, Part, Range, Shift, Way

__all__ = ["YEARS", "fits", "moments"]

YEARS = range(1900, 2200)
"""The years that figures may stand for."""

_HIJRI_YEARS = range(1300, 1600)
_DASH = re.compile(r"\s?[-–—]\s?\Z")
_MOST_AGO = 99
_YEARS_ON: dict[int, Way] = {-1: "last-year", 0: "this-year", 1: "next-year"}

_Told = tuple[Expr, int]
"""An expression and the word behind it."""


def _number(word: Word, most: int) -> int | None:
    """A number that is written in figures of any script, from 1 to ``most``."""
    if not word.written.isdecimal() or len(word.written) > 4:
        return None
    n = int(word.written)
    return n if 1 <= n <= most else None


class _Finder:
    def __init__(self, words: Sequence[Word], table: Calendar) -> None:
        self._words, self._table = words, table

    def found(self) -> Iterator[Node]:
        """The times in the words, in order, with what runs from one to another as one."""
        waiting: tuple[Moment, int, int] | None = None  # a moment, its first word, and the word behind it
        at = 0
        while at < len(self._words):
            told = self._at(at)
            if told is None:
                at += 1
                continue
            expr, end = told
            if waiting is not None:
                if isinstance(expr, Moment) and self._runs(waiting, expr, at):
                    first = self._node(waiting[0], waiting[1], waiting[2])
                    yield Node(first.start, self._words[end - 1].end, Range(first, self._node(expr, at, end)))
                    waiting, at = None, end
                    continue
                yield self._node(*waiting)
                waiting = None
            if isinstance(expr, Moment):
                waiting = expr, at, end
            else:
                yield self._node(expr, at, end)
            at = end
        if waiting is not None:
            yield self._node(*waiting)

    def _node(self, expr: Expr, first: int, end: int) -> Node:
        return Node(self._words[first].start, self._words[end - 1].end, expr)

    def _runs(self, waiting: tuple[Moment, int, int], last: Moment, at: int) -> bool:
        """Whether the words between two moments make one of them: "from 28 February to 2 March"."""
        first, begins, end = waiting
        if first.grain != last.grain or (first.month is None) != (last.month is None) or first == last:
            return False
        if first.grain not in ("day", "month", "year"):
            return False
        if at == end:
            return _DASH.fullmatch(self._words[at].gap) is not None
        if at != end + 1 or self._words[end].gap.strip() or self._words[at].gap.strip():
            return False
        key = self._key(end)
        return key in self._table.to or (key in self._table.conj and self._key(begins - 1) in self._table.between)

    def _at(self, at: int) -> _Told | None:
        """An expression that begins at a word, and the word behind it."""
        if self._words[at].written.isdecimal():
            return self._day(at) or self._ago(at) or self._year(at)
        return (
            self._ordinal(at)
            or self._month(at)
            or self._weekday(at)
            or self._ago(at)
            or self._season(at)
            or self._relative(at)
            or self._worded_year(at)
        )

    def _key(self, at: int) -> str:
        return self._words[at].key if 0 <= at < len(self._words) else ""

    def _close(self, at: int) -> bool:
        """Whether a word follows the one before with a space or a comma only."""
        return 0 <= at < len(self._words) and self._words[at].gap.strip() in ("", ",", "/")

    def _name(self, at: int, table: Mapping[tuple[str, ...], int]) -> tuple[int, int] | None:
        """What a name of two words or one means, and the word behind it."""
        for length in (2, 1):
            keys = tuple(self._key(at + n) for n in range(length))
            if keys in table and all(self._close(at + n) for n in range(1, length)):
                return table[keys], at + length
        return None

    def _month_name(self, at: int) -> tuple[int, int] | None:
        """A month's number and the word behind its name; "March/Adhar" is one month by two names."""
        found = self._name(at, self._table.months)
        if found is None:
            key = self._key(at)
            bare = ((key[len(p) :],) for p in self._table.prefixes if key.startswith(p))
            month = next((self._table.months[name] for name in bare if name in self._table.months), None)
            found = None if month is None else (month, at + 1)
        if found is None:
            return None
        month, end = found
        if end < len(self._words) and self._words[end].gap.strip() == "/":
            other = self._month_name(end)
            if other is not None and other[0] == month:
                end = other[1]
        return month, end

    def _tail_year(self, at: int) -> tuple[int | None, int]:
        """The year behind a date, with its word before or behind it, and what stands behind both."""
        if not self._close(at):
            return None, at
        start = at + 1 if self._key(at) in self._table.year and self._close(at + 1) else at
        if start < len(self._words):
            n = _number(self._words[start], 2199)
            if n is not None and n in YEARS:
                return n, self._year_end(start)
        return None, at

    def _year_end(self, at: int) -> int:
        """The word behind a year in figures, its ending ("2023-го") and its word."""
        end = self._ended(at)
        return end + 1 if not self._table.after and self._close(end) and self._key(end) in self._table.year else end

    def _ended(self, at: int) -> int:
        """The word behind a number and what is written behind its figures: "3rd"."""
        end = at + 1
        hyphened = end < len(self._words) and self._words[end].gap == "-"
        return end + 1 if hyphened and self._key(end) in self._table.ordinal_ends else end

    def _day(self, at: int) -> _Told | None:
        first = _number(self._words[at], 31)
        if first is None:
            return None
        last, end = first, self._ended(at)
        if end < len(self._words):
            joined = _DASH.fullmatch(self._words[end].gap) is not None
            stepped = self._close(end) and self._key(end) in self._table.to and end + 1 < len(self._words)
            if joined or stepped:
                to = _number(self._words[end + stepped], 31)
                behind = self._ended(end + stepped)
                if to is not None and to > first and self._month_name(behind) is not None:
                    last, end = to, behind
        spaced = end < len(self._words) and not self._words[end].gap.strip()
        month = self._month_name(end) if spaced else None
        if month is None:
            return self._hijri(first, end) or self._shared(first, end)
        year, behind = self._tail_year(month[1])
        if not fits(year, month[0], last):
            return None
        until = Moment("day", year, month[0], last)
        if last == first:
            return until, behind
        start, stop = self._words[at], self._words[behind - 1]
        one = Node(start.start, start.end, Moment("day", year, month[0], first))
        return Range(one, Node(self._words[end - 1].start, stop.end, until)), behind

    def _shared(self, day: int, end: int) -> _Told | None:
        """A day that shares its month with the next: "on the 5th and the 7th of May"."""
        joined = self._close(end) and self._key(end) in self._table.conj
        listed = not joined and end < len(self._words) and self._words[end].gap.strip() == ","
        at = end + 1 if joined else end
        other = _number(self._words[at], 31) if at < len(self._words) and (joined or listed) else None
        told = self._day(at) if other is not None and other > day else None
        if listed and told is not None and told[1] != self._ended(at):  # "3, 5 and 8 May", but not "at 7, 8 May"
            return None
        if told is None or not isinstance(told[0], Moment) or told[0].month is None or told[0].day is None:
            return None
        return replace(told[0], day=day), end

    def _hijri(self, day: int, at: int) -> _Told | None:
        found = self._name(at, self._table.hijri) if self._close(at) else None
        if found is None or not self._close(found[1]) or day > 30:
            return None
        month, end = found
        year = _number(self._words[end], 1600)
        if year is None or year not in _HIJRI_YEARS or self._key(end + 1) in self._table.same_day:
            return None
        told = hijri(year, month, day)
        return Moment("day", told.year, told.month, told.day), end + 1

    def _ordinal(self, at: int) -> _Told | None:
        """A day of a month that is told by a word: "on the third of May"."""
        table, key = self._table, self._key(at)
        day, end = table.ordinals.get(key), at + 1
        if key in table.tens_before and self._close(end) and self._key(end) in table.ordinals:
            day, end = table.tens_before[key] + table.ordinals[self._key(end)], end + 1
        elif day is not None and self._close(end) and self._key(end) in table.tens_behind:
            day, end = table.tens_behind[self._key(end)] + day, end + 1
        if day is None:
            return None
        if table.ordinal_of:
            if self._key(end) not in table.ordinal_of:
                return None
            end += 1
        month = self._month_name(end) if self._close(end) else None
        if month is None:
            return None
        year, behind = self._tail_year(month[1])
        return (Moment("day", year, month[0], day), behind) if fits(year, month[0], day) else None

    def _month(self, at: int) -> _Told | None:
        month = self._month_name(at)
        # A day that the month does not have makes no month of what is behind it.
        if month is None or (at > 0 and self._close(at) and self._words[at - 1].written.isdecimal()):
            return None
        year, behind = self._tail_year(month[1])
        part = self._part(at)
        if year is None and self._key(at) in self._table.doubtful and part is None:
            return None
        if year is None and part is None and self._table.after and not self._led(at):
            return None
        way = None if year else self._way(at, month[1])
        return Moment("month", year, month[0], way=way, part=part), behind

    def _part(self, at: int) -> Part | None:
        """ "The beginning of", right before a month or a year."""
        return self._table.parts.get(self._key(at - 1)) if at > 0 and not self._words[at].gap.strip() else None

    def _led(self, at: int) -> bool:
        return at > 0 and self._key(at - 1) in self._table.at | self._table.month_words

    def _way(self, at: int, end: int) -> Way | None:
        """The "last" or "next" beside a noun, on the side that the language puts it."""
        if self._table.after:
            return self._table.ways.get(self._key(end)) if self._close(end) else None
        return self._table.ways.get(self._key(at - 1)) if at and self._close(at) else None

    def _year(self, at: int) -> _Told | None:
        """A year that its word follows: "2031 року", or years: "from 2029 to 2031"."""
        n = _number(self._words[at], 2199)
        if n is None or n not in YEARS:
            return None
        last = self._to_year(at + 1)
        told = self._year(last) if last is not None and not self._table.after else None
        if last is not None and told is not None and isinstance(told[0], Moment):
            return self._years(at, n, last, told[0], told[1])
        end = self._year_end(at)
        ended = end > at + 1 and self._key(at + 1) in self._table.year_ends
        if self._table.after or (self._key(end - 1) not in self._table.year and not ended):
            return None
        return Moment("year", n, part=self._part(at)), end

    def _to_year(self, at: int) -> int | None:
        """Where the last of several years stands, if the words from here on lead to one."""
        if at >= len(self._words):
            return None
        if _DASH.fullmatch(self._words[at].gap) and self._words[at].written.isdecimal():
            return at
        leads = self._key(at) in self._table.to or (self._table.after and self._key(at) in self._table.conj)
        return at + 1 if leads and self._close(at) and self._close(at + 1) else None

    def _years(self, at: int, first: int, behind: int, last: Moment, end: int) -> _Told | None:
        if last.year is None or last.year <= first:
            return None
        return Range(self._node(Moment("year", first), at, at + 1), self._node(last, behind, end)), end

    def _worded_year(self, at: int) -> _Told | None:
        """A year that its word stands before, as in Arabic."""
        if not self._table.after or self._key(at) not in self._table.year or not self._close(at + 1):
            return None
        n = _number(self._words[at + 1], 2199)
        if n is None or n not in YEARS:
            return None
        last = self._to_year(at + 2)
        until = _number(self._words[last], 2199) if last is not None else None
        if last is not None and until is not None and until in YEARS and until > n:
            return self._years(at + 1, n, last, Moment("year", until), last + 1)
        return Moment("year", n, part=self._part(at)), at + 2

    def _weekday(self, at: int) -> _Told | None:
        start, table = at, self._table
        if self._key(at) in table.weekday_words and self._close(at + 1):
            at += 1
        day = table.weekdays.get(self._key(at))
        if day is None or self._key(start - 1) in table.every | table.not_days:
            return None
        # In Arabic the days are also numbers ("the two", "eleven"): a word for the day, or "last", tells.
        way = self._way(at, at + 1)
        end = at + 2 if table.after and way is not None else at + 1
        dated = self._day(end) if self._close(end) and self._words[end].written.isdecimal() else None
        if dated is not None and isinstance(dated[0], Moment):
            told = dated[0]
            return Moment("day", told.year, told.month, told.day, weekday=day), dated[1]
        if start == at and way is None and self._key(at) in table.doubtful_weekdays and not self._apart(at):
            return None
        return Moment("day", weekday=day, way=way), end

    def _apart(self, at: int) -> bool:
        """Whether a word stands between commas."""
        behind = self._words[at + 1].gap if at + 1 < len(self._words) else ""
        return all(gap.strip() in (",", "،") for gap in (self._words[at].gap, behind))

    def _ago(self, at: int) -> _Told | None:
        """ "Three days ago", "a week ago"."""
        table = self._table
        if table.after:
            if self._key(at) not in table.ago or not self._close(at + 1):
                return None
            at += 1
            dual = table.duals.get(self._key(at))
            found = (2, at) if dual is not None else self._count(at)
            unit = dual or (table.counts.get(self._key(found[1])) if found is not None else None)
            if found is None or unit is None:
                return None
            if self._key(found[1] + 1) in table.ordinal_of:  # "two days before"
                return None
            return Shift(unit, -found[0]), found[1] + 1
        found = self._count(at)
        if found is None or self._key(found[1]) not in table.counts or self._key(found[1] + 1) not in table.ago:
            return None
        return Shift(table.counts[self._key(found[1])], -found[0]), found[1] + 2

    def _count(self, at: int) -> tuple[int, int] | None:
        """How many units are told of, and the word for the unit: one, where no number stands before it."""
        key = self._key(at)
        if key in self._table.counts:
            return 1, at
        n = self._table.numbers.get(key) or (_number(self._words[at], _MOST_AGO) if at < len(self._words) else None)
        return (n, at + 1) if n is not None and self._close(at + 1) else None

    def _season(self, at: int) -> _Told | None:
        """A season of a year that is told, or "last summer"; in any year it is no time. A weekend likewise."""
        table, key = self._table, self._key(at)
        if key in table.weekend and self._key(at - 1) in table.weekend_at:
            return Moment("weekend", way=self._way(at, at + 1)), at + 1
        if key in table.stretches and self._key(at + 1) in table.seasons and self._close(at + 1):
            way = _YEARS_ON.get(table.stretches[key][1])
            return (Moment("season", month=table.seasons[self._key(at + 1)], way=way), at + 2) if way else None
        if key not in table.seasons:
            return None
        year, behind = self._tail_year(at + 1)
        way = None if year else self._way(at, at + 1)
        if year is None and way is None:
            return None
        return Moment("season", year, table.seasons[key], way=way), behind if year or not table.after else at + 2

    def _relative(self, at: int) -> _Told | None:
        table, key = self._table, self._key(at)
        pair = self._name(at, table.day_pairs)
        if pair is not None:
            return Shift("day", pair[0]), pair[1]
        if key in table.days:
            # "Today" is "the day" in Arabic: with an adjective behind it, it is no time.
            other = self._close(at + 1) and self._key(at + 1).startswith(table.article or "\0")
            if table.article and key.startswith(table.article) and other:
                return None
            return Shift("day", table.days[key]), at + 1
        if key in table.stretches:
            unit, n = table.stretches[key]
            return Shift(unit, n, whole=True), at + 1
        if key in table.this_before and self._key(at + 1) in table.units and self._close(at + 1):
            return Shift(table.units[self._key(at + 1)], 0, whole=True), at + 2
        steps: dict[Way, int] = {"last": -1, "this": 0, "next": 1}
        if table.after:
            named, way = table.units.get(key), table.ways.get(self._key(at + 1)) if self._close(at + 1) else None
        else:
            way, named = table.ways.get(key), table.units.get(self._key(at + 1)) if self._close(at + 1) else None
        if named is None or way is None:
            return None
        return Shift(named, steps[way], whole=True), at + 2


def fits(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year or 2000, month, day)  # a leap year, where none is told
    except ValueError:
        return False
    return True


def moments(words: Sequence[Word], table: Calendar) -> list[Node]:
    """The times that the words of a block tell, in order, none overlapping; what is in figures alone is left out."""
    return list(_Finder(words, table).found())
