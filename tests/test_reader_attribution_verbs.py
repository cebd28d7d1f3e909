"""Whose account a verb of saying opens, and over which words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import find

Want = dict[str, Any]

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


def test_two_accounts_of_one_sentence_keep_apart() -> None:
    text = "Vrasna said its troops had captured Hradov, while Velmar said the village was still under Varnian control."
    find(text, type="capture", side="Ostrya")
    find(text, type="hold", side="Varnia")


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


NEAR_FORMS: list[tuple[str, Want]] = [
    # the speaker behind the cue, though a parse may hang one on the quoted clause
    ("“Two shells hit the school in Mlin,” said one officer at the front.", {"cue": "said", "quote": "direct"}),
    ("“The road to Hradov was shelled,” said two medics in the town.", {"cue": "said", "quote": "direct"}),
    # a clause with "as"
    ("The enemy captured Mlin on Monday, as the general staff has confirmed.", {"cue": "confirmed", "type": "capture"}),
    ("As the police have said, two people were killed in Hradov.", {"cue": "said", "source": "police"}),
    # "it" speaks on
    (
        "The general staff said Hradov was shelled. Later, it said, two shells hit Mlin.",
        {"source": "general staff", "has": "two shells"},
    ),
    (
        "The police said a man was killed in Mlin. It added that two people were wounded.",
        {"source": "police", "has": "wounded"},
    ),
]


@pytest.mark.parametrize(("text", "want"), NEAR_FORMS)
def test_near_forms(text: str, want: Want) -> None:
    assert not find(text, **want).source.is_narrator


CITED: list[tuple[str, Want]] = [
    (
        "Radio Delta reported that the town of Mlin had fallen, citing two army officers.",
        {"source": "two army officers", "via": ["Radio Delta"]},
    ),
    (
        "Ostryan forces captured the village of Mlin, Radio Delta reported, citing a military source.",
        {"source": "military source", "via": ["Radio Delta"]},
    ),
    (
        "The Northern Herald, citing two unnamed officials, reported that the army had captured the town of Hradov.",
        {"source": "two unnamed officials", "via": ["Northern Herald"]},
    ),
]


@pytest.mark.parametrize(("text", "want"), CITED)
def test_an_outlet_that_cites_somebody_passes_their_account_on(text: str, want: Want) -> None:
    find(text, type="capture", **want)


def test_a_body_that_cites_figures_speaks_for_itself() -> None:
    find("The ministry said five people were killed in Hradov, citing hospital records.", source="ministry")
