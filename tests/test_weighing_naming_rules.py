from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.weighing.naming_rules import body, fold_name, folded, is_person, proper_id, slug, split


@pytest.mark.parametrize(
    "alike",
    [
        ("Hradovsky", "Hradovskyy", "Hradovskiy", "Hradovskyi", "Hradovskii"),
        ("Malyar", "Maliar"),
        ("al-Burhan", "Burhan", "El-Burhan"),
        ("Kasem", "Qasem", "Kassem"),
        ("Moussa", "Musa", "Mousa"),
        ("Béla", "Bela"),
        ("O'Brien", "O’Brien"),
        ("Zaitsev", "Zaytsev"),
    ],
)
def test_one_surname_in_several_spellings(alike: tuple[str, ...]) -> None:
    assert len({fold_name(name) for name in alike}) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("Holm", "Halm"), ("Tolan", "Tolanov"), ("Brovkin", "Brovin"), ("Osin", "Osina")]
)
def test_other_surnames_stay_apart(one: str, two: str) -> None:
    assert fold_name(one) != fold_name(two)


def test_a_persons_parts_leave_out_patronymics_particles_and_middle_initials() -> None:
    assert folded(split("Serhiy Petrovych Radov")) == folded(split("Sergei Radov"))
    assert folded(split("Omar T. Radov")) == folded(split("Omar Radov"))
    assert folded(split("Jan van der Berg")) == folded(split("Jan Berg"))
    assert folded(split("Omar Hamdan Radov")) != folded(split("Omar Radov"))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ivo Darel", True),
        ("Abdel Fattah al-Burhan", True),
        ("Ivo Darel of Kamsin", False),
        ("Kamsin Brigade", False),
        ("ICM", False),
        ("residents", False),
        ("Reports", False),
        ("58th Army", False),
    ],
)
def test_what_may_be_a_persons_name(name: str, wanted: bool) -> None:
    assert is_person(split(name)) is wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("the Ministry of Defense", "defence ministry"),
        ("MoD", "defence ministry"),
        ("Department of Defense", "defence ministry"),
        ("ministry of foreign affairs", "foreign ministry"),
        ("General Staff of the Armed Forces", "general staff"),
        ("office of the chief prosecutor", "chief prosecutor office"),
        ("chief prosecutor's office", "chief prosecutor office"),
        ("two senior officials", "government"),
        ("a military source", "military officials"),
    ],
)
def test_what_a_body_of_state_is_called(name: str, wanted: str) -> None:
    assert body(split(name)) == wanted


def test_a_body_of_a_land_however_the_two_are_joined() -> None:
    ways = ["Sundria's Foreign Ministry", "Foreign Ministry of Sundria", "Ministry of Foreign Affairs of Sundria"]
    assert {proper_id(split(way)) for way in ways} == {"name:sundria/foreign-ministry"}
    assert proper_id(split("Map of the Front")) == "name:map-of-front"


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    words = split(text)
    assert all(word.plain for word in words)
    if words:
        folded(words)
        proper_id(words)
        is_person(words)
    assert slug(text) == slug(slug(text))
