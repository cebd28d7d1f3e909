"""The tense that a clause is told in."""

from __future__ import annotations

import pytest

from sayso.reader.language import load_pipeline
from sayso.reader.tenses import tense


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops seized the village.", "past"),
        ("The bridge was destroyed.", "past"),
        ("Troops have seized the village.", "perfect"),
        ("They had left the town.", "past perfect"),
        ("Soldiers hold the town.", "present"),
        ("The town is under siege.", "present"),
        ("The army will attack the town.", "future"),
        ("They would leave the city.", "future"),
    ],
)
def test_tense(text: str, expected: str) -> None:
    doc = load_pipeline()(text)
    assert tense(next(doc.sents).root) == expected
