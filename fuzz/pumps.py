"""Which texts are hardest for this regular expression? Made from the expression: what it repeats, then a miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from re import _constants as codes  # no public module shows how an expression is built
from re import _parser  # as above
from typing import Any, Final

__all__ = ["GENERIC", "Pump", "pumps"]

_REPEATS: Final = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_LETTERS: Final = "aA1 .,\n-'\"(éж“_/:;\t\u00a0\u200b\x01"
_CATEGORIES: Final = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_MOST: Final = 40
_BRANCHES: Final = 3


@dataclass(frozen=True, slots=True)
class Pump:
    """A text by its recipe: ``start``, then ``part`` over and over, then ``end``."""

    start: str
    part: str
    end: str

    def text(self, size: int) -> str:
        """The text, of about ``size`` characters."""
        return self.start + self.part * max(1, size // len(self.part)) + self.end


def _generic() -> Iterator[Pump]:
    for part in (
        " ", "\n", "\t", "a", "A", "1", "é", "ж", ".", ",", "-", "—", "'", "’", '"', "“", "(", ")", "[", "{", "<", "&",
        "\u200b", "\u00a0", "_", "/", ":", "a ", "Aa ", "A. ", "a, ", "1 ", "1,", "1.", "1-", "a-", "a'", "a.", " \n",
        "\n\n", "“a", "“a” ", "(a", "(a) ", "Aa Bb ", "Aa-Bb ", "AA/", "Aa of ", "1 May ", "May 1, ", "2031-03-",
        "and the ", "aé", "\r\n", "e\u0301", "1000,", "Aa, Bb, ", "Aa & ", "<!-- ", "{a|", "a/A ",
    ):  # fmt: skip
        yield Pump("", part, "\x01")


GENERIC: Final = tuple(_generic())
"""Texts that are made for no expression: runs and mixtures of the signs that news is written with."""


def pumps(pattern: str, flags: int) -> list[Pump]:
    """The recipes made from one expression, the most telling first; at most a few dozen."""
    tree = _parser.parse(pattern, flags)
    return list(dict.fromkeys(islice(_recipes(tree), _MOST)))


def _recipes(tree: Any) -> Iterator[Pump]:
    for before, body in _repeats(list(tree), ""):
        for part in _samples(body):
            if part:
                yield Pump(before, part, "\x01")
                yield Pump("", before + part, "\x01")
                yield Pump("", part, "")
    for whole in _samples(list(tree)):
        if whole:
            yield Pump("", whole, "")
            yield Pump("", whole[:-1] or whole, "\x01")
            yield Pump("", whole + " ", "\x01")


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """Every repetition in the expression, with a text that leads up to it."""
    for code, value in nodes:
        if code in _REPEATS:
            _, most, body = value
            if most > 1:
                yield before, list(body)
            yield from _repeats(list(body), before)
        elif code is codes.SUBPATTERN:
            yield from _repeats(list(value[-1]), before)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(list(value), before)
        elif code is codes.BRANCH:
            for branch in _spread(value[1]):
                yield from _repeats(list(branch), before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(value[1]), before)
        before += next(iter(_samples([(code, value)])), "")


def _spread(branches: list[Any]) -> Iterable[Any]:
    """A few of many alternatives: the first, one in the middle, the last."""
    if len(branches) <= _BRANCHES:
        return branches
    return branches[0], branches[len(branches) // 2], branches[-1]


def _samples(nodes: list[Any]) -> Iterator[str]:
    """Texts that these nodes match, or nearly: with least and with more repetition, by one alternative and another."""
    for nth in range(_BRANCHES):
        yield "".join(_sample(node, nth) for node in nodes)


def _sample(node: Any, nth: int) -> str:
    code, value = node
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return next(ch for ch in _LETTERS if ord(ch) != value)
    if code is codes.ANY:
        return _LETTERS[nth]
    if code is codes.IN:
        return _of_class(value, nth)
    if code in _REPEATS:
        least, most, body = value
        times = min(max(least, nth), most, least + 3)
        return "".join(_sample(inner, nth) for inner in body) * int(times)
    if code is codes.SUBPATTERN:
        return "".join(_sample(inner, nth) for inner in value[-1])
    if code is codes.ATOMIC_GROUP:
        return "".join(_sample(inner, nth) for inner in value)
    if code is codes.BRANCH:
        branches = list(_spread(value[1]))
        return "".join(_sample(inner, nth) for inner in branches[nth % len(branches)])
    return ""  # anchors and what is looked for ahead and behind take no room


def _of_class(items: list[Any], nth: int) -> str:
    """A sign of a class in brackets; another for each ``nth``."""
    negated = items[0][0] is codes.NEGATE
    found = []
    for code, value in items:
        if code is codes.LITERAL:
            found.append(chr(value))
        elif code is codes.RANGE:
            found += [chr(value[0]), chr(value[1])]
        elif code is codes.CATEGORY:
            found.append(_CATEGORIES[value])
    if negated:
        found = [ch for ch in _LETTERS if ch not in found and not (ch.isspace() and " " in found)]
    return found[nth % len(found)] if found else "a"
