"""Who holds an office: the holder that the report names, before or after, and nobody else's."""

from __future__ import annotations

import pytest

from tests.casting import sources

HELD: list[tuple[str, list[str]]] = [
    (
        "The city's mayor said two people were killed in Mlin. The mayor, Ivo Stanek, said a shell had hit a school.",
        ["Ivo Stanek", "Ivo Stanek"],
    ),
    (
        "“Drones hit the bridge,” said the mayor of Orvik. Mayor Dana Kross added that two people were killed.",
        ["Dana Kross", "Dana Kross"],
    ),
    (
        "Army spokeswoman Irma Sellin said shells had hit a school. The spokesperson said two people were killed.",
        ["Irma Sellin", "Irma Sellin"],
    ),
    (
        "Defence Minister Karel Brand said troops had captured Hradov. The foreign minister, Olga Venn, said talks "
        "had failed. The defence minister said three soldiers were killed.",
        ["Karel Brand", "Olga Venn", "Karel Brand"],
    ),
    (
        "A shell hit a school, the town's mayor said. Stepan Hruda said two people were killed.",
        ["Stepan Hruda", "Stepan Hruda"],
    ),
]


@pytest.mark.parametrize(("text", "names"), HELD)
def test_an_office_is_its_holder(text: str, names: list[str]) -> None:
    assert sources(text) == names


OTHERS: list[tuple[str, str]] = [
    ("Deputy mayor Dana Kross said a shell had hit a school. The mayor said two people were killed.", "Dana Kross"),
    ("Mayor Dana Kross said a shell had hit a school. A mayor in the east said two were killed.", "Dana Kross"),
    ("Mlin Mayor Dana Kross said a shell hit a school. The mayor of Orvik said two were killed.", "Dana Kross"),
]


@pytest.mark.parametrize(("text", "name"), OTHERS)
def test_another_office_is_not_his(text: str, name: str) -> None:
    assert sources(text)[-1] != name
