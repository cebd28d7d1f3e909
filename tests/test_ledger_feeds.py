"""Feeds, their stories and hosts in a ledger, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from sayso.intake.feeds import FeedEntry
from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.agenda import Agenda, agenda
from sayso.ledger.entries import REMEMBERED, Entries, Story, Twin, report_name
from sayso.ledger.feeds import Feeds, Listed, WatchedFeed, fared
from sayso.ledger.hosts import Hosts, Rules
from sayso.model import Reading, Report

NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)
A, B = "https://courier.example/feed", "https://wire.example/feed"


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    with Ledger.open(database_url, create=True) as opened:
        yield opened


def watched(ledger: Ledger, *urls: str) -> list[WatchedFeed]:
    feeds = Feeds(ledger)
    keys = feeds.watch([Listed(url, None, None) for url in urls], NOW)
    by_key = {feed.key: feed for feed in feeds.of(keys)}
    return [by_key[key] for key in keys]


def todo(ledger: Ledger, at: datetime = NOW) -> Agenda:
    with ledger.reading() as connection:
        return agenda(connection, (), at)


def story(ledger: Ledger, at: datetime = NOW) -> Story:
    found = Entries(ledger).story(todo(ledger, at).stories[0].key)
    assert found is not None
    return found


def test_a_feed_is_new_once_and_its_names_follow_the_list(ledger: Ledger) -> None:
    feeds = Feeds(ledger)
    (first,) = watched(ledger, A)
    assert (first.due, first.at, first.state, first.title) == (NOW, A, "watched", None)
    feeds.note(first.key, {"title": "Its own", "due": LATER, "failures": 2, "wrong": "half \ud800 a pair"})
    feeds.watch([Listed(A, None, "varnia")], LATER)
    (again,) = feeds.of([first.key])
    assert (again.title, again.theatre, again.due, again.seen) == ("Its own", "varnia", LATER, NOW)
    assert again.wrong == "half \\ud800 a pair"
    feeds.watch([Listed(A, "The Courier")], LATER)
    assert feeds.of([first.key])[0].title == "The Courier"
    assert feeds.of([1]) == []


def test_one_of_two_takes_a_turn_and_it_comes_back(ledger: Ledger) -> None:
    feeds = Feeds(ledger)
    (feed,) = watched(ledger, A)
    assert not feeds.take(feed, NOW - timedelta(seconds=1), LATER), "it is not due"
    assert feeds.take(feed, NOW, LATER)
    assert not feeds.take(feed, NOW, LATER)
    (again,) = feeds.of([feed.key])
    assert feeds.take(again, LATER, LATER + timedelta(minutes=15))


def test_asked_anew(ledger: Ledger) -> None:
    feeds = Feeds(ledger)
    (feed,) = watched(ledger, A)
    feeds.note(feed.key, {"state": "gone", "at": B, "failures": 3, "failing": NOW, "etag": "x", "wrong": "gone"})
    assert feeds.again(A, LATER)
    (anew,) = feeds.of([feed.key])
    assert (anew.state, anew.at, anew.failures, anew.failing, anew.etag, anew.wrong, anew.due) == (
        "watched", A, 0, None, None, None, LATER,
    )  # fmt: skip
    assert not feeds.again(B, LATER)


def test_which_others_lie_at_an_address(ledger: Ledger) -> None:
    one, two = watched(ledger, A, B)
    feeds = Feeds(ledger)
    assert feeds.others_at(one, B) == [B]
    assert feeds.others_at(two, B) == []
    feeds.note(two.key, {"state": "gone"})
    assert feeds.others_at(one, B) == []


def test_stories_are_met_once_by_id_and_by_address(ledger: Ledger) -> None:
    one, two = watched(ledger, A, B)
    entries = Entries(ledger)
    told = [
        FeedEntry("1", "https://courier.example/1?utm_source=x", "One", NOW - timedelta(hours=2), date(2031, 3, 4)),
        FeedEntry("1b", "http://www.courier.example/1", "One again", NOW - timedelta(hours=3)),
        FeedEntry("2", None, "Two", None, body="words"),
    ]
    met = entries.meet(one, told, NOW)
    assert (met.new, met.changed, met.passed) == (2, 0, 0)
    assert entries.meet(one, told, NOW).new == 0
    assert entries.meet(two, told[:2], NOW).new == 0
    assert entries.meet(two, told[2:], NOW).new == 1, "what has no address is each feed's own"
    assert [entry.url for entry in todo(ledger).stories][-1] == told[0].url, "the newest first"
    assert entries.waiting() == 3
    assert todo(ledger).next is None
    assert todo(ledger, NOW - timedelta(seconds=1)).next == NOW
    assert entries.rhythm(one) == [NOW, NOW - timedelta(hours=2)]


def test_a_story_under_another_query_each_time_is_one(ledger: Ledger) -> None:
    (feed,) = watched(ledger, A)
    entries = Entries(ledger)

    def told(query: str, title: str = "One", hours: int = 0, path: str = "story") -> list[FeedEntry]:
        url = f"https://courier.example/{path}?{query}"
        return [FeedEntry(url, url, title, NOW - timedelta(hours=hours), mark="x")]

    assert entries.meet(feed, told("sid=1"), NOW).new == 1
    assert entries.meet(feed, told("sid=2"), NOW).new == 0
    others = told("sid=3", title="Two"), told("sid=4", hours=1), told("sid=5", path="other")
    assert [entries.meet(feed, other, NOW).new for other in others] == [1, 1, 1]
    undated = [
        FeedEntry(u, u, "One") for u in ("https://courier.example/story?id=1", "https://courier.example/story?id=2")
    ]
    assert entries.meet(feed, undated, NOW).new == 2, "without a date they may be two"


def test_what_another_feed_could_not_give_is_tried_from_this_one(ledger: Ledger) -> None:
    one, two = watched(ledger, A, B)
    entries = Entries(ledger)
    entry = [FeedEntry("1", "https://courier.example/1")]
    entries.meet(one, entry, NOW)
    entries.note(story(ledger).key, {"state": "refused"})
    assert entries.meet(one, entry, NOW).new == 0
    assert entries.meet(two, entry, NOW).new == 1


def test_a_story_is_taken_once_and_counted_before_it_is_tried(ledger: Ledger) -> None:
    (feed,) = watched(ledger, A)
    entries = Entries(ledger)
    entries.meet(feed, [FeedEntry("1", "https://courier.example/1", "One", NOW, date(2031, 3, 4), body="words")], NOW)
    found = story(ledger)
    assert (found.feed, found.outlet, found.day, found.body, found.tries) == (A, None, date(2031, 3, 4), "words", 0)
    assert entries.take(found, NOW, LATER)
    assert not entries.take(found, NOW, LATER)
    assert todo(ledger).stories == ()
    assert todo(ledger).next == LATER
    assert story(ledger, LATER).tries == 1


def test_a_changed_story_waits_again_but_not_at_once_and_not_for_ever(ledger: Ledger) -> None:
    (feed,) = watched(ledger, A)
    entries = Entries(ledger)

    def told(hours: int) -> FeedEntry:
        stamp = NOW + timedelta(hours=hours)
        return FeedEntry(
            "1", "https://courier.example/1", updated=stamp, updated_day=stamp.date(), mark=stamp.isoformat()
        )

    entries.meet(feed, [told(0)], NOW)
    key = story(ledger).key
    entries.note(key, {"state": "kept", "due": NOW + timedelta(hours=3)})
    assert entries.meet(feed, [told(0)], NOW).changed == 0
    assert entries.meet(feed, [told(-1)], NOW).changed == 0, "an older stamp is a mirror's"
    assert entries.meet(feed, [told(1)], NOW).changed == 1
    assert todo(ledger, NOW + timedelta(hours=2)).stories == ()
    again = story(ledger, NOW + timedelta(hours=3))
    assert (again.again, again.day, again.published) == (1, date(2031, 3, 4), NOW + timedelta(hours=1))
    for n in range(2, 15):
        entries.note(key, {"state": "kept"})
        entries.meet(feed, [told(n)], NOW)
    assert entries.waiting() == 0


def test_whose_page_it_is(ledger: Ledger) -> None:
    (feed,) = watched(ledger, A)
    entries = Entries(ledger)
    entries.meet(feed, [FeedEntry("1", "https://courier.example/1"), FeedEntry("2", "https://short.example/2")], NOW)
    by_url = {entry.url: entries.story(entry.key) for entry in todo(ledger).stories}
    short = by_url["https://short.example/2"]
    assert short is not None
    assert entries.elsewhere(short, "courier.example/1") == Twin(None, None, listed=True)
    assert entries.elsewhere(short, "short.example/2") is None
    assert entries.elsewhere(short, None) is None
    first = by_url["https://courier.example/1"]
    assert first is not None
    entries.note(first.key, {"state": "kept", "page": "courier.example/news", "print": "x"})
    assert entries.elsewhere(short, "courier.example/news") == Twin(None, "x", listed=False)


def test_how_feeds_fare(ledger: Ledger) -> None:
    one, _ = watched(ledger, A, B)
    entries = Entries(ledger)
    entries.meet(one, [FeedEntry(str(n), None, body="x") for n in range(3)], NOW)
    entries.note(story(ledger).key, {"state": "kept"})
    with ledger.reading() as connection:
        found = fared(connection)
    assert [(f.feed.url, f.kept, f.waiting, f.refused, f.passed) for f in found] == [(A, 1, 2, 0, 0), (B, 0, 0, 0, 0)]


def test_a_story_that_is_listed_no_more_is_forgotten_and_is_no_new_one_when_it_is_listed_again(ledger: Ledger) -> None:
    (feed,) = watched(ledger, A)
    entries = Entries(ledger)

    def told(name: str, at: datetime | None = NOW) -> FeedEntry:
        return FeedEntry(name, f"https://courier.example/{name}", name, at)

    def states() -> dict[str, str]:
        with ledger.reading() as connection:
            return {row.guid: row.state for row in connection.execute(select(t.feed_entry))}

    def meet(days: int, *listed: FeedEntry) -> int:
        return entries.meet(feed, listed, NOW + timedelta(days=days)).new

    first = [told("kept"), told("undated", None), told("refused"), told("waiting"), told("stays")]
    assert meet(0, *first) == 5
    with ledger.reading() as connection:
        keys = {row.guid: row.key for row in connection.execute(select(t.feed_entry))}
    for name, state in (("kept", "kept"), ("undated", "kept"), ("refused", "refused"), ("stays", "kept")):
        entries.note(keys[name], {"state": state})
    for entry in first[:2]:
        Keeper(ledger).keep(Reading(Report(report_name(A, entry), "Words.", url=entry.url), ()))

    half = REMEMBERED.days
    entries.still(feed, NOW + timedelta(days=10))
    assert meet(half + 10, told("stays")) == 0
    assert len(states()) == 5, "an answer that nothing has changed says that they were listed still"
    assert meet(half + 11, *()) == 0
    assert len(states()) == 5, "a feed that lists nothing at all is broken sooner than new"
    assert meet(half + 11, told("stays")) == 0
    assert states() == {"waiting": "waiting", "stays": "kept"}
    with ledger.reading() as connection:
        (fare,) = fared(connection)
    assert (fare.kept, fare.waiting, fare.refused) == (3, 1, 1), "but counted"

    later = NOW + timedelta(days=half + 11)
    assert meet(half + 12, told("stays"), *first, told("new", later), told("new undated", None)) == 2
    assert states() == {
        "waiting": "waiting", "stays": "kept", "kept": "kept", "undated": "kept", "refused": "passed",
        "new": "waiting", "new undated": "waiting",
    }  # fmt: skip


def test_a_host_is_taken_by_one_until_it_is_given_back(ledger: Ledger) -> None:
    hosts = Hosts(ledger)
    assert hosts.take("courier.example", NOW, LATER)
    assert not hosts.take("courier.example", NOW, LATER)
    assert hosts.take("wire.example", NOW, LATER)
    assert hosts.busy(NOW) == {"courier.example": LATER, "wire.example": LATER}
    hosts.give_back("courier.example", NOW + timedelta(seconds=5))
    assert not hosts.take("courier.example", NOW, LATER)
    assert hosts.take("courier.example", NOW + timedelta(seconds=5), LATER)
    assert hosts.busy(LATER) == {}


def test_what_robots_say_holds_for_its_time(ledger: Ledger) -> None:
    hosts, origin = Hosts(ledger), "https://courier.example"
    assert hosts.rules(origin, NOW) is None
    hosts.keep_rules(origin, None, NOW, LATER, wrong="status: 503")
    assert hosts.rules(origin, NOW) == Rules(None, "status: 503")
    hosts.keep_rules(origin, "User-agent: *\n\x00", NOW, LATER)
    assert hosts.rules(origin, NOW) == Rules("User-agent: *\n\\x00")
    assert hosts.rules(origin, LATER) is None
    hosts.keep_rules(origin, "", NOW, LATER)
    assert hosts.rules(origin, NOW) == Rules(""), "all is allowed"
