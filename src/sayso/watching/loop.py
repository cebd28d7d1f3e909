"""Watches feeds for as long as it is let: whatever has its turn and whose host is free is seen to, one thing at a time.

One at a time is enough for hundreds of feeds, and no two requests can be under way at once. All that must outlive the
watcher lies in the ledger, so that it may be killed anywhere, and started again, or run once now and then.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sayso.errors import InputError
from sayso.intake.fetch import Fetches
from sayso.ledger import Keeper, Ledger
from sayso.ledger.agenda import Agenda, agenda
from sayso.ledger.entries import Entries
from sayso.ledger.feeds import Feeds, WatchedFeed
from sayso.ledger.hosts import Hosts
from sayso.model import Refusal
from sayso.watching.asking import Asking
from sayso.watching.clock import Clock, SystemClock
from sayso.watching.patience import Patience
from sayso.watching.politeness import PACE_S, Visitor, host_of
from sayso.watching.said import Said, Tally, Tell
from sayso.watching.schedule import MOST
from sayso.watching.sources import Sources
from sayso.watching.stories import Reads, Stories

__all__ = ["Standing", "Watcher"]

_LOOK_S: Final = 60.0  # between two looks at whether a list has changed, or another watcher has left something
_ONCE_S: Final = 60.0  # who watches once waits so long for a host, and leaves the rest to the next time
_ONCE_PATIENCE_S: Final = 600.0
_CHORES_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: feeds watched, stories that wait, and when there is something to do again."""

    feeds: int
    waiting: int
    next: datetime | None


class Watcher:
    """Asks feeds and keeps their stories in a ledger that is open to write; for one thread.

    ``read`` reads a report; ``fetcher`` reaches the web; ``clock`` and ``chance`` (0 to 1) are there for tests. With
    ``once`` a run ends as soon as there is nothing to do for a minute. ``chores`` are done first, and then every hour.
    """

    def __init__(
        self,
        ledger: Ledger,
        sources: Sources,
        fetcher: Fetches,
        read: Reads,
        *,
        tell: Tell = lambda said: None,
        pace: float = PACE_S,
        once: bool = False,
        chores: Callable[[], object] = lambda: None,
        clock: Clock | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.tally = Tally()
        self._ledger = ledger
        self._sources, self._tell, self._once = sources, tell, once
        self._clock = clock or SystemClock()
        self._patience = Patience(
            self._clock,
            lambda error: tell(Said("waiting", error.source, str(error))),
            _ONCE_PATIENCE_S if once else None,
        )
        self._feeds, self._entries, self._hosts = Feeds(ledger), Entries(ledger), Hosts(ledger)
        self._keeper = Keeper(ledger)
        self._visitor = Visitor(fetcher, self._hosts, self._clock, pace)
        common = (self._clock, self._patience, tell, self.tally)
        self._asking = Asking(self._feeds, self._entries, self._keeper, self._visitor, *common, chance)
        self._stories = Stories(self._entries, self._keeper, self._visitor, read, *common)
        self._chores, self._chores_due = chores, self._clock.now()
        self._mine: Collection[int] = ()
        self._asked: set[int] = set()
        self._broken: set[str] = set()

    def start(self) -> None:
        """Read the lists; InputError for one that can't be read. What one names that is no feed is told and kept."""
        now = self._clock.now()
        self._mine = frozenset(self._patience(self._feeds.watch, self._sources.read(), now))
        lists = self._sources.refused
        self._patience(self._keeper.mend, self._broken | set(lists), seen=now)
        self._broken.clear()
        for name, refused in lists.items():
            for error in refused:
                self._patience(self._keeper.problem, Refusal(name, str(error)), seen=now)
                self._tell(Said("failed", name, str(error)))

    def run(self) -> None:
        """Watch until it is interrupted, or, once, until there is nothing more to do."""
        self.start()
        while True:
            wait = self.turn()
            if self._once and wait > _ONCE_S:
                return
            if wait:
                self._clock.sleep(min(wait, _LOOK_S))

    def turn(self) -> float:
        """Do one thing whose turn it is; how many seconds nothing will have its turn, 0 after doing something."""
        if self._sources.changed():
            self._read_again()
        now = self._clock.now()
        if now >= self._chores_due:
            self._patience(self._chores)
            self._chores_due = now + timedelta(seconds=_CHORES_S)
        todo = self._patience(self._agenda, now)
        waits = [] if todo.next is None else [(todo.next - now).total_seconds()]
        for feed in self._still(todo.feeds):
            if feed.due > now:
                waits.append((feed.due - now).total_seconds())
                break  # they come in the order of their turns
            free = _free(feed.at, todo.busy)
            if free is not None:
                waits.append((free - now).total_seconds())
            elif self._do(feed.at, partial(self._ask, feed)):
                return 0.0
        for waiting in todo.stories:
            free = _free(waiting.url, todo.busy)
            if free is not None:
                waits.append((free - now).total_seconds())
            elif self._do(waiting.url, partial(self._stories.take, waiting.key)):
                return 0.0
        return max(min(waits, default=MOST), 0.01)

    def standing(self) -> Standing:
        """How things stand."""
        feeds = list(self._still(self._feeds.of(self._mine)))
        return Standing(len(feeds), self._entries.waiting(), feeds[0].due if feeds else None)

    def _agenda(self, now: datetime) -> Agenda:
        with self._ledger.reading() as connection:
            return agenda(connection, self._mine, now)

    def _still(self, feeds: Iterable[WatchedFeed]) -> Iterator[WatchedFeed]:
        """Those that are still to be asked; by who watches once, each but once."""
        done = self._asked if self._once else ()
        return (feed for feed in feeds if feed.state == "watched" and feed.key not in done)

    def _do(self, url: str | None, work: Callable[[], bool]) -> bool:
        """Do it, or, where its site has not been asked for its robots.txt, that first."""
        if url is not None and host_of(url) and not self._patience(self._visitor.introduced, url):
            self._patience(self._visitor.introduce, url)
            return True
        return work()

    def _ask(self, feed: WatchedFeed) -> bool:
        done = self._asking.ask(feed)
        if done:
            self._asked.add(feed.key)
        return done

    def _read_again(self) -> None:
        try:
            self.start()
        except InputError as broken:  # the feeds that were listed before are watched on
            self._broken.add(broken.source)
            self._sources.noticed()
            self._patience(self._keeper.problem, Refusal(broken.source, str(broken)), seen=self._clock.now())
            self._tell(Said("failed", broken.source, str(broken)))
        else:
            self._tell(Said("list", "", f"{len(self._mine):,} feeds"))


def _free(url: str | None, busy: dict[str, datetime]) -> datetime | None:
    """From when on the host of an address may be asked; None for now."""
    return busy.get(host_of(url) or "") if url is not None else None
