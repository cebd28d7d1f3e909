"""Who objects: confirms, denies, disputes, could not verify."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find, types_of, view

Want = dict[str, Any]

CLAIM = "Ostrya’s Defence Ministry said its troops had captured the village of Hradov."

VERIFY: list[tuple[str, Want]] = [
    ("Interwire could not verify the claim.", {"agency": "Interwire"}),
    ("Interwire could not independently verify the reports.", {"agency": "Interwire"}),
    ("Interwire was unable to verify either side’s accounts of the fighting.", {"agency": "Interwire"}),
    ("Interwire could not verify battlefield accounts from either side.", {"agency": "Interwire"}),
    ("The claim could not be independently verified.", {"agency": "Interwire"}),
]


@pytest.mark.parametrize(("sentence", "about"), VERIFY)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_the_agency_could_not_verify(sentence: str, about: Want, between: str) -> None:
    claim = find(CLAIM + between + sentence, type="capture", **about)
    assert view(claim)["stances"] == {("Interwire", "could_not_verify")}


def test_could_not_verify_falls_on_every_partys_claim_of_fighting_and_on_nothing_else() -> None:
    text = (
        "Varnian officials said Ostryan forces had shelled the town of Lesnava.\n\n"
        "Ostrya’s Defence Ministry said its troops had captured the village of Hradov.\n\n"
        "Viktor Halm said his country would hold elections in the autumn.\n\n"
        "Thousands of people fled the city of Dolmir in May.\n\n"
        "Interwire could not verify accounts of fighting from either side."
    )
    stances = {c.type: view(c)["stances"] for c in claims_of(text, agency="Interwire")}
    assert stances.pop("shelling") == {("Interwire", "could_not_verify")}
    assert stances.pop("capture") == {("Interwire", "could_not_verify")}
    assert set().union(*stances.values()) == set()


def test_could_not_verify_is_no_claim() -> None:
    assert types_of(CLAIM + " Interwire could not verify the claim.", agency="Interwire") == ["capture"]


DENIALS: list[tuple[str, set[str]]] = [
    ("Varnia’s army denied the claim.", {"denies"}),
    ("Varnian officials denied that the village had fallen.", {"denies"}),
    ("Varnian officials denied the report.", {"denies"}),
    ("The Varnian army disputed the claim.", {"disputes"}),
    ("Varnian officials confirmed the report.", {"confirms"}),
]


@pytest.mark.parametrize(("sentence", "stances"), DENIALS)
def test_the_other_side_objects(sentence: str, stances: set[str]) -> None:
    claim = find(CLAIM + " " + sentence, type="capture", side="Ostrya")
    assert {s.stance for s in claim.stances} == stances
    assert all("Varnia" in s.by for s in claim.stances)


def test_two_figures_that_differ_are_no_objection() -> None:
    text = (
        "Varnian officials said 45 people had been killed in Dolmir. Ostryan officials said 69 people had been killed."
    )
    assert [c.stances for c in claims_of(text)] == [(), ()]


def test_a_source_takes_no_stance_on_its_own_words() -> None:
    text = (
        "Vrasna said its troops had captured the village of Hradov. Vrasna denied that it had lost the town of Kadrin."
    )
    for claim in claims_of(text):
        assert claim.source.name not in {s.by for s in claim.stances}


def test_unable_to_verify_is_a_stance_and_no_claim() -> None:
    text = "Ostryan forces shelled Kadrin on Monday, the mayor said. The Selm Agency was not able to verify the report."
    told = claims_of(text)
    assert [c.type for c in told] == ["shelling"]
    assert [(s.by, s.stance) for s in told[0].stances] == [("Selm Agency", "could_not_verify")]
    assert len(claims_of(text.replace("was not able to verify the report", "was not able to leave the town"))) == 2
