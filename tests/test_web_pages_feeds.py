"""Feeds of the room: told by their addresses, whole for every reader, and next to nothing when nothing is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient

from sayso.ledger import Keeper
from sayso.web import Room, application
from tests import rooms
from tests.siege import READINGS, reading

FEEDS = ("/disputes", "/claims", "/search")


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[tuple[Room, TestClient]]:
    """A room of the siege that a test may add to."""
    room = Room.open(rooms.kept(tmp_path / "sayso.db", READINGS))
    with TestClient(application(room), base_url="http://localhost") as client:
        yield room, client
    room.close()


@pytest.mark.parametrize("kind", FEEDS)
def test_every_feed_is_whole_atom_and_json_feed(siege: TestClient, kind: str) -> None:
    params = {"q": "Hradov"} if kind == "/search" else {}
    answer = siege.get(f"{kind}.atom", params=params)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.entries
    told = siege.get(f"{kind}.jsonfeed", params=params)
    assert told.headers["content-type"] == "application/feed+json"
    assert [item["id"] for item in told.json()["items"]] == [entry.id for entry in found.entries]
    assert all(entry.link.startswith("http://localhost/") for entry in found.entries)
    for entry in found.entries:
        assert siege.get(entry.link.removeprefix("http://localhost")).status_code == 200


def test_a_denial_is_told_with_everybodys_words(siege: TestClient) -> None:
    found = feedparser.parse(siege.get("/disputes.atom").content)
    (denial,) = [entry for entry in found.entries if entry.title.startswith("Varnia says that it is not so")]
    assert denial.title == "Varnia says that it is not so: capture of Hradov"
    assert denial.published == "2031-03-05T00:00:00Z"
    content = denial.content[0].value
    assert "the town had not fallen" in content
    assert "its troops had captured the town of Hradov" in content
    assert "Interwire could not verify it." in content


def test_a_saved_search_is_its_address(siege: TestClient) -> None:
    found = feedparser.parse(siege.get("/claims.atom", params={"place": "Mlin"}).content)
    assert found.feed.title == "sayso: Claims (place Mlin)"
    assert [entry.summary for entry in found.entries] == ["shells fell on Mlin through the night"]
    assert found.feed.links[0].href == "http://localhost/claims.atom?place=Mlin"
    words = siege.get("/search.jsonfeed", params={"q": "missile bus"}).json()
    assert words["title"] == "sayso: “missile bus”"
    assert {item["summary"] for item in words["items"]} == {
        "seven people died when a missile struck the bus station",
        "a missile strike on the bus station of Hradov killed at least four people who waited there",
    }
    assert siege.get("/search.jsonfeed", params={"q": "missi"}).json()["items"] == []


def test_what_was_known_on_a_day_can_be_followed_too(siege: TestClient) -> None:
    found = siege.get("/claims.jsonfeed", params={"known": "2031-03-04"}).json()
    assert {item["date_published"] for item in found["items"]} == {"2031-03-04T00:00:00Z"}
    assert all(item["url"].endswith("?known=2031-03-04") for item in found["items"])


@pytest.mark.parametrize("kind", FEEDS)
def test_pages_lead_to_their_feeds(siege: TestClient, kind: str) -> None:
    params = {"q": "Hradov", "side": "Varnia"} if kind == "/search" else {"known": "2031-03-06"}
    page = siege.get(kind, params=params).text
    query = "?side=Varnia&amp;q=Hradov" if kind == "/search" else "?known=2031-03-06"
    assert f'<link rel="alternate" type="application/atom+xml" href="{kind}.atom{query}"' in page
    assert f'<link rel="alternate" type="application/feed+json" href="{kind}.jsonfeed{query}"' in page
    assert f'<a href="{kind}.atom{query}" type="application/atom+xml"' in page


@pytest.mark.parametrize("kind", FEEDS)
def test_who_asks_again_is_told_in_a_word_that_nothing_changed(siege: TestClient, kind: str) -> None:
    first = siege.get(f"{kind}.atom")
    for headers in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": f'"other", {first.headers["etag"].removeprefix("W/")}'},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        again = siege.get(f"{kind}.atom", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    for odd in (
        {"if-none-match": '"x"'},
        {"if-modified-since": "soon"},
        {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        assert siege.get(f"{kind}.atom", headers=odd).status_code == 200
    other = siege.get(f"{kind}.jsonfeed", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200, "the tag is of one address"


def test_a_report_that_is_added_ends_that(writable: tuple[Room, TestClient]) -> None:
    room, client = writable
    first = client.get("/claims.atom")
    new = reading("late-1", date(2031, 3, 12), "Channel Nine", {"text": "a bridge was hit", "type": "airstrike"})
    room.write(lambda keeper: Keeper.keep(keeper, new))
    for name, header in (("etag", "if-none-match"), ("last-modified", "if-modified-since")):
        again = client.get("/claims.atom", headers={header: first.headers[name]})
        assert again.status_code == 200, name
        assert b"a bridge was hit" in again.content
    assert parsedate_to_datetime(again.headers["last-modified"]) > parsedate_to_datetime(first.headers["last-modified"])


def test_what_is_not_known_is_told_as_elsewhere(siege: TestClient) -> None:
    assert siege.get("/claims.atom", params={"since": "soon"}).status_code == 422
    assert (
        TestClient(siege.app, "http://localhost", raise_server_exceptions=False)
        .get("/claims.atom", params={"side": "Nobody"})
        .status_code
        == 404
    )
