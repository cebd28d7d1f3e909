"""Tests of ``sayso.weighing.happened``: the days a claim counts under."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.model import When
from sayso.weighing.happened import happened, told

PUBLISHED = date(2031, 5, 10)


@pytest.mark.parametrize(
    ("when", "said", "first", "last"),
    [
        (When(date(2031, 5, 1), date(2031, 5, 31)), None, date(2031, 5, 1), date(2031, 5, 31)),
        (None, None, date(2031, 5, 7), date(2031, 5, 10)),
        (None, date(2031, 5, 8), date(2031, 5, 5), date(2031, 5, 8)),
        (When(date(2031, 3, 1), None), None, date(2031, 3, 1), date(2031, 5, 10)),
        (When(date(2031, 6, 1), None), None, date(2031, 6, 1), date(2031, 6, 1)),
        (When(None, date(2031, 5, 6)), None, date(2031, 5, 3), date(2031, 5, 6)),
        (When(None, None), None, date(2031, 5, 7), date(2031, 5, 10)),
    ],
)
def test_the_days_a_claim_counts_under(when: When | None, said: date | None, first: date, last: date) -> None:
    assert happened(when, told(said, PUBLISHED)) == (first, last)


def test_nothing_tells_the_day() -> None:
    assert told(None, None) is None
    assert happened(None, None) is None


def test_an_utterance_comes_before_its_printing() -> None:
    assert told(date(2031, 5, 8), PUBLISHED) == date(2031, 5, 8)
    assert told(date(2031, 5, 12), PUBLISHED) == date(2031, 5, 10)
    assert told(date(2031, 5, 12), None) == date(2031, 5, 12)


def test_the_first_days_of_the_calendar() -> None:
    assert happened(None, date.min) == (date.min, date.min)
