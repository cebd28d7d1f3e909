"""A feed as Atom (RFC 4287): XML that every reader takes, whatever characters a report has."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from sayso.exports.digest_html import accounts
from sayso.exports.feeds import Feed, Told
from sayso.exports.safe import line
from sayso.exports.weblinks import outward

__all__ = ["MEDIA_TYPE", "content", "shown", "text", "time"]

MEDIA_TYPE: Final = "application/atom+xml"
_NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")


def text(feed: Feed, *, room: str | None = None, own: str | None = None) -> str:
    """The feed; ``room`` is the address of a reading room that entries lead to, ``own`` the feed's own address."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _say(root, "id", feed.id)
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.about)
    _say(root, "updated", time(feed.updated))
    _say(SubElement(root, "author"), "name", "sayso")
    _say(root, "generator", "sayso")
    if own:
        SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": own})
    if room is not None:
        SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": room + feed.home})
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry, room)
    made: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{made}\n'


def content(entry: Told, room: str | None) -> str:
    """What an entry tells as HTML, which a reader shows: every account with its words, then what else is known."""
    notes = "".join(f"<p>{_escaped(note)}</p>" for note in entry.notes)
    return _NO_CHARACTERS.sub("\ufffd", accounts(entry.lines, room=room) + notes)


def time(day: date) -> str:
    """A day as a time: reports tell no hour, so it is the day's first."""
    return f"{day.isoformat()}T00:00:00Z"


def shown(told: str) -> str:
    """Words of a report as XML 1.0 can hold them: what it has no place for is shown by another character."""
    return _NO_CHARACTERS.sub("\ufffd", line(told))


def _entry(at: Element, entry: Told, room: str | None) -> None:
    _say(at, "id", entry.id)
    _say(at, "title", entry.title)
    _say(at, "updated", time(entry.updated))
    if entry.published is not None:
        _say(at, "published", time(entry.published))
    _say(SubElement(at, "author"), "name", shown(entry.author) or "?")
    for tag in filter(None, map(shown, entry.tags)):
        SubElement(at, "category", {"term": tag})
    report = outward(entry.url)
    if room is not None:
        SubElement(at, "link", {"rel": "alternate", "type": "text/html", "href": room + entry.room})
        if report:
            SubElement(at, "link", {"rel": "via", "href": report})
    elif report:
        SubElement(at, "link", {"rel": "alternate", "href": report})
    _say(at, "summary", entry.words)
    SubElement(at, "content", {"type": "html"}).text = content(entry, room)


def _say(at: Element, name: str, told: str) -> None:
    SubElement(at, name).text = shown(told)


def _escaped(told: str) -> str:
    return line(told).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
