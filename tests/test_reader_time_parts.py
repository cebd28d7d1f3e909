"""Parts of a stretch of time: early and late, first weeks and last days."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.reader.times import find_times

PARTS: list[tuple[str, str, str]] = [
    ("It began in early May 2019.", "2019-05-01", "2019-05-10"),
    ("It began in the first week of June 2019.", "2019-06-01", "2019-06-07"),
    ("It began in the second half of 2008.", "2008-07-01", "2008-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), PARTS)
def test_a_part_is_shorter_than_the_whole(text: str, start: str, end: str) -> None:
    (found,) = find_times(text, date(2031, 6, 18))
    assert (str(found.when.start), str(found.when.end)) == (start, end)
