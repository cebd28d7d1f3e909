"""Weeks by a day of theirs, rows of nights, and what is left of a stretch."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

WEDNESDAY = date(2031, 6, 18)
WEEKS: list[tuple[str, str]] = [
    ("The week of 4 June was wet.", "2031-06-02/2031-06-08"),
    ("The week starting on June 4 was wet.", "2031-06-04/2031-06-10"),
    ("The week ending 8 June was wet.", "2031-06-02/2031-06-08"),
    ("The rota for w/c June 2 is out.", "2031-06-02/2031-06-08"),
    ("Week 3 of 2031 was wet.", "2031-01-13/2031-01-19"),
    ("The week before last was wet.", "2031-06-02/2031-06-08"),
    ("The fair is the week after next.", "2031-06-30/2031-07-06"),
    ("It rained over the weekend.", "2031-06-14/2031-06-15"),
    ("It will rain over the weekend.", "2031-06-21/2031-06-22"),
    ("It rained on Easter weekend.", "2031-04-12/2031-04-13"),
    ("It rained for the third night running.", "2031-06-17/2031-06-18"),
    ("It rained for a second week in a row.", "2031-06-12/2031-06-18"),
    ("It will rain for the rest of the month.", "2031-06-18/2031-06-30"),
    ("It will rain until year's end.", "2031-06-18/2031-12-31"),
]


@pytest.mark.parametrize(("text", "days"), WEEKS)
def test_a_week_and_its_like(text: str, days: str) -> None:
    (found,) = find_times(text, WEDNESDAY)
    assert f"{found.when.start}/{found.when.end}" == days


@pytest.mark.parametrize(
    "text", ["the third night of rain", "a second week", "the rest of us", "week 3", "a long weekend"]
)
def test_what_is_no_week(text: str) -> None:
    assert find_times(text, WEDNESDAY) == []
