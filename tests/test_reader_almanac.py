"""Days and feasts, against dates that stand in any almanac."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.almanac import (
    add_days,
    add_months,
    add_years,
    easter,
    feast,
    hijri,
    month_end,
    nth_weekday,
    weekday_near,
)
from sayso.reader.time_words import table

DATES = st.dates(date(1800, 1, 1), date(2200, 12, 31))


def test_easter() -> None:
    assert [easter(y) for y in (2022, 2023, 2024)] == [date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31)]
    assert [easter(y, orthodox=True) for y in (2023, 2024)] == [date(2023, 4, 16), date(2024, 5, 5)]


def test_the_islamic_calendar_is_within_a_day_or_two() -> None:
    assert abs((hijri(1445, 10, 1) - date(2024, 4, 10)).days) <= 1
    assert abs((hijri(1444, 9, 1) - date(2023, 3, 23)).days) <= 1


@pytest.mark.parametrize("name", list(table()["holidays"]))
def test_every_feast_falls_in_its_year(name: str) -> None:
    for year in range(1900, 2100):
        first, last = feast(table()["holidays"][name], year)
        assert first.year == year
        assert first <= last


def test_thanksgiving_is_the_fourth_thursday() -> None:
    assert nth_weekday(2023, 11, 3, 4) == date(2023, 11, 23)
    assert month_end(2024, 2) == date(2024, 2, 29)


@given(DATES, st.integers(0, 6))
def test_the_nearest_weekday(day: date, weekday: int) -> None:
    before, after = weekday_near(day, weekday), weekday_near(day, weekday, forward=True)
    assert before.weekday() == after.weekday() == weekday
    assert 0 <= (day - before).days < 7
    assert 0 <= (after - day).days < 7


@given(DATES, st.integers(-2000, 2000))
def test_months_and_years_move_the_calendar(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
    assert moved.day <= day.day
    assert add_years(day, n // 12).year == day.year + n // 12


@given(st.dates(), st.integers(-(10**7), 10**7))
def test_days_never_leave_the_calendar(day: date, n: int) -> None:
    assert date.min <= add_days(day, n) <= date.max
