"""How is one feed asked, and what is made of its answer? Whatever it does is written down, and nothing is fatal."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from sayso.errors import FetchError, InputError, LedgerError, SaysoError
from sayso.intake.feeds import FEED_LIMIT, FEEDS, Feed, read_feed
from sayso.intake.fetch import Fetched, StatusError
from sayso.ledger import Keeper
from sayso.ledger.entries import Entries, Met
from sayso.ledger.feeds import Feeds, WatchedFeed
from sayso.model import Refusal
from sayso.refusing import fault
from sayso.watching.clock import Clock
from sayso.watching.patience import Patience
from sayso.watching.politeness import NotNowError, Visitor
from sayso.watching.quiet import beyond, written
from sayso.watching.said import Said, Tally, Tell
from sayso.watching.schedule import FRESHEST, WHOLE, after_failure, asked_to_wait, interval, spread
from sayso.watching.sources import path_of

__all__ = ["Asking"]

_TURN: Final = timedelta(minutes=15)  # asking takes no longer, unless the watcher was killed
_GONE: Final = 410
_LATER: Final = "it is asked again, ever more seldom"
_FIXES: Final = {
    401: "it is for those who log in; take it off the list",
    403: "its site does not let programs in; ask whoever runs it, or take it off the list",
    404: f"look for its new address; {_LATER}",
}
_BACK: Final = 3  # after so many failures at a feed's new address, the one that was listed is tried again


class Asking:
    """Asks feeds whose turn it is, one at a time."""

    def __init__(
        self,
        feeds: Feeds,
        entries: Entries,
        keeper: Keeper,
        visitor: Visitor,
        clock: Clock,
        patience: Patience,
        tell: Tell,
        tally: Tally,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._feeds, self._entries, self._keeper, self._visitor = feeds, entries, keeper, visitor
        self._clock, self._patience, self._tell, self._tally = clock, patience, tell, tally
        self._chance = chance

    def ask(self, feed: WatchedFeed) -> bool:
        """Ask a feed, if no other watcher does; False where nothing was done."""
        now = self._clock.now()
        if not self._patience(self._feeds.take, feed, now, now + _TURN):
            return False
        self._tell(Said("asking", feed.url))
        try:
            self._see_to(feed)
        except KeyboardInterrupt:  # whoever watches next need not wait for our turn to pass
            with suppress(LedgerError):
                self._feeds.note(feed.key, {"due": now})
            raise
        except SaysoError:
            raise
        except Exception as error:  # a fault of ours in one feed must not end the watch
            if os.environ.get("SAYSO_DEBUG"):
                raise
            self._failed(feed, fault(feed.url, "feed", error))
        return True

    def _see_to(self, feed: WatchedFeed) -> None:
        try:
            got = self._fetch(feed)
            told = None if got.unchanged else read_feed(got.data, feed.at, charset=got.charset, base=got.url)
        except NotNowError as later:
            if later.fails:
                self._failed(feed, later)
                return
            self._note(feed, due=self._clock.now() + timedelta(seconds=later.seconds))
            self._tell(Said("put off", feed.url, str(later)))
        except InputError as failed:
            self._failed(feed, failed)
        else:
            self._answered(feed, got, told)

    def _fetch(self, feed: WatchedFeed) -> Fetched:
        path = path_of(feed.at)
        if path is None:
            whole = feed.whole is None or self._clock.now() - feed.whole >= WHOLE
            etag, modified = (None, None) if whole else (feed.etag, feed.modified)
            return self._visitor.visit(feed.at, FEEDS, limit=FEED_LIMIT, etag=etag, modified=modified)
        try:
            found = path.stat()
            if not path.is_file():
                raise InputError(feed.url, "path", "no file", "give a feed's file, or its address")
            stamp = f"{found.st_mtime_ns}-{found.st_size}"
            data = path.read_bytes() if found.st_size <= FEED_LIMIT else None
        except (OSError, ValueError) as failed:
            reason = getattr(failed, "strerror", None) or str(failed)
            raise InputError(feed.url, "path", reason, "give a file that you may read") from None
        if data is None:
            raise InputError(feed.url, "size", f"{found.st_size:,} bytes", f"at most {FEED_LIMIT:,} are read")
        return Fetched(
            feed.at, b"" if stamp == feed.etag else data, "", None, stamp, None, unchanged=stamp == feed.etag
        )

    # -- what is made of it -----------------------------------------------------------------------------------------

    def _answered(self, feed: WatchedFeed, got: Fetched, told: Feed | None) -> None:
        now = self._clock.now()
        self._tally.asked += 1
        if told is None:
            self._patience(self._entries.still, feed, now)
        met = Met() if told is None else self._patience(self._entries.meet, feed, told.entries, now)
        hint = feed.hint if told is None else told.hint
        rhythm = self._patience(self._entries.rhythm, feed)
        quiet = feed.quiet if told is None else written(told.skip_hours, told.skip_days)
        wait = spread(interval(rhythm, now, max(hint, min(got.fresh, FRESHEST))), self._chance())
        values: dict[str, Any] = {
            "asked": now, "answered": now, "failures": 0, "failing": None, "hint": hint, "quiet": quiet,
            "wrong": self._wrong(feed, told, met),
            "due": beyond(quiet, now + timedelta(seconds=wait)),
        }  # fmt: skip
        if told is not None:
            values |= {"etag": got.etag, "modified": got.modified, "title": feed.title or told.title, "whole": now}
        if met.new or met.changed:
            values["news"] = now
        if got.moved is not None and got.moved != feed.at:
            values |= self._moved(feed, got.moved)
        self._record(feed, values["wrong"])
        self._note(feed, **values)
        self._tally.new += met.new
        self._tell(Said("asked", feed.url, _words(met)))

    def _wrong(self, feed: WatchedFeed, told: Feed | None, met: Met) -> str | None:
        """What is wrong with a feed that was read all the same."""
        if told is None:
            return None if feed.failures else feed.wrong
        found = []
        if told.wrong:
            found.append(f"{told.wrong}: it is read all the same; tell who runs it")
        if met.passed:
            found.append(
                f"{len(told.entries):,} entries at once, {met.passed:,} of them passed over: the newest are taken first"
            )
        return f"{feed.url}: feed: {'; '.join(found)}" if found else None

    def _moved(self, feed: WatchedFeed, to: str) -> dict[str, Any]:
        others = self._patience(self._feeds.others_at, feed, to)
        if not others:
            return {"at": to}
        fix = "take one of the two off the list"
        wrong = str(InputError(feed.url, "feed", f"moved to {to}, which is watched as {others[0]}", fix))
        return {"state": "double", "wrong": wrong}

    def _failed(self, feed: WatchedFeed, error: InputError) -> None:
        now = self._clock.now()
        self._tally.failed += 1
        failing, failures = feed.failing or now, feed.failures + 1
        wait = after_failure(failures, now - failing, self._chance())
        values: dict[str, Any] = {"asked": now, "failures": failures, "failing": failing, "wrong": _told(error)}
        if isinstance(error, StatusError):
            wait = max(wait, asked_to_wait(error.retry_after, now))
            if error.status == _GONE:
                error = InputError(feed.url, "status", "410 Gone", "it is not asked any more; take it off the list")
                values |= {"state": "gone", "wrong": str(error)}
        if failures == _BACK and feed.at != feed.url:
            values["at"] = feed.url
        self._record(feed, values["wrong"])
        self._note(feed, due=now + timedelta(seconds=wait), **values)
        self._tell(Said("failed", feed.url, values["wrong"]))

    def _record(self, feed: WatchedFeed, wrong: str | None) -> None:
        """Keep what is wrong among the ledger's problems, once, and take it off when it is mended."""
        if wrong == feed.wrong:
            return
        now = self._clock.now()
        if feed.wrong is not None:
            self._patience(self._keeper.mend, [feed.url], seen=now)
        if wrong is not None:
            self._patience(self._keeper.problem, Refusal(feed.url, wrong), seen=now)

    def _note(self, feed: WatchedFeed, **values: object) -> None:
        self._patience(self._feeds.note, feed.key, values)


def _told(error: InputError) -> str:
    """What went wrong with a feed, with what its watcher can do about it: who asks for one page is told otherwise."""
    if isinstance(error, NotNowError):
        return str(error)
    if isinstance(error, StatusError):
        fix = _FIXES.get(error.status, _LATER)
    elif isinstance(error, FetchError) and error.field in ("time", "connection", "body"):
        fix = _LATER
    else:
        return str(error)
    return str(InputError(error.source, error.field, error.value, fix))


def _words(met: Met) -> str:
    parts = [f"{met.new:,} new"] if met.new else []
    parts += [f"{met.changed:,} changed"] if met.changed else []
    parts += [f"{met.passed:,} passed over"] if met.passed else []
    return ", ".join(parts) or "nothing new"
