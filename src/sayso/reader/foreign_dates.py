"""Which days does a report in another language name? By a table of its months and weekdays; resolved as in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sayso.gazetteer.keys import plain_key
from sayso.model import Mention
from sayso.reader.foreign_words import Tongue, Word, tongue
from sayso.reader.time_model import Expr, Moment, Node, Range, Shift, Unit, Way
from sayso.reader.time_resolve import as_when, resolve
from sayso.reader.time_settle import Context

__all__ = ["dates_of"]

_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)(?P<s>[./])(?P<m2>\d\d?)(?P=s)(?P<y2>\d{4}))"
    r"(?![\d/-]|[.,]\d)"
)
_YEARS = range(1900, 2200)
_DASH = re.compile(r"\s?[-–—]\s?\Z")


class _Table:
    """A language's words for times, as keys."""

    def __init__(self, told: Tongue) -> None:
        dates = told.dates

        def listed(name: str) -> frozenset[str]:
            return frozenset(map(plain_key, dates.get(name, "").split()))

        self.months: dict[tuple[str, ...], int] = {
            tuple(plain_key(name).split()): month for name, month in dates["months"].items()
        }
        self.weekdays = {plain_key(name): day for name, day in dates["weekdays"].items()}
        self.days = {plain_key(name): n for name, n in dates["days"].items()}
        self.units: dict[str, Unit] = {plain_key(name): unit for name, unit in dates["units"].items()}
        ways: tuple[Way, ...] = ("last", "this", "next")
        self.ways: dict[str, Way] = {word: way for way in ways for word in listed(way)}
        self.year, self.to = listed("year"), listed("to")
        self.doubtful, self.weekday_words = listed("doubtful"), listed("weekday_words")
        self._future = listed("future")
        self._future_begins = tuple(map(plain_key, dates.get("future_begins", ())))
        self._future_ends = tuple(map(plain_key, dates.get("future_ends", ())))
        self.article = told.article
        self.after = told.letters == "Arabic"  # "last" stands behind its noun
        self.at = told.at
        self.prefixes = told.prefixes

    def to_come(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """From where to where in the text the sentences run that speak of days to come."""
        out: list[tuple[int, int]] = []
        first, comes = 0, False
        for n, word in enumerate(words):
            if word.opens and n:
                out += [(words[first].start, words[n - 1].end)] * comes
                first, comes = n, False
            comes = comes or self._is_future(word.key)
        return out + [(words[first].start, words[-1].end)] * comes if words else out

    def _is_future(self, key: str) -> bool:
        if key in self._future or (key in self.days and self.days[key] > 0):
            return True
        ends = bool(self._future_ends) and key.endswith(self._future_ends)
        return ends or (len(key) > 4 and bool(self._future_begins) and key.startswith(self._future_begins))


def _number(word: Word, most: int) -> int | None:
    """A number that is written in figures of any script, from 1 to ``most``."""
    if not word.written.isdecimal() or len(word.written) > 4:
        return None
    n = int(word.written)
    return n if 1 <= n <= most else None


class _Finder:
    def __init__(self, words: Sequence[Word], table: _Table) -> None:
        self._words, self._table = words, table

    def found(self) -> Iterator[Node]:
        at = 0
        while at < len(self._words):
            told = self._at(at)
            if told is None:
                at += 1
            else:
                expr, end, first = told
                yield Node(self._words[first].start, self._words[end - 1].end, expr)
                at = end

    def _at(self, at: int) -> tuple[Expr, int, int] | None:
        """An expression that begins at a word, the word behind it, and the first word of it."""
        word = self._words[at]
        if word.written.isdecimal():
            told = self._day(at) or self._year(at)
        else:
            told = self._month(at) or self._weekday(at) or self._relative(at) or self._worded_year(at)
        return None if told is None else (told[0], told[1], at)

    def _key(self, at: int) -> str:
        return self._words[at].key if at < len(self._words) else ""

    def _close(self, at: int) -> bool:
        """Whether a word follows the one before with a space or a comma only."""
        return at < len(self._words) and self._words[at].gap.strip() in ("", ",", "/")

    def _month_name(self, at: int) -> tuple[int, int] | None:
        """A month's number and the word behind its name; "March/Adhar" is one month by two names."""
        key = self._key(at)
        for length in (2, 1):
            keys = tuple(self._key(at + n) for n in range(length))
            month = self._table.months.get(keys)
            if month is None and length == 1:
                month = next(
                    (
                        self._table.months[(key[len(p) :],)]
                        for p in self._table.prefixes
                        if key.startswith(p) and (key[len(p) :],) in self._table.months
                    ),
                    None,
                )
            if month is not None and all(self._close(at + n) for n in range(1, length)):
                end = at + length
                if end < len(self._words) and self._words[end].gap.strip() == "/":
                    other = self._month_name(end)
                    if other is not None and other[0] == month:
                        end = other[1]
                return month, end
        return None

    def _tail_year(self, at: int) -> tuple[int | None, int]:
        """The year behind a date, with its word before or behind it, and what stands behind both."""
        if not self._close(at):
            return None, at
        start = at + 1 if self._key(at) in self._table.year and self._close(at + 1) else at
        if start < len(self._words):
            n = _number(self._words[start], 2199)
            if n is not None and n in _YEARS:
                end = start + 1
                if start == at and self._close(end) and self._key(end) in self._table.year:
                    end += 1
                return n, end
        return None, at

    def _day(self, at: int) -> tuple[Expr, int] | None:
        first = _number(self._words[at], 31)
        if first is None:
            return None
        last, end = first, at + 1
        if end < len(self._words):
            joined = _DASH.fullmatch(self._words[end].gap) is not None
            stepped = self._close(end) and self._key(end) in self._table.to and end + 1 < len(self._words)
            if joined or stepped:
                to = _number(self._words[end + stepped], 31)
                if to is not None and to > first and self._month_name(end + stepped + 1) is not None:
                    last, end = to, end + stepped + 1
        month = self._month_name(end) if self._close(end) else None
        if month is None:
            return None
        year, behind = self._tail_year(month[1])
        if not _fits(year, month[0], last):
            return None
        until = Moment("day", year, month[0], last)
        if last == first:
            return until, behind
        start, stop = self._words[at], self._words[behind - 1]
        one = Node(start.start, start.end, Moment("day", year, month[0], first))
        return Range(one, Node(self._words[end - 1].start, stop.end, until)), behind

    def _month(self, at: int) -> tuple[Expr, int] | None:
        month = self._month_name(at)
        # A day that the month does not have makes no month of what is behind it.
        if month is None or (at > 0 and self._close(at) and self._words[at - 1].written.isdecimal()):
            return None
        year, behind = self._tail_year(month[1])
        if year is None and self._key(at) in self._table.doubtful:
            return None
        if year is None and self._table.after and not self._led(at):
            return None
        return Moment("month", year, month[0], way=None if year else self._way(at, month[1])), behind

    def _led(self, at: int) -> bool:
        return at > 0 and self._key(at - 1) in self._table.at | {"شهر"}

    def _way(self, at: int, end: int) -> Way | None:
        """The "last" or "next" beside a noun, on the side that the language puts it."""
        if self._table.after:
            return self._table.ways.get(self._key(end)) if self._close(end) else None
        return self._table.ways.get(self._key(at - 1)) if at and self._close(at) else None

    def _year(self, at: int) -> tuple[Expr, int] | None:
        """A year that its word follows: "2031 року"."""
        n = _number(self._words[at], 2199)
        if n is None or n not in _YEARS or not self._close(at + 1) or self._key(at + 1) not in self._table.year:
            return None
        return Moment("year", n), at + 2

    def _worded_year(self, at: int) -> tuple[Expr, int] | None:
        """A year that its word stands before, as in Arabic."""
        if not self._table.after or self._key(at) not in self._table.year or not self._close(at + 1):
            return None
        n = _number(self._words[at + 1], 2199)
        return (Moment("year", n), at + 2) if n is not None and n in _YEARS else None

    def _weekday(self, at: int) -> tuple[Expr, int] | None:
        start = at
        if self._key(at) in self._table.weekday_words and self._close(at + 1):
            at += 1
        day = self._table.weekdays.get(self._key(at))
        if day is None:
            return None
        # In Arabic the days are also numbers ("the two", "eleven"): a word for the day, or "last", tells.
        way = self._way(at, at + 1)
        if self._table.after and start == at and way is None:
            return None
        end = at + 2 if self._table.after and way is not None else at + 1
        dated = self._day(end) if self._close(end) and self._words[end].written.isdecimal() else None
        if dated is not None and isinstance(dated[0], Moment):
            told = dated[0]
            return Moment("day", told.year, told.month, told.day, weekday=day), dated[1]
        return Moment("day", weekday=day, way=way), end

    def _relative(self, at: int) -> tuple[Expr, int] | None:
        key = self._key(at)
        if key in self._table.days:
            # "Today" is "the day" in Arabic: with an adjective behind it, it is no time.
            other = self._close(at + 1) and self._key(at + 1).startswith(self._table.article or "\0")
            if self._table.article and key.startswith(self._table.article) and other:
                return None
            return Shift("day", self._table.days[key]), at + 1
        steps: dict[Way, int] = {"last": -1, "this": 0, "next": 1}
        if self._table.after:
            unit = self._table.units.get(key)
            way = self._table.ways.get(self._key(at + 1)) if self._close(at + 1) else None
        else:
            way = self._table.ways.get(key)
            unit = self._table.units.get(self._key(at + 1)) if self._close(at + 1) else None
        if unit is None or way is None:
            return None
        return Shift(unit, steps[way], whole=True), at + 2


def _fits(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)  # a leap year, where none is told
    except ValueError:
        return False
    return True


def _numeric(text: str) -> Iterator[Node]:
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
        if year in _YEARS and 1 <= month <= 12 and _fits(year, month, day):
            yield Node(match.start(), match.end(), Moment("day", year, month, day))


def dates_of(text: str, blocks: Sequence[Sequence[Word]], code: str, published: date | None) -> list[Mention]:
    """The times in the words of a text that mean certain days, in order, none overlapping another.

    As in English: without ``published`` only dates with a year do, and a weekday is the nearest not after it unless the
    sentence speaks of what is to come.
    """
    table = _Table(tongue(code))
    context = Context(published)
    spans = [(words[0].start, words[-1].end) for words in blocks if words]
    nodes = [node for node in _numeric(text) if any(a <= node.start and node.end <= b for a, b in spans)]
    taken = [(node.start, node.end) for node in nodes]
    for words in blocks:
        nodes += [n for n in _Finder(words, table).found() if all(n.end <= a or b <= n.start for a, b in taken)]
    to_come = [span for words in blocks for span in table.to_come(words)]
    out: list[Mention] = []
    for node in sorted(nodes, key=lambda node: node.start):
        context.future = any(a <= node.start and node.end <= b for a, b in to_come)
        told = resolve(node, context)
        when = as_when(told[0]) if told else None
        if when is not None:
            out.append(Mention(node.start, node.end, when=when))
    return out
