"""Times that hang on what a theatre dates: days of it, its slices, its eve and its anniversaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sayso.reader.times import find_times


@dataclass(frozen=True)
class Event:
    names: tuple[str, ...]
    start: date
    end: date | None = None


EVENTS = (
    Event(("the flood", "the great flood"), date(2030, 3, 10)),
    Event(("the strike",), date(2031, 1, 6), date(2031, 2, 28)),
)
HUNG: list[tuple[str, str]] = [
    ("On the 10th day of the flood the dyke broke.", "2030-03-19/2030-03-19"),
    ("In week two of the great flood the dyke broke.", "2030-03-17/2030-03-23"),
    ("It was mended in the flood's second month.", "2030-04-10/2030-05-09"),
    ("In the strike's final days nobody came.", "2031-01-17/2031-02-28"),
    ("On the eve of the strike they met.", "2031-01-05/2031-01-05"),
    ("They met on the first anniversary of the flood.", "2031-03-10/2031-03-10"),
    ("They met on the anniversary of the flood.", "2031-03-10/2031-03-10"),
    ("One year and two months into the flood it rained.", "2031-05-10/2031-06-09"),
    ("By the end of the first week of the strike all was quiet.", "/2031-01-12"),
]


@pytest.mark.parametrize(("text", "days"), HUNG)
def test_a_time_by_an_event(text: str, days: str) -> None:
    (found,) = find_times(text, date(2031, 6, 18), EVENTS)
    assert f"{found.when.start or ''}/{found.when.end or ''}" == days


@pytest.mark.parametrize(
    "text",
    [
        "the flood's second mayor",
        "the anniversary of a wedding",
        "day 10 of the fair",
        "after a flood",
        "the third day of a strike",
    ],
)
def test_what_hangs_on_no_event(text: str) -> None:
    assert find_times(text, date(2031, 6, 18), EVENTS) == []
