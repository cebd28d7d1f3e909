"""Which stories have feeds told of, and what became of each? A story is one, under however many feeds and names.

It is known by the feed's own id for it, or by its address: what a feed drops and lists again, or lists under a new id,
or what another feed lists too, is no new story. What waits to be fetched is taken as a feed's turn is (``feeds.py``).

A story that its feed has not listed for half a year is forgotten, so that years of watching cost no more than that.
It is no new one when it is listed once more: its report is in the ledger, or it is older than what is remembered.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.intake.feeds import FeedEntry
from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.feeds import WatchedFeed, moment
from sayso.ledger.fitting import shown
from sayso.ledger.keys import address, value_key
from sayso.ledger.opening import Ledger
from sayso.ledger.turns import utc

__all__ = ["MOST_AGAIN", "NOTED", "REMEMBERED", "TAKEN", "Entries", "Met", "Story", "Twin", "report_name"]

TAKEN: Final = 200
"""How many new stories are taken from a feed at once, and how many of one feed may wait."""
NOTED: Final = 5_000
"""How many more are noted as passed over, so that they are known when they come again."""
MOST_AGAIN: Final = 10
"""How often a page is fetched again because its feed says that it has changed."""
REMEMBERED: Final = timedelta(days=180)
"""For how long a story is known that its feed lists no more."""
_BATCH: Final = 400
_Likeness = tuple[str, str, str]  # host and path, title, and when it was published
State = Literal["waiting", "kept", "refused", "passed", "same"]


@dataclass(frozen=True, slots=True)
class Story:
    """An entry that waits to be fetched, with its feed's name and theatre; see the table ``feed_entry``."""

    key: int
    feed_key: int
    feed: str
    outlet: str | None
    theatre: str | None
    watched: datetime
    guid: str
    url: str | None
    address: str | None
    title: str | None
    published: datetime | None
    day: date | None
    body: str | None
    due: datetime
    tries: int
    again: int
    report: str | None
    print: str | None
    wrong: str | None
    seen: datetime


@dataclass(frozen=True, slots=True)
class Twin:
    """Another entry with the same page: its title, the mark of its text once kept, whether a feed names that page."""

    title: str | None
    print: str | None
    listed: bool


@dataclass(slots=True)
class Met:
    """What a feed's entries were: new ones that wait now, changed ones that wait again, and those passed over."""

    new: int = 0
    changed: int = 0
    passed: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list, repr=False)
    changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list, repr=False)


class Entries:
    """The stories of feeds, in a ledger that is open to write."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._insert: Any = sqlite_insert if ledger.sqlite else postgresql_insert

    def meet(self, feed: WatchedFeed, entries: Sequence[FeedEntry], now: datetime) -> Met:
        """Note what a feed tells: a new story waits to be fetched, one that has changed waits again.

        Of very many new ones the newest wait and the others are passed over.
        """
        newest = sorted(entries, key=lambda e: min(e.published or now, now), reverse=True)
        met = Met()
        with self.ledger.writing() as connection:
            known, pages = _known(connection, feed, newest)
            unknown = [entry for entry in newest if _key(feed, entry) not in known]
            again = _under_other_queries(connection, feed, unknown)
            e = t.feed_entry.c
            waits = select(func.count()).where(e.feed_key == feed.key, e.state == "waiting")
            room = TAKEN - int(connection.execute(waits).scalar() or 0)
            old = self._read_before(connection, feed, unknown, now)
            listed: set[str] = set()
            there: list[int] = []
            for entry in newest:
                key, page = _key(feed, entry), address(entry.url)
                row = known.get(key) or (pages.get(page) if page else None) or again.get(_but_for_its_query(entry))
                if row is None or (row.state == "refused" and row.feed_key != feed.key):
                    if page in listed:  # twice in one feed, under two ids
                        continue
                    if page:
                        listed.add(page)
                    if (report := report_name(feed.url, entry)) in old or _long_past(feed, entry, now):
                        state: State = "kept" if report in old else "passed"
                        met.rows.append(_row(feed, entry, key, page, now, state, report if report in old else None))
                        continue
                    waiting = met.new < room
                    met.new, met.passed = met.new + waiting, met.passed + (not waiting)
                    if met.passed <= NOTED:
                        met.rows.append(_row(feed, entry, key, page, now, "waiting" if waiting else "passed"))
                elif row.feed_key == feed.key:
                    there.append(row.key)
                    self._again(met, row, entry, page, now)
            if met.rows:
                connection.execute(self._insert(t.feed_entry).on_conflict_do_nothing(), met.rows)
            for changed, values in met.changes:
                connection.execute(update(t.feed_entry).where(e.key == changed).values(values))
            for some in batched(there, _BATCH):
                today = update(t.feed_entry).where(e.key.in_(some), e.listed < now.date())
                connection.execute(today.values(listed=now.date()))
            if entries:
                self._forget(connection, feed, now)
        return met

    def still(self, feed: WatchedFeed, now: datetime) -> None:
        """Note that a feed still lists what it listed last."""
        e = t.feed_entry.c
        last = select(func.max(e.listed)).where(e.feed_key == feed.key).scalar_subquery()
        mine = update(t.feed_entry).where(e.feed_key == feed.key, e.listed == last, e.listed < now.date())
        with self.ledger.writing() as connection:
            connection.execute(mine.values(listed=now.date()))

    def _forget(self, connection: Connection, feed: WatchedFeed, now: datetime) -> None:
        """Let go of what a feed has long listed no more; how many they were is kept with the feed."""
        e, since = t.feed_entry.c, now - REMEMBERED
        past = delete(t.feed_entry).where(
            e.feed_key == feed.key, e.told < utc(since), e.listed < since.date(), e.state != "waiting"
        )
        gone = Counter(row.state for row in connection.execute(past.returning(e.state)))
        if gone:
            f = t.feed.c
            more = {name: f[name] + gone[name] for name in ("kept", "refused", "passed")}
            connection.execute(update(t.feed).where(f.key == feed.key).values(more))

    def _read_before(
        self, connection: Connection, feed: WatchedFeed, entries: Sequence[FeedEntry], now: datetime
    ) -> frozenset[str]:
        """The reports of entries that are not known, where they may have been forgotten."""
        if now - feed.seen < REMEMBERED:
            return frozenset()
        found: set[str] = set()
        for some in batched(sorted({report_name(feed.url, entry) for entry in entries}), _BATCH):
            found |= set(connection.execute(select(t.report.c.id).where(t.report.c.id.in_(some))).scalars())
        return frozenset(found)

    def _again(self, met: Met, row: Row[Any], entry: FeedEntry, page: str | None, now: datetime) -> None:
        """A story that its feed has told of before: whether it has changed."""
        before = row.mark or ""
        older = "T" in entry.mark and "T" in before and entry.mark < before  # moments both, not digests
        if entry.mark == before or older:
            return
        told = _told(entry, page)
        if row.state in ("kept", "refused") and row.again < MOST_AGAIN:
            # A changed story is of the day when it changed: nobody could know it before.
            if entry.updated is not None:
                told |= {"published": utc(entry.updated), "day": entry.updated_day}
            else:
                told |= {"published": None, "day": None}
            told |= {"state": "waiting", "tries": 0, "again": row.again + 1, "due": max(utc(now), row.due)}
            met.changed += 1
        met.changes.append((row.key, told))

    def story(self, key: int) -> Story | None:
        """A story that waits; None where it no longer does."""
        e, f = t.feed_entry.c, t.feed.c
        named = (f.url.label("feed"), f.title.label("outlet"), f.theatre, f.seen.label("watched"))
        wanted = select(t.feed_entry, *named).join(t.feed, f.key == e.feed_key)
        with self.ledger.reading() as connection:
            row = connection.execute(wanted.where(e.key == key, e.state == "waiting")).first()
            return None if row is None else _story(row)

    def waiting(self) -> int:
        """How many wait."""
        with self.ledger.reading() as connection:
            wanted = select(func.count()).select_from(t.feed_entry).where(t.feed_entry.c.state == "waiting")
            return int(connection.execute(wanted).scalar() or 0)

    def take(self, story: Story, now: datetime, until: datetime) -> bool:
        """Take a story's turn, and count the try before it is made, as one that kills us would count; False where
        another was quicker.
        """
        e = t.feed_entry.c
        mine = update(t.feed_entry).where(
            e.key == story.key, e.state == "waiting", e.due == utc(story.due), e.due <= utc(now)
        )
        with self.ledger.writing() as connection:
            return connection.execute(mine.values(due=utc(until), tries=story.tries + 1)).rowcount == 1

    def note(self, key: int, values: Mapping[str, Any]) -> None:
        """Write down what became of a story."""
        row = {
            name: utc(v) if isinstance(v, datetime) else shown(v) if isinstance(v, str) else v
            for name, v in values.items()
        }
        with self.ledger.writing() as connection:
            connection.execute(update(t.feed_entry).where(t.feed_entry.c.key == key).values(row))

    def elsewhere(self, story: Story, page: str | None) -> Twin | None:
        """The other entry, kept or waiting, that a page is by the address that it calls its own; None for none."""
        if page is None:
            return None
        e = t.feed_entry.c
        same = select(e.title, e.print, (e.address == page).label("listed")).where(
            e.key != story.key, or_(e.address == page, e.page == page), e.state.in_(("kept", "waiting"))
        )
        with self.ledger.reading() as connection:
            row = connection.execute(same.order_by((e.address == page).desc(), e.key).limit(1)).first()
            return None if row is None else Twin(row.title, row.print, bool(row.listed))

    def rhythm(self, feed: WatchedFeed, most: int = 20) -> list[datetime]:
        """When the latest stories of a feed were published, or else met; the newest first."""
        e = t.feed_entry.c
        wanted = select(e.told).where(e.feed_key == feed.key).order_by(e.told.desc()).limit(most)
        with self.ledger.reading() as connection:
            return [datetime.fromisoformat(row.told) for row in connection.execute(wanted)]


def report_name(feed: str, entry: FeedEntry | Story) -> str:
    """What the report of a story is called: by its address, or else by its feed and its id there."""
    named = address(entry.url) or f"{feed}\x1f{entry.guid}"
    return "f-" + hashlib.blake2b(named.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _long_past(feed: WatchedFeed, entry: FeedEntry, now: datetime) -> bool:
    """Whether an entry that is not known is so old that it may be one that was forgotten."""
    since = now - REMEMBERED
    return feed.seen < since and entry.published is not None and entry.published < since


def _key(feed: WatchedFeed, entry: FeedEntry) -> int:
    return value_key("entry", feed.url, shown(entry.guid))


def _known(
    connection: Connection, feed: WatchedFeed, entries: Sequence[FeedEntry]
) -> tuple[dict[int, Row[Any]], dict[str, Row[Any]]]:
    """What is kept of these entries, by key and, whichever feed told of it, by address."""
    e = t.feed_entry.c
    wanted = select(e.key, e.feed_key, e.mark, e.state, e.again, e.due, e.address, e.page)
    by_key, by_page = (wanted.where(c.in_(bindparam("some", expanding=True))) for c in (e.key, e.address))
    by_own = wanted.where(e.page.in_(bindparam("some", expanding=True)))
    known: dict[int, Row[Any]] = {}
    pages: dict[str, Row[Any]] = {}
    for keys in batched([_key(feed, entry) for entry in entries], _BATCH):
        known |= {row.key: row for row in connection.execute(by_key, {"some": keys})}
    for some in batched(sorted({page for entry in entries if (page := address(entry.url))}), _BATCH):
        for row in [*connection.execute(by_own, {"some": some}), *connection.execute(by_page, {"some": some})]:
            pages |= {own: row for own in (row.page, row.address) if own}
    return known, pages


def _under_other_queries(
    connection: Connection, feed: WatchedFeed, entries: Sequence[FeedEntry]
) -> dict[_Likeness | None, Any]:
    """What is kept of entries whose address has another query each time (a session's number) and no id beside it."""
    e = t.feed_entry.c
    wanted = select(e.key, e.feed_key, e.mark, e.state, e.again, e.due, e.address, e.page, e.title, e.published)
    of_then = wanted.where(e.feed_key == feed.key, e.told.in_(bindparam("some", expanding=True)))
    like = {likeness for entry in entries if (likeness := _but_for_its_query(entry))}
    found: dict[_Likeness | None, Any] = {}
    for some in batched(sorted({published for _, _, published in like}), _BATCH):
        for row in connection.execute(of_then, {"some": some}):
            likeness = (str(row.address).partition("?")[0], row.title, row.published)
            if likeness in like:
                found[likeness] = row
    return found


def _but_for_its_query(entry: FeedEntry) -> _Likeness | None:
    """All that tells a story from others of its feed but its query; None where that is too little to go by."""
    page = address(entry.url)
    if page is None or "?" not in page or not entry.title or entry.published is None:
        return None
    return page.partition("?")[0], shown(entry.title), utc(entry.published)


def _row(
    feed: WatchedFeed,
    entry: FeedEntry,
    key: int,
    page: str | None,
    now: datetime,
    state: State,
    report: str | None = None,
) -> dict[str, Any]:
    told = min(entry.published or now, now)
    row = {
        "key": key, "feed_key": feed.key, "guid": shown(entry.guid), "page": None, "told": utc(told), "state": state,
        "due": utc(now), "tries": 0, "again": 0, "report": report, "print": None, "wrong": None, "seen": utc(now),
        "published": utc(entry.published) if entry.published else None, "day": entry.day, "listed": now.date(),
        **_told(entry, page),
    }  # fmt: skip
    if state != "waiting":
        row["body"] = None
    return row


def _told(entry: FeedEntry, page: str | None) -> dict[str, Any]:
    return {
        "url": entry.url and shown(entry.url),
        "address": page and shown(page),
        "title": entry.title and shown(entry.title),
        "mark": entry.mark,
        "body": entry.body and shown(entry.body),
    }


def _story(row: Row[Any]) -> Story:
    return Story(
        row.key, row.feed_key, row.feed, row.outlet, row.theatre, datetime.fromisoformat(row.watched), row.guid,
        row.url, row.address, row.title, moment(row.published), row.day, row.body, datetime.fromisoformat(row.due),
        row.tries, row.again, row.report, row.print, row.wrong, datetime.fromisoformat(row.seen),
    )  # fmt: skip
