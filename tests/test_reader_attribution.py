"""What carries on from one sentence to the next: quotations, accounts, and where narration begins again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find, view

Want = dict[str, Any]

DIRECT: list[tuple[str, Want]] = [
    (
        "“Our troops captured the village of Hradov on Monday,” army spokeswoman Vera Tolan said.",
        {"type": "capture", "source": "Vera Tolan", "cue": "said"},
    ),
    (
        "Army spokeswoman Vera Tolan said: “Our troops captured the village of Hradov on Monday.”",
        {"type": "capture", "source": "Vera Tolan", "cue": "said"},
    ),
    ('"Ostryan shells hit a hospital in Kamsin," said Mayor Ivo Stanek.', {"source": "Ivo Stanek", "cue": "said"}),
    (
        "“The enemy attacked our positions near Mlin,” Pavel Drenko told Radio Delta.",
        {"type": "attack", "source": "Pavel Drenko", "cue": "told"},
    ),
    (
        "“The invaders shelled the town all night,” Anna Belova wrote on Telegram.",
        {"type": "shelling", "source": "Anna Belova", "cue": "wrote"},
    ),
    (
        "“Two people were killed in the attack,” Belova said. “Five people were wounded.”",
        {"type": "casualties", "cue": "said"},
    ),
]


@pytest.mark.parametrize(("text", "want"), DIRECT)
def test_words_inside_quotation_marks_are_direct(text: str, want: Want) -> None:
    claim = find(text, quote="direct", **want)
    assert not set('“”"') & set(claim.text)
    assert claim.source.name.split()[-1] not in claim.text


NARRATION = [
    "Ostryan forces captured the town of Dolmir in May.",
    "A missile struck a school in Kamsin on Tuesday.",
    "Ostryan troops shelled the village of Mlin overnight.",
    "Thousands of people have fled the Selm region since April.",
]


@pytest.mark.parametrize("text", NARRATION)
def test_the_reports_own_voice_is_narration(text: str) -> None:
    for claim in claims_of(text):
        assert view(claim) | {"source": "narrator", "kind": None, "side": None, "cue": None, "quote": "none"} == view(
            claim
        )
    assert claims_of(text)


def test_a_quotation_goes_on_after_its_cue() -> None:
    text = "“Our troops captured Hradov,” Vera Tolan said on Monday. “The enemy retreated to the village of Mlin.”"
    find(text, type="capture", source="Vera Tolan", quote="direct", cue="said")
    find(text, type="withdraw", source="Vera Tolan", quote="direct", cue=None)


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = (
        "“Our troops captured the village of Hradov,” Vera Tolan said.\n\n“The enemy retreated "
        "to the village of Mlin,” she added.\n\n“We have destroyed two bridges.”"
    )
    find(text, type="capture", source="Vera Tolan", quote="direct")
    find(text, type="withdraw", source="Vera Tolan", quote="direct", cue="added")
    find(text, type="damage", source="Vera Tolan", quote="direct", cue=None)


def test_a_quotation_left_open_at_a_paragraphs_end_goes_on_in_the_next() -> None:
    text = (
        "“Our troops captured the village of Hradov,” Vera Tolan said. “The enemy "
        "retreated to Mlin.\n\n“They shelled the town of Lesnava on Sunday.”"
    )
    find(text, type="shelling", source="Vera Tolan", quote="direct", cue=None)


def test_a_following_sentence_without_a_cue_goes_on_with_the_account() -> None:
    text = (
        "Anna Belova said that Ostryan missiles had struck the city of Dolmir. The "
        "missiles had damaged four houses and a school, Belova added."
    )
    find(text, type="airstrike", source="Anna Belova", quote="indirect", cue="said")
    find(text, type="airstrike", source="Anna Belova", quote="indirect", cue="added")


UNNAMED: list[tuple[str, Want]] = [
    ("A source familiar with the plans said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
    ("Two people familiar with the matter said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
    ("A source in the Varnian army said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
]


@pytest.mark.parametrize(("text", "want"), UNNAMED)
def test_the_anonymous_are_unnamed(text: str, want: Want) -> None:
    find(text, type="deploy", quote="indirect", **want)


def test_a_new_paragraph_of_narration_ends_the_account() -> None:
    text = "Vera Tolan said Ostryan forces had shelled Lesnava.\n\nOstryan forces captured the city of Dolmir in May."
    find(text, type="shelling", source="Vera Tolan")
    find(text, type="capture", source="narrator", quote="none")


NOTICED = [
    ("A farmer nearby, Pavel Istrik, shrugged. The shells had come from the east, he said.", "Pavel Istrik"),
    ("Vera Tolan was at the bridge on Monday. She said two people had been killed in Mlin.", "Vera Tolan"),
    ("The air force gave another version. Two bombs hit the school in Mlin, it said.", "air force"),
]


@pytest.mark.parametrize(("text", "source"), NOTICED)
def test_whom_a_sentence_is_about_may_speak_as_a_pronoun_in_the_next(text: str, source: str) -> None:
    assert source in {c.source.name for c in claims_of(text)}


BEHIND = [
    "The air force said it had destroyed 20 drones; five others hit the town of Mlin.",
    "Ivo Stanek said that Ostryan forces had shelled Mlin; two people were killed.",
]


@pytest.mark.parametrize("text", BEHIND)
def test_what_stands_behind_a_semicolon_goes_on_with_the_account(text: str) -> None:
    claims = claims_of(text)
    assert len(claims) >= 2
    assert len({c.source.name for c in claims}) == 1
    assert not claims[0].source.is_narrator
