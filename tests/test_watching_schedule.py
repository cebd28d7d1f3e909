from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from sayso.watching.schedule import LEAST, LOST, MOST, after_failure, asked_to_wait, interval, spread
from tests.sites import START

seconds = st.floats(0, 40 * MOST, allow_nan=False)
chances = st.floats(0, 1, allow_nan=False)
moments = st.lists(seconds.map(lambda s: START - timedelta(seconds=s - 5 * MOST)), max_size=30)


@given(moments, st.floats(0, 10 * MOST))
def test_a_feed_is_asked_every_five_minutes_at_most_and_once_a_day_at_least(told: list[datetime], hint: float) -> None:
    wait = interval(told, START, hint)
    assert LEAST <= wait <= MOST
    assert wait >= min(hint, MOST)
    assert wait == interval(list(reversed(told)), START, hint)


@given(st.floats(1, 2 * MOST), st.integers(2, 20))
def test_a_steady_feed_is_asked_twice_a_story(gap: float, stories: int) -> None:
    told = [START - timedelta(seconds=gap * n) for n in range(stories)]
    assert abs(interval(told, START) - min(max(gap / 2, LEAST), MOST)) < 1


@given(moments, st.floats(0, 30 * MOST))
def test_the_longer_it_is_silent_the_seldomer_it_is_asked(told: list[datetime], later: float) -> None:
    past = [moment for moment in told if moment <= START] or [START]
    assert interval(past, START + timedelta(seconds=later)) >= interval(past, START)


def test_stories_of_the_future_tell_nothing() -> None:
    assert interval([START + timedelta(days=300)] * 9, START) == interval([], START) == 1800


@given(st.integers(1, 10_000), seconds, chances)
def test_failures_are_waited_for_ever_longer_up_to_a_day(failures: int, failing: float, chance: float) -> None:
    since = timedelta(seconds=failing)
    wait = after_failure(failures, since, chance)
    assert LEAST <= wait <= MOST * 1.25
    assert after_failure(failures + 1, since, chance) >= wait
    if since >= LOST:
        assert wait >= 0.75 * MOST
    else:
        assert wait <= MOST / 4 * 1.25


@given(st.floats(0, 2 * MOST), chances)
def test_by_chance_a_tenth_more_or_less(wait: float, chance: float) -> None:
    assert LEAST <= spread(wait, chance) <= MOST
    assert abs(spread(wait, chance) - min(max(wait, LEAST), MOST)) <= wait / 10 + 1


def test_what_a_server_asks_for() -> None:
    assert asked_to_wait("120", START) == 120
    assert asked_to_wait(format_datetime(START + timedelta(hours=2), usegmt=True), START) == 7200
    assert asked_to_wait(format_datetime(START - timedelta(hours=2), usegmt=True), START) == 0
    assert asked_to_wait("9" * 400, START) == 7 * MOST
    for nothing in (None, "", "soon", "-5", "1e3", "٣"):
        assert asked_to_wait(nothing, START) == 0


@given(st.text())
def test_whatever_it_says(text: str) -> None:
    assert 0 <= asked_to_wait(text, START) <= 7 * MOST
