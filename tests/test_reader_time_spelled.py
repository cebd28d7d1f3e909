"""Years and days in words, and counts that only begin like a year."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

WORDS: list[tuple[str, str]] = [
    ("It fell in nineteen ninety-one.", "1991-01-01/1991-12-31"),
    ("It fell in two thousand and fourteen and rose again.", "2014-01-01/2014-12-31"),
    ("It fell in May twenty twenty-two.", "2022-05-01/2022-05-31"),
    ("It fell on the twenty-first of May 2022.", "2022-05-21/2022-05-21"),
    ("It fell on the twenty-second of June 2022.", "2022-06-22/2022-06-22"),
    ("It fell on May twenty-ninth, 2022.", "2022-05-29/2022-05-29"),
    ("It fell in 2022 November.", "2022-11-01/2022-11-30"),
    ("It fell in Sep.2022.", "2022-09-01/2022-09-30"),
    ("It fell from 2 to 7 of may 2022.", "2022-05-02/2022-05-07"),
    ("It fell on twenty five May 2022.", "2022-05-25/2022-05-25"),
]


@pytest.mark.parametrize(("text", "days"), WORDS)
def test_a_date_in_words(text: str, days: str) -> None:
    (found,) = find_times(text, date(2031, 6, 18))
    assert f"{found.when.start}/{found.when.end}" == days


@pytest.mark.parametrize("text", ["in two thousand homes", "of nineteen men", "in twenty two-room flats"])
def test_a_count_is_no_year(text: str) -> None:
    assert find_times(text, date(2031, 6, 18)) == []


def test_a_long_war_has_a_thousandth_day() -> None:
    (found,) = find_times("the 21st of June, on the 1,000th day", date(2031, 6, 18))
    assert found.text == "the 21st of June"
