"""Which person a phrase names: past titles and descriptions, on either side."""

from __future__ import annotations

import pytest

from tests.casting import sources

NAMED: list[tuple[str, str]] = [
    ("Dame Vera Hollis said two people were killed in Mlin.", "Vera Hollis"),
    ("Ostryan Foreign Minister Ivo Darel said two people were killed in Mlin.", "Ivo Darel"),
    ("The mayor of Orvik, Stepan Hruda, said two people were killed in Mlin.", "Stepan Hruda"),
    ("Colonel-Major Adam Sidor, the army's spokesman, said two people were killed in Mlin.", "Adam Sidor"),
    ("The Varnian commander, Davor Merk, said two people were killed in Mlin.", "Davor Merk"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_the_name_in_a_phrase(text: str, name: str) -> None:
    assert sources(text)[-1] == name


SEATED: list[tuple[str, str]] = [
    ("The defence ministry in Velmar said two people were killed in Mlin.", "Varnia"),
    ("The defence ministry in Vrasna said two people were killed in Mlin.", "Ostrya"),
    ("In the far north of Dendia, the country's military said two people were killed.", "Dendia's military"),
    ("Shells fell on Orvik. The town's hospital said two people were killed.", "Orvik"),
]


@pytest.mark.parametrize(("text", "name"), SEATED)
def test_bodies_told_by_their_seat(text: str, name: str) -> None:
    assert name in sources(text)[-1]


WHOSE: list[tuple[str, str]] = [
    ("Nordmark, whose government said two people were killed in Mlin, closed its border.", "Nordmark's government"),
    ("Olga Venn, whose brother said two people were killed in Mlin, left the town.", "brother of Olga Venn"),
]


@pytest.mark.parametrize(("text", "name"), WHOSE)
def test_whose_is_that_of_the_noun_before(text: str, name: str) -> None:
    assert name in sources(text)
