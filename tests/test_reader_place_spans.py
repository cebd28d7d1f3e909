"""Where place names stand: whole names, names taken for persons, half names, and the region beside them."""

from __future__ import annotations

import pytest

from sayso.gazetteer import open_gazetteer
from sayso.intake import report_from_text
from sayso.reader.document import prepare
from sayso.reader.language import load_pipeline
from sayso.reader.place_names import find_places
from sayso.reader.place_spans import place_spans
from sayso.theatres import load


def places_of(text: str, theatre: str = "ukraine") -> dict[str, str]:
    """The names that stand in a text, each with what it was settled to."""
    (document,) = prepare(load_pipeline(None), [report_from_text(text, theatre=theatre)])
    found = find_places(document, load(theatre), open_gazetteer()).found
    return {p.mention.name: p.place.name for p in found if p.place}


def names_of(text: str, theatre: str = "ukraine") -> set[str]:
    (document,) = prepare(load_pipeline(None), [report_from_text(text, theatre=theatre)])
    return {document.doc[a:b].text for a, b, _ in place_spans(document, load(theatre), open_gazetteer())}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The governor said Bila Tserkva had come under fire overnight.", "Bila Tserkva"),
        ("Shelling was reported in Kamianets-Podilskyi on Sunday.", "Kamianets-Podilskyi"),
        ("Two people died in Bilhorod-Dnistrovskyi when a drone hit a house.", "Bilhorod-Dnistrovskyi"),
    ],
)
def test_a_name_is_read_whole(text: str, name: str) -> None:
    assert name in names_of(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Ukrainian troops held Pisky-Qorvatski on Monday.", "Pisky"),
        ("Drones flew over Lyman-Vexelburg before dawn.", "Lyman"),
    ],
)
def test_half_of_a_name_is_no_name(text: str, part: str) -> None:
    assert part not in names_of(text)


def region_of(text: str, name: str) -> str | None:
    (document,) = prepare(load_pipeline(None), [report_from_text(text, theatre="ukraine")])
    found = find_places(document, load("ukraine"), open_gazetteer()).found
    return next((p.mention.beside or p.mention.inside for p in found if p.mention.name == name), None)


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("In the Kherson region, two people were wounded in Mykolaivka.", "Mykolaivka", "Kherson region"),
        ("The Sumy regional governor said a drone had hit Krasnopillia.", "Krasnopillia", "Sumy region"),
        ("Fighting went on near Balakliia and elsewhere in Kharkiv Oblast.", "Balakliia", "Kharkiv Oblast"),
    ],
)
def test_the_only_region_of_a_sentence_stands_beside_its_towns(text: str, name: str, region: str) -> None:
    assert region_of(text, name) == region


def test_two_regions_stand_beside_nothing() -> None:
    text = "Drones hit Okhtyrka as they crossed the Sumy region and the Poltava region."
    assert region_of(text, "Okhtyrka") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Clashes in Cox's Bazar left three people dead, police in Bangladesh said.", "Cox's Bazar"),
        ("Israeli aircraft bombed a school in Gaza City on Sunday, killing nine people.", "Gaza City"),
    ],
)
def test_a_name_is_read_whole_in_any_war(text: str, name: str) -> None:
    assert name in names_of(text, "generic")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The Arakan Army shelled a base near Sittwe on Sunday.", "Arakan"),
        ("Boko Haram fighters attacked Maiduguri in Borno state.", "Boko"),
    ],
)
def test_a_piece_of_a_partys_name_is_no_place(text: str, part: str) -> None:
    assert part not in names_of(text, "generic")
