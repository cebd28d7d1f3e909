"""The page of the map: the same answer as a page, as GeoJSON, and of each place by itself; nothing in it is markup."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso import answers
from sayso.ledger import Keeper
from sayso.model import Place
from sayso.web import Room, application
from tests.siege import SEEN, fill, reading


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room.open(tmp_path_factory.mktemp("map") / "sayso.db")
    fill(made.ledger)
    yield made
    made.close()


@pytest.fixture(scope="module")
def asks(room: Room) -> Iterator[TestClient]:
    with TestClient(application(room), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def told(client: TestClient, **asked: Any) -> dict[str, Any]:
    """The map as GeoJSON, asked for again until all of it is reckoned."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        response = client.get("/map.json", params=asked)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        if not found["reading"] and not found["pending"]:
            return found
        time.sleep(0.05)
    raise AssertionError("the map is never reckoned")


def test_every_place_is_a_point_with_its_status(asks: TestClient, room: Room) -> None:
    found = told(asks, on="2031-03-06")
    assert found["type"] == "FeatureCollection"
    by_name = {feature["properties"]["place"]: feature for feature in found["features"]}
    assert {"9001", "9003", "Mlin"} == set(by_name), "by name where that is enough"
    for name, feature in by_name.items():
        answer = answers.place(room.ledger, name, on=date(2031, 3, 6))
        assert feature["properties"]["status"] == answer.control.status
        assert feature["geometry"]["coordinates"] == [answer.spot.lon, answer.spot.lat]
    assert by_name["9001"]["properties"]["words"] == "contested between Ostrya and Varnia"


def test_a_day_is_one_that_statuses_are_of_and_no_filter(asks: TestClient) -> None:
    assert told(asks, on="2031-03-05")["total"] == told(asks)["total"]
    assert told(asks, on="2031-03-05", since="2031-03-05", until="2031-03-05")["total"] < told(asks)["total"]


def test_as_known_on_a_day(asks: TestClient) -> None:
    early = told(asks, known="2031-03-05", on="2031-03-12")
    late = told(asks, on="2031-03-12")
    assert early["total"] < late["total"]
    statuses = [
        f["properties"]["status"]
        for each in (early, late)
        for f in each["features"]
        if f["id"] == early["features"][0]["id"]
    ]
    assert statuses == ["contested", "held"]


def test_one_filter_for_map_and_timeline(asks: TestClient) -> None:
    every, some = told(asks), told(asks, side="ostrya")
    assert 0 < some["total"] < every["total"]
    assert sum(some["timeline"]["published"]) == some["total"]
    missing = asks.get("/map.json", params={"side": "Nobody"})
    assert missing.status_code == 404
    assert "no claim has it" in missing.json()["error"]


def test_the_page_has_the_same_places_as_a_list(asks: TestClient) -> None:
    found = told(asks, on="2031-03-06")
    page = asks.get("/map", params={"on": "2031-03-06"}).text
    listed = re.search(r'<ol class="places".*?</ol>', page, re.DOTALL)
    assert listed is not None
    links = [unescape(address) for address in re.findall(r'href="(/places/[^"]+)"', listed[0])]
    assert links == [f"/places/{f['properties']['place']}?on=2031-03-06" for f in found["features"]]
    for feature in found["features"]:
        assert feature["properties"]["name"] in listed[0]
    assert 'value="2031-03-06"' in page
    assert "Invented." in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_what_was_asked_stays_in_the_form(asks: TestClient) -> None:
    page = asks.get(
        "/map", params={"q": 'a"b', "type": "capture", "side": "Ostrya", "outlet": "Interwire", "at": "-48.2,-123,6"}
    ).text
    assert 'name="q" type="search" maxlength="500" placeholder="Words" value="a&#34;b"' in page
    assert re.search(r"<option selected>capture</option>|<option selected>\s*capture", page)
    assert '<input type="hidden" name="outlet" value="Interwire">' in page
    assert asks.get("/map", params={"at": "over there"}).status_code == 422


def test_the_card_says_on_whose_word(asks: TestClient) -> None:
    card = asks.get("/map/card", params={"place": "9001", "on": "2031-03-06"}).text
    assert "contested between Ostrya and Varnia" in card
    assert "Ministry of Defence of Ostrya" in card
    assert "Varnian General Staff" in card
    assert "<html" not in card
    assert asks.get("/map/card", params={"place": "Nowhere"}).status_code == 404


def test_invented_land_is_drawn(asks: TestClient) -> None:
    names = [f["properties"].get("name") for f in asks.get("/map/lands.json").json()["features"]]
    assert "Varnia" in names


def test_names_are_data(tmp_path: Path) -> None:
    evil = Place("<img src=x onerror=alert(1)>", None, -48.0, -123.0)
    told_there = {"text": "troops captured it", "type": "capture", "places": (evil,)}
    room = Room.open(tmp_path / "sayso.db")
    Keeper(room.ledger).keep(reading("a", date(2031, 3, 4), "</script><b>", told_there), seen=SEEN)
    with TestClient(application(room), base_url="http://localhost") as client:
        told(client)
        page = client.get("/map").text
        card = client.get("/map/card", params={"place": evil.name}).text
    room.close()
    for text in (page, card):
        assert "&lt;img src=x" in text
        assert "<img src=x" not in text
        assert "</script><b>" not in text


def test_an_empty_ledger_has_a_map_too(tmp_path: Path) -> None:
    room = Room.open(tmp_path / "sayso.db")
    with TestClient(application(room), base_url="http://localhost") as client:
        assert told(client)["features"] == []
        assert "No claim that fits names a place" in client.get("/map").text
    room.close()
