"""From an entry of a feed to a report that is kept: its page is fetched, or else the feed's own text of it is taken."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape, unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from sqlalchemy.exc import DataError, IntegrityError

from sayso.errors import FetchError, InputError, LedgerError, SaysoError
from sayso.intake.building import Given, single
from sayso.intake.fetch import PAGES, Fetched, StatusError
from sayso.intake.formats import SNIFFED, declared, sniffed
from sayso.ledger import Keeper
from sayso.ledger.entries import Entries, Story, report_name
from sayso.ledger.keys import address
from sayso.model import Reading, Refusal, Report
from sayso.refusing import fault, reason
from sayso.watching.clock import Clock
from sayso.watching.patience import Patience
from sayso.watching.politeness import ForbiddenError, NotNowError, Visitor
from sayso.watching.said import Said, Tally, Tell, What
from sayso.watching.sources import path_of

__all__ = ["MOST_TRIES", "Stories"]

MOST_TRIES: Final = 6
"""How often a page is asked for that can't be had; five hours lie between the first try and the last."""
_TURN: Final = timedelta(minutes=15)  # one try takes no longer, unless its watcher was killed
_FIRST_WAIT: Final = timedelta(minutes=10)
_CHANGED_WAIT: Final = timedelta(hours=1)  # between two fetches of a page that changes; doubled with each
_GIVEN_UP: Final = timedelta(days=14)  # a story whose site always asks to be left alone
_APPEARED: Final = timedelta(days=1)
_PAGE_LIMIT: Final = 5_000_000
_HEAD: Final = 50_000
_PASSING: Final = frozenset((408, 425, 429))
_CANONICAL: Final = re.compile(rb"<link\b[^>]{0,500}\brel\s*=\s*[\"']?canonical\b[^>]{0,1500}>", re.IGNORECASE)
_SERVICE: Final = re.compile(r"^(?:www|amp|m|mobile)\.")  # the same site's pages in another dress
_FULLER: Final = 2  # a feed's text that is so many times as long as its page's is the story, and the page a part of it
_HREF: Final = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)
Reads = Callable[[Report], Reading | Refusal]


@dataclass(frozen=True, slots=True)
class _Page:
    report: Report
    notes: tuple[str, ...] = ()


class Stories:
    """Takes stories that wait, one at a time, and has them read and kept."""

    def __init__(
        self,
        entries: Entries,
        keeper: Keeper,
        visitor: Visitor,
        read: Reads,
        clock: Clock,
        patience: Patience,
        tell: Tell,
        tally: Tally,
    ) -> None:
        self._entries, self._keeper, self._visitor, self._read = entries, keeper, visitor, read
        self._clock, self._patience, self._tell, self._tally = clock, patience, tell, tally

    def take(self, key: int) -> bool:
        """See to a story that waits, if no other watcher does; False where nothing was done."""
        story = self._patience(self._entries.story, key)
        now = self._clock.now()
        if story is None or not self._patience(self._entries.take, story, now, now + _TURN):
            return False
        name = story.url or f"{story.feed}#{story.guid}"
        if story.tries > MOST_TRIES:  # each try is counted before it is made
            self._refuse(story, name, f"{name}: reading: {story.tries} tries ended the watcher: try sayso read")
            return True
        self._tell(Said("asking", name))
        try:
            self._see_to(story, name)
        except KeyboardInterrupt:  # whoever watches next need not wait for our turn to pass
            with suppress(LedgerError):
                self._entries.note(story.key, {"due": now, "tries": story.tries})
            raise
        except SaysoError:
            raise
        except Exception as error:  # a fault of ours in one story must not end the watch
            if os.environ.get("SAYSO_DEBUG"):
                raise
            self._refuse(story, name, str(fault(name, "page", error)))
        return True

    def _see_to(self, story: Story, name: str) -> None:
        try:
            found = self._fetched(story, name)
        except InputError as refused:
            if isinstance(refused, NotNowError) and not refused.fails and not self._given_up(story):
                self._put_off(story, timedelta(seconds=refused.seconds), str(refused), counts=False)
                return
            if _may_pass(refused) and story.tries + 1 < MOST_TRIES:
                self._put_off(story, _FIRST_WAIT * 2**story.tries, str(refused))
                return
            if story.body is None:
                self._refuse(story, name, str(refused))
                return
            found = self._from_feed(story, name, refused)
        if found is not None:
            self._keep(story, name, found)

    # -- where the text comes from ----------------------------------------------------------------------------------

    def _fetched(self, story: Story, name: str) -> _Page | None:
        if story.url is None:
            return self._from_feed(story, name, None)
        got = self._visitor.visit(story.url, PAGES, limit=_PAGE_LIMIT)
        own = _own_address(got)
        twin = self._patience(self._entries.elsewhere, story, address(own))
        if twin is not None and (twin.listed or _alike(story.title, twin.title)):
            self._same(story, own)
            return None
        form = declared(got.content_type) or sniffed(got.data[:SNIFFED])
        if form not in ("text", "html"):
            raise InputError(name, "page", form, "it is no report; add it by itself: sayso add")
        report = single(
            got.data, form, name, self._given(story), id=self._id(story), url=own, declared=got.charset, path=got.url
        )
        if twin is not None and _print(report) == twin.print:
            self._same(story, own)
            return None
        if twin is not None:  # under another headline another text: all pages of this site call themselves by one name
            report = replace(report, url=got.url)
        return self._dated(story, *self._fuller(story, name, report))

    def _same(self, story: Story, own: str) -> None:
        self._note(story, state="same", page=address(own), body=None, wrong="its page is another entry's too")

    def _fuller(self, story: Story, name: str, report: Report) -> tuple[Report, str | None]:
        """A page's report, or, where its feed tells far more, as when the page asks for money first, the feed's."""
        if story.body is None:
            return report, None
        try:
            told = self._of_feed(story, name, report.url)
        except InputError:
            return report, None
        if len(told.text) < _FULLER * len(report.text):
            return report, None
        return told, "read from the feed's own text, for the page shows only a part of it"

    def _from_feed(self, story: Story, name: str, instead: InputError | None) -> _Page | None:
        """The feed's own text of a story, ``instead`` of a page that could not be had."""
        try:
            report = self._of_feed(story, name, story.url)
        except InputError as refused:
            self._refuse(story, name, str(instead or refused))
            return None
        note = f"read from the feed's own text, for the page could not be had: {instead}" if instead else None
        return self._dated(story, report, note)

    def _of_feed(self, story: Story, name: str, url: str | None) -> Report:
        markup = f"<html><body><h1>{escape(story.title or '')}</h1><article>{story.body or ''}</article></body></html>"
        report = single(
            markup.encode("utf-8", "replace"), "html", name, self._given(story), id=self._id(story), url=url,
            declared="utf-8",
        )  # fmt: skip
        return replace(report, title=story.title or report.title)

    def _given(self, story: Story) -> Given:
        day, today = story.day, self._clock.now().date()
        # Whoever publishes in the future lies; but a feed in a file may be from any time.
        if day is not None and day > today + timedelta(days=1) and path_of(story.feed) is None:
            day = None
        if day is None and story.again:  # a story that has changed: nobody knew this version before
            day = today
        return Given(published=day, outlet=story.outlet, theatre=story.theatre, history=True)

    def _dated(self, story: Story, report: Report, note: str | None = None) -> _Page:
        title = report.title or story.title
        report = replace(report, title=title, outlet=report.outlet or story.outlet)
        notes = () if note is None else (note,)
        if report.published is None and story.seen - story.watched > _APPEARED:
            day: date = story.seen.date()
            said = f"published: neither the feed nor the page tells a date: {day}, when it appeared in the feed"
            return _Page(replace(report, published=day), (said, *notes))
        return _Page(report, notes)

    def _id(self, story: Story) -> str:
        """What the report is called, in all its versions."""
        return story.report or report_name(story.feed, story)

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def _keep(self, story: Story, name: str, page: _Page) -> None:
        report = page.report
        mark = _print(report)
        known: dict[str, Any] = {
            "state": "kept", "due": self._clock.now() + _CHANGED_WAIT * 2**story.again, "tries": 0, "body": None,
            "print": mark, "report": report.id, "page": address(report.url), "wrong": None,
        }  # fmt: skip
        if mark == story.print:  # what the feed has changed is not the text
            self._note(story, **known)
            self._tell(Said("unchanged", name))
            return
        reading = self._read(report)
        if isinstance(reading, Refusal):
            self._refuse(story, name, reason(reading))
            return
        try:
            kept = self._patience(
                self._keeper.keep, replace(reading, warnings=(*reading.warnings, *page.notes)), seen=self._clock.now()
            )
        except LedgerError as error:
            if not isinstance(error.__cause__, DataError | IntegrityError):
                raise
            self._refuse(story, name, str(error))
            return
        except (SaysoError, UnicodeError, OverflowError) as error:  # a report that no database takes
            self._refuse(story, name, f"{name}: ledger: {error}")
            return
        # Killed before this, the story is fetched once more, and then found to be kept.
        self._note(story, **known)
        if story.wrong is not None:
            self._patience(self._keeper.mend, [name], seen=self._clock.now())
        self._tally.kept += kept.how != "unchanged"
        self._tally.versions += kept.how == "version"
        self._tally.claims += kept.claims
        claims = f"{kept.claims:,} claim{'' if kept.claims == 1 else 's'}"
        what: dict[str, What] = {"new": "kept", "version": "version", "unchanged": "unchanged"}
        self._tell(Said(what[kept.how], name, claims))

    def _refuse(self, story: Story, name: str, why: str) -> None:
        self._tally.refused += 1
        now = self._clock.now()
        self._note(story, state="refused", wrong=why, due=now + _CHANGED_WAIT * 2**story.again, body=None)
        self._patience(self._keeper.problem, Refusal(name, why), seen=now)
        self._tell(Said("refused", name, why))

    def _put_off(self, story: Story, wait: timedelta, why: str, *, counts: bool = True) -> None:
        tries = story.tries + 1 if counts else story.tries
        self._note(story, due=self._clock.now() + wait, tries=tries, wrong=why)
        self._tell(Said("put off", story.url or story.guid, why))

    def _given_up(self, story: Story) -> bool:
        return self._clock.now() - story.seen > _GIVEN_UP

    def _note(self, story: Story, **values: object) -> None:
        self._patience(self._entries.note, story.key, values)


def _may_pass(refused: InputError) -> bool:
    """Whether what went wrong with a page may be gone when it is asked for again."""
    if isinstance(refused, NotNowError):
        return refused.fails
    if isinstance(refused, StatusError):
        return refused.status >= 500 or refused.status in _PASSING
    if isinstance(refused, ForbiddenError) or not isinstance(refused, FetchError):
        return False
    return refused.field in ("time", "connection", "host", "body")


def _own_address(got: Fetched) -> str:
    """The address that a page calls its own, if it is one of its own host; else where it was found.

    Another host's is not believed: a page could take the place of another's report.
    """
    link = _CANONICAL.search(got.data, 0, _HEAD)
    href = _HREF.search(link.group()) if link else None
    if href is None:
        return got.url
    try:
        own = urljoin(got.url, unescape(href.group(1).decode("utf-8", "replace")))
        same = _site(own) == _site(got.url)
    except ValueError:
        return got.url
    return own if same and address(own) is not None else got.url


def _site(url: str) -> str:
    return _SERVICE.sub("", urlsplit(url).hostname or "", count=1)


def _print(report: Report) -> str:
    """What tells whether a text is another than the one that was kept."""
    return hashlib.blake2b(report.text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _alike(title: str | None, other: str | None) -> bool:
    """Whether two headlines may be of one story: one that is missing is like any."""
    return not title or not other or title.casefold() == other.casefold()
