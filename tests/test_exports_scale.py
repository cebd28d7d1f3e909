"""A line of days: every day has its stretch, and the days named beneath it are few and rise."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.scale import Scale

D = date


def _names(first: date, last: date) -> list[str]:
    return [f"{tick.name} {tick.year}".strip() for tick in Scale(first, last).ticks]


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (D(2031, 3, 3), D(2031, 3, 5), ["3 Mar 2031", "4 Mar", "5 Mar"]),
        (D(2031, 3, 1), D(2031, 3, 23), ["3 Mar 2031", "10 Mar", "17 Mar"]),
        (D(2030, 12, 28), D(2031, 1, 2), ["28 Dec 2030", "29 Dec", "30 Dec", "31 Dec", "1 Jan 2031", "2 Jan"]),
        (D(2031, 1, 15), D(2031, 6, 30), ["Feb 2031", "Mar", "Apr", "May", "Jun"]),
        (D(2034, 3, 1), D(2036, 2, 26), ["Jul 2034", "Jan 2035", "Jul"]),
        (D(2001, 5, 1), D(2031, 3, 1), ["2005", "2010", "2015", "2020", "2025"]),
    ],
)
def test_the_days_named_fit_the_time_shown(first: date, last: date, names: list[str]) -> None:
    assert _names(first, last) == names


@given(st.dates(), st.dates())
def test_few_days_are_named_and_each_where_it_is(one: date, other: date) -> None:
    line = Scale(min(one, other), max(one, other))
    ticks = line.ticks
    assert len(ticks) <= 6
    assert [tick.at for tick in ticks] == sorted({tick.at for tick in ticks})
    for tick in ticks:
        assert line.first <= tick.day <= line.last
        assert tick.at == line.at(tick.day)
    assert all(tick.year or str(tick.day.year) == tick.name for tick in ticks[:1])


@given(st.dates(), st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_spans_on_end_fill_the_line(start: date, lengths: list[int]) -> None:
    days = [start]
    for length in lengths:
        if days[-1].toordinal() + length > date.max.toordinal():
            break
        days.append(days[-1] + timedelta(days=length))
    if len(days) < 2:
        return
    spans = [(a, b - timedelta(days=1)) for a, b in pairwise(days)]
    line = Scale(spans[0][0], spans[-1][1])
    reached = 0.0
    for first, last in spans:
        assert line.at(first) == pytest.approx(reached, abs=0.01)
        assert line.at(first) <= line.middle(first) <= line.at(first) + line.width(first, first)
        reached = line.at(first) + line.width(first, last)
    assert reached == pytest.approx(100, abs=0.01)


def test_what_lies_beyond_the_line_stands_at_its_end() -> None:
    line = Scale(D(2031, 3, 1), D(2031, 3, 10))
    assert line.at(D(2030, 1, 1)) == 0
    assert line.middle(D(2040, 1, 1)) == 95
    assert line.width(D(2031, 3, 6), D(2040, 1, 1)) == 50
    with pytest.raises(ValueError, match="must not end before it starts"):
        Scale(D(2031, 3, 2), D(2031, 3, 1))
