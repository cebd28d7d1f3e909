"""Which feeds are watched, and how does each fare? Rows that outlive the watcher, so that it may be stopped anywhere.

Whoever asks a feed first moves its next turn on, in a transaction that only one of two watchers wins. So a feed is
asked once however many watch, and one whose watcher was killed has its turn again when that time has passed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, Select, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.ledger import schema as t
from sayso.ledger.fitting import shown
from sayso.ledger.keys import value_key
from sayso.ledger.opening import Ledger
from sayso.ledger.turns import utc

__all__ = ["Fared", "Feeds", "Listed", "WatchedFeed", "fared", "feed_key", "feeds_of", "moment"]

State = Literal["watched", "gone", "double"]
_ALL: Final = select(t.feed).order_by(t.feed.c.due, t.feed.c.key)
_MOMENTS: Final = frozenset(("due", "asked", "answered", "news", "failing", "seen", "whole"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed as a list names it: ``theatre`` is what its stories are about."""

    url: str
    title: str | None = None
    theatre: str | None = None


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed and what is known of it; see the table ``feed`` for what each field holds."""

    key: int
    url: str
    at: str
    title: str | None
    theatre: str | None
    etag: str | None
    modified: str | None
    hint: int
    quiet: str | None
    whole: datetime | None
    due: datetime
    asked: datetime | None
    answered: datetime | None
    news: datetime | None
    failures: int
    failing: datetime | None
    wrong: str | None
    state: State
    seen: datetime
    kept: int
    refused: int
    passed: int


@dataclass(frozen=True, slots=True)
class Fared:
    """A feed with what became of its stories."""

    feed: WatchedFeed
    kept: int
    waiting: int
    refused: int
    passed: int
    refusal: str | None
    """Why the latest of its stories was refused that still is."""


def feed_key(url: str) -> int:
    """The key of a feed: reckoned from its address as it is listed."""
    return value_key("feed", url)


def moment(text: str | None) -> datetime | None:
    """A moment as the ledger keeps it, or None."""
    return datetime.fromisoformat(text) if text else None


class Feeds:
    """The watched feeds of a ledger that is open to write."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._insert: Any = sqlite_insert if ledger.sqlite else postgresql_insert

    def watch(self, feeds: Iterable[Listed], now: datetime) -> list[int]:
        """Note that these are watched, and give their keys: a new one is due at once, of others only names change."""
        keys = []
        with self.ledger.writing() as connection:
            for feed in feeds:
                url = shown(feed.url)
                row: dict[str, Any] = {
                    "key": feed_key(url), "url": url, "at": url, "title": feed.title and shown(feed.title),
                    "theatre": feed.theatre, "hint": 0, "due": utc(now), "failures": 0, "state": "watched",
                    "seen": utc(now),
                }  # fmt: skip
                adding = self._insert(t.feed).on_conflict_do_update(
                    index_elements=[t.feed.c.key],
                    set_={"title": func.coalesce(row["title"], t.feed.c.title), "theatre": feed.theatre},
                )
                connection.execute(adding, row)
                keys.append(row["key"])
        return keys

    def of(self, keys: Collection[int]) -> list[WatchedFeed]:
        """These feeds, the one whose turn is next first."""
        with self.ledger.reading() as connection:
            return feeds_of(connection, keys)

    def take(self, feed: WatchedFeed, now: datetime, until: datetime) -> bool:
        """Take a feed's turn, until a moment when it is anybody's again; False where another was quicker."""
        c = t.feed.c
        mine = update(t.feed).where(c.key == feed.key, c.due == utc(feed.due), c.due <= utc(now))
        with self.ledger.writing() as connection:
            return connection.execute(mine.values(due=utc(until))).rowcount == 1

    def note(self, key: int, values: Mapping[str, Any]) -> None:
        """Write down what became of asking a feed."""
        row = {name: _plain(value) for name, value in values.items()}
        with self.ledger.writing() as connection:
            connection.execute(update(t.feed).where(t.feed.c.key == key).values(row))

    def again(self, url: str, now: datetime) -> bool:
        """Have a feed asked anew as if it were new, whatever it did; False for one that was never watched."""
        anew = {
            "state": "watched", "due": utc(now), "at": t.feed.c.url, "etag": None, "modified": None, "failures": 0,
            "failing": None, "wrong": None, "whole": None,
        }  # fmt: skip
        mine = update(t.feed).where(t.feed.c.key == feed_key(shown(url))).values(anew)
        with self.ledger.writing() as connection:
            return connection.execute(mine).rowcount == 1

    def others_at(self, feed: WatchedFeed, address: str) -> list[str]:
        """The other watched feeds that lie at an address."""
        c = t.feed.c
        same = select(c.url).where(c.key != feed.key, c.state == "watched", (c.at == address) | (c.url == address))
        with self.ledger.reading() as connection:
            return [row.url for row in connection.execute(same.order_by(c.url))]


def feeds_of(connection: Connection, keys: Collection[int]) -> list[WatchedFeed]:
    """These feeds, the one whose turn is next first."""
    rows = connection.execute(_ALL).all()
    return [_feed(row) for row in rows if row.key in keys]


def fared(connection: Connection) -> list[Fared]:
    """All feeds that were ever watched, by title, with how many of their stories were kept, wait, and so on."""
    s, counted = t.feed_entry.c.state, []
    for state in ("kept", "waiting", "refused", "passed"):
        counted.append(func.sum(case((s == state, 1), else_=0)).label(state))
    counts: Select[Any] = select(t.feed_entry.c.feed_key, *counted).group_by(t.feed_entry.c.feed_key)
    by_feed = {row.feed_key: row for row in connection.execute(counts)}
    refusals = _refusals(connection)
    found = []
    for row in connection.execute(select(t.feed)):
        told = by_feed.get(row.key)
        kept, waiting, refused, passed = (told.kept, told.waiting, told.refused, told.passed) if told else (0, 0, 0, 0)
        feed = _feed(row)
        why = refusals.get(row.key)
        found.append(Fared(feed, feed.kept + kept, waiting, feed.refused + refused, feed.passed + passed, why))
    return sorted(found, key=lambda f: ((f.feed.title or f.feed.url).casefold(), f.feed.url))


def _refusals(connection: Connection) -> dict[int, str]:
    e = t.feed_entry.c
    nth = func.row_number().over(partition_by=e.feed_key, order_by=(e.told.desc(), e.key)).label("nth")
    refused = select(e.feed_key, e.wrong, nth).where(e.state == "refused").subquery()
    rows = connection.execute(select(refused.c.feed_key, refused.c.wrong).where(refused.c.nth == 1))
    return {row.feed_key: row.wrong for row in rows if row.wrong}


def _feed(row: Row[Any]) -> WatchedFeed:
    values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(WatchedFeed)}
    return WatchedFeed(**values | {name: moment(values[name]) for name in _MOMENTS})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return utc(value)
    return shown(value) if isinstance(value, str) else value
