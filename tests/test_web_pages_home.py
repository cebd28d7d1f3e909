"""The first page: what is new; over the demo's ledger also where to begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.web import Room, application
from sayso.web.rendering import NAVIGATION


@pytest.fixture(scope="module")
def demo(demo_ledger: Path) -> Iterator[TestClient]:
    room = Room.open(demo_ledger, create=False)
    with TestClient(application(room), base_url="http://localhost") as asking:
        yield asking
    room.close()


def test_the_latest_stands_there(client: TestClient) -> None:
    shown = client.get("/", params={"whole": "true"})
    assert shown.status_code == 200
    for title in ("The latest claims", "The latest events", "The latest reports", "What is kept"):
        assert title in shown.text
    told = client.get("/index.json").json()
    assert len(told["latest"]) == 10
    assert told["holds"]["claims"] >= len(told["latest"])
    assert told["reports"][0]["report"]


def test_a_claim_and_who_is_against_it_shows_what_this_is_for(demo: TestClient) -> None:
    text = demo.get("/", params={"whole": "true", "known": "2031-03-10"}).text
    for step in ("What is said to have happened", "Who says so", "Through whom", "Who is against it"):
        assert step in text
    assert 'So <a href="/places/Drevin?known=2031-03-10"><bdi>Drevin</bdi></a> is contested now' in text


def test_an_empty_ledger_says_how_to_begin(tmp_path: Path) -> None:
    room = Room.open(tmp_path / "empty.db")
    with TestClient(application(room), base_url="http://localhost") as asking:
        text = asking.get("/").text
        assert "Nothing is kept yet" in text
        assert "sayso demo" in text
        assert "data-later" not in text
        assert asking.get("/index.json").json()["latest"] == []
        for page in ("/disputes", "/sources", "/search?q=anything"):
            assert asking.get(page).status_code == 200
    room.close()


def test_before_anything_was_published_there_is_nothing(client: TestClient) -> None:
    assert "Nothing had been published by then" in client.get("/", params={"known": "1990-01-01"}).text


def test_the_demo_says_where_to_begin_and_that_it_is_invented(demo: TestClient) -> None:
    text = demo.get("/").text
    assert "See it in a minute" in text
    assert 'href="/places/Drevin?known=2031-03-15&amp;on=2031-03-15"' in text
    assert "Invented." in text


def test_where_the_demo_leads_there_is_a_page_that_says_it_is_invented(demo: TestClient) -> None:
    first = demo.get("/").text
    tour = re.findall(r'<li data-step><a data-open href="([^"]+)"', first[: first.index("The latest claims")])
    assert len(tour) == 8
    for address in [*tour, *(f"/{kind}" for kind, _, _ in NAVIGATION)]:
        shown = demo.get(unescape(address))
        assert (address, shown.status_code) == (address, 200)
        assert "Invented." in shown.text


def test_another_ledger_has_no_tour(client: TestClient) -> None:
    assert "See it in a minute" not in client.get("/").text
