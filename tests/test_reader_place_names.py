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
