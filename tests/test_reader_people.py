"""What nouns stand for among those who speak, and women's and men's words and names."""

from __future__ import annotations

import pytest

from sayso.reader.people import Nature, gender_of, nature_of, office_of


@pytest.mark.parametrize(
    ("lemma", "plural", "nature"),
    [
        ("nurse", False, "person"),
        ("nurse", True, "people"),
        ("ministry", False, "body"),
        ("Charity", False, "body"),
        ("bulletin", False, "document"),
        ("corridor", False, None),
        ("power", False, None),
    ],
)
def test_nouns_of_people_bodies_and_documents(lemma: str, plural: bool, nature: Nature | None) -> None:
    assert nature_of(lemma, plural=plural) == nature


def test_offices_by_any_word() -> None:
    assert office_of("spokeswoman") == office_of("Spokesman") == "spokesperson"
    assert office_of("mayor") == "mayor"


def test_gender() -> None:
    assert gender_of(["the", "retired", "headmistress"], "Kim") == ("f", True)
    assert gender_of(["Mr."], "Vera") == ("m", True)
    assert gender_of([], "Hélène") == ("f", False)
    assert gender_of([], "Mustafa") == ("m", False)
    assert gender_of([]) == (None, False)
