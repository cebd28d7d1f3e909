from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.freshness import fresh


@pytest.mark.parametrize(
    ("cache", "age", "seconds"),
    [
        ("max-age=300", None, 300),
        ("public, Max-Age = 300, must-revalidate", "100", 200),
        ('max-age="60"', " 10 ", 50),
        ("max-age=60", "100", 0),
        ("s-maxage=600", None, 0),
        ("x-max-age=600", None, 0),
        ("no-cache", None, 0),
        ("max-age=-5", None, 0),
        ("max-age=60", "soon", 60),
        ("max-age=60", "٣", 60),
    ],
)
def test_how_long_an_answer_holds(cache: str, age: str | None, seconds: int) -> None:
    assert fresh({"cache-control": cache} | ({"age": age} if age is not None else {})) == seconds


def test_what_says_nothing_holds_for_no_time() -> None:
    assert fresh({}) == 0


@given(st.text(), st.text())
def test_whatever_it_says(cache: str, age: str) -> None:
    assert fresh({"cache-control": cache, "age": age}) >= 0
