"""How a date is written in figures: 2023-12-01, 01.12.2023, 12/1/2023, 2023-Dec-1, 10/1-11/2/2017, 12.03-15.03.2022."""

from __future__ import annotations

from calendar import monthrange

from sayso.reader.time_model import Moment, Node, Range
from sayso.reader.time_words import Tokens, table

__all__ = ["SHORT_YEARS", "fits", "numeric_at"]

_MONTHS: dict[str, int] = dict(table()["months"])
_WEEKDAYS = frozenset(table()["weekdays"])
_BEFORE_STROKE = frozenset(table()["doubtful"]["before_stroke"])
_COUNTED = frozenset(table()["doubtful"]["counted"])
_SIGNS = frozenset({"-", "/", "."})

SHORT_YEARS = 40  # two figures below are a year of this century

_Day = tuple[int | None, int, int, int]  # year, month, day and the token after them


def fits(year: int | None, month: int, day: int) -> bool:
    """Whether a month has such a day; without a year, February has 29."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year if year and year > 0 else 2000, month)[1]


def numeric_at(t: Tokens, i: int) -> tuple[Node, int] | None:
    """A date in figures, or two with a hyphen between, and the token after."""
    if t.low[i + 1] not in _SIGNS or not t.tight(i):
        return None
    if i and t.tight(i - 1) and t.at(i - 1) in "-/.:_" and not _in_a_name(t, i):
        return None
    if pair := _pair(t, i):
        return pair
    day = _full(t, i) or _stroke(t, i)
    if day:
        y, m, d, j = day
        return Node(t.start[i], t.end[j - 1], Moment("day", y, m, d)), j
    return _month_of_year(t, i)


def _in_a_name(t: Tokens, i: int) -> bool:
    """Whether an ISO date hangs behind a hyphen of a file's name, not inside a longer number."""
    return (
        t.at(i - 1) in "-_"
        and len(t.low[i]) == 4
        and not (i > 1 and t.tight(i - 2) and t.at(i - 2)[:1].isdecimal())
        and t.low[i + 1] == t.low[i + 3] == "-"
        and len(t.low[i + 2]) == len(t.low[i + 4]) == 2
    )


def _pair(t: Tokens, i: int) -> tuple[Node, int] | None:
    """Two dates in figures: each may leave to the other what they share."""
    first = _full(t, i, pair=True) or _half(t, i)
    if first is None:
        return None
    to = t.low[first[3]] in ("to", "until", "and") and t.at(i - 1) in ("from", "between")
    if t.low[first[3]] not in ("-", "~") and not (to and first[0] is None and t.low[i + 1] == "."):
        return None
    k = first[3] + 1
    last = _full(t, k, pair=True) or _half(t, k)
    if last is None or (t.tight(last[3] - 1) and t.low[last[3]] in _SIGNS and t.low[last[3] + 1][:1].isdecimal()):
        return None
    (y, m, d, _), (y2, m2, d2, j) = first, last
    if t.low[i + 1] == "." and y2 is None:
        return None  # 3.5-4.5 is no date
    if y is None and y2 is None:
        if t.low[j] == "," and len(t.low[j + 1]) == 4 and t.low[j + 1].isdecimal():
            y2, j = int(t.low[j + 1]), j + 2
        elif t.at(i - 1) not in _BEFORE_STROKE or t.low[j] in _COUNTED:
            return None
    if y is None and y2 is not None:
        y = y2 - 1 if (m, d) > (m2, d2) else y2
    one = Node(t.start[i], t.end[first[3] - 1], Moment("day", y, m, d))
    two = Node(t.start[k], t.end[j - 1], Moment("day", y2, m2, d2))
    return Node(t.start[i], t.end[j - 1], Range(one, two)), j


def _half(t: Tokens, i: int) -> _Day | None:
    """A month and day of one half of a pair: 10/1 (month first), 12.03 (day first)."""
    sign = t.low[i + 1]
    a, b = t.low[i], t.low[i + 2]
    if sign not in ("/", ".") or not (a.isdecimal() and b.isdecimal() and t.tight(i) and t.tight(i + 1)):
        return None
    if len(a) > 2 or len(b) > 2 or t.low[i + 3] == sign:
        return None
    m, d = (int(b), int(a)) if sign == "." or int(a) > 12 else (int(a), int(b))
    return (None, m, d, i + 3) if fits(None, m, d) else None


def _full(t: Tokens, i: int, pair: bool = False) -> _Day | None:
    """Three parts with one sign between them, read by ISO 8601 or as the sign is used; a month may be named."""
    sign = t.low[i + 1]
    if sign not in _SIGNS or t.low[i + 3] != sign or not all(t.tight(k) for k in range(i, i + 4)):
        return None
    if not pair and t.tight(i + 4) and t.low[i + 5] == sign and t.tight(i + 5) and t.low[i + 6].isdecimal():
        return None
    a, b, c = (t.low[k] for k in (i, i + 2, i + 4))
    if b in _MONTHS or c in _MONTHS:
        return _named(i, a, b, c) if sign != "." else None
    if not (a.isdecimal() and b.isdecimal() and c.isdecimal()):
        return None
    if len(a) == 4 and len(b) <= 2 and len(c) <= 2:
        y, m, d = int(a), int(b), int(c)
    elif len(a) <= 2 and len(b) <= 2 and (len(c) == 4 or (len(c) == 2 and sign != "-")):
        y = int(c) if len(c) == 4 else (2000 if int(c) < SHORT_YEARS else 1900) + int(c)
        # A full stop is European, day first; a stroke or hyphen in English is mostly American, month first.
        d, m = (int(a), int(b)) if sign == "." else (int(b), int(a))
        if m > 12:
            d, m = m, d
    else:
        return None
    return (y, m, d, i + 5) if 1000 <= y <= 2199 and fits(y, m, d) else None


def _named(i: int, a: str, b: str, c: str) -> _Day | None:
    """2019-Aug-1 and 2019/1/Aug; the day first is read with the dates in words."""
    month, day = (b, c) if b in _MONTHS else (c, b)
    if len(a) != 4 or not (a.isdecimal() and day.isdecimal()) or len(day) > 2:
        return None
    y, m, d = int(a), _MONTHS[month], int(day)
    return (y, m, d, i + 5) if 1000 <= y <= 2199 and fits(y, m, d) else None


def _stroke(t: Tokens, i: int) -> _Day | None:
    """A month and day with a stroke ("on 11/30"), where the word before leaves no other sense."""
    if t.low[i + 1] != "/" or t.low[i + 3] in ("/", "-") or t.low[i + 3] in _COUNTED:
        return None
    if t.low[i + 3] in _MONTHS:
        return None  # "on 5/6 June"
    before = t.at(i - 1)
    return _half(t, i) if before in _BEFORE_STROKE or before in _WEEKDAYS else None


def _month_of_year(t: Tokens, i: int) -> tuple[Node, int] | None:
    """A month and its year in figures: 12-2015, 03/2022."""
    a, b = t.low[i], t.low[i + 2]
    if len(a) == 4 and b.isdecimal() and len(b) <= 2 and t.tight(i + 1) and t.low[i + 1] == "-":
        return _iso_month(t, i, int(a), int(b))
    if t.low[i + 1] not in ("-", "/") or not (t.tight(i + 1) and b.isdecimal() and len(b) == 4 and len(a) <= 2):
        return None
    if not (1900 <= int(b) <= 2100 and 1 <= int(a) <= 12):
        return None
    if t.tight(i + 2) and (t.low[i + 3] in _SIGNS or t.low[i + 3].isalpha()) and t.low[i + 4][:1].isalnum():
        return None
    return Node(t.start[i], t.end[i + 2], Moment("month", int(b), int(a))), i + 3


def _iso_month(t: Tokens, i: int, year: int, month: int) -> tuple[Node, int] | None:
    """2022-03, where it can't be the years from 2022 to 2003; 2010-11 is a winter, not November."""
    if not (1900 <= year <= 2100 and 1 <= month <= 12) or year % 100 < month:
        return None
    if t.tight(i + 2) and (t.low[i + 3] in _SIGNS or t.low[i + 3].isalpha()) and t.low[i + 4][:1].isalnum():
        return None
    return Node(t.start[i], t.end[i + 2], Moment("month", year, month)), i + 3
