"""Distances: with smaller units beside them, from a day on, and slices of a longer stretch."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

WEDNESDAY = date(2031, 6, 18)
DISTANCES: list[tuple[str, str]] = [
    ("It was two years, one month and three days ago.", "2029-05-15/2029-05-15"),
    ("It was a year and two months ago.", "2030-04-03/2030-05-03"),
    ("It was three Sundays ago.", "2031-06-01/2031-06-01"),
    ("It is two Mondays from now.", "2031-06-30/2031-06-30"),
    ("It was 2 Sundays ago.", "2031-06-08/2031-06-08"),
    ("It was 3 yrs ago.", "2027-12-18/2028-12-18"),
    ("It was the fall of last year.", "2030-09-01/2030-11-30"),
    ("It was two nights ago.", "2031-06-16/2031-06-17"),
    ("It was less than two weeks ago.", "2031-06-01/2031-06-18"),
    ("It was shut for three days from Monday.", "2031-06-16/2031-06-18"),
    ("It was shut for two weeks starting June 2.", "2031-06-02/2031-06-15"),
    ("In the 12 months to May 2031 it grew.", "2030-06-01/2031-05-31"),
    ("It was the 15th day of last month.", "2031-05-15/2031-05-15"),
    ("It was in the last three weeks of May.", "2031-05-11/2031-05-31"),
    ("It was the second Monday of May.", "2031-05-12/2031-05-12"),
    ("It grew in the last two quarters.", "2030-10-01/2031-03-31"),
    ("It opens in the next three working days.", "2031-06-19/2031-06-23"),
    ("It was the first ten days of last year.", "2030-01-01/2030-01-10"),
]


@pytest.mark.parametrize(("text", "days"), DISTANCES)
def test_a_distance(text: str, days: str) -> None:
    (found,) = find_times(text, WEDNESDAY)
    assert f"{found.when.start}/{found.when.end}" == days


@pytest.mark.parametrize(
    "text",
    [
        "the truce lasted three weeks",
        "a 99th day of nothing",
        "for two years and three months",
        "for 3.5 hours",
        "a 36-hr halt",
    ],
)
def test_a_length_is_no_date(text: str) -> None:
    assert find_times(text, WEDNESDAY) == []
