"""Whom a pronoun means: gender and number, who acts before who is acted on, nobody in what is told."""

from __future__ import annotations

import pytest

from sayso.reader.antecedents import gender
from tests.casting import cast_of, sources

MEANT: list[tuple[str, str]] = [
    ("Rada Kole, a nurse, ran to the bridge with her brother. She said two people were killed in Mlin.", "Rada Kole"),
    ("Petr Dolan met Lena Maur in Orvik. He said two people were killed in Mlin.", "Petr Dolan"),
    ("Petr Dolan met Lena Maur in Orvik. She said two people were killed in Mlin.", "Lena Maur"),
    ("Karin Holt told reporters that Radim Oleska had left. She said two people were killed in Mlin.", "Karin Holt"),
    ("Lena Maur, a lawyer with the group, left. So far, she said, two people were killed in Mlin.", "Lena Maur"),
    ("Ostrya's human rights ombudsman, Anna Tosk, resigned. She said two people were killed in Mlin.", "Anna Tosk"),
    ("Residents fled Mlin as shells fell. They said two people were killed.", "Residents"),
    ("The Dorran Institute studied the town with a nurse. It said two people were killed in Mlin.", "Dorran Institute"),
    ("Anna Belova said shells had hit a school in Mlin. Her office said two were killed.", "Anna Belova's office"),
    ("President Viktor Halm visited Mlin. His spokesman said two people were killed.", "spokesman of Viktor Halm"),
]


@pytest.mark.parametrize(("text", "name"), MEANT)
def test_a_pronoun_means_who_fits_best(text: str, name: str) -> None:
    assert sources(text)[-1] == name


COUNTED: list[tuple[str, str]] = [
    ("Two officials said shells had hit a school in Mlin. One of them said two people were killed.", "official"),
    ("Three nurses said shells had hit a school in Mlin. Another said two people were killed.", "nurse"),
    ("Three residents said shells had hit a school. One of them, a baker, said two people were killed.", "baker"),
]


@pytest.mark.parametrize(("text", "name"), COUNTED)
def test_one_of_several(text: str, name: str) -> None:
    assert sources(text)[-1] == name


def test_a_word_tells_a_gender_surely_and_a_given_name_does_not() -> None:
    roster = cast_of("Spokeswoman Robin Mark left. Adam Sidor came. Vera Tolan came.").roster
    assert gender(roster, "Robin Mark") == ("f", True)
    assert gender(roster, "Adam Sidor") == ("m", False)
    assert gender(roster, "Vera Tolan") == ("f", False)
