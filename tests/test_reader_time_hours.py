"""Hours: a time on the clock is of the day named with it; a night is of the day that it ends in."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

WEDNESDAY = date(2031, 6, 18)
HOURS: list[tuple[str, str]] = [
    ("It began at 4 a.m. on Monday.", "2031-06-16"),
    ("It began at 14:30 local time on 12 June.", "2031-06-12"),
    ("It began yesterday morning.", "2031-06-17"),
    ("It ended on the night to Tuesday.", "2031-06-17"),
]


@pytest.mark.parametrize(("text", "day"), HOURS)
def test_an_hour_is_of_its_day(text: str, day: str) -> None:
    (found,) = find_times(text, WEDNESDAY)
    assert str(found.when.end) == day


def test_a_name_that_ends_like_an_hour_is_none() -> None:
    assert find_times("Operation Dawn began.", WEDNESDAY) == []
