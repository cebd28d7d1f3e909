from __future__ import annotations

import pytest

from sayso.model import Source
from sayso.theatres import load
from sayso.weighing.account_names import Named, Resolver
from sayso.weighing.shortening import initials, is_letters, may_be


def named(name: str, side: str | None = None) -> Named:
    return Resolver(load("generic")).named(Source(name, None, side))


@pytest.mark.parametrize(
    ("short", "full", "may"),
    [
        ("Drenko", "Pavel Drenko", True),
        ("P. Drenko", "Pavel Drenko", True),
        ("I. Drenko", "Pavel Drenko", False),
        ("Pavel Drenko", "Pavel Andrei Drenko", True),
        ("Ivo Drenko", "Pavel Andrei Drenko", False),
        ("Pavel Drenko", "Pavel Drenko", False),
    ],
)
def test_a_shorter_name_may_be_a_fuller_one_s(short: str, full: str, may: bool) -> None:
    assert may_be(named(short), named(full)) is may


def test_nobody_is_of_two_sides() -> None:
    assert may_be(named("Drenko", "Varnia"), named("Pavel Drenko", "Varnia"))
    assert not may_be(named("Drenko", "Ostrya"), named("Pavel Drenko", "Varnia"))


def test_first_letters_are_told_from_names() -> None:
    assert [name for name in ("ICM", "the I.C.M.", "Icm", "MoD", "Selm", "ABCDEFGH", "I") if is_letters(name)] == [
        "ICM",
        "the I.C.M.",
        "MoD",
    ]


def test_a_body_goes_by_its_first_letters_with_and_without_the_small_words() -> None:
    assert initials(named("the Ministry of Roads")) == {"mor", "mr"}
    assert initials(named("Drenko")) == set()
