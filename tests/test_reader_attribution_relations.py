"""Relations: what hangs together is one, what is told within another's words is nested."""

from __future__ import annotations

import pytest

from tests.relating import told


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "“We hold the bridge,” Vera Tolan said on Monday. “I think they will try again.”",
            "Vera Tolan",
            "“We hold the bridge,” … “I think they will try again.”",
        ),
        (
            "“The road is open,” said Mayor Ivo Stanek. “Nobody believed it would last. We know better now.”",
            "Mayor Ivo Stanek",
            "“The road is open,” … “Nobody believed it would last. We know better now.”",
        ),
    ],
)
def test_a_quotation_over_sentences_is_one_content_and_a_cue_inside_it_owns_nothing(
    text: str, source: str, content: str
) -> None:
    assert [(s, c) for s, _, c in told(text)] == [(source, content)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("The mayor said that the army claimed the village was empty.", "claimed"),
        ("Pavel Drenko told Radio Delta that residents reported explosions.", "reported"),
    ],
)
def test_what_is_told_within_anothers_words_is_nested(text: str, inner: str) -> None:
    assert inner not in [cue for _, cue, _ in told(text)]
    assert inner in [cue for _, cue, _ in told(text, nested=True)]


def test_narration_has_no_relations() -> None:
    assert told("Ostryan troops shelled the village of Mlin overnight.") == ()
