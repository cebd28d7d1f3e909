"""Speakers that layout alone tells."""

from __future__ import annotations

import pytest

from tests.relating import told

INTERVIEW = "DAREL: We hold the town and the bridge.\n\nTOLAN: And the road?\n\nDAREL: We hold the road too."


def test_names_in_capitals_that_come_back_are_speakers() -> None:
    assert told(INTERVIEW) == (
        ("DAREL", ":", "We hold the town and the bridge."),
        ("DAREL", ":", "We hold the road too."),
    )


@pytest.mark.parametrize(
    "text", ["UPDATE: The bridge at Mlin is closed.", "Note: All times are local.", "The list is short: water, fuel."]
)
def test_other_words_before_a_colon_are_not(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We lost everything in the fire.” — Anna Belova, teacher", "Anna Belova, teacher"),
        ("“Nobody came to help us at all.” ― Pavel Drenko", "Pavel Drenko"),
    ],
)
def test_a_dash_and_a_name_sign_a_quotation(text: str, source: str) -> None:
    assert [(s, c) for s, c, _ in told(text)] == [(source, text[text.index("” ") + 2])]
