"""The first page: what is new; over the demo's ledger also where to begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.web import Room, application


@pytest.fixture(scope="module")
def demo(demo_ledger: Path) -> Iterator[TestClient]:
    room = Room.open(demo_ledger, create=False)
    with TestClient(application(room), base_url="http://localhost") as asking:
        yield asking
    room.close()


def test_the_latest_claims_stand_there(client: TestClient) -> None:
    shown = client.get("/")
    assert shown.status_code == 200
    assert "The latest claims" in shown.text
    assert len(client.get("/index.json").json()["latest"]) == 10


def test_the_demo_says_where_to_begin_and_that_it_is_invented(demo: TestClient) -> None:
    text = demo.get("/").text
    assert "See it in a minute" in text
    assert 'href="/places/Drevin?known=2031-03-15&amp;on=2031-03-15"' in text
    assert "Invented." in text


def test_another_ledger_has_no_tour(client: TestClient) -> None:
    assert "See it in a minute" not in client.get("/").text
