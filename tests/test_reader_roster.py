"""Whom a report names: offices out of descriptions on either side, bodies, acronyms."""

from __future__ import annotations

import pytest

from tests.casting import cast_of

OFFICES: list[tuple[str, str, set[str]]] = [
    ("Mlin mayor Dana Kross left.", "Dana Kross", {"mayor"}),
    ("Dana Kross, the mayor of Mlin, left.", "Dana Kross", {"mayor"}),
    ("The army's spokesman, Petr Dolan, left.", "Petr Dolan", {"spokesperson"}),
    ("Defence ministry spokeswoman Olga Venn left.", "Olga Venn", {"spokesperson"}),
]


@pytest.mark.parametrize(("text", "name", "offices"), OFFICES)
def test_offices_of_the_named(text: str, name: str, offices: set[str]) -> None:
    held = {o for h in cast_of(text).roster.holders if h.name == name for o in h.offices}
    assert offices <= held


def test_a_description_ends_where_another_name_stands() -> None:
    roster = cast_of("President Viktor Halm told Mayor Dana Kross to leave.").roster
    assert {o for h in roster.holders if h.name == "Dana Kross" for o in h.offices} == {"mayor"}


ACRONYMS: list[tuple[str, str, str]] = [
    ("Fighters of the Free Hills Movement (FHM) left Orvik.", "FHM", "Free Hills Movement"),
    ("The People's Dawn Army left. The PDA lost three men.", "PDA", "People's Dawn Army"),
    ("The June 4 Movement fled. The J4 said it had lost no ground.", "J4", "June 4 Movement"),
    ("The Hranice Unity Army (HRUA-K) left Orvik.", "HRUA-K", "Hranice Unity Army"),
]


@pytest.mark.parametrize(("text", "short", "full"), ACRONYMS)
def test_acronyms_stand_for_names_of_the_report(text: str, short: str, full: str) -> None:
    assert cast_of(text).acronyms.get(short) == full
