"""Which words name a source."""

from __future__ import annotations

import pytest

from tests.relating import told


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ivo Stanek, the mayor of Orn, said that the road was closed.", "Ivo Stanek, the mayor of Orn"),
        ("Colonel Vera Tolan of the general staff said two drones fell.", "Colonel Vera Tolan of the general staff"),
        ("The bridge was destroyed, according to the regional governor.", "the regional governor"),
        ("The attack was reported by two local officials.", "two local officials"),
    ],
)
def test_the_whole_phrase_with_titles_and_appositions(text: str, source: str) -> None:
    assert [s for s, _, _ in told(text)] == [source]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Doctors treated the mayor, who said that the road was mined.", "who"),
        ("The town was visited by an envoy who reported that the market had reopened.", "who"),
    ],
)
def test_a_relative_stands_for_the_one_who_speaks(text: str, source: str) -> None:
    assert [s for s, _, _ in told(text)] == [source]
