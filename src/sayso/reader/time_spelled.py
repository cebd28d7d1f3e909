"""How numbers are written where a date needs them: ordinals, and years in figures or in words."""

from __future__ import annotations

from sayso.reader.time_words import Tokens, table

__all__ = ["NUMBERS", "ORDINALS", "SUFFIXES", "YEAR_WORDS", "ordinal", "spelled_year"]

NUMBERS: dict[str, int] = dict(table()["numbers"])
ORDINALS: dict[str, int] = dict(table()["ordinals"])
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
# The words that a year can begin with.
YEAR_WORDS = frozenset({"two", "eighteen", "nineteen", "twenty"})
# After a year in words a sentence goes on with one of these; before anything else it was a count ("two thousand men").
_AFTER_YEAR = frozenset(table()["cues"]["after_year"])


def ordinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """An ordinal ("1st", "twenty-first", "twenty first") and the token after it."""
    w = t.low[i]
    if w.isdecimal():
        if len(w) <= 4 and t.tight(i) and t.low[i + 1] in SUFFIXES:
            return int(w), i + 2
        if len(w) < 3 and t.low[i + 1] == "," and len(t.low[i + 2]) == 3 and t.low[i + 3] in SUFFIXES:
            rest = t.low[i + 2]
            return (1000 * int(w) + int(rest), i + 4) if rest.isdecimal() and t.tight(i + 1) else None  # "1,000th"
        return None
    if w in ORDINALS:
        return ORDINALS[w], i + 1
    tens = NUMBERS.get(w, 0)
    if tens in (20, 30):
        k = i + 2 if t.low[i + 1] == "-" else i + 1
        if (unit := ORDINALS.get(t.low[k], 99)) < 10:
            return tens + unit, k + 1
    return None


def spelled_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """A year in words ("nineteen ninety-six", "two thousand and fifteen") and the token after it."""
    w = t.low[i]
    if w not in YEAR_WORDS:
        return None
    if w == "two":
        if t.low[i + 1] != "thousand":
            return None
        j = i + 2
        k = j + 1 if t.low[j] == "and" else j
        rest = _below_hundred(t, k)
        n, j = (2000 + rest[0], rest[1]) if rest else (2000, j)
    else:
        rest = (0, i + 2) if t.low[i + 1] == "hundred" else _below_hundred(t, i + 1)
        if rest is None or 0 < rest[0] < 10:
            return None
        n, j = NUMBERS[w] * 100 + rest[0], rest[1]
    after = t.low[j]
    return (n, j) if not after[:1].isalnum() or after in _AFTER_YEAR else None


def _below_hundred(t: Tokens, i: int) -> tuple[int, int] | None:
    n = NUMBERS.get(t.low[i], 0)
    if t.low[i] in ("a", "an", "couple", "dozen") or not 0 < n < 100:
        return None
    if n < 20:
        return n, i + 1
    k = i + 2 if t.low[i + 1] == "-" else i + 1
    unit = NUMBERS.get(t.low[k], 0)
    return (n + unit, k + 1) if 0 < unit < 10 and t.low[k] not in ("a", "an", "couple") else (n, i + 1)
