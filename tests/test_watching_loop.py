from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import select

from sayso.errors import InputError
from sayso.intake.feeds import Feed, read_feed
from sayso.ledger import Ledger, entries
from sayso.ledger import schema as t
from sayso.ledger.asking import problems
from sayso.ledger.feeds import Fared, fared
from sayso.model import Refusal, Report
from sayso.watching import Said, Sources, Watcher, asking
from tests.sites import RSS, START, Answer, Asked, HandClock, Item, Sites, page, read, rss, serving

C, W = "courier.example", "wire.example"


class Desk:
    """A watcher over a ledger, with its sites and its clock."""

    def __init__(self, sites: Sites, ledger: Ledger) -> None:
        self.sites, self.ledger, self.clock = sites, ledger, sites.clock
        self.said: list[Said] = []

    def watcher(self, *names: str, **given: object) -> Watcher:
        """Another watcher over the same ledger."""
        options: dict[str, object] = {"tell": self.said.append, "clock": self.clock, "chance": lambda: 0.5, **given}
        reads = options.pop("read", read)
        fetcher = options.pop("fetcher", self.sites.fetcher())
        watcher = Watcher(self.ledger, Sources(names), fetcher, reads, **options)  # type: ignore[arg-type]  # as given
        watcher.start()
        return watcher

    def watch(self, watcher: Watcher, hours: float) -> None:
        """Let time pass."""
        until = self.clock.at + timedelta(hours=hours)
        while self.clock.at < until:
            if wait := watcher.turn():
                self.clock.sleep(min(wait, max((until - self.clock.at).total_seconds(), 0.01)))

    def feeds(self) -> list[Fared]:
        """How each feed fares."""
        with self.ledger.reading() as connection:
            return fared(connection)

    def problems(self) -> dict[str, str]:
        """What is wrong now, by input."""
        with self.ledger.reading() as connection:
            return {problem.input: problem.reason for problem in problems(connection)}

    def reports(self) -> list[tuple[str, date | None, str | None]]:
        """The versions of reports in the ledger: address, day, outlet."""
        with self.ledger.reading() as connection:
            rows = connection.execute(select(t.report).order_by(t.report.c.url, t.report.c.published))
            return [(row.url, row.published, row.outlet) for row in rows]


@pytest.fixture(scope="module")
def served() -> Iterator[Sites]:
    with serving(HandClock()) as sites:
        yield sites


@pytest.fixture
def desk(served: Sites, tmp_path: Path) -> Iterator[Desk]:
    served.pages.clear()
    served.log.clear()
    served.clock.at = START
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        yield Desk(served, ledger)


def test_a_story_is_fetched_read_and_kept_with_its_outlet_and_day(desk: Desk) -> None:
    sites = desk.sites
    story = sites.url(C, "/bridge")
    sites.put(C, "/feed", rss(Item("1", story + "?utm_source=rss")), kind=RSS)
    sites.put(C, "/bridge?utm_source=rss", page(head=f'<link rel="canonical" href="{story}">'))
    desk.watch(desk.watcher(sites.url(C, "/feed")), 1)
    assert desk.reports() == [(story, date(2031, 3, 4), "The Velmar Courier")]
    assert desk.problems() == {}
    (feed,) = desk.feeds()
    assert (feed.feed.title, feed.kept, feed.waiting, feed.feed.wrong) == ("The Velmar Courier", 1, 0, None)
    assert [said.what for said in desk.said if said.what != "asking"][:2] == ["asked", "kept"]


def test_it_says_who_asks_and_asks_only_for_what_has_changed(desk: Desk) -> None:
    sites = desk.sites

    def feed(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"v1"' and asked.headers.get("if-modified-since") == "Tue":
            return Answer(status=304)
        return Answer(
            rss(Item("1", None, body="<p>Troops left the town on Monday.</p>")).encode(),
            200,
            {"ETag": '"v1"', "Last-Modified": "Tue"},
        )

    sites.pages[C, "/feed"] = feed
    desk.watch(desk.watcher(sites.url(C, "/feed")), 12)
    asked = sites.asked(C)
    assert len(asked) > 3
    assert all(a.headers["user-agent"] == "sayso/test (+mailto:desk@example.org)" for a in asked)
    assert ["if-none-match" in a.headers for a in asked] == [False] + [True] * (len(asked) - 1)
    assert desk.feeds()[0].feed.failures == 0


def test_one_request_at_a_time_and_seconds_between(desk: Desk) -> None:
    sites = desk.sites
    for host in (C, W):
        items = [Item(str(n), sites.url(host, f"/{n}")) for n in range(5)]
        sites.put(host, "/feed", rss(*items), kind=RSS)
        for n in range(5):
            sites.put(host, f"/{n}", page(f"Day {n} of {host}."))
    sites.put(W, "/robots.txt", "User-agent: *\nCrawl-delay: 30\n", kind="text/plain")
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(W, "/feed")), 0.2)
    for host, least in ((C, 5), (W, 30)):
        times = [a.at for a in sites.log if a.host == host]
        gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
        assert len(times) >= 7
        assert min(gaps[1:]) >= least
        assert gaps[0] >= 5, "between robots.txt and the first page too"
    assert len([a for a in sites.log if a.path == "/robots.txt"]) == 2, "asked once a day"
    assert len(desk.reports()) == 10


def test_moved_for_good_is_remembered_once_a_feed_is_there(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/old", status=301, Location="/older")
    sites.put(C, "/older", status=308, Location=sites.url(W, "/new"))
    sites.put(W, "/new", "<html>soon</html>")
    watcher = desk.watcher(sites.url(C, "/old"))
    desk.watch(watcher, 0.1)
    (feed,) = desk.feeds()
    assert (feed.feed.failures, feed.feed.at) == (1, sites.url(C, "/old"))
    assert "a page, not a feed" in desk.problems()[sites.url(C, "/old")]
    sites.put(W, "/new", rss(), kind=RSS)
    desk.watch(watcher, 6)
    (feed,) = desk.feeds()
    assert (feed.feed.failures, feed.feed.at, feed.feed.wrong) == (0, sites.url(W, "/new"), None)
    assert desk.problems() == {}
    assert len(sites.asked(C)) <= 6, "the old address is left alone"


def test_a_move_for_now_is_followed_and_not_remembered(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", status=302, Location=sites.url(W, "/feed"))
    sites.put(W, "/feed", rss(), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 12)
    assert desk.feeds()[0].feed.at == sites.url(C, "/feed")
    assert len(sites.asked(C)) == len(sites.asked(W)) > 3


def test_how_long_an_answer_holds_and_when_it_is_of_no_use_to_ask(desk: Desk) -> None:
    sites = desk.sites
    hours = "".join(f"<hour>{n}</hour>" for n in range(24) if n not in (12, 20))
    extra = f"<skipHours>{hours}</skipHours><skipDays><day>Wednesday</day></skipDays>"  # they begin on a Tuesday

    def quiet(asked: Asked) -> Answer:
        same = "if-none-match" in asked.headers
        return Answer(b"" if same else rss(extra=extra).encode(), 304 if same else 200, {"ETag": '"1"'})

    sites.pages[C, "/quiet"] = quiet
    sites.put(W, "/held", rss(), kind=RSS, Cache_Control="public, max-age=7200")
    sites.put(W, "/year", rss(), kind=RSS, Cache_Control="max-age=31536000")
    desk.watch(desk.watcher(sites.url(C, "/quiet"), *(sites.url(W, path) for path in ("/held", "/year"))), 72)
    assert {a.at.hour for a in sites.asked(C)} == {12, 20}
    assert {a.at.weekday() for a in sites.asked(C)} == {1, 3}
    for path, least in (("/held", 2.0), ("/year", 6.0)):
        gaps = [(b.at - a.at).total_seconds() / 3600 for a, b in pairwise(sites.asked(W, path))]
        assert least <= min(gaps) <= max(gaps) < least + 0.1


def test_an_etag_that_stays_the_same_whatever_the_feed_tells_hides_nothing_for_long(desk: Desk) -> None:
    sites = desk.sites
    told = [Item("1", None, body="<p>Troops left the town on Monday.</p>")]

    def stuck(asked: Asked) -> Answer:
        same = "if-none-match" in asked.headers
        return Answer(b"" if same else rss(*told).encode(), 304 if same else 200, {"ETag": '"always"'})

    sites.pages[C, "/feed"] = stuck
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 24)
    told.append(Item("2", None, body="<p>Troops came back on Tuesday.</p>"))
    desk.watch(watcher, 24)
    assert len(desk.reports()) == 1
    desk.watch(watcher, 7 * 24)
    assert len(desk.reports()) == 2


def test_two_feeds_that_become_one_are_asked_as_one(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/old", status=301, Location="/new")
    sites.put(C, "/new", rss(), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/new"), sites.url(C, "/old")), 4)
    assert {f.feed.url: f.feed.state for f in desk.feeds()} == {
        sites.url(C, "/new"): "watched",
        sites.url(C, "/old"): "double",
    }
    assert len(sites.asked(C, "/old")) == 1
    assert "which is watched as" in desk.problems()[sites.url(C, "/old")]


def test_gone_is_gone(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", status=410)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 100)
    assert len(sites.asked(C)) == 1
    assert desk.problems()[sites.url(C, "/feed")].endswith("410 Gone: it is not asked any more; take it off the list")


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_recovers(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", status=500)
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 24)
    assert 6 <= len(sites.asked(C)) <= 10
    assert "status: 500" in desk.problems()[sites.url(C, "/feed")]
    desk.watch(watcher, 13 * 24)
    sites.log.clear()
    desk.watch(watcher, 5 * 24)
    assert 4 <= len(sites.asked(C)) <= 6, "once a day after two weeks"
    sites.put(C, "/feed", rss(), kind=RSS)
    desk.watch(watcher, 25)
    assert desk.feeds()[0].feed.failures == 0
    assert desk.problems() == {}


def test_a_host_that_is_asked_too_often_is_left_alone_as_long_as_it_says(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", status=429, Retry_After="7200")
    sites.put(C, "/other", rss(), kind=RSS)
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 0.1)
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(C, "/other")), 1.8)
    assert len(sites.asked(C)) == 1
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(C, "/other")), 0.3)
    assert len(sites.asked(C, "/other")) == 1


def test_robots_are_honoured_for_feeds_and_pages_and_the_feeds_own_text_is_taken(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/robots.txt", "User-agent: sayso\nDisallow: /closed\n", kind="text/plain")
    body = "<p>Varnia's troops left the town on Monday, the mayor said.</p>"
    sites.put(
        C, "/feed", rss(Item("1", sites.url(C, "/closed/1"), body=body), Item("2", sites.url(C, "/closed/2"))), kind=RSS
    )
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(C, "/closed/feed")), 1)
    assert sites.asked(C, "/closed/1") == sites.asked(C, "/closed/2") == sites.asked(C, "/closed/feed") == []
    assert desk.reports() == [(sites.url(C, "/closed/1"), date(2031, 3, 4), "The Velmar Courier")]
    with desk.ledger.reading() as connection:
        (warnings,) = connection.execute(select(t.report.c.warnings)).scalars()
        assert "read from the feed's own text, for the page could not be had" in warnings
    assert set(desk.problems()) == {sites.url(C, "/closed/2"), sites.url(C, "/closed/feed")}
    assert "robots.txt: forbids" in desk.problems()[sites.url(C, "/closed/2")]


def test_a_redirect_into_what_robots_forbid_is_not_followed(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/robots.txt", "User-agent: *\nDisallow: /closed\n", kind="text/plain")
    sites.put(W, "/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    sites.put(C, "/feed", rss(Item("1", sites.url(C, "/1")), Item("2", sites.url(C, "/2"))), kind=RSS)
    sites.put(C, "/1", status=302, Location="/closed")
    sites.put(C, "/2", status=302, Location=sites.url(W, "/2"))
    desk.watch(desk.watcher(sites.url(C, "/feed")), 1)
    assert sites.asked(C, "/closed") == sites.asked(W) == []
    assert len(desk.problems()) == 2


def test_a_site_that_can_not_say_what_it_allows_is_asked_later(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/robots.txt", status=503)
    sites.put(C, "/feed", rss(), kind=RSS)
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 3)
    assert sites.asked(C) == []
    assert "robots.txt: status: 503" in desk.problems()[sites.url(C, "/feed")]
    sites.put(C, "/robots.txt", status=404)
    desk.watch(watcher, 6)
    assert sites.asked(C)
    assert desk.problems() == {}


def test_a_story_whose_site_can_not_say_is_taken_from_the_feed_in_the_end(desk: Desk) -> None:
    sites = desk.sites
    sites.put(W, "/robots.txt", status=500)
    body = "<p>Varnia's troops left the town on Monday, the mayor said.</p>"
    items = (
        Item("1", sites.url(W, "/1"), body=body),
        Item("2", "http://inside.example/2"),
        Item("3", "http://no.host/3"),
    )
    sites.put(C, "/feed", rss(*items), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 8)
    assert sites.asked(W) == []
    assert [url for url, _, _ in desk.reports()] == [sites.url(W, "/1")]
    assert "address: inside.example (10.0.0.1)" in desk.problems()["http://inside.example/2"]
    assert "robots.txt: host: no.host" in desk.problems()["http://no.host/3"]


def test_a_slow_site_does_not_hold_up_the_others(desk: Desk) -> None:
    sites = desk.sites

    def slow(asked: Asked) -> Answer:
        sleep(0.5)
        return Answer()

    sites.pages[C, "/feed"] = slow
    sites.put(W, "/feed", rss(Item("1", None, body="<p>Troops left the town on Monday.</p>")), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(W, "/feed"), fetcher=sites.fetcher(0.3)), 0.1)
    assert "time: more than 0.3 s" in desk.problems()[sites.url(C, "/feed")]
    assert len(desk.reports()) == 1


def test_a_story_is_one_under_many_feeds_and_names(desk: Desk) -> None:
    sites = desk.sites
    story = sites.url(C, "/bridge")
    for path in ("/bridge", "/bridge?utm_medium=feed"):
        sites.put(C, path, page(head='<link rel=canonical href="/bridge">'))
    sites.put(C, "/short", status=302, Location="/bridge")
    sites.put(C, "/a", rss(Item("1", story), Item("1b", story + "#part")), kind=RSS)
    sites.put(C, "/b", rss(Item("x", story + "?utm_medium=feed"), Item("y", sites.url(C, "/short"))), kind=RSS)
    watcher = desk.watcher(sites.url(C, "/a"), sites.url(C, "/b"))
    desk.watch(watcher, 1)
    sites.put(C, "/a", rss(), kind=RSS)
    desk.watch(watcher, 4)
    sites.put(C, "/a", rss(Item("1", story), Item("new id", story)), kind=RSS)
    desk.watch(watcher, 4)
    assert len([a for a in sites.asked(C) if a.path.startswith("/bridge")]) == 2, (
        "once by its own address, once by the short one"
    )
    assert len(desk.reports()) == 1


def test_pages_that_all_call_themselves_by_one_name_are_no_one_page(desk: Desk) -> None:
    sites = desk.sites
    head = '<link rel="canonical" href="/news">'
    for n in range(3):
        sites.put(C, f"/{n}", page(f"Story {n}.", head=head))
    items = [Item(str(n), sites.url(C, f"/{n}"), title=f"Headline {n}") for n in range(3)]
    sites.put(C, "/feed", rss(*items), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 1)
    assert len(desk.reports()) == 3


def test_one_text_under_two_headlines_is_one_story(desk: Desk) -> None:
    sites = desk.sites
    for path in ("/1", "/amp/1"):
        sites.put(C, path, page(head='<link rel="canonical" href="/story">'))
    items = (Item("1", sites.url(C, "/1"), title="Open"), Item("2", sites.url(C, "/amp/1"), title="Bridge open again"))
    sites.put(C, "/feed", rss(*items), kind=RSS)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 1)
    assert len(desk.reports()) == 1


def test_a_page_for_telephones_is_the_page_that_it_names(desk: Desk) -> None:
    sites = desk.sites
    story = sites.url(C, "/bridge")
    head = f'<link rel="canonical" href="{story}">'
    for host in (C, f"amp.{C}", f"m.{C}", f"other.{C}"):
        sites.put(host, "/bridge", page(head=head))
    urls = [sites.url(f"{prefix}.{C}", "/bridge") for prefix in ("amp", "m", "other")]
    sites.put(W, "/feed", rss(Item("1", story), *(Item(url, url) for url in urls)), kind=RSS)
    desk.watch(desk.watcher(sites.url(W, "/feed")), 1)
    assert [url for url, _, _ in desk.reports()] == [story, urls[2]], "another host's word is not taken for it"


def test_a_page_that_is_cut_gives_way_to_the_whole_text_in_the_feed(desk: Desk) -> None:
    sites = desk.sites
    body = "".join(
        f"<p>Varnia's General Staff said on Tuesday that the bridge at {n} km is open.</p>" for n in range(9)
    )
    sites.put(
        C, "/feed", rss(Item("1", sites.url(C, "/1"), body=body), Item("2", sites.url(C, "/2"), body=body)), kind=RSS
    )
    sites.put(C, "/1", page("Subscribe to read on."))
    sites.put(C, "/2", page(body))
    desk.watch(desk.watcher(sites.url(C, "/feed")), 1)
    with desk.ledger.reading() as connection:
        told = connection.execute(select(t.report.c.text, t.report.c.warnings).order_by(t.report.c.url)).all()
    assert "8 km" in told[0].text
    assert "for the page shows only a part of it" in told[0].warnings
    assert "part of it" not in told[1].warnings


def test_a_story_that_changes_becomes_a_version_of_the_day_it_changed(desk: Desk) -> None:
    sites = desk.sites
    story = sites.url(C, "/bridge")
    sites.put(C, "/feed", rss(Item("1", story)), kind=RSS)
    sites.put(C, "/bridge", page("It is open."))
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 24)
    later = START + timedelta(days=1)
    sites.put(C, "/feed", rss(Item("1", story, at=later)), kind=RSS)
    sites.put(C, "/bridge", page("It is closed after all."))
    desk.watch(watcher, 24)
    assert [day for _, day, _ in desk.reports()] == [date(2031, 3, 4), date(2031, 3, 5)]
    sites.put(C, "/feed", rss(Item("1", story, at=later + timedelta(days=1))), kind=RSS)
    desk.watch(watcher, 24)
    assert len(desk.reports()) == 2, "another stamp on the same text is no version"
    assert len(sites.asked(C, "/bridge")) == 3


def test_a_feed_that_stamps_its_stories_anew_each_time_does_not_have_them_fetched_each_time(desk: Desk) -> None:
    sites = desk.sites
    story = sites.url(C, "/bridge")
    sites.put(C, "/bridge", page())
    sites.pages[C, "/feed"] = lambda asked: Answer(rss(Item("1", story, at=asked.at)).encode())
    desk.watch(desk.watcher(sites.url(C, "/feed")), 48)
    assert len(sites.asked(C, "/feed")) > 30
    assert len(sites.asked(C, "/bridge")) <= 7


def test_a_flood_of_entries_is_bounded_and_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "TAKEN", 20)
    monkeypatch.setattr(entries, "NOTED", 500)
    sites = desk.sites
    items = [Item(str(n), None, at=START - timedelta(hours=n), body=f"<p>Day {n}.</p>") for n in range(1_000)]
    sites.put(C, "/feed", rss(*items), kind=RSS)
    watcher = desk.watcher(sites.url(C, "/feed"), read=lambda report: Refusal(report.id, "enough"))
    while not sites.asked(C):
        desk.clock.sleep(watcher.turn() or 1)
    (feed,) = desk.feeds()
    assert (feed.waiting, feed.passed) == (20, 500)
    assert "1,000 entries at once, 980 of them passed over" in desk.problems()[sites.url(C, "/feed")]
    with desk.ledger.reading() as connection:
        e = t.feed_entry.c
        oldest = connection.execute(select(e.guid).where(e.state == "waiting").order_by(e.told)).scalars().first()
    assert oldest == "19", "the newest are taken"


def test_a_feed_that_lies_about_its_encoding_is_read_and_recorded(desk: Desk) -> None:
    sites = desk.sites
    words = rss(Item("1", None, body="<p>The mayor of Łódź said it.</p>"), title="Włomar").replace(
        "UTF-8", "windows-1251"
    )
    sites.put(C, "/feed", words, kind=f"{RSS}; charset=koi8-r")
    desk.watch(desk.watcher(sites.url(C, "/feed")), 5)
    assert desk.feeds()[0].feed.title == "Włomar"
    assert "says that it is windows-1251, and is UTF-8" in desk.problems()[sites.url(C, "/feed")]
    assert len(desk.reports()) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<rss><channel><title>Cut</title><item><title>o", "broken XML"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "XML: entities"),
        ("<html><body>Sign in</body></html>", "a page, not a feed"),
        ("", "empty"),
    ],
)
def test_whatever_stands_in_a_feeds_place_is_recorded_and_mended(desk: Desk, body: str, told: str) -> None:
    sites = desk.sites
    sites.put(C, "/feed", body)
    sites.put(W, "/feed", rss(Item("1", None, body="<p>Troops left the town on Monday.</p>")), kind=RSS)
    watcher = desk.watcher(sites.url(C, "/feed"), sites.url(W, "/feed"))
    desk.watch(watcher, 1)
    assert told in desk.problems()[sites.url(C, "/feed")]
    assert len(desk.reports()) == 1, "the others go on"
    sites.put(C, "/feed", rss(), kind=RSS)
    desk.watch(watcher, 2)
    assert desk.problems() == {}


def test_a_page_that_fails_is_tried_again_and_then_given_up(desk: Desk) -> None:
    sites = desk.sites
    body = "<p>Varnia's troops left the town on Monday, the mayor said.</p>"
    sites.put(
        C, "/feed",
        rss(Item("1", sites.url(C, "/1")), Item("2", sites.url(C, "/2")), Item("3", sites.url(C, "/3"), body=body)),
        kind=RSS,
    )  # fmt: skip
    for n in (1, 2, 3):
        sites.put(C, f"/{n}", status=500)
    watcher = desk.watcher(sites.url(C, "/feed"))
    desk.watch(watcher, 1)
    sites.put(C, "/1", page())
    desk.watch(watcher, 11)
    assert len(sites.asked(C, "/2")) == 6
    assert [url for url, _, _ in desk.reports()] == [sites.url(C, "/1"), sites.url(C, "/3")]
    assert set(desk.problems()) == {sites.url(C, "/2")}


def test_what_can_not_be_read_is_refused_and_the_rest_go_on(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", rss(Item("1", sites.url(C, "/1")), Item("2", sites.url(C, "/2"))), kind=RSS)
    sites.put(C, "/1", page())
    sites.put(C, "/2", page())

    def reads(report: Report) -> object:
        return Refusal(report.id, "reader: no") if (report.url or "").endswith("/1") else read(report)

    desk.watch(desk.watcher(sites.url(C, "/feed"), read=reads), 1)
    assert [url for url, _, _ in desk.reports()] == [sites.url(C, "/2")]
    assert "reader: no" in desk.problems()[sites.url(C, "/1")]


def test_a_fault_of_ours_ends_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_DEBUG", raising=False)
    sites = desk.sites
    sites.put(C, "/feed", rss(Item("1", sites.url(C, "/1")), Item("2", sites.url(C, "/2"))), kind=RSS)
    sites.put(W, "/feed", rss(title="Broken"), kind=RSS)
    for n in (1, 2):
        sites.put(C, f"/{n}", page())

    def stumbles(data: bytes, *args: object, **given: object) -> Feed:
        if b"Broken" in data:
            raise ZeroDivisionError("by zero")
        return read_feed(data, *args, **given)  # type: ignore[arg-type]  # as given

    def reads(report: Report) -> object:
        if (report.url or "").endswith("/1"):
            raise KeyError("one")
        return read(report)

    monkeypatch.setattr(asking, "read_feed", stumbles)
    desk.watch(desk.watcher(sites.url(C, "/feed"), sites.url(W, "/feed"), read=reads), 0.1)
    assert len(desk.reports()) == 1
    wrong = desk.problems()
    assert "ZeroDivisionError: by zero: a fault of sayso" in wrong[sites.url(W, "/feed")]
    assert "KeyError: 'one': a fault of sayso" in wrong[sites.url(C, "/1")]


def test_killed_at_any_moment_it_goes_on_where_it_was(desk: Desk) -> None:
    sites = desk.sites
    for n in range(6):
        sites.put(C, f"/{n}", page(f"Day {n}."))
    sites.put(C, "/feed", rss(*(Item(str(n), sites.url(C, f"/{n}")) for n in range(6))), kind=RSS)

    class Killed(BaseException):
        pass

    left = 0

    def deadly(what: Callable[[Report], object]) -> Callable[[Report], object]:
        def reads(report: Report) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return what(report)

        return reads

    for life in (0, 1, 0, 2):
        left = life
        with pytest.raises(Killed):
            desk.watch(desk.watcher(sites.url(C, "/feed"), read=deadly(read)), 1)
    desk.watch(desk.watcher(sites.url(C, "/feed")), 2)
    assert len(desk.reports()) == 6
    assert desk.problems() == {}
    assert len([a for a in sites.asked(C) if a.path != "/feed"]) == 6 + 4, "one more for each that it was killed at"


def test_a_story_that_kills_every_watcher_is_given_up(desk: Desk) -> None:
    sites = desk.sites
    sites.put(C, "/feed", rss(Item("1", None, body="<p>Troops left the town on Monday.</p>")), kind=RSS)

    class Killed(BaseException):
        pass

    def reads(report: Report) -> object:
        raise Killed

    deaths = 0
    for _ in range(10):
        try:
            desk.watch(desk.watcher(sites.url(C, "/feed"), read=reads), 1)
        except Killed:
            deaths += 1
    assert deaths == 7
    assert len(desk.problems()) == 1


def test_two_watchers_ask_no_more_than_one(desk: Desk) -> None:
    sites = desk.sites
    for n in range(8):
        sites.put(C, f"/{n}", page(f"Day {n}."))
    sites.put(C, "/feed", rss(*(Item(str(n), sites.url(C, f"/{n}")) for n in range(8))), kind=RSS)
    one, two = desk.watcher(sites.url(C, "/feed")), desk.watcher(sites.url(C, "/feed"))
    until = desk.clock.at + timedelta(hours=2)
    while desk.clock.at < until:
        desk.clock.sleep(min(one.turn(), two.turn()) or 0.5)
    assert [len(sites.asked(C, f"/{n}")) for n in range(8)] == [1] * 8
    assert one.tally.kept + two.tally.kept == 8
    gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(sites.log)]
    assert min(gaps) >= 5


def test_once_ends_when_there_is_nothing_more_to_do(desk: Desk) -> None:
    sites = desk.sites
    for n in range(3):
        sites.put(C, f"/{n}", page(f"Day {n}."))
    sites.put(C, "/feed", rss(*(Item(str(n), sites.url(C, f"/{n}")) for n in range(3))), kind=RSS)
    sites.put(W, "/feed", status=500)
    names = (sites.url(C, "/feed"), sites.url(W, "/feed"))
    for kept in (3, 0):
        watcher = desk.watcher(*names, once=True)
        watcher.run()
        assert watcher.tally.kept == kept
    assert len(sites.asked(C, "/feed")) == 1, "it was not due again"
    assert desk.clock.at - START < timedelta(minutes=2)


def test_chores_are_done_first_and_then_every_hour(desk: Desk) -> None:
    desk.sites.put(C, "/feed", rss(), kind=RSS)
    done: list[float] = []
    watcher = desk.watcher(
        desk.sites.url(C, "/feed"), chores=lambda: done.append((desk.clock.at - START).total_seconds())
    )
    desk.watch(watcher, 3.5)
    assert [round(at / 3600) for at in done] == [0, 1, 2, 3]
    assert all(b - a >= 3600 for a, b in pairwise(done))


def test_what_a_list_names_that_is_no_feed_is_told_and_the_others_are_watched(desk: Desk, tmp_path: Path) -> None:
    sites = desk.sites
    sites.put(C, "/feed", rss(), kind=RSS)
    listed = tmp_path / "feeds.opml"
    good = f"<outline xmlUrl='{sites.url(C, '/feed')}'/>"
    odd = "".join(f"<outline xmlUrl='{url}'/>" for url in ("javascript:alert(1)", "ftp://x.example/", "http://[1/"))
    listed.write_text(f"<opml><body>{odd}{good}</body></opml>")
    desk.watch(desk.watcher(str(listed)), 0.1)
    assert [fare.feed.failures for fare in desk.feeds()] == [0]
    assert f"{listed}: feed: ftp://x.example/: give an address" in [said.words for said in desk.said][1]
    with desk.ledger.reading() as connection:
        assert [problem.input for problem in problems(connection)] == [str(listed)] * 3
    listed.write_text(f"<opml><body>{good}</body></opml>")
    desk.watch(desk.watcher(str(listed)), 0.1)
    assert desk.problems() == {}
    listed.write_text(f"<opml><body>{odd}</body></opml>")
    with pytest.raises(InputError, match="javascript"):
        desk.watcher(str(listed))


def test_a_list_is_read_again_when_it_changes(desk: Desk, tmp_path: Path) -> None:
    sites = desk.sites
    for host in (C, W):
        sites.put(host, "/feed", rss(title=host), kind=RSS)
    listed = tmp_path / "feeds.opml"
    outline = "<opml><body><outline text='One'><outline xmlUrl='{}' text='Named here'/></outline></body></opml>"
    listed.write_text(outline.format(sites.url(C, "/feed")))
    watcher = desk.watcher(str(listed))
    desk.watch(watcher, 1)
    listed.write_text("<opml><body></body></opml>")
    desk.watch(watcher, 3)
    assert "no feed in it" in desk.problems()[str(listed)]
    assert sites.asked(C)[-1].at > START + timedelta(hours=1), "what was listed is watched on"
    sites.log.clear()
    listed.write_text(outline.format(sites.url(W, "/feed")) + "  ")
    desk.watch(watcher, 3)
    assert not sites.asked(C)
    assert sites.asked(W)
    assert [f.feed.title for f in desk.feeds()] == ["Named here", "Named here"]
    assert desk.problems() == {}


def test_a_feed_may_lie_in_a_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(Item("1", None, body="<p>Troops left the town on Monday.</p>")))
    (tmp_path / "feeds.opml").write_text("<opml><body><outline xmlUrl='feed.xml'/></body></opml>")
    watcher = desk.watcher(str(tmp_path / "feeds.opml"))
    desk.watch(watcher, 3)
    file.write_text(rss(Item("2", None, body="<p>Troops came back on Tuesday night.</p>")))
    desk.watch(watcher, 3)
    assert len(desk.reports()) == 2
    file.unlink()
    desk.watch(watcher, 3)
    assert "No such file" in desk.problems()[file.as_uri()]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere.opml", "nowhere.opml: path: No such file"),
        ("ftp://courier.example/feed", "feed: ftp://courier.example/feed: give an address that starts with https://"),
    ],
)
def test_a_name_that_is_nothing_to_watch_is_told_at_once(desk: Desk, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        desk.watcher(name)
