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


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The mayor said the dam had burst, adding that help was late.", "adding", "that help was late"),
        ("Police said the road was closed, citing heavy rain.", "citing", "heavy rain"),
    ],
)
def test_a_participle_that_goes_on_is_no_part_of_what_was_said(text: str, cue: str, content: str) -> None:
    first, second = told(text)
    assert second[1:] == (cue, content)
    assert content not in first[2]


def test_a_writers_impression_is_nobodys_account() -> None:
    assert told("The bridge was apparently mined.") == ()
    assert told("Seemingly the guards had left.") == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("On Monday the governor urged residents to leave the town.", "residents to leave the town"),
        ("In March the union called for an inquiry into the raid.", "an inquiry into the raid"),
        ("The mayor stressed the need for “unity and calm” on Friday.", "the need for “unity and calm”"),
    ],
)
def test_what_stands_around_is_no_part_of_the_content(text: str, content: str) -> None:
    assert [c.removesuffix(" on Friday") for _, _, c in told(text)] == [content]


@pytest.mark.parametrize(
    "text", ["The bridge, the ministry said, was open again.", "All of this, he acknowledges, could be undone."]
)
def test_a_cue_between_commas_holds_the_clause_around_it(text: str) -> None:
    (_, _, content), *rest = told(text)
    assert not rest
    assert len(content.split()) > 4


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The road is mined, warned the regional council.", ("the regional council", "warned")),
        ("The talks have failed, explained the envoy.", ("the envoy", "explained")),
        ("The convoy, it was reported, had been hit twice.", ("", "was reported")),
        ("The town, it was announced, had been evacuated.", ("", "was announced")),
    ],
)
def test_speakers_behind_the_cue_and_cues_of_nobody(text: str, want: tuple[str, str]) -> None:
    assert [(s, c) for s, c, _ in told(text)] == [want]
