from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sayso.watching.quiet import LONGEST, beyond, written
from tests.sites import START

hours = st.frozensets(st.integers(0, 23))
days = st.frozensets(st.integers(0, 6))
moments = st.timedeltas(timedelta(0), timedelta(days=400)).map(lambda after: START + after)


@given(hours, days, moments.map(lambda moment: moment.replace(microsecond=0)))
def test_the_next_moment_is_outside_of_what_is_left_out_or_the_one_that_was_wanted(
    hours: frozenset[int], days: frozenset[int], moment: datetime
) -> None:
    at = beyond(written(hours, days), moment)
    assert moment <= at <= moment + LONGEST
    free = at.hour not in hours and at.weekday() not in days
    assert free or at == moment
    if at > moment:
        assert (at.minute, at.second) == (0, 0)
        before = at - timedelta(seconds=1)
        assert before.hour in hours or before.weekday() in days


def test_a_weekend_is_left_out_and_all_hours_are_not() -> None:
    friday = START + timedelta(days=3, hours=11.5)
    assert beyond(written((), (5, 6)), friday) == friday
    assert beyond(written((), (5, 6)), friday + timedelta(hours=1)) == START.replace(hour=0) + timedelta(days=6)
    assert beyond(written(range(24), ()), friday) == friday
    assert written((), ()) is None
    assert beyond(None, friday) == friday
