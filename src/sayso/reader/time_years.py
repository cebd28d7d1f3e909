"""How years and what is counted in them are written: years, decades, centuries, seasons, quarters."""

from __future__ import annotations

from sayso.reader.time_dates import BEFORE_YEAR, DOUBTFUL, MONTHS, SEASONS, YEAR_WAYS, Parsed, node, ordinal, year
from sayso.reader.time_model import Moment, Range, Shift, Slice
from sayso.reader.time_words import Tokens, table

__all__ = [
    "DECADES",
    "century_at",
    "decade_at",
    "quarter_at",
    "season_at",
    "short_year_at",
    "spelled_decade_at",
    "year_at",
]


def year_at(t: Tokens, i: int, sure: bool = False, loose: bool = False) -> Parsed | None:
    """A year that stands as one: after a word such as "in", or where nothing counted follows.

    ``sure`` skips the doubts; ``loose`` takes any number from 1000 to 2199, as histories are written.
    """
    found = year(t, i)
    if not found:
        return None
    y, j = found
    before, after = t.at(i - 1), t.low[j]
    if y < 0:
        return node(t, i, j, Moment("year", y)), j
    if after in SEASONS and not t.low[j + 1].isdecimal():
        return node(t, i, j + 1, Moment("season", y, SEASONS[after])), j + 1
    if after in MONTHS and t.capital(j) and after not in DOUBTFUL["verbs"] and not t.low[j + 1][:1].isdecimal():
        return node(t, i, j + 1, Moment("month", y, MONTHS[after])), j + 1  # "in 2016 November"
    if (after in ("q", "h") and t.low[j + 1].isdecimal()) or (
        after == "-" and t.low[j + 1] in ("q", "h") and t.low[j + 2].isdecimal()
    ):
        k = j + 1 if after == "-" else j
        if t.tight(k) and (number := int(t.low[k + 1])) in (1, 2, 3, 4):
            return node(t, i, k + 2, Moment("quarter" if t.low[k] == "q" else "half", y, number=number)), k + 2
    if after in DOUBTFUL["counted"]:
        return None
    if not (sure or loose or before in BEFORE_YEAR or 1900 <= y <= 2100):
        return None
    if not sure and not loose and i and before.isalpha() and before not in BEFORE_YEAR and t.capital(i - 1):
        return None  # "Expo 2020", "Route 1950"
    if (
        not sure
        and before not in BEFORE_YEAR
        and after.isalpha()
        and after.endswith("s")
        and not t.capital(j)
        and before not in ("the", "s", "its")
    ):
        return None
    if t.low[j] in ("-", "/") and t.tight(i) and t.low[j + 1].isdecimal() and t.tight(j) and len(t.low[j + 1]) == 2:
        last = y // 100 * 100 + int(t.low[j + 1])
        if last == (y + 1) and t.low[j + 2] in SEASONS:  # "the 2022-23 winter"
            return node(t, i, j + 3, Moment("season", y, SEASONS[t.low[j + 2]])), j + 3
        if y < last < y + 30:
            pair = Range(node(t, i, j, Moment("year", y)), node(t, j + 1, j + 2, Moment("year", last)))
            return node(t, i, j + 2, pair), j + 2
    return node(t, i, j, Moment("year", y)), j


def short_year_at(t: Tokens, i: int) -> Parsed | None:
    """Two digits for a year or decade, where one is expected: '99, the '90s."""
    w = t.low[i + 1]
    if w.isdecimal() and len(w) == 2 and t.tight(i) and not (i and t.tight(i - 1)):
        if t.low[i + 2] == "s" and t.tight(i + 1):
            return node(t, i, i + 3, Moment("decade", 1900 + int(w))), i + 3
        if t.at(i - 1) in BEFORE_YEAR or t.at(i - 1) in MONTHS or t.at(i - 1) in SEASONS:
            return node(t, i, i + 2, Moment("year", (2000 if int(w) < 50 else 1900) + int(w))), i + 2
    return None


def decade_at(t: Tokens, i: int) -> Parsed | None:
    """The 1990s, the 470s BC."""
    w = t.low[i]
    k = i + 2 if t.low[i + 1] == "'" and t.tight(i) else i + 1
    if len(w) == 2 and w[-1] == "0" and int(w) > 10 and t.low[k] == "s" and t.tight(k - 1):  # "the early 90s"
        hyphen = t.at(i - 1) == "-" and t.at(i - 2) == "mid"  # "the mid-80s"
        age = t.at(i - 3 if hyphen else i - 2) in ("his", "her", "their", "my", "your", "our")  # "in her early 70s"
        told = not age and (hyphen or t.at(i - 1) in ("the", "early", "mid", "late"))
        return (node(t, i, k + 1, Moment("decade", 1900 + int(w))), k + 1) if told else None
    if len(w) not in (3, 4) or w[-1] != "0" or t.low[k] != "s" or not (t.tight(k - 1) or k == i + 1):
        return None
    j, sign = k + 1, 1
    if t.low[j] in ("bc", "bce"):
        j, sign = j + 1, -1
    elif len(w) == 3:
        return None
    return node(t, i, j, Moment("decade", sign * int(w))), j


DECADES: dict[str, int] = dict(table()["decades"])


def spelled_decade_at(t: Tokens, i: int) -> Parsed | None:
    """ "the nineties", "the late eighties"."""
    if t.at(i - 1) not in ("the", "early", "mid", "late") and t.at(i - 1) != "-":
        return None
    return node(t, i, i + 1, Moment("decade", 1900 + DECADES[t.low[i]])), i + 1


def century_at(t: Tokens, i: int) -> Parsed | None:
    """The 19th century, the 4th century BC."""
    found = ordinal(t, i)
    if not found:
        return None
    n, j = found
    j = j + 1 if t.low[j] == "-" else j
    if t.low[j] not in ("century", "centuries") or not 0 < n < 22:
        return None
    j, sign = j + 1, 1
    if t.low[j] in ("bc", "bce"):
        j, sign = j + 1, -1
    return node(t, i, j, Moment("century", sign * n)), j


def season_at(t: Tokens, i: int) -> Parsed | None:
    """A season, with its year or where one is expected: "the winter of 2022-23", "in spring"."""
    word, j = t.low[i], i + 1
    dated = year(t, j) or (t.capital(i) and t.low[j] in ("of", "") and year(t, j + 1))
    if word in ("fall", "spring") and t.at(i - 1) not in DOUBTFUL["before_verb_season"] and not dated:
        return None
    told = t.low[j] == "of" and (year(t, j + 1) or t.low[j + 2] == "year")
    if word == "fall" and t.at(i - 1) in ("the", "of") and not told:
        return None
    k = j + 1 if t.low[j] in ("of", ",", "in") else j
    k = k + 1 if t.low[k] == "the" else k
    k = k + 1 if t.low[k] == "year" else k
    found = year(t, k)
    if found:
        y, after = found
        if (
            t.low[after] in ("-", "/")
            and t.tight(after)
            and t.low[after + 1].isdecimal()
            and len(t.low[after + 1]) in (2, 4)
        ):
            after += 2
        elif t.low[after] == "to" and t.low[after + 1] == str(y + 1):
            after += 2  # "the winter of 2022 to 2023"
        return node(t, i, after, Moment("season", y, SEASONS[word])), after
    k = j + 1 if t.low[j] == "of" else j
    if t.low[k + 1] == "year" and (way := YEAR_WAYS.get(t.low[k])):
        return node(t, i, k + 2, Moment("season", month=SEASONS[word], way=way)), k + 2
    paired = t.low[j] in ("and", "or", "to", "-") and t.low[j + 1] in SEASONS
    k = j + 3 if t.low[j + 2] == "of" else j + 2
    paired = paired and year(t, k) is not None  # "summer and autumn 2014", not "summer and winter resorts"
    if not paired and t.at(i - 1) not in BEFORE_YEAR and t.at(i - 1) not in DOUBTFUL["before_season"]:
        return None
    return node(t, i, j, Moment("season", month=SEASONS[word])), j


def quarter_at(t: Tokens, i: int) -> Parsed | None:
    """Q1 2023, H2 2008."""
    w = t.low[i + 1]
    if not (t.tight(i) and w in ("1", "2", "3", "4") and t.capital(i)) or (t.low[i] == "h" and w in "34"):
        return None
    k = i + 3 if t.low[i + 2] in (",", "of", "-") else i + 2
    found = year(t, k)
    if not found and t.low[k] not in ("last", "this", "next"):
        if t.low[i + 2] != "-" and t.at(i - 1) in (
            "in",
            "during",
            "since",
            "for",
            "by",
            "of",
            "until",
            "from",
            "through",
            "to",
        ):
            return node(t, i, i + 2, Moment("quarter" if t.low[i] == "q" else "half", number=int(w))), i + 2
        return None
    if not found:
        n = {"last": -1, "this": 0, "next": 1}[t.low[k]]
        if t.low[k + 1] != "year":
            return None
        whole = node(t, k, k + 2, Shift("year", n, whole=True))
        return node(t, i, k + 2, Slice("quarter" if t.low[i] == "q" else "half", int(w), whole)), k + 2
    return node(t, i, found[1], Moment("quarter" if t.low[i] == "q" else "half", found[0], number=int(w))), found[1]
