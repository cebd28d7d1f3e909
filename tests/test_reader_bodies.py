"""Which body is meant: by its last word, by what it is described as, by the name that a clause gives."""

from __future__ import annotations

import pytest

from tests.casting import sources

MEANT: list[tuple[str, str]] = [
    ("The Dorran Front said it had captured Hradov. The Front said three soldiers were killed.", "Dorran Front"),
    ("The Morning League said it had captured Hradov. The League said three soldiers were killed.", "Morning League"),
    ("The rebel Dorran Front captured Hradov on Monday. The rebels said three soldiers were killed.", "Dorran Front"),
    ("The Grey Hills Army captured Hradov. The insurgents said three soldiers were killed.", "Grey Hills Army"),
    ("The charity Bright Water said a shell had hit Mlin. The charity said two people were killed.", "Bright Water"),
]


@pytest.mark.parametrize(("text", "name"), MEANT)
def test_a_body_told_of_before(text: str, name: str) -> None:
    assert sources(text)[-1].endswith(name)


CALLED: list[tuple[str, str]] = [
    ("A group calling itself the Grey Hand said it had captured Hradov.", "Grey Hand"),
    ("A pilot who goes by the call sign Falcon said drones had hit the bridge in Mlin.", "Falcon"),
    ("A rebel spokesman known as Captain Ash said two people were killed in Mlin.", "Captain Ash"),
    ("An engineer who gave his name only as Ruben said two people were killed in Mlin.", "Ruben"),
]


@pytest.mark.parametrize(("text", "name"), CALLED)
def test_a_name_that_a_clause_gives(text: str, name: str) -> None:
    assert sources(text)[-1] == name


def test_whom_one_talks_of_is_no_name_of_his() -> None:
    assert sources("A baker who called Darel a liar said two people were killed in Mlin.")[-1] == "baker"


OWNED: list[tuple[str, str]] = [
    ("Varnia's General Staff said Hradov was quiet. Two men fell, the General Staff said.", "Varnia's General Staff"),
    ("Varnia's Defence Ministry said Hradov was quiet. Two men fell, the ministry said.", "Varnia's Defence Ministry"),
]


@pytest.mark.parametrize(("text", "name"), OWNED)
def test_whose_a_body_is_goes_without_saying_the_second_time(text: str, name: str) -> None:
    assert sources(text) == [name, name]


def test_a_body_that_both_sides_have_is_nobodys_by_its_name_alone() -> None:
    both = "Varnia's General Staff said Hradov was quiet. Ostrya's General Staff said Mlin was quiet."
    assert sources(f"{both} The village of Orvik was shelled, the General Staff said.")[-1] == "General Staff"
