"""A month of watching: feeds and pages fail and recover, the watcher is killed; every story is kept once, none lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from sayso.errors import FetchError
from sayso.intake.fetch import PAGES, Elsewhere, Fetched, StatusError, Wanted
from sayso.ledger import Ledger
from sayso.ledger import schema as t
from sayso.ledger.asking import problems
from sayso.ledger.feeds import fared
from sayso.watching import Sources, Watcher
from tests.sites import START, HandClock, Item, read, rss

DAYS = 30
PACE = 5.0


class Killed(BaseException):
    """The watcher is gone, at whatever it was."""


@dataclass
class Paper:
    """A feed that tells of a story every so many hours, and what is wrong with its site at a moment."""

    host: str
    every: float
    wrong: Callable[[datetime, random.Random], Exception | None] = lambda at, chance: None
    path: str = "/feed"
    shown: int = 8
    stories: list[Item] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.path}"

    def by(self, at: datetime) -> list[Item]:
        """What it has told of by a moment."""
        return [story for story in self.stories if story.at is not None and story.at <= at]


def failing(days: range, error: Callable[[str], Exception]) -> Callable[[datetime, random.Random], Exception | None]:
    return lambda at, chance: error("f") if (at - START).days in days else None


def now_and_then(share: float) -> Callable[[datetime, random.Random], Exception | None]:
    return lambda at, chance: StatusError("f", "status", "500", "later", 500) if chance.random() < share else None


def unreachable(source: str) -> Exception:
    return FetchError(source, "connection", "refused", "later")


def busy(source: str) -> Exception:
    return StatusError(source, "status", "503", "later", 503, "1800")


class Web:
    """All papers, without a network between."""

    def __init__(self, papers: list[Paper], clock: HandClock, chance: random.Random) -> None:
        self.papers, self.clock, self.chance = papers, clock, chance
        self.pages = {story.url: story for paper in papers for story in paper.stories}
        self.log: list[tuple[datetime, str, str]] = []
        self.given: Counter[str] = Counter()
        self.kill_at: set[int] = set()

    def get(
        self,
        url: str,
        wanted: Wanted = PAGES,
        *,
        limit: int = 0,
        etag: str | None = None,
        modified: str | None = None,
        permit: Callable[[str], None] | None = None,
    ) -> Fetched | Elsewhere:
        """Answer, or fail, as the site does at this moment."""
        host, path = urlsplit(url).hostname or "", urlsplit(url).path
        at = self.clock.at
        self.log.append((at, host, path))
        if len(self.log) in self.kill_at:
            raise Killed
        of_host = [paper for paper in self.papers if paper.host == host]
        for paper in of_host:
            if (error := paper.wrong(at, self.chance)) is not None:
                raise error
        if path == "/robots.txt":
            return Fetched(url, b"User-agent: *\nDisallow: /never\n", "text/plain", None)
        for paper in of_host:
            if paper.url == url:
                told = paper.by(at)
                if etag == str(len(told)):
                    return Fetched(url, b"", "", None, etag, None, unchanged=True)
                return Fetched(url, rss(*told[-paper.shown :][::-1]).encode(), "text/xml", "utf-8", str(len(told)))
        self.given[url] += 1
        words = f"Varnia's General Staff said on Tuesday that its troops had left the village. It was at {path} then."
        return Fetched(url, words.encode(), "text/plain", "utf-8")


def papers() -> list[Paper]:
    made = [
        Paper("steady.example", 11),
        Paper("quiet.example", 70),
        Paper("flaky.example", 13, now_and_then(0.2)),
        Paper("down.example", 20, failing(range(4, 21), unreachable), shown=24),
        Paper("busy.example", 15, failing(range(10, 12), busy)),
        Paper("twin.example", 16),
        Paper("twin.example", 16, path="/other"),
    ]
    for paper in made:
        name = paper.host.partition(".")[0]
        for n in range(int(DAYS * 24 / paper.every) - 1):
            at = START + timedelta(hours=paper.every * n + 1)
            guid = f"{name}-{n}" if paper.path == "/feed" else f"other-{n}"
            paper.stories.append(Item(guid, f"https://{paper.host}/{name}/{n}", at=at))
    return made


@pytest.mark.slow
def test_a_month_in_which_feeds_fail_and_recover(tmp_path: Path) -> None:
    chance, clock = random.Random(7), HandClock()
    listed = papers()
    web = Web(listed, clock, chance)
    web.kill_at = set(chance.sample(range(20, 1000), 12))
    names = [paper.url for paper in listed]
    end = START + timedelta(days=DAYS)
    lives = 0
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        while clock.at < end:
            lives += 1
            watcher = Watcher(ledger, Sources(names), web, read, clock=clock, pace=PACE, chance=chance.random)
            watcher.start()
            try:
                while clock.at < end:
                    if wait := watcher.turn():
                        clock.sleep(wait)
            except Killed:
                clock.sleep(60)
        with ledger.reading() as connection:
            kept = Counter(connection.execute(select(t.report.c.url)).scalars())
            wrong = problems(connection)
            fares = fared(connection)

    assert lives == 13
    every = {story.url for paper in listed for story in paper.by(end - timedelta(days=1))}
    assert kept.keys() >= every, "nothing is lost"
    assert set(kept.values()) == {1}, "every story once"
    assert max(web.given.values()) <= 2, "fetched once, or once more by the watcher after the one that was killed"
    assert sum(web.given.values()) <= len(kept) + lives
    assert wrong == []
    assert all(fare.feed.failures == 0 or fare.feed.url.startswith("https://flaky") for fare in fares)

    hours = Counter((host, int((at - START).total_seconds() // 3600)) for at, host, _ in web.log)
    assert max(hours.values()) <= 60, "requests to a host in an hour"
    assert len(web.log) < 4000
    for host in {paper.host for paper in listed}:
        visits = [at for at, asked, _ in web.log if asked == host]
        assert min((b - a).total_seconds() for a, b in pairwise(visits)) >= PACE
    down = [at for at, host, path in web.log if host == "down.example" and (at - START).days in range(18, 21)]
    assert len(down) <= 8, "after two weeks once a day, and robots.txt"
