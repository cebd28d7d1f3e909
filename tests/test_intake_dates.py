from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.dates import find_date, latest_day, parse_date

DAY = date(2021, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-04", "2021-3-4", "2021/03/04", "2021.03.04", "20210304", "2021-03-04T22:10:00+02:00",
        "2021-03-04T22:10:00Z", "March 4, 2021", "Mar. 4, 2021", "Mar 4 2021", "4 March 2021", "4th March 2021",
        "March 4th, 2021", "04-Mar-2021", "Thursday, 4 March 2021", "Thu, 04 Mar 2021 10:00:00 GMT",
    ],
)  # fmt: skip
def test_common_shapes(written: str) -> None:
    assert parse_date(written) == DAY


def test_figures_that_read_two_ways_are_no_date() -> None:
    assert parse_date("04/03/2021") is None
    assert parse_date("13/03/2021") == parse_date("03/13/2021") == date(2021, 3, 13)
    assert parse_date("03.03.2021") == date(2021, 3, 3)


@pytest.mark.parametrize("written", ["", "soon", "2021-02-30", "2021", "4 March", "x" * 200, "marching 4 2021"])
def test_no_date(written: str) -> None:
    assert parse_date(written) is None


def test_first_date_in_a_text() -> None:
    assert find_date("updated on 5 May 2022, first 2021-03-04") == date(2022, 5, 5)


def test_latest_day() -> None:
    assert latest_day(12, 1, date(2022, 5, 5)) == date(2021, 12, 1)
    assert latest_day(5, 5, date(2022, 5, 5)) == date(2022, 5, 5)
    assert latest_day(2, 29, date(2023, 5, 5)) == date(2020, 2, 29)
    assert latest_day(2, 30, date(2023, 5, 5)) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b %d, %Y"]))
def test_round_trip(day: date, shape: str) -> None:
    assert parse_date(day.strftime(shape)) == day
