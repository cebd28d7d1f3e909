"""Which names are places: settlements, regions and facilities, in lists and with what they lie in."""

from __future__ import annotations

import pytest

from tests.reading import claims_of, find

FACILITIES: list[tuple[str, str]] = [
    ("Drones attacked the Orvik power plant on Sunday.", "Orvik"),
    ("A missile damaged the Kamsin bridge on Sunday.", "Kamsin"),
    ("Drones set the Zubrin oil depot on fire on Sunday.", "Zubrin"),
    ("A drone struck the Tarn airfield overnight.", "Tarn"),
]


@pytest.mark.parametrize(("text", "settlement"), FACILITIES)
def test_a_facility_stands_in_its_settlement(text: str, settlement: str) -> None:
    (claim,) = claims_of(text)
    assert settlement in {p.name for p in claim.places} or any(p.name.startswith(settlement) for p in claim.places)
    assert all(p.lat is not None and p.lon is not None for p in claim.places)


def test_a_settlement_carries_its_coordinates() -> None:
    (place,) = find("Ostryan forces captured the village of Hradov.", type="capture").places
    assert (place.lat, place.lon, place.precision) == (-48.25, -123.03, "settlement")


def test_a_region_is_a_region() -> None:
    (place,) = find("Ostryan forces shelled the Selm region on Monday.", type="shelling").places
    assert place.precision == "region"


def test_a_nations_adjective_is_no_place() -> None:
    assert find("Ostryan forces attacked Varnian troops on Sunday.", type="attack").places == ()


NAMES: list[tuple[str, dict[str, str]]] = [
    ("Shelling was reported in Mlin, Hradov and Tarn.", {"Mlin": "settlement", "Hradov": "settlement"}),
    ("Fighting raged in Hradov, Selm region, on Sunday.", {"Hradov": "settlement"}),
    ("Ostryan forces shelled the Selm region on Monday.", {"Selm region": "region"}),
]


@pytest.mark.parametrize(("text", "want"), NAMES)
def test_names_are_settled_by_their_kind(text: str, want: dict[str, str]) -> None:
    found = {p.name: p.precision for c in claims_of(text) for p in c.places}
    assert want.items() <= found.items()


@pytest.mark.parametrize(
    ("text", "lat"),
    [
        ("Gunmen fought the army in Tripoli, northern Lebanon, on Monday.", 34.4),
        ("Police fought gunmen in Hyderabad, southern India, on Monday.", 17.4),
    ],
)
def test_a_part_of_the_country_behind_a_town_tells_which_is_meant(text: str, lat: float) -> None:
    (claim, *_) = claims_of(text, theatre="generic")
    assert [round(p.lat or 0, 1) for p in claim.places] == [lat]


IN_TOWNS: list[tuple[str, str, str]] = [
    (
        "A missile struck the Al-Nasr hospital in Khan Younis on Monday, killing six people.",
        "Khan Younis",
        "Khān Yūnis",
    ),
    ("Shells fell on the Kalma camp near Nyala overnight, killing nine people.", "Nyala", "Nyala"),
    ("Jets bombed Goma International Airport on Monday, the army said.", "Goma", "Goma"),
    ("Drones hit Benghazi airport on Monday, the army said.", "Benghazi", "Benghazi"),
]


@pytest.mark.parametrize(("text", "name", "town"), IN_TOWNS)
def test_a_facility_in_any_war_is_where_its_town_is(text: str, name: str, town: str) -> None:
    (claim, *_) = claims_of(text, theatre="generic")
    assert {p.name for p in claim.places} <= {town, name}
    assert all(p.precision == "settlement" for p in claim.places)


WORLD: list[tuple[str, str, str]] = [
    ("Rebels captured Rutshuru in North Kivu on Monday.", "Rutshuru", "settlement"),
    ("The army bombed Sittwe in Rakhine state on Monday.", "Sittwe", "settlement"),
    ("Troops shelled Adigrat in the Tigray region on Monday.", "Ādīgrat", "settlement"),
    ("Jets bombed Saraqib in Idlib province on Monday.", "Saraqib", "settlement"),
    ("Drones hit Hodeidah on Monday, killing four people.", "Al Ḩudaydah", "settlement"),
    ("The army shelled Stepanakert in Nagorno-Karabakh on Monday.", "Khankendi", "settlement"),
    ("Gunmen killed nine soldiers in the Timbuktu region on Monday.", "Tombouctou", "region"),
    ("Clashes killed nine soldiers in Upper Nile state on Monday.", "Upper Nile", "region"),
]


@pytest.mark.parametrize(("text", "name", "precision"), WORLD)
def test_places_of_other_wars_are_found(text: str, name: str, precision: str) -> None:
    places = {p.name: p.precision for c in claims_of(text, theatre="generic") for p in c.places}
    assert places == {name: precision}


@pytest.mark.parametrize(
    "text", ["Jihadists attacked Palma in Cabo Delgado on Monday.", "Troops took Granada in Rakhine state on Monday."]
)
def test_a_town_that_the_named_province_lacks_is_not_sought_in_another_country(text: str) -> None:
    assert all(p.lat is None or abs(p.lat) < 30 for c in claims_of(text, theatre="generic") for p in c.places)
