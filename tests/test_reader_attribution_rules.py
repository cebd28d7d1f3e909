"""Cues other than verbs of saying: "according to", accusations, hearsay."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find

Want = dict[str, Any]

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


HEARSAY = [
    ("Ostryan forces reportedly captured the village of Hradov on Sunday.", "capture", "reportedly"),
    ("Three people were reportedly killed in Kamsin.", "casualties", "reportedly"),
    ("The bridge was allegedly destroyed by a drone.", "damage", "allegedly"),
]


@pytest.mark.parametrize(("text", "kind", "cue"), HEARSAY)
def test_nobody_stands_behind_hearsay(text: str, kind: str, cue: str) -> None:
    find(text, type=kind, source="narrator", cue=cue, quote="none")


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


def test_both_accused_the_other_is_two_claims_on_one_span() -> None:
    found = [
        c
        for c in claims_of("Varnia and Ostrya accused each other of shelling the Orvik power plant.")
        if c.type == "shelling"
    ]
    assert {c.source.side for c in found} == {"Varnia", "Ostrya"}
    assert len({(c.start, c.end) for c in found}) == 1


KEPT_BY = [
    ("Two sappers were killed near Mlin, according to a tally kept by local medics.", "local medics"),
    ("Nine shells hit Kamsin, according to a statement issued by the Varnian police.", "Varnian police"),
]


@pytest.mark.parametrize(("text", "source"), KEPT_BY)
def test_a_tally_speaks_for_whoever_keeps_it(text: str, source: str) -> None:
    find(text, source=source)


NOBODY = ["Neither side said that the town of Mlin had been captured.", "No official confirmed that Mlin was captured."]


@pytest.mark.parametrize("text", NOBODY)
def test_what_nobody_said_is_nobodys_account(text: str) -> None:
    assert all(c.source.is_narrator for c in claims_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers asked Mayor Ivo Stanek who was still in Kamsin.",
        "Reporters asked Vera Tolan whether the army would leave Hradov.",
    ],
)
def test_a_question_asks_for_nothing_to_be_done(text: str) -> None:
    assert "appeal" not in {claim.type for claim in claims_of(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ivo Stanek asked the residents of Kamsin to leave.",
        "Mayor Ivo Stanek asked for 40 buses in Kamsin.",
        "Mayor Ivo Stanek asked Ostrya to say who holds Kamsin.",
    ],
)
def test_a_request_does(text: str) -> None:
    assert "appeal" in {claim.type for claim in claims_of(text)}
