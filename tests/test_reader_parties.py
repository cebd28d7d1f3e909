"""Who acts on whom, and which side each is on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find, view

Want = dict[str, Any]

ACTORS: list[tuple[str, Want]] = [
    ("Ostryan forces captured the village of Hradov.", {"type": "capture", "actor_side": "Ostrya"}),
    ("Varnian troops captured the village of Hradov.", {"type": "capture", "actor_side": "Varnia"}),
    ("Ostrya shelled the town of Lesnava on Monday.", {"type": "shelling", "actor": "Ostrya", "actor_side": "Ostrya"}),
    ("Vrasna attacked the village of Mlin on Monday.", {"type": "attack", "actor_side": "Ostrya"}),
    (
        "The Dolmir Legion attacked the village of Mlin.",
        {"type": "attack", "actor": "Dolmir Legion", "actor_side": "Ostrya"},
    ),
    ("Ostryan-backed separatists attacked the village of Mlin.", {"type": "attack", "actor_side": "Ostrya"}),
    ("An Ostryan drone destroyed a school in Kamsin.", {"type": "airstrike", "actor_side": "Ostrya"}),
    ("An Ostryan missile killed two people in Kamsin.", {"type": "casualties", "actor_side": "Ostrya"}),
    ("France sent tanks to Varnia in May.", {"actor": "France", "actor_side": None}),
]


@pytest.mark.parametrize(("text", "want"), ACTORS)
def test_the_subject_acts(text: str, want: Want) -> None:
    find(text, **want)


TARGETS: list[tuple[str, Want]] = [
    (
        "Ostryan forces attacked Varnian troops near the village of Mlin.",
        {"type": "attack", "actor_side": "Ostrya", "target_side": "Varnia"},
    ),
    (
        "Varnian troops repelled an Ostryan attack near Mlin.",
        {"type": "repel", "actor_side": "Varnia", "target_side": "Ostrya"},
    ),
    (
        "Varnian forces captured 12 Ostryan soldiers near Mlin.",
        {"type": "detention", "actor_side": "Varnia", "target_side": "Ostrya"},
    ),
    (
        "Varnian forces killed 40 Ostryan soldiers near Mlin.",
        {"type": "casualties", "actor_side": "Varnia", "target_side": "Ostrya"},
    ),
    (
        "Varnian air defences downed six Ostryan drones over Kamsin.",
        {"type": "repel", "actor_side": "Varnia", "target_side": "Ostrya"},
    ),
]


@pytest.mark.parametrize(("text", "want"), TARGETS)
def test_the_object_is_acted_on(text: str, want: Want) -> None:
    find(text, **want)


PASSIVE: list[tuple[str, Want]] = [
    ("The village of Hradov was captured by Ostryan forces.", {"type": "capture", "actor_side": "Ostrya"}),
    ("Ostryan troops were driven out of Hradov by Varnian forces.", {"actor_side": "Varnia", "target_side": "Ostrya"}),
    ("Two Ostryan drones were shot down by Varnian forces over Kamsin.", {"type": "repel", "actor_side": "Varnia"}),
    (
        "Five Varnian soldiers were killed in the village of Mlin.",
        {"type": "casualties", "actor": None, "target_side": "Varnia"},
    ),
]


@pytest.mark.parametrize(("text", "want"), PASSIVE)
def test_a_passive_names_its_actor_after_by(text: str, want: Want) -> None:
    find(text, **want)


OWN_SIDE: list[tuple[str, Want]] = [
    (
        "“We captured the village of Hradov,” Varnian commander Radek Holm said.",
        {"type": "capture", "actor_side": "Varnia"},
    ),
    (
        "“We captured the village of Hradov,” Ostryan commander Goran Talvik said.",
        {"type": "capture", "actor_side": "Ostrya"},
    ),
    ("“Our troops repelled an attack near Mlin,” Vera Tolan said.", {"type": "repel", "actor_side": "Varnia"}),
    ("“Our soldiers hold the city of Dolmir,” Viktor Halm said.", {"type": "hold", "actor_side": "Ostrya"}),
    ("“The enemy attacked the village of Mlin,” Vera Tolan said.", {"type": "attack", "actor_side": "Ostrya"}),
    ("“The enemy attacked the village of Mlin,” Goran Talvik said.", {"type": "attack", "actor_side": "Varnia"}),
    ("“The invaders shelled the town of Lesnava,” Anna Belova said.", {"type": "shelling", "actor_side": "Ostrya"}),
    (
        "Vera Tolan said the enemy had withdrawn from the village of Hradov.",
        {"type": "withdraw", "actor_side": "Ostrya"},
    ),
    ("Viktor Halm said his troops had captured the town of Lesnava.", {"type": "capture", "actor_side": "Ostrya"}),
    (
        "Varnia’s Defence Ministry said its troops had captured the village of Hradov.",
        {"type": "capture", "actor_side": "Varnia"},
    ),
    ("“They killed two people in Kamsin,” Ivo Stanek said of the Ostryan army.", {"type": "casualties"}),
]


@pytest.mark.parametrize(("text", "want"), OWN_SIDE)
def test_we_and_the_enemy_go_by_the_speakers_side(text: str, want: Want) -> None:
    find(text, **want)


NOUNS: list[tuple[str, Want]] = [
    ("Officials reported an Ostryan attack on the village of Mlin.", {"type": "attack", "actor_side": "Ostrya"}),
    (
        "Officials reported shelling of the town of Lesnava by Ostryan forces.",
        {"type": "shelling", "actor_side": "Ostrya"},
    ),
    (
        "Ostrya’s Defence Ministry announced the capture of the village of Hradov.",
        {"type": "capture", "actor_side": "Ostrya"},
    ),
    (
        "Karel Aust announced the withdrawal of Varnian troops from Hradov.",
        {"type": "withdraw", "actor_side": "Varnia"},
    ),
    ("Varnian forces said the Ostryan advance on Kamsin had failed.", {"type": "advance", "actor_side": "Ostrya"}),
]


@pytest.mark.parametrize(("text", "want"), NOUNS)
def test_an_event_nouns_adjective_and_by_phrase_tell_who(text: str, want: Want) -> None:
    find(text, **want)


def test_the_dead_are_no_actors() -> None:
    claim = find("Two people died in the town of Lesnava on Monday.", type="casualties")
    assert claim.actor is None


def test_a_call_is_its_speakers_and_goes_to_whom_it_names() -> None:
    seen = view(find("Milan Sorvo urged France to send more tanks.", type="appeal"))
    assert (seen["actor"], seen["target"]) == ("Milan Sorvo", "France")


# The same English in other theatres; nothing in these sentences is news.
OTHER: list[tuple[str, str, Want]] = [
    ("ukraine", "Russian troops captured the village.", {"type": "capture", "actor_side": "Russia"}),
    ("ukraine", "Ukrainian troops repelled an attack.", {"type": "repel", "actor_side": "Ukraine"}),
    (
        "ukraine",
        "Kyiv said its troops had repelled an attack.",
        {"type": "repel", "side": "Ukraine", "actor_side": "Ukraine"},
    ),
    (
        "ukraine",
        "Moscow said its troops had repelled an attack.",
        {"type": "repel", "side": "Russia", "actor_side": "Russia"},
    ),
    (
        "ukraine",
        "“The enemy attacked our positions,” a Ukrainian army spokesman said.",
        {"type": "attack", "actor_side": "Russia"},
    ),
    ("sudan", "The army captured the town.", {"type": "capture"}),
    ("sudan", "The RSF shelled a market.", {"type": "shelling", "actor_side": "RSF"}),
    ("sudan", "The army said it had repelled an attack by the RSF.", {"type": "repel", "target_side": "RSF"}),
    (
        "generic",
        "Rebels captured the town on Sunday, a spokesman said.",
        {"type": "capture", "quote": "indirect", "side": None},
    ),
]


@pytest.mark.parametrize(("theatre", "text", "want"), OTHER)
def test_sides_come_from_the_theatre(theatre: str, text: str, want: Want) -> None:
    find(text, theatre=None if theatre == "generic" else theatre, **want)


@pytest.mark.parametrize("theatre", ["ukraine", "sudan", "varnia"])
def test_the_same_sentence_has_the_same_claims_in_every_theatre(theatre: str) -> None:
    text = "Two people were killed when a shell hit a school on Sunday, a doctor said."
    found = [(c.type, c.text, c.source.name, c.when) for c in claims_of(text, theatre=theatre)]
    assert found == [(c.type, c.text, c.source.name, c.when) for c in claims_of(text, theatre=None)]


UNDER = [
    ("Lesnava came under artillery fire from the Ostryan army on Monday.", "shelling", "Ostrya"),
    ("The town of Kadrin was under the control of Ostryan soldiers on Monday.", "hold", "Ostrya"),
    ("The town of Kadrin came under fire on Monday.", "attack", None),  # from nobody named: not from the town
]


@pytest.mark.parametrize(("text", "kind", "side"), UNDER)
def test_who_is_under_fire_does_not_fire(text: str, kind: str, side: str | None) -> None:
    claim = find(text, type=kind)
    assert (claim.actor.side if claim.actor else None) == side
    assert claim.actor is None or claim.actor.side is not None


def test_the_two_between_whom_it_comes_to_fighting_are_its_parties() -> None:
    text = "Clashes broke out between the Ostryan army and Varnian troops near Kadrin."
    find(text, type="clash", actor_side="Ostrya", target_side="Varnia")
    find("Protesters clashed between the bridge and the market of Kadrin.", type="clash", target=None)


def test_a_toll_is_the_attacks_and_not_its_own() -> None:
    find("The death toll from an Ostryan strike on Kadrin rose to nine.", type="casualties", actor="Ostrya")
    find("The death toll in Kadrin rose to nine.", type="casualties", actor=None)
