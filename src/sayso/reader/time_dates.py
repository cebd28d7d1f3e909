"""How a calendar date is written: days, months, years, decades, seasons, weekdays, feasts."""

from __future__ import annotations

from sayso.reader.time_model import Expr, Feast, Moment, Node, Range, Shift, Slice, Way, WeekOf
from sayso.reader.time_numeric import SHORT_YEARS, fits, numeric_at
from sayso.reader.time_spelled import NUMBERS, ORDINALS, SUFFIXES, YEAR_WORDS, ordinal, spelled_year
from sayso.reader.time_words import Names, Tokens, table

__all__ = [
    "BEFORE_YEAR",
    "DOUBTFUL",
    "FEASTS",
    "HOURS",
    "MONTHS",
    "NUMBERS",
    "ORDINALS",
    "SEASONS",
    "SUFFIXES",
    "WEEKDAYS",
    "YEAR_WAYS",
    "Parsed",
    "date_at",
    "feast_at",
    "month_at",
    "node",
    "ordinal",
    "weekday_at",
    "weekday_in_week",
    "year",
]

Parsed = tuple[Node, int]  # an expression and the token after it

MONTHS: dict[str, int] = dict(table()["months"])
WEEKDAYS: dict[str, int] = dict(table()["weekdays"])
SEASONS: dict[str, int] = dict(table()["seasons"])
HOURS: dict[str, str] = dict(table()["hours"])
DOUBTFUL = {k: frozenset(v) for k, v in table()["doubtful"].items()}
BEFORE_YEAR = DOUBTFUL["before_year"]
GOES_ON = frozenset(table()["cues"]["after_year"])
FEASTS: Names[str] = Names([(name, name) for name in table()["holidays"]])


def node(t: Tokens, i: int, j: int, expr: Expr) -> Node:
    """An expression over the tokens ``i`` to ``j``, the latter excluded."""
    return Node(t.start[i], t.end[j - 1], expr)


def year(t: Tokens, i: int) -> tuple[int, int] | None:
    """A year of three or four digits or in words, BC negative, and the token after it."""
    w, j = t.low[i], i + 1
    if w in YEAR_WORDS:
        return spelled_year(t, i)
    if not w.isdecimal() or len(w) > 4 or (t.low[j] not in ("bc", "bce", "b") and _grouped(t, i)):
        return None
    n = int(w)
    if t.low[j] in ("bc", "bce"):
        return -n, j + 1
    if t.low[j] == "b" and t.low[j + 1] == "." and t.low[j + 2] == "c":
        return -n, j + 3
    if t.low[j] in ("ad", "ce"):
        j += 1
    return (n, j) if len(w) == 4 and 1000 <= n <= 2199 else None


def _grouped(t: Tokens, i: int) -> bool:
    """Whether a number is part of a longer one: 2,000 or 3.5 or $1990 or AK-1990."""
    before, after = t.at(i - 1), t.low[i + 1]
    if i and t.tight(i - 1) and before not in _OPENS and not before.isspace():
        # "says:30 December" and "Dec31" lack no more than a space
        glued = before in MONTHS or (before == "." and t.at(i - 2) in MONTHS)
        return not (glued or (before == ":" and t.at(i - 2).isalpha()))
    if i > 1 and before == "-" and t.tight(i - 1) and t.tight(i - 2) and t.at(i - 2) not in PREFIXES:
        return not (t.at(i - 2) in MONTHS or (t.at(i - 2).isdecimal() and len(t.at(i - 2)) in (1, 2, 4)))
    if after in (",", ".") and t.tight(i) and t.tight(i + 1) and t.low[i + 2].isdecimal():
        return True
    return after in ("%", "°") or before in ("$", "€", "£", "№")


_OPENS = frozenset({"(", "-", "'", '"', "“", "/", "[", "—", "~"})
PREFIXES = frozenset({"mid", "early", "late", "pre", "post"})
# "May last year" is in the year before, whatever "last May" is.
YEAR_WAYS: dict[str, Way] = {
    "last": "last-year",
    "this": "this-year",
    "next": "next-year",
    "that": "same",
    "same": "same",
}


def _tail_year(t: Tokens, j: int) -> tuple[int | None, int, Way | None]:
    """A year after a day or month: ", 2022", "of 2022", "of that year", "last year"."""
    k = j + 1 if t.low[j] == "." and t.low[j + 1] == "," else j
    k = k + 1 if t.low[k] in (",", "of", "in", "-", "/") else k
    if k != j and t.low[k] == "the":
        k += 1
    if k != j and t.low[k] == "year":
        k += 1
    if (y := year(t, k)) and (y[0] < 0 or len(t.low[k]) >= 3):
        return y[0], y[1], None
    if t.low[j] == "'" and t.low[j + 1].isdecimal() and len(t.low[j + 1]) == 2:
        n = int(t.low[j + 1])
        return (2000 if n < SHORT_YEARS else 1900) + n, j + 2, None
    if t.low[k + 1] == "year" and (way := YEAR_WAYS.get(t.low[k])):
        return None, k + 2, way
    return None, j, None


def date_at(t: Tokens, i: int) -> Parsed | None:
    """A date that begins with a number: 2023-12-01, 01.12.2023, 12/1/2023, 1 Dec 2023, 3-5 March, the 1st of May."""
    w = t.low[i]
    if w.isdecimal():
        if found := numeric_at(t, i):
            return found
        if _grouped(t, i):
            return None
    day = ordinal(t, i) or ((int(w), i + 1) if w.isdecimal() and len(w) <= 2 else None)
    if not day and NUMBERS.get(w) in (20, 30) and 0 < (unit := NUMBERS.get(t.low[i + 1], 0)) < 10:
        day = (NUMBERS[w] + unit, i + 2) if t.low[i + 2] in MONTHS else None  # "twenty five January"
    if not day or not 1 <= day[0] <= 31:
        return None
    n, j = day
    first_end = j
    j = _listed(t, n, j)
    second: tuple[int, int] | None = None
    if t.low[j] in ("-", "to", "and", "until", "through", "or", "/", "till"):
        k = j + 2 if t.low[j + 1] == "the" else j + 1
        second = ordinal(t, k) or ((int(t.low[k]), k + 1) if t.low[k].isdecimal() and len(t.low[k]) <= 2 else None)
        if second and not second[0] > n:
            second = None
    k = second[1] if second else j
    k = k + 1 if t.low[k] in ("of", "-", ",", "/") else k
    month = MONTHS.get(t.low[k])
    if month is None and second:
        return _days_of_month(t, i, first_end, second, n)
    if month is None or not (t.capital(k) or t.low[k] not in DOUBTFUL["verbs"] or t.at(k - 1) == "of"):
        return None
    end = k + 1
    y, after, way = _tail_year(t, end)
    if after == end and t.low[end] == "." and end < len(t) and len(t.low[k]) < 5:
        y, after, way = _tail_year(t, end + 1)
        after = after if y or way else end + 1 if t.low[end + 1] else end
        after = end if not y and not way else after
    if not fits(y, month, n) or (second and not fits(y, month, second[0])):
        return None
    last = Moment("day", y, month, second[0] if second else n, way=way)
    if not second:
        return node(t, i, after, last), after
    first = Moment("day", y, month, n, way=way)
    return node(t, i, after, Range(node(t, i, first_end, first), node(t, j + 1, after, last))), after


def _days_of_month(t: Tokens, i: int, j: int, second: tuple[int, int], n: int) -> Parsed | None:
    """ "from 4 to 22 this month", "the 4th to the 9th of last month"."""
    k = second[1] + 1 if t.low[second[1]] == "of" else second[1]
    step = {"last": -1, "this": 0, "next": 1}.get(t.low[k])
    if step is None or t.low[k + 1] != "month":
        return None
    month = node(t, k, k + 2, Shift("month", step, whole=True))
    first, last = node(t, i, j, Slice("day", n, month)), node(t, j + 1, k + 2, Slice("day", second[0], month))
    return node(t, i, k + 2, Range(first, last)), k + 2


def _listed(t: Tokens, n: int, j: int) -> int:
    """The token behind the days of a list but its last: "14, 15 and 16 June"; ``j`` where there is no list."""
    k, last = j, n
    while k < j + 8 and t.low[k] == "," and t.low[k + 1].isdecimal() and len(t.low[k + 1]) <= 2:
        if not last < int(t.low[k + 1]) < 32:
            return j
        k, last = k + 2, int(t.low[k + 1])
    return k if k > j and t.low[k] in ("and", "or") else j


AFTER_MONTH = (
    frozenset({".", ",", "of", "the", "'", "-", "/", "in", "last", "this", "next", "that", "same", "thirty"})
    | ORDINALS.keys()
    | YEAR_WORDS
)


def month_at(t: Tokens, i: int, sure: bool = False) -> Parsed | None:
    """A date that begins with a month: May, May 2022, May 3, May 3-5, Dec. 1, 2023."""
    word = t.low[i]
    month = MONTHS[word]
    small = not t.capital(i) and word in DOUBTFUL["verbs"] and t.at(i - 1) not in DOUBTFUL["before_small_month"]
    if small and not (t.low[i + 1].isdecimal() and ordinal(t, i + 1)):
        return None
    if t.low[i + 1] not in AFTER_MONTH and not t.low[i + 1][:1].isdecimal():
        return None if _doubtful(t, i, sure) else (node(t, i, i + 1, Moment("month", None, month)), i + 1)
    j = i + 1
    if t.low[j] == "." and len(word) < 5:
        j += 1
    k = j + 1 if t.low[j] in ("-", "/") and t.low[j + 1].isdecimal() and len(t.low[j + 1]) < 3 else j
    k = j + 1 if t.low[j] == "the" and ordinal(t, j + 1) else k
    day = ordinal(t, k) or ((int(t.low[k]), k + 1) if t.low[k].isdecimal() and len(t.low[k]) <= 2 else None)
    if (day and (t.low[k].isdecimal() and _grouped(t, k))) or (
        day and not t.low[k].isdecimal() and word in DOUBTFUL["months"] and not sure and t.low[day[1]].isalpha()
    ):
        day = None
    if day and fits(None, month, day[0]) and not (t.low[day[1]] == ":" and t.tight(day[1] - 1)):
        return _month_day(t, i, month, day)
    y, after, way = _tail_year(t, j)
    if y is None and way is None:
        after = i + 1
        if t.low[after] == "-" and MONTHS.get(t.low[after + 1]) and not sure:
            sure = True
        if _doubtful(t, i, sure):
            return None
    return node(t, i, after, Moment("month", y, month, way=way)), after


def _doubtful(t: Tokens, i: int, sure: bool) -> bool:
    """Whether a month without a number beside it may be no month: "may", "march", somebody called May."""
    word = t.low[i]
    if word not in DOUBTFUL["months"]:
        return False
    paired = t.low[i + 1] in ("and", "to", "-", "or", "through") and t.low[i + 2] in MONTHS and t.capital(i)
    paired = paired and not (i and t.at(i - 1).isalpha() and t.capital(i - 1))  # "Theresa May and June Smith"
    known = sure or paired or t.at(i - 1) in DOUBTFUL["before_month"] or t.at(i - 2) in ("early", "mid", "late")
    return not known or (word in ("may", "march") and _is_name(t, i))


def _is_name(t: Tokens, i: int) -> bool:
    """Whether "May" or "March" is beside another capital word and so somebody's, or something's, name."""
    after = t.low[i + 1]
    return (
        bool(after)
        and after.isalpha()
        and t.capital(i + 1)
        and t.start[i + 1] - t.end[i] == 1
        and t.at(i - 1) in ("by", "to", "of", "after", "before", "for")
    )


def _month_day(t: Tokens, i: int, month: int, day: tuple[int, int]) -> Parsed | None:
    """The rest of "May 3": "-5", " and 5", ", 2022"."""
    n, j = day
    first_end = j
    j = _listed(t, n, j)
    second: tuple[int, int] | None = None
    if t.low[j] in ("-", "to", "and", "until", "through", "till", "or"):
        k = j + 2 if t.low[j + 1] == "the" else j + 1
        second = ordinal(t, k) or ((int(t.low[k]), k + 1) if t.low[k].isdecimal() and len(t.low[k]) <= 2 else None)
        far = second and (
            t.low[second[1]] in MONTHS
            or t.low[second[1]] in table()["units"]
            or _grouped(t, k)
            or t.low[second[1]] in DOUBTFUL["counted"]
        )
        spelled = (
            second
            and t.low[j] in ("and", "or")
            and t.low[second[1]].isalpha()
            and not (j > first_end and t.low[second[1]] in GOES_ON)
        )
        if second and (not n < second[0] <= 31 or far or spelled or not fits(None, month, second[0])):
            second = None
    end = second[1] if second else first_end
    y, after, way = _tail_year(t, end)
    if y is not None and not fits(y, month, n):
        return None
    if t.low[after] in DOUBTFUL["name_heads"] and t.capital(after):
        return None
    last = Moment("day", y, month, second[0] if second else n, way=way)
    if not second:
        return node(t, i, after, last), after
    first = Moment("day", y, month, n, way=way)
    return node(t, i, after, Range(node(t, i, first_end, first), node(t, j + 1, after, last))), after


def weekday_at(t: Tokens, i: int, way: Way | None = None, sure: bool = False) -> Parsed | None:
    """A weekday, with the date that may follow it, and the part of its day: "Monday, Dec. 4", "Saturday morning"."""
    word, j = t.low[i], i + 1
    n = WEEKDAYS[word]
    if word in DOUBTFUL["weekdays"] or len(word) <= 5:
        dotted = t.low[j] == "." and t.tight(i)
        if not sure and not _short_weekday(t, i, dotted):
            return None
        j = j + 1 if dotted and t.low[j + 1] else j
    if t.at(i - 1) in DOUBTFUL["before_weekday"]:
        return None
    hour = HOURS.get(t.low[j])
    if hour:
        j += 1
    k = j + 1 if t.low[j] in (",", "(") else j
    k = k + 1 if t.low[k] == "the" else k
    k = k + 1 if t.low[k] == "of" and t.low[k + 1] in MONTHS else k
    found = (
        month_at(t, k)
        if t.low[k] in MONTHS
        else date_at(t, k)
        if t.low[k].isdecimal() or t.low[k] in ORDINALS
        else None
    )
    if not found and not hour and (spot := _day_number(t, j, k)):
        return node(t, i, spot[1], Moment("day", day=spot[0], weekday=n, way=way)), spot[1]
    if found and isinstance(found[0].expr, Moment) and found[0].expr.grain == "day":
        m, j = found[0].expr, found[1]
        j = j + 1 if t.low[j] == ")" and "(" in t.low[i:j] else j
        return node(t, i, j, Moment("day", m.year, m.month, m.day, weekday=n, way=m.way, hour=hour)), j
    if not hour and t.low[j] in YEAR_WAYS and t.low[j + 1] == "week" and t.low[j] not in ("that", "same"):
        week = {"last": -1, "this": 0, "next": 1}[t.low[j]]  # "Wednesday last week"
        return node(t, i, j + 2, Moment("day", weekday=n, number=week)), j + 2
    if t.low[j] == "before" and t.low[j + 1] == "last":  # "the Friday before last"
        last = node(t, i, j, Moment("day", weekday=n, way="last"))
        return node(t, i, j + 2, Shift("day", -7, base=last)), j + 2
    return node(t, i, j, Moment("day", weekday=n, way=way, hour=hour)), j


def _short_weekday(t: Tokens, i: int, dotted: bool) -> bool:
    """Whether "Sat" or "Mon" is a weekday here: capital, and with a dot or a word beside it that a day has."""
    after = t.low[i + 1]
    if i and t.capital(i - 1) and t.at(i - 1).isalpha() and t.at(i - 1) not in DOUBTFUL["before_month"]:
        return False  # "Paek Nam Sun."
    dated = after in MONTHS or ordinal(t, i + 1) is not None
    if not t.capital(i) or not (
        dotted or dated or after in (",", "") or t.at(i - 1) in ("on", "since", "until", "by", "or")
    ):
        return False
    return t.low[i] != "sun" or dotted or dated or t.low[i + 2] in MONTHS


def _day_number(t: Tokens, j: int, k: int) -> tuple[int, int] | None:
    """The day of the month behind a weekday: "Tuesday the 21st", "Sunday 31"; not "Thursday, the second this month"."""
    if (spot := ordinal(t, k)) and 0 < spot[0] < 32:
        after = t.low[spot[1]]
        figures = t.low[k].isdecimal()
        return spot if after not in table()["units"] and (figures or not (after.isalpha() or after == "-")) else None
    w, after = t.low[j], t.low[j + 1]
    if not (w.isdecimal() and len(w) < 3 and 0 < int(w) < 32) or t.tight(j - 1) or _grouped(t, j):
        return None
    stands = not after[:1].isalnum() and after not in ("-", "/", ":", "'", "%", "$", "+")
    return (int(w), j + 1) if stands else None


def weekday_in_week(t: Tokens, i: int, sure: bool = False) -> Parsed | None:
    """A weekday, alone or with its week ("Monday of last week")."""
    if t.low[i] not in WEEKDAYS:
        return None
    if t.low[i + 1] == "of" and t.low[i + 2] in ("last", "this", "next") and t.low[i + 3] == "week":
        n = {"last": -1, "this": 0, "next": 1}[t.low[i + 2]]
        return node(t, i, i + 4, Moment("day", weekday=WEEKDAYS[t.low[i]], number=n)), i + 4
    return weekday_at(t, i, sure=sure)


def feast_at(t: Tokens, i: int) -> Parsed | None:
    """A holiday by name, with a year if one follows; those of common words only with a capital or a year."""
    found = FEASTS.at(t, i)
    if not found:
        return None
    name, j = found
    y, after, way = _tail_year(t, j)
    if t.low[j] == "," and y is None:
        after = j
    if name in DOUBTFUL["feasts"] and not t.capital(i) and y is None:
        return None
    if t.low[after] == "weekend":  # "Easter weekend", "Labor Day 2021 weekend", "Easter weekend 2024"
        late = _tail_year(t, after + 1) if y is None else (y, after + 1, way)
        of = Node(t.start[i], t.end[after - 1], Feast(name, late[0], late[2] or way))
        return node(t, i, late[1], WeekOf(of, "weekend")), late[1]
    return node(t, i, after, Feast(name, y, way)), after
