"""Whose account a claim stands on: the cue, the quotation, and what carries on from one sentence to the next."""

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


INDIRECT: list[tuple[str, Want]] = [
    (
        "Defence minister Karel Aust said that Ostryan forces had captured the village of Mlin.",
        {"type": "capture", "source": "Karel Aust", "cue": "said"},
    ),
    (
        "Karel Aust said Ostryan troops captured the village of Mlin.",
        {"type": "capture", "source": "Karel Aust", "cue": "said"},
    ),
    (
        "Ostryan forces captured the village of Mlin on Sunday, Karel Aust said.",
        {"type": "capture", "source": "Karel Aust", "cue": "said"},
    ),
    (
        "Ostryan forces captured the village of Mlin on Sunday, said Karel Aust.",
        {"type": "capture", "source": "Karel Aust", "cue": "said"},
    ),
    (
        "Ostryan forces, Karel Aust said, had captured the village of Mlin.",
        {"type": "capture", "source": "Karel Aust", "cue": "said"},
    ),
    (
        "Ostrya’s Defence Ministry announced that its troops had withdrawn from Hradov.",
        {"type": "withdraw", "side": "Ostrya", "cue": "announced"},
    ),
    (
        "Varnian officials reported that shelling had killed three people in Kamsin.",
        {"type": "casualties", "side": "Varnia", "cue": "reported"},
    ),
    (
        "Viktor Halm claimed that his army controlled the town of Lesnava.",
        {"type": "hold", "source": "Viktor Halm", "cue": "claimed"},
    ),
    (
        "Governor Anna Belova confirmed that missiles had struck the city of Dolmir.",
        {"type": "airstrike", "source": "Anna Belova", "cue": "confirmed"},
    ),
    (
        "Petra Lind warned that Ostrya would attack the town of Orvik in the autumn.",
        {"type": "attack", "source": "Petra Lind", "cue": "warned"},
    ),
]


@pytest.mark.parametrize(("text", "want"), INDIRECT)
def test_reported_words_are_indirect(text: str, want: Want) -> None:
    claim = find(text, quote="indirect", **want)
    assert claim.cue is not None
    assert claim.cue not in claim.text.split()


MIXED: list[tuple[str, Want]] = [
    (
        "Viktor Halm said his troops had captured Hradov “after heavy fighting”.",
        {"type": "capture", "source": "Viktor Halm"},
    ),
    (
        "Karel Aust said Ostryan forces had attacked the town “without mercy” on Sunday.",
        {"type": "attack", "source": "Karel Aust"},
    ),
    (
        "Vera Tolan said the army had “completely repelled” an attack on Lesnava.",
        {"type": "repel", "source": "Vera Tolan"},
    ),
]


@pytest.mark.parametrize(("text", "want"), MIXED)
def test_an_indirect_claim_with_quoted_words_is_mixed(text: str, want: Want) -> None:
    find(text, quote="mixed", **want)


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


ACCORDING: list[tuple[str, Want]] = [
    (
        "Ostryan forces shelled Kamsin on Monday, according to Mayor Ivo Stanek.",
        {"type": "shelling", "source": "Ivo Stanek"},
    ),
    (
        "According to the United Nations, 400 people have fled the town of Orvik.",
        {"type": "displacement", "source": "United Nations"},
    ),
    (
        "According to Petra Lind, Ostrya has captured the village of Hradov.",
        {"type": "capture", "source": "Petra Lind", "kind": "analyst"},
    ),
    (
        "Three civilians were killed in Mlin, according to Varnian police.",
        {"type": "casualties", "source": "Varnian police", "kind": "law_enforcement"},
    ),
]


@pytest.mark.parametrize(("text", "want"), ACCORDING)
def test_according_to(text: str, want: Want) -> None:
    claim = find(text, quote="indirect", **want)
    assert (claim.cue or "").lower() == "according to"
    assert "ccording" not in claim.text


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
    find(text, type="damage", source="Anna Belova", quote="indirect", cue="added")


PARTICIPLES: list[tuple[str, Want]] = [
    (
        (
            "Vera Tolan said Ostryan forces had retreated from Hradov, adding "
            "that Varnian troops had captured the village of Mlin."
        ),
        {"type": "capture", "source": "Vera Tolan", "cue": "adding"},
    ),
    (
        "Drones struck the port of Halven, the mayor said, adding that two people had been killed.",
        {"type": "casualties", "cue": "adding"},
    ),
]


@pytest.mark.parametrize(("text", "want"), PARTICIPLES)
def test_a_participle_goes_on_with_the_speaker(text: str, want: Want) -> None:
    find(text, quote="indirect", **want)


HEARSAY = [
    ("Ostryan forces reportedly captured the village of Hradov on Sunday.", "capture", "reportedly"),
    ("Three people were reportedly killed in Kamsin.", "casualties", "reportedly"),
    ("The bridge was allegedly destroyed by a drone.", "damage", "allegedly"),
]


@pytest.mark.parametrize(("text", "kind", "cue"), HEARSAY)
def test_nobody_stands_behind_hearsay(text: str, kind: str, cue: str) -> None:
    find(text, type=kind, source="narrator", cue=cue, quote="none")


ANNOUNCED: list[tuple[str, Want]] = [
    (
        "Ostrya’s Defence Ministry announced the capture of Hradov.",
        {"type": "capture", "cue": "announced", "has": "capture of Hradov"},
    ),
    ("Viktor Halm hailed the liberation of the town of Lesnava.", {"type": "capture", "source": "Viktor Halm"}),
    ("The Varnian army reported heavy fighting near the village of Mlin.", {"type": "clash", "cue": "reported"}),
    (
        "Witnesses reported explosions in the city of Dolmir on Tuesday.",
        {"type": "attack", "kind": "witness", "cue": "reported"},
    ),
]


@pytest.mark.parametrize(("text", "want"), ANNOUNCED)
def test_an_event_that_a_cue_has_as_object(text: str, want: Want) -> None:
    find(text, quote="indirect", **want)


ACCUSED: list[tuple[str, Want]] = [
    (
        "Varnia accused Ostrya of shelling the town of Lesnava.",
        {"type": "shelling", "source": "Varnia", "actor_side": "Ostrya", "cue": "accused"},
    ),
    (
        "Karel Aust accused Ostryan troops of killing three civilians in Mlin.",
        {"type": "casualties", "source": "Karel Aust", "actor_side": "Ostrya"},
    ),
    (
        "Vrasna blamed Varnia for an attack on the Kamsin bridge.",
        {"type": "attack", "side": "Ostrya", "actor_side": "Varnia", "cue": "blamed"},
    ),
]


@pytest.mark.parametrize(("text", "want"), ACCUSED)
def test_an_accusation_is_its_subjects_account(text: str, want: Want) -> None:
    find(text, **want)


def test_an_outlet_that_cites_an_official_passes_his_words_on() -> None:
    text = "OTA cited an Ostryan official as saying that Varnian drones had struck the city of Zubrin."
    claim = find(text, type="airstrike", side="Ostrya", via=["OTA"])
    assert "official" in claim.source.name


def test_an_official_quoted_by_an_agency() -> None:
    text = "Lev Osin was quoted by OTA as saying that Varnian troops had shelled the town of Kadrin."
    find(text, type="shelling", source="Lev Osin", via=["OTA"])


def test_the_cue_and_the_speaker_are_no_part_of_the_span() -> None:
    claim = find("Vera Tolan said Varnian forces had rebuffed Ostryan attacks near Mlin.", type="repel")
    assert claim.text == "Varnian forces had rebuffed Ostryan attacks near Mlin"


def test_both_accused_the_other_is_two_claims_on_one_span() -> None:
    found = [
        c
        for c in claims_of("Varnia and Ostrya accused each other of shelling the Orvik power plant.")
        if c.type == "shelling"
    ]
    assert {c.source.side for c in found} == {"Varnia", "Ostrya"}
    assert len({(c.start, c.end) for c in found}) == 1


UNNAMED: list[tuple[str, Want]] = [
    ("A source familiar with the plans said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
    ("Two people familiar with the matter said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
    ("A source in the Varnian army said Ostrya had moved troops to Kadrin.", {"kind": "unnamed"}),
]


@pytest.mark.parametrize(("text", "want"), UNNAMED)
def test_the_anonymous_are_unnamed(text: str, want: Want) -> None:
    find(text, type="deploy", quote="indirect", **want)


def test_two_accounts_of_one_sentence_keep_apart() -> None:
    text = "Vrasna said its troops had captured Hradov, while Velmar said the village was still under Varnian control."
    find(text, type="capture", side="Ostrya")
    find(text, type="hold", side="Varnia")


def test_a_new_paragraph_of_narration_ends_the_account() -> None:
    text = "Vera Tolan said Ostryan forces had shelled Lesnava.\n\nOstryan forces captured the city of Dolmir in May."
    find(text, type="shelling", source="Vera Tolan")
    find(text, type="capture", source="narrator", quote="none")


def test_a_colon_opens_the_speakers_words() -> None:
    find(
        "Ivo Stanek wrote on Telegram: “A missile hit a school in Kamsin.”",
        source="Ivo Stanek",
        via=["Telegram"],
        quote="direct",
    )


DENIED: list[tuple[str, Want]] = [
    (
        "Vrasna denied that its troops had shelled the town of Lesnava.",
        {"type": "shelling", "side": "Ostrya", "modality": "negated"},
    ),
    (
        "Goran Talvik denied that his troops had left the village of Hradov.",
        {"source": "Goran Talvik", "modality": "negated"},
    ),
]


@pytest.mark.parametrize(("text", "want"), DENIED)
def test_what_is_denied_stands_negated_on_the_deniers_account(text: str, want: Want) -> None:
    find(text, **want)
