"""Who a mention is: full names for surnames and pronouns, kinds by role, sides by nation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find

Want = dict[str, Any]

SAME: list[tuple[str, str]] = [
    (
        "Vera Tolan said Ostryan forces had shelled the town of Lesnava. Tolan said two people were killed.",
        "Vera Tolan",
    ),
    ("Vera Tolan said Ostryan forces had shelled the town of Lesnava. She said two people were killed.", "Vera Tolan"),
    ("Mayor Ivo Stanek said drones had hit the Kamsin bridge. “Two people were killed,” he said.", "Ivo Stanek"),
    ("Mayor Ivo Stanek said drones had hit the Kamsin bridge. Two people were killed, Stanek added.", "Ivo Stanek"),
    ("“Drones hit the bridge,” Radim Oleska, a doctor, said. Oleska said two people were killed.", "Radim Oleska"),
    ("Gen. Radim Oleska said drones had hit the bridge. He said two people were killed.", "Radim Oleska"),
    ("Police chief Dana Kross said a shell hit a school. According to Kross, two people were killed.", "Dana Kross"),
]


@pytest.mark.parametrize(("text", "name"), SAME)
def test_a_surname_and_a_pronoun_give_the_name_first_seen(text: str, name: str) -> None:
    assert {c.source.name for c in claims_of(text)} == {name}
    find(text, type="casualties", source=name)


def test_a_pronoun_goes_to_the_speaker_nearest_before() -> None:
    text = (
        "Ivo Stanek said shells had hit a school.\n\nVera Tolan said troops "
        "had captured Hradov. She said three soldiers were killed."
    )
    find(text, type="casualties", source="Vera Tolan")


KINDS: list[tuple[str, str]] = [
    ("Varnian officials said two people were killed in Mlin.", "government"),
    ("The foreign ministry said two people were killed in Mlin.", "government"),
    ("The air force said two people were killed in Mlin.", "military"),
    ("A Varnian army spokesman said two people were killed in Mlin.", "military"),
    ("Police said two people were killed in Mlin.", "law_enforcement"),
    ("Prosecutors said two people were killed in Mlin.", "law_enforcement"),
    ("The mayor of the town said two people were killed in Mlin.", "local_official"),
    ("The regional governor said two people were killed in Mlin.", "local_official"),
    ("Medics said two people were killed in Mlin.", "organisation"),
    ("The Red Cross said two people were killed in Mlin.", "organisation"),
    ("A resident said two people were killed in Mlin.", "witness"),
    ("Witnesses said two people were killed in Mlin.", "witness"),
    ("Military analyst Oto Brand said two people were killed in Mlin.", "analyst"),
    ("A source said two people were killed in Mlin.", "unnamed"),
    ("A person familiar with the matter said two people were killed in Mlin.", "unnamed"),
    ("Varnian war bloggers said two people were killed in Mlin.", "unofficial"),
    ("Radio Delta said two people were killed in Mlin.", "media"),
    ("OTA reported that two people were killed in Mlin.", "media"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_source_has_the_kind_of_its_institution(text: str, kind: str) -> None:
    find(text, type="casualties", kind=kind)


SIDES: list[tuple[str, str | None]] = [
    ("Varnian officials said two people were killed in Mlin.", "Varnia"),
    ("Ostryan officials said two people were killed in Mlin.", "Ostrya"),
    ("Velmar said two people were killed in Mlin.", "Varnia"),
    ("Vrasna said two people were killed in Mlin.", "Ostrya"),
    ("The Amber House said two people were killed in Mlin.", "Ostrya"),
    ("Viktor Halm said two people were killed in Mlin.", "Ostrya"),
    ("Ostryan-installed officials said two people were killed in Mlin.", "Ostrya"),
    ("The Ostryan-installed governor said two people were killed in Mlin.", "Ostrya"),
    ("The United Nations said two people were killed in Mlin.", None),
    ("Interwire said two people were killed in Mlin.", None),
    ("The French foreign ministry said two people were killed in Mlin.", None),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_a_source_is_on_its_nations_side(text: str, side: str | None) -> None:
    find(text, type="casualties", side=side)


def test_a_spokesman_named_with_his_ministry_is_of_its_side() -> None:
    claim = find("Ostryan defence ministry spokesman Igor Mentz said his army had captured Hradov.", type="capture")
    assert (claim.source.name, claim.source.side) == ("Igor Mentz", "Ostrya")


def test_a_name_after_its_description() -> None:
    claim = find(
        "A spokeswoman for the Varnian army, Irma Sellin, said shells had hit a school in Lesnava.", type="shelling"
    )
    assert (claim.source.name, claim.source.kind, claim.source.side) == ("Irma Sellin", "military", "Varnia")


def test_a_description_after_the_name() -> None:
    claim = find("Irma Sellin, the mayor of Orvik, said shells had hit a school in Lesnava.", type="shelling")
    assert (claim.source.name, claim.source.kind) == ("Irma Sellin", "local_official")


def test_a_capital_that_speaks_is_a_party_and_no_place() -> None:
    claim = find("Vrasna said its troops had captured the village of Hradov.", type="capture")
    assert claim.source.side == "Ostrya"
    assert [p.name for p in claim.places] == ["Hradov"]


CHARITIES = [
    ("The charity Northern Light said two people were killed in Mlin.", "Northern Light"),
    ("The shipping firm Corvane said a missile had struck its ship near Orvik.", "Corvane"),
]


@pytest.mark.parametrize(("text", "name"), CHARITIES)
def test_a_body_goes_by_the_name_behind_what_it_is(text: str, name: str) -> None:
    assert name in {c.source.name for c in claims_of(text)}


def test_whose_age_is_told_is_no_official() -> None:
    told = '"A shell hit the school in Kamsin," said {}, who keeps bees.'
    assert find(told.format("Lida Soran, 71")).source.kind == "witness"
    assert find(told.format("Lida Soran")).source.kind == "government"
