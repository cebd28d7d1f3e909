"""The digest in the reading room: the same as the command writes, for any days."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_a_day_is_told_with_links_into_the_room(siege: TestClient) -> None:
    page = siege.get("/digest", params={"since": "2031-03-05", "until": "2031-03-05", "whole": "true"}).text
    assert "<h1>What was learned on 5 Mar 2031</h1>" in page
    assert "Contested between Ostrya and Varnia" in page
    assert 'href="/places/9001?on=2031-03-05&amp;known=2031-03-05"' in page
    assert 'href="/claims/nine-1.0?known=2031-03-05"' in page
    assert 'value="2031-03-05"' in page


def test_programs_get_the_same(siege: TestClient) -> None:
    told = siege.get("/digest.json", params={"since": "2031-03-05", "until": "2031-03-05"}).json()["digest"]
    assert [section["key"] for section in told["sections"]] == ["hands", "became", "harm"]


def test_without_days_it_is_the_last(siege: TestClient) -> None:
    told = siege.get("/digest.json").json()["digest"]
    assert (told["since"], told["until"]) == ("2031-03-11", "2031-03-11")


def test_it_is_narrowed_by_its_address(siege: TestClient) -> None:
    days = {"since": "2031-03-05", "until": "2031-03-05"}
    assert siege.get("/digest.json", params={**days, "side": "Ostrya"}).json()["digest"]["empty"]
    page = siege.get("/digest", params={**days, "side": "Varnia", "whole": "true"}).text
    assert '<input type="hidden" name="side" value="Varnia">' in page


@pytest.mark.parametrize("address", ["/digest", "/digest.json"])
def test_odd_days_are_answered_or_refused(siege: TestClient, address: str) -> None:
    for odd in ({"since": "9999-12-31"}, {"until": "0001-01-01"}, {"known": "0001-01-01"}, {"since": ""}):
        assert siege.get(address, params={"whole": "true", **odd}).status_code == 200, odd
    for wrong in ({"since": "someday"}, {"since": "2031-03-05", "until": "2031-03-04"}):
        assert siege.get(address, params=wrong).status_code == 422
