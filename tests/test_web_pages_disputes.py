"""The page of disputes: contested places with both sides' words, and what became of claims since a day."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_both_sides_of_a_contested_place_stand_there(siege: TestClient) -> None:
    told = siege.get("/disputes.json", params={"known": "2031-03-06"}).json()
    (contest,) = told["contested"]
    assert (contest["place"], contest["status"]) == ("Hradov", "contested")
    assert contest["for"]["account"]["side"] == "Ostrya"
    assert contest["against"]["account"]["side"] == "Varnia"
    page = siege.get("/disputes", params={"known": "2031-03-06", "whole": "true"}).text
    assert "contested between Ostrya and Varnia" in page
    assert "its troops had captured the town of Hradov" in page
    assert "the town had not fallen" in page
    assert "says that it is not so" in page


def test_what_became_of_claims_is_told_since_the_day(siege: TestClient) -> None:
    told = siege.get("/disputes.json", params={"since": "2031-03-05", "known": "2031-03-05"}).json()["lately"]
    assert told["confirmed"][0]["source"]["name"] == "Ilona Marek"
    page = siege.get("/disputes", params={"whole": "true"}).text
    assert "Admitted" in page
    assert "Varnia left Hradov" in page
    assert 'value="2031-03-10"' in page


def test_what_is_not_weighed_yet_is_said_to_be_so(siege: TestClient) -> None:
    # Another known day for which nothing is there; without a wait the answer may or may not be ready.
    page = siege.get("/disputes", params={"known": "2031-03-07"}).text
    assert ("being weighed" in page) == ("data-later" in page)
    assert siege.get("/disputes.json", params={"known": "2031-03-08", "whole": "false"}).status_code == 200


@pytest.mark.parametrize("address", ["/disputes", "/disputes.json"])
def test_odd_days_are_answered_or_refused(siege: TestClient, address: str) -> None:
    for since in ("", "2031-03-05", "0001-01-01", "9999-12-31"):
        assert siege.get(address, params={"since": since, "whole": "true"}).status_code == 200
    assert siege.get(address, params={"known": "0001-01-01", "whole": "true"}).status_code == 200
    assert siege.get(address, params={"since": "someday"}).status_code == 422
