"""Which clauses are claims."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, day, find, types_of, view

Want = dict[str, Any]

COORDINATED: list[tuple[str, list[str]]] = [
    ("Ostryan warplanes bombed the village of Mlin and troops captured the town of Lesnava.", ["airstrike", "capture"]),
    ("Ostryan forces shelled the town of Lesnava and captured the village of Hradov.", ["shelling", "capture"]),
    ("Ostryan troops attacked the village of Mlin but retreated on Sunday.", ["attack", "withdraw"]),
    (
        "Ostryan forces stormed the village of Hradov, captured it and advanced towards Mlin.",
        ["attack", "capture", "advance"],
    ),
]


@pytest.mark.parametrize(("text", "kinds"), COORDINATED)
def test_two_predicates_of_different_types_are_two_claims(text: str, kinds: list[str]) -> None:
    assert types_of(text) == kinds


ONE: list[tuple[str, Want]] = [
    (
        "The shelling killed two people and wounded five in Kamsin.",
        {"type": "casualties", "counts": {"killed": 2, "injured": 5}},
    ),
    (
        "Two people were killed and five were wounded in Kamsin on Sunday.",
        {"type": "casualties", "counts": {"killed": 2, "injured": 5}},
    ),
]


@pytest.mark.parametrize(("text", "want"), ONE)
def test_the_dead_and_the_wounded_are_one_claim(text: str, want: Want) -> None:
    find(text, **want)
    assert len(claims_of(text)) == 1


KILLING = [
    "An Ostryan attack on the town of Lesnava killed two people.",
    "An Ostryan attack on Lesnava has killed two people, Ivo Stanek said.",
    "Ivo Stanek said an Ostryan attack on the town of Lesnava had killed two people.",
]


@pytest.mark.parametrize("text", KILLING)
def test_an_attack_that_killed_is_one_casualties_claim_with_the_attacker(text: str) -> None:
    (claim,) = claims_of(text)
    seen = view(claim)
    assert (seen["type"], seen["actor_side"], seen["places"], seen["counts"]) == (
        "casualties",
        "Ostrya",
        ["Lesnava"],
        {"killed": 2},
    )


TWICE: list[tuple[str, list[str]]] = [
    ("Ostryan forces shelled the town of Lesnava on Monday, killing two people.", ["shelling", "casualties"]),
    ("Ostryan missiles struck the city of Dolmir overnight, killing four people.", ["airstrike", "casualties"]),
    ("Two people were killed after an Ostryan missile strike on the city of Dolmir.", ["casualties", "airstrike"]),
]


@pytest.mark.parametrize(("text", "kinds"), TWICE)
def test_an_attack_with_a_clause_of_its_own_is_a_second_claim(text: str, kinds: list[str]) -> None:
    assert sorted(types_of(text)) == sorted(kinds)


REDUCED: list[tuple[str, Want]] = [
    (
        "Varnian troops shelled the city of Dolmir, captured by Ostryan forces in May.",
        {"type": "capture", "actor_side": "Ostrya", "when": day(5, 1, until=(5, 31))},
    ),
    (
        "Karel Aust visited the village of Hradov, liberated by Varnian troops on Sunday.",
        {"type": "capture", "actor_side": "Varnia"},
    ),
    ("A school damaged by a missile on Sunday stood empty, Ivo Stanek said.", {"type": "damage"}),
    (
        "Lesnava, which was captured by Ostryan troops in May, lies near Hradov.",
        {"type": "capture", "actor_side": "Ostrya"},
    ),
]


@pytest.mark.parametrize(("text", "want"), REDUCED)
def test_a_reduced_relative_clause_is_a_claim(text: str, want: Want) -> None:
    find(text, **want)


HELD: list[tuple[str, Want]] = [
    (
        "Varnian drones struck the Ostryan-held city of Dolmir on Monday.",
        {"type": "hold", "actor": "Ostrya", "places": ["Dolmir"]},
    ),
    ("Varnian artillery shelled Ostryan-occupied Dolmir on Monday.", {"type": "hold", "places": ["Dolmir"]}),
]


@pytest.mark.parametrize(("text", "want"), HELD)
def test_who_holds_a_place_told_in_an_adjective(text: str, want: Want) -> None:
    find(text, **want)


NOTHING = [
    "If Ostrya attacks the town of Lesnava, the army will defend it.",
    "It was a quiet morning and the shops were open.",
    "Sorvo, a former teacher, was born in a small village.",
]


@pytest.mark.parametrize("text", NOTHING[1:])
def test_colour_and_biography_are_no_claims(text: str) -> None:
    assert claims_of(text) == ()


def test_a_condition_is_no_event() -> None:
    assert "attack" not in types_of(NOTHING[0])


def test_a_headline_and_a_credit_are_not_read() -> None:
    text = (
        "Published: June 18, 2031\n\nOstryan forces capture Hradov\n\nVELMAR, June 18 "
        "(Interwire) - Varnian troops shelled the city of Dolmir on Tuesday."
    )
    assert types_of(text) == ["shelling"]


def test_a_clause_is_claimed_once() -> None:
    text = "Ostryan forces captured the village of Hradov on Sunday."
    assert len(claims_of(text)) == 1
