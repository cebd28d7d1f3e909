"""The page of a place: the answer with its grounds, what was known then and since, and what lies around."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.ledger import Keeper, Ledger
from sayso.model import Place
from sayso.web import Room, application
from tests.siege import READINGS, fill, reading


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("siege") / "s.db"
    with Ledger.open(path, create=True) as ledger:
        Keeper(fill(ledger)).keep(
            reading(
                "nine-3",
                READINGS[3].report.published,
                "Channel Nine",
                {"text": "a bomb fell on the mill of Orvik", "type": "airstrike", "places": (Place("Orvik"),)},
            )
        )
    room = Room.open(path)
    with TestClient(application(room), base_url="http://localhost") as client:
        yield client
    room.close()


def test_it_tells_who_is_said_to_hold_the_place_and_on_whose_word(siege: TestClient) -> None:
    told = siege.get("/places/Hradov.json", params={"on": "2031-03-06"}).json()
    assert (told["status"], told["claimants"]) == ("contested", ["Ostrya", "Varnia"])
    assert {ground["bearing"] for ground in told["grounds"]} == {"for", "against", "neither"}
    assert [span["status"] for span in told["timeline"]] == ["contested", "held"]
    shown = siege.get("/places/Hradov", params={"on": "2031-03-06"}).text
    for ground in told["grounds"]:
        assert ground["claim"]["text"] in shown
        assert ground["account"]["name"] in shown
    assert "one side claims it and the other side&#39;s people deny it" in shown


def test_what_was_known_on_the_day_is_told_with_the_report_that_changed_it(siege: TestClient) -> None:
    now = siege.get("/places/Hradov", params={"on": "2031-03-10"})
    assert "It was known otherwise on the day" in now.text
    assert "A report of" in now.text
    assert 'href="/places/Hradov?known=2031-03-10&amp;on=2031-03-10"' in now.text
    then = siege.get("/places/Hradov", params={"on": "2031-03-10", "known": "2031-03-10"})
    assert "It is known otherwise since" in then.text
    assert 'href="/places/Hradov?on=2031-03-10"' in then.text
    told = siege.get("/places/Hradov.json", params={"on": "2031-03-10"}).json()["hindsight"]
    assert (told["differs"], told["turned"], told["then"]["status"]) == (True, "2031-03-11", "contested")
    assert [ground["claim"]["id"] for ground in told["by"]] == ["wire-2.0"]


def test_a_place_of_which_nobody_tells_who_holds_it_has_a_page_too(siege: TestClient) -> None:
    told = siege.get("/places/Orvik.json").json()
    assert (told["status"], told["timeline"]) == ("unknown", [])
    page = siege.get("/places/Orvik").text
    assert "not told who holds it" in page
    assert "<svg" not in page


def test_its_events_come_as_a_part_of_it_with_their_figures(siege: TestClient) -> None:
    part = siege.get("/places/Hradov", params={"part": "near"}).text
    assert "4 to 7 killed" in part
    assert "at least 4 by <bdi>Ilona Marek</bdi>" in part
    assert "<html" not in part


def test_each_day_as_known_then_is_a_part_of_the_page(siege: TestClient) -> None:
    part = siege.get("/places/Hradov", params={"part": "days"}).text
    assert "4 Mar 2031: claimed by Ostrya, as known then" in part
    assert 'href="/places/Hradov?known=2031-03-10&amp;on=2031-03-10"' in part
    assert "<svg" not in siege.get("/places/Orvik", params={"part": "days"}).text


def test_what_lies_around_it_is_named_with_how_far(siege: TestClient) -> None:
    page = siege.get("/places/Hradov").text
    assert "Places around it" in page
    assert "8 km" in page[page.index("Places around it") :]
    assert "Other places of this name" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/places/Nowhere", 404),
        ("/places/Nowhere.json", 404),
        ("/places/Hradov?known=2031-03-01", 404),
        ("/places/Hradov?on=soon", 422),
        ("/places/Hradov?part=some", 422),
        ("/places/9001", 200),
    ],
)
def test_what_is_not_there_is_told(siege: TestClient, address: str, status: int) -> None:
    assert siege.get(address).status_code == status


def test_the_places_are_listed_with_who_is_said_to_hold_each(siege: TestClient) -> None:
    told = siege.get("/places.json", params={"on": "2031-03-06"}).json()
    for _ in range(100):
        if not told["pending"] and not told["reading"]:
            break
        time.sleep(0.05)
        told = siege.get("/places.json", params={"on": "2031-03-06"}).json()
    assert told["on"] == "2031-03-06"
    assert {place["name"]: place["status"] for place in told["places"] if place["id"] != 9003} == {
        "Hradov": "contested",
        "Mlin": "unknown",
    }
    for place in told["places"]:
        alone = siege.get(f"{place['page']}.json", params={"on": "2031-03-06"}).json()
        assert (alone["place"]["id"], alone["status"]) == (place["id"], place["status"])
    page = siege.get("/places", params={"on": "2031-03-06"}).text
    assert "contested between Ostrya and Varnia" in page
    assert siege.get("/places.json", params={"on": "2031-03-06", "status": "contested"}).json()["total"] == 1
    named = siege.get("/places.json", params={"name": "ml"}).json()
    assert [place["name"] for place in named["places"]] == ["Mlin"]
    assert 'href="/places/Orvik"' in siege.get("/places", params={"name": "Orvik"}).text
    assert siege.get("/places", params={"status": "lost"}).status_code == 422
