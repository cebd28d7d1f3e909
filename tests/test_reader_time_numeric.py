"""Dates in figures: one sign between three parts, pairs that share a year, and what only looks like a date."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

FIGURES: list[tuple[str, str]] = [
    ("The log says 2031-06-01.", "2031-06-01/2031-06-01"),
    ("The file is raid-2031-06-01-final.pdf.", "2031-06-01/2031-06-01"),
    ("It was signed on 2031/Jun/1.", "2031-06-01/2031-06-01"),
    ("It was signed on 1.6.2031.", "2031-06-01/2031-06-01"),
    ("It was shut 5/1/2031-5/7/2031.", "2031-05-01/2031-05-07"),
    ("It was shut 12/20-1/7/2031.", "2030-12-20/2031-01-07"),
    ("It was shut 12.03-15.03.2031.", "2031-03-12/2031-03-15"),
    ("It was shut from 12.03 to 15.03.2031.", "2031-03-12/2031-03-15"),
    ("It was shut from 5/1-5/7, 2030.", "2030-05-01/2030-05-07"),
    ("It was shut in 03/2031.", "2031-03-01/2031-03-31"),
    ("It was shut on 5/6 June.", "2031-06-05/2031-06-06"),
]


@pytest.mark.parametrize(("text", "days"), FIGURES)
def test_a_date_in_figures(text: str, days: str) -> None:
    (found,) = find_times(text, date(2031, 6, 18))
    assert f"{found.when.start}/{found.when.end}" == days


@pytest.mark.parametrize(
    "text", ["from 3.5 to 4.5 km", "a rate of 3/4", "on 7-2023-12-99", "at 55-2014-77", "1.2.3.4", "1-1-1-1"]
)
def test_figures_that_are_no_date(text: str) -> None:
    assert find_times(text, date(2031, 6, 18)) == []


@pytest.mark.parametrize(
    "text", ["It was shut on ¹ June.", "the 1² of May", "on ²/³/2031", "June ¹, 2031", "²,⁰⁰⁰ days ago"]
)
def test_a_raised_figure_is_a_note_and_breaks_nothing(text: str) -> None:
    find_times(text, date(2031, 6, 18))


def test_a_note_behind_a_day_takes_nothing_from_it() -> None:
    (found,) = find_times("It was shut on 5 June ².", date(2031, 6, 18))
    assert (found.when.start, found.when.end) == (date(2031, 6, 5), date(2031, 6, 5))
