"""What does this feed tell? Its title and its entries, from RSS or Atom (through feedparser) or a JSON Feed."""

from __future__ import annotations

import hashlib
import io
import re
from calendar import timegm
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree

from sayso.errors import InputError
from sayso.intake.dates import parse_date
from sayso.intake.encoding import decode
from sayso.intake.fetch import Wanted
from sayso.intake.jsonfeed import JsonFeed, JsonItem, is_json_feed, read_json
from sayso.intake.markup import mended, read_markup, root_of, tree_of

__all__ = ["FEEDS", "FEED_LIMIT", "Feed", "FeedEntry", "read_feed"]

FEED_LIMIT: Final = 10_000_000
# Feeds come under any type, "text/html" too: what they are, their first bytes tell.
FEEDS: Final = Wanted(
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1"
)
_ROOTS: Final = frozenset(("rss", "feed", "rdf"))
_PERIODS: Final = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALTERNATE: Final = re.compile(r"<link\b[^>]{0,500}>", re.IGNORECASE)
_TYPE: Final = re.compile(r"""type\s*=\s*["']?application/(?:rss\+xml|atom\+xml|feed\+json)""", re.IGNORECASE)
_HREF: Final = re.compile(r"""href\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_LONGEST_TITLE: Final = 300
_LONGEST_ID: Final = 2000
_SHARED: Final = 3  # an id at so many addresses of one feed is no story's own


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One story as a feed tells of it. ``guid`` is what the feed calls it, ``body`` its whole text as HTML.

    ``published`` and ``updated`` are in UTC; ``day`` is the day of ``published`` as it is written, in its own zone, and
    ``updated_day`` that of ``updated``. ``mark`` is whatever changes when the story does.
    """

    guid: str
    url: str | None = None
    title: str | None = None
    published: datetime | None = None
    day: date | None = None
    updated: datetime | None = None
    updated_day: date | None = None
    body: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed told: ``hint`` is for how many seconds it wants to be left alone, ``wrong`` what it got wrong and was
    read in spite of. ``skip_hours`` (0 to 23, in UTC) and ``skip_days`` (0 is Monday) are when asking it is of no use.
    """

    title: str | None
    entries: tuple[FeedEntry, ...]
    hint: int = 0
    wrong: str | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def read_feed(data: bytes, source: str, *, charset: str | None = None, base: str | None = None) -> Feed:
    """The feed in ``data``, which came with a ``charset`` from ``base``, in its own order, each entry once.

    A feed that is broken, or lies about its encoding, is read as far as it can be, and says so in ``wrong``. InputError
    for what is no feed at all, with the address of the page's own feed where it is a page, and for XML with entities.
    """
    if not data.strip():
        raise InputError(source, "feed", "empty", "try later, or give the address of a feed")
    if is_json_feed(data[:200].decode("utf-8", "replace")):
        return _of_json(read_json(decode(data, source, charset), source), base or source)
    markup = read_markup(data, source, charset)
    if root_of(markup.text).rpartition(":")[2] not in _ROOTS:
        raise _no_feed(markup.text, source, base or source)
    saved, broken = mended(markup.text, source)
    if not saved:
        raise InputError(source, "feed", broken or "nothing in it", "tell who runs it, or take it off the list")
    try:
        # Nothing is asked of the network: a stream is given, never a name, and entities were refused before.
        told = feedparser.parse(
            io.BytesIO(saved),
            # And no address either: ids would be joined with it, and change when the feed moves.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        entries = _once(_of_xml(entry, base or "") for entry in told.entries)
        title, hint = _plain(told.feed.get("title")), _hint(told.feed)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as failed:
        # The parser's own stumbles over what no feed should hold.
        reason = f"{type(failed).__name__}: {failed}"
        raise InputError(source, "feed", reason, "tell who runs it, or take it off the list") from failed
    wrong = "; ".join(note for note in (markup.note, broken) if note)
    return Feed(title, entries, hint, wrong or None, *_skipped(saved))


def _no_feed(text: str, source: str, base: str) -> InputError:
    what = "a page, not a feed" if root_of(text) == "html" else "not a feed"
    for link in _ALTERNATE.findall(text[:200_000]):
        href = _HREF.search(link)
        if href and _TYPE.search(link) and (found := _web(urljoin(base, unescape(href.group(1))))):
            return InputError(source, "feed", what, f"it names its feed: {found}")
    return InputError(source, "feed", what, "give the address of its RSS, Atom or JSON feed")


def _once(entries: Iterable[FeedEntry | None]) -> tuple[FeedEntry, ...]:
    """Each entry once, by its id; one that entries at several addresses share is the feed's, and tells none apart."""
    told = [entry for entry in entries if entry is not None]
    at: dict[str, set[str]] = {}
    for entry in told:
        if entry.url is not None:
            at.setdefault(entry.guid, set()).add(entry.url)
    found: dict[str, FeedEntry] = {}
    for entry in told:
        one = entry
        if entry.url is not None and len(at[entry.guid]) >= _SHARED:
            one = replace(entry, guid=_name(entry.url))
        found.setdefault(one.guid, one)
    return tuple(found.values())


def _name(guid: str) -> str:
    """An id of a length that can be kept."""
    return guid if len(guid) <= _LONGEST_ID else f"{guid[: _LONGEST_ID - 40]}…{_mark(None, guid)}"


def _web(url: str | None) -> str | None:
    """The address, where it is one of the web."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def _joined(base: str, link: str | None) -> str | None:
    try:
        return _web(urljoin(base, link.strip())) if link else None
    except ValueError:
        return None


def _plain(title: str | None) -> str | None:
    words = " ".join(unescape(_TAG.sub(" ", title or "")).split())
    return words[:_LONGEST_TITLE] or None


def _mark(stamp: datetime | None, *texts: str | None) -> str:
    if stamp is not None:
        return stamp.isoformat()
    return hashlib.blake2b("\x1f".join(t or "" for t in texts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _entry(
    guid: str | None,
    url: str | None,
    title: str | None,
    published: tuple[datetime | None, date | None],
    updated: tuple[datetime | None, date | None],
    body: str | None,
) -> FeedEntry | None:
    """An entry with what tells it apart; None where nothing does, or there is nothing to read."""
    if not (url or body):
        return None
    first, last = (published if any(published) else updated), (updated if updated[0] else published)
    name = (guid or "").strip() or url or _mark(None, title, body)
    return FeedEntry(_name(name), url, title, *first, *last, body, _mark(last[0], title, body))


# -- RSS and Atom ---------------------------------------------------------------------------------------------------


def _of_xml(entry: Mapping[str, Any], base: str) -> FeedEntry | None:
    url = _joined(base, _link(entry))
    bodies = [str(c.get("value") or "") for c in entry.get("content", ())]
    body = max(bodies, key=len, default="") or ("" if url else str(entry.get("summary") or ""))
    return _entry(
        entry.get("id"), url, _plain(entry.get("title")), _when(entry, "published"), _when(entry, "updated"),
        body.strip() or None,
    )  # fmt: skip


def _link(entry: Mapping[str, Any]) -> str | None:
    """Where an entry says that its story is: FeedBurner names the page that its own address leads to."""
    link = _web(entry.get("feedburner_origlink")) or entry.get("link")
    if link is not None and entry.get("guidislink") and "links" not in entry:
        return _web(link)  # an id stands in for an address only where it is one, whatever isPermaLink is left to be
    return link


def _when(entry: Mapping[str, Any], name: str) -> tuple[datetime | None, date | None]:
    if name not in entry:  # asked for it all the same, feedparser answers with another date and a warning
        return None, None
    parsed = entry.get(f"{name}_parsed")
    if not parsed:
        # A day in no shape of feeds': good enough for the report, not for the rhythm.
        return None, parse_date(str(entry[name]))
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC)
    except (OverflowError, OSError, ValueError):
        return None, None
    day = parse_date(str(entry[name]))
    # A day further off than any zone is was read from something else in that field.
    return moment, day if day is not None and abs((day - moment.date()).days) <= 1 else moment.date()


def _hint(feed: Mapping[str, Any]) -> int:
    """The longest that a feed says to wait: ``ttl``, in minutes, or ``sy:updatePeriod``, so often a period."""
    ttl = _number(feed.get("ttl"))
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), 0)
    often = _number(feed.get("sy_updatefrequency")) or 1
    return max(ttl * 60, period // often)


def _skipped(data: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The hours and the days that RSS says to leave out; feedparser keeps but the last of each."""
    if b"<skip" not in data:
        return frozenset(), frozenset()
    try:
        root = tree_of(data)
    except etree.XMLSyntaxError:  # deeper than this parser goes: its entries are worth more than its hours
        return frozenset(), frozenset()
    hours = [(element.text or "").strip() for element in root.iterfind("channel/skipHours/hour")]
    days = [(element.text or "").strip().lower() for element in root.iterfind("channel/skipDays/day")]
    return (
        frozenset(_number(hour) % 24 for hour in hours if hour.isdecimal() and _number(hour) <= 24),  # RSS 0.91 has 24
        frozenset(_DAYS.index(day) for day in days if day in _DAYS),
    )


def _number(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


# -- JSON -----------------------------------------------------------------------------------------------------------


def _of_json(feed: JsonFeed, base: str) -> Feed:
    items = feed.sound()
    left = len(feed.items) - len(items)
    wrong = f"{left} item{'' if left == 1 else 's'} of another shape than a JSON Feed's" if left else None
    return Feed(_plain(feed.title), _once(_of_item(item, base) for item in items), wrong=wrong)


def _of_item(item: JsonItem, base: str) -> FeedEntry | None:
    body = item.content_html
    if body is None and item.content_text is not None:
        paragraphs = re.split(r"\n\s*\n", item.content_text.strip())
        body = "".join(f"<p>{_escaped(p)}</p>" for p in paragraphs)
    return _entry(
        item.id, _joined(base, item.url or item.external_url), _plain(item.title), _in_utc(item.date_published),
        _in_utc(item.date_modified), body,
    )  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_utc(moment: datetime | None) -> tuple[datetime | None, date | None]:
    if moment is None:
        return None, None
    try:
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)), moment.date()
    except OverflowError:
        return None, None
