from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.gazetteer.keys import FAMILIES, folded_key, hashed, plain_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zaporizhzhia", "Zaporizhia", "Zaporizhzhya", "Запоріжжя"),
        ("Kyiv", "Kiev", "Київ"),
        ("Kharkiv", "Kharkov", "Харків"),
        ("Avdiivka", "Avdeevka", "Avdeyevka", "Avdiyivka"),
        ("Rivne", "Rovno"),
        ("Huliaipole", "Gulyaypole", "Hulyaypole"),
        ("Mar'inka", "Maryinka", "Marinka"),
        ("Krasne", "Krasnoye", "Krasnoe"),
    ],
)
def test_slavic_spellings_fold_together(spellings: tuple[str, ...]) -> None:
    assert len({folded_key(plain_key(s), "slavic") for s in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("El Fasher", "Al-Fashir", "Al Fāshir"),
        ("Omdurman", "Umm Durman"),
        ("Wad Medani", "Wad Madani"),
        ("Nyala", "Niyala"),
    ],
)
def test_arabic_spellings_fold_together(spellings: tuple[str, ...]) -> None:
    assert len({folded_key(plain_key(s), "arabic") for s in spellings}) == 1


def test_different_towns_stay_apart() -> None:
    assert folded_key(plain_key("Kherson"), "slavic") != folded_key(plain_key("Kharkiv"), "slavic")


@given(st.text(max_size=40))
def test_a_key_of_a_key_is_itself_and_nothing_fails(name: str) -> None:
    key = plain_key(name)
    assert key == key.strip()
    for family in FAMILIES:
        assert 0 <= hashed(family, folded_key(key, family)) < 2**48
