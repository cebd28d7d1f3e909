"""An event's figure drawn over time: every account's word on its day, ranges as bars, open ends as arrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise
from string import ascii_uppercase
from typing import Final, Literal

from sayso.exports.scale import Scale
from sayso.weighing.accounts import Account
from sayso.weighing.figures import Figure, Told

__all__ = ["HIGH", "Chart", "Mark", "Row", "chart", "rows"]

HIGH: Final = 132
"""Pixels from the line of days up to the greatest number."""
_TOP: Final = 14
_ASIDE: Final = 15  # pixels between two words of one day and number
_LINES: Final = 4

Kind = Literal["exact", "range", "least", "most"]


@dataclass(frozen=True, slots=True)
class Row:
    """An account's word, once, with the letter it has in the drawing; ``again`` are reprints of the same word."""

    letter: str
    account: Account
    first: Told
    again: tuple[Told, ...]

    @property
    def day(self) -> date | None:
        """The day on which it came out."""
        return self.first.first or self.first.published


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in the drawing: percents across, pixels down; ``low`` and ``high`` are a range's ends."""

    row: Row
    kind: Kind
    at: float
    aside: int
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure: its marks, the steps that lead from an account's word to its next, and the numbers beside it."""

    line: Scale
    marks: tuple[Mark, ...]
    steps: tuple[tuple[Mark, Mark], ...]
    grid: tuple[tuple[int, float], ...]


def rows(figure: Figure) -> list[Row]:
    """What was told of a figure, by account and number; a reprint is no new word."""
    letters: dict[str, str] = {}
    names = iter(ascii_uppercase)
    numbers = count(1)
    found: dict[object, list[Told]] = {}
    for told in figure.told:
        if told.account.id not in letters:
            letters[told.account.id] = next(names, None) or f"+{next(numbers)}"
        found.setdefault((told.account.id, told.n, told.min, told.max, told.first), []).append(told)
    return [Row(letters[all_[0].account.id], all_[0].account, all_[0], tuple(all_[1:])) for all_ in found.values()]


def chart(told: Sequence[Row]) -> Chart | None:
    """The drawing of a figure; None where there is only one word, or none with a day: that needs no drawing."""
    dated = [(row, row.day) for row in told if row.day is not None]
    if len(dated) < 2:
        return None
    days = [day for _, day in dated if day is not None]
    line = Scale(min(days), max(days))
    most = max(_ends(row.first)[1] for row, _ in dated)
    grid = _grid(most)
    top = max(grid[-1], 1)

    def down(number: float) -> float:
        return round(_TOP + (HIGH - _TOP) * (1 - number / top), 1)

    marks: list[Mark] = []
    taken: dict[tuple[date, int], int] = {}
    for row, day in dated:
        assert day is not None
        low, high = _ends(row.first)
        place = (day, high)
        aside = taken[place] = taken.get(place, -1) + 1
        middle = (low + high) / 2
        marks.append(Mark(row, _kind(row.first), line.middle(day), aside * _ASIDE, down(middle), down(low), down(high)))
    return Chart(line, tuple(marks), tuple(_steps(marks)), tuple((number, down(number)) for number in grid))


def _steps(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """From each account's word to its next; of one day its highest is its word, as it is for the range."""
    words: dict[str, dict[float, Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.at):
        days = words.setdefault(mark.row.account.id, {})
        before = days.get(mark.at)
        if before is None or mark.high < before.high:  # further up is a smaller number of pixels
            days[mark.at] = mark
    for days in words.values():
        yield from pairwise(days.values())


def _ends(told: Told) -> tuple[int, int]:
    numbers = [number for number in (told.n, told.min, told.max) if number is not None]
    return min(numbers, default=0), max(numbers, default=0)


def _kind(told: Told) -> Kind:
    if told.n is not None:
        return "exact"
    if told.min is not None and told.max is not None:
        return "range"
    return "least" if told.min is not None else "most"


def _grid(most: int) -> list[int]:
    """Round numbers from nought to beyond the greatest, few of them."""
    step = 1
    for step in (m * 10**power for power in range(20) for m in (1, 2, 5)):
        if most <= step * _LINES:
            break
    return list(range(0, most + step, step))
