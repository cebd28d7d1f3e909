"""The pages of what comes in by itself: how each watched feed fares, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from sayso.exports.watched import COLUMNS
from sayso.intake.feeds import FeedEntry
from sayso.ledger import Keeper, Ledger
from sayso.ledger.agenda import agenda
from sayso.ledger.entries import Entries
from sayso.ledger.feeds import Feeds, Listed
from sayso.model import Refusal
from sayso.web import Room
from sayso.web.application import application
from sayso.web.pages.watched import STEP

NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)
COURIER, WIRE = "https://courier.example/feed", "https://wire.example/feed"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("watched") / "sayso.db"
    with Ledger.open(path, create=True) as ledger:
        feeds, entries, keeper = Feeds(ledger), Entries(ledger), Keeper(ledger)
        first, second = feeds.watch([Listed(COURIER, "The Velmar Courier"), Listed(WIRE)], NOW)
        asked = {"asked": NOW, "due": NOW + timedelta(hours=1)}
        feeds.note(first, {**asked, "news": NOW})
        feeds.note(second, {**asked, "failures": 3, "wrong": f"{WIRE}: status: 500 Oops: it is asked again"})
        stories = [
            FeedEntry(str(n), f"https://courier.example/{n}", f"Story {n}", NOW, date(2031, 3, 4)) for n in range(4)
        ]
        entries.meet(next(feed for feed in feeds.of([first])), stories, NOW)
        with ledger.reading() as connection:
            keys = [story.key for story in agenda(connection, (), NOW).stories]
        for key, state in zip(keys, ("kept", "refused", "kept"), strict=False):
            entries.note(key, {"state": state, "wrong": "https://courier.example/x: status: 403 Forbidden: open it"})
        for n in range(STEP + 20):
            keeper.problem(
                Refusal(f"report-{n:03}", f"report-{n:03}: text: empty: give one", n), seen=NOW + timedelta(minutes=n)
            )
        keeper.mend(["report-000"])
    opened = Room.open(path)
    with TestClient(application(opened), base_url="http://localhost") as client:
        yield client
    opened.close()


def test_how_each_feed_fares_is_told(room: TestClient) -> None:
    told = room.get("/watched.json").json()["feeds"]
    wire, courier = sorted(told, key=lambda feed: feed["title"] is not None)
    assert tuple(courier) == COLUMNS
    assert (courier["url"], courier["asked"], courier["news"]) == (
        COURIER,
        "2031-03-04T12:00:00Z",
        "2031-03-04T12:00:00Z",
    )
    assert (courier["next"], courier["kept"], courier["waiting"], courier["refused"]) == (
        "2031-03-04T13:00:00Z",
        2,
        1,
        1,
    )
    assert "403 Forbidden" in courier["refusal"]
    assert (wire["failures"], wire["news"], wire["refusal"]) == (3, None, None)
    page = room.get("/watched").text
    for words in (
        "2 feeds, 1 failing",
        "The Velmar Courier",
        "500 Oops",
        "Last refused: https://courier.example/x: status: 403",
    ):
        assert words in page
    assert '<time datetime="2031-03-04T13:00:00+00:00">' in page


def test_what_could_not_be_read_is_listed_the_latest_first(room: TestClient) -> None:
    told = room.get("/problems.json").json()
    assert (told["total"], len(told["problems"])) == (STEP + 19, STEP)
    assert told["problems"][0] == {
        "input": "report-119", "line": 119, "reason": "report-119: text: empty: give one",
        "seen": "2031-03-04T13:59:00.000000Z", "mended": None,
    }  # fmt: skip
    page = room.get("/problems").text
    assert page.index("report-119") < page.index("report-118")
    assert '<p class="wrong" dir="auto">text: empty: give one</p>' in page, "its name is told once"
    assert f'href="/problems?skip={STEP}"' in page
    last = room.get("/problems", params={"skip": STEP}).text
    assert "report-001" in last
    assert "report-000" not in last, "it is mended"
    assert 'rel="next"' not in last
    assert "Show the latest" in room.get("/problems", params={"skip": 1000}).text


def test_a_ledger_that_nothing_is_watched_into_says_how_to_begin(siege: TestClient) -> None:
    assert "<code>sayso watch FEED</code>" in siege.get("/watched").text
    assert siege.get("/watched.json").json() == {"feeds": []}
    assert "Whatever was added could be read" in siege.get("/problems").text
    page = siege.get("/sources", params={"known": "2031-03-05", "whole": "true"}).text
    assert 'href="/watched?known=2031-03-05"' in page, "from the foot of every page"
