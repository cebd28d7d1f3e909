"""Tests of ``sayso.weighing.traits`` and ``things``: what of a claim is compared."""

from __future__ import annotations

import pytest

from sayso.model import Count, Party
from sayso.weighing.things import number, order, thing
from sayso.weighing.traits import Roles, in_context, traits, words
from tests.weighing_sample import HRADOV, ORSK, VARNIA, at, by_name, entry, killed, the


def test_words_are_content_words_in_the_singular_without_places_and_parties() -> None:
    assert words("The schools and the bakery's ovens were burning") == {"school", "bakery", "oven", "burning"}
    assert words("a ceasefire") == words("the truce")
    claim = entry("r#1", "damage", "Orsk's army burned bakeries in Hradov", actor=ORSK)
    assert traits(claim, by_name()).words == {"burned", "bakery"}


@pytest.mark.parametrize(
    ("kind", "text", "weapons"),
    [
        ("airstrike", "two drones hit the mill", {"drone"}),
        ("airstrike", "an air raid on the mill", {"bomb"}),
        ("shelling", "the town came under fire", {"artillery"}),
        ("shelling", "rockets fell on the town", {"rocket"}),
        ("attack", "the town was attacked", set()),
        ("repel", "drones were shot down", {"drone"}),
        ("repel", "an assault was beaten back", {"ground"}),
    ],
)
def test_weapons_are_named_or_meant_by_the_kind(kind: str, text: str, weapons: set[str]) -> None:
    assert traits(entry("r#1", kind, text), by_name()).weapons == weapons  # type: ignore[arg-type]


def test_roles_are_turned_round_where_the_doer_is_named_second() -> None:
    def roles(kind: str, actor: Party | None, target: Party | None = None) -> Roles:
        return traits(entry("r#1", kind, actor=actor, target=target), by_name()).roles  # type: ignore[arg-type]

    assert roles("attack", ORSK, VARNIA) == Roles("Orsk", "Varnia", frozenset())
    assert roles("repel", VARNIA, ORSK) == Roles("Orsk", "Varnia", frozenset())
    assert roles("withdraw", VARNIA) == Roles(None, "Varnia", frozenset())
    assert roles("meeting", Party("Red Lantern inspectors")).names == {"red", "lantern", "inspector"}


def test_an_effect_right_behind_its_deed_has_its_weapon_and_place() -> None:
    deed = entry("r#1", "shelling", "mortars hit the town", when=the(9), start=0)
    behind = entry("r#2", "casualties", "killing two", when=the(9), places=(), counts=killed(2), start=22)
    later = entry("r#3", "casualties", "five died", when=the(9), places=(), counts=killed(5), start=300)
    found = in_context(traits(e, by_name()) for e in (later, behind, deed))
    assert [claim.behind for claim in found] == [False, True, False]
    assert [claim.weapons for claim in found] == [{"artillery"}, {"artillery"}, frozenset()]
    assert [bool(claim.where.settlements) for claim in found] == [True, True, False]


def test_days_are_of_the_event_and_of_its_telling() -> None:
    days = traits(entry("r#1", "attack", when=the(5, 7), said=at(8)), by_name()).days
    assert days is not None
    assert (days.last - days.first, days.told - days.last, days.dated, days.open) == (2, 1, True, False)
    undated = traits(entry("r#1", "attack", published=None, places=(HRADOV,)), by_name()).days
    assert undated is None


def test_things_counted_have_one_name_each() -> None:
    assert {thing("Wounded"), thing(" injured "), thing("people  wounded")} == {"injured"}
    assert thing("Bridges") == "bridges"
    assert sorted(["drones", "bridges", "killed"], key=order) == ["killed", "drones", "bridges"]
    assert [
        number(Count("killed", n, least, most)) for n, least, most in ((4, 1, 9), (None, 0, 9), (None, None, 9))
    ] == [
        4,
        0,
        9,
    ]
    assert number(Count("killed")) is None
