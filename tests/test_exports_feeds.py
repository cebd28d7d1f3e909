"""Feeds: whole by RFC 4287 and JSON Feed 1.1, the same from the same reports, harmless whatever a report says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import feedparser
import pytest

from sayso import answers
from sayso.answers import Asked
from sayso.answers.disputes import contests, disputed
from sayso.answers.finding import find
from sayso.exports import atom, json_feed
from sayso.exports.digest_lines import Line, Quote
from sayso.exports.feeds import Feed, Told, claims_feed, disputes_feed, search_feed
from sayso.ledger import Ledger
from sayso.model import Entry, Publication
from tests import rooms
from tests.hostile import readings
from tests.injections import CORPUS
from tests.linking import DENIAL
from tests.siege import READINGS

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ROOM: Final = "http://127.0.0.1:8420"


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rooms.kept(tmp_path_factory.mktemp("feeds") / "sayso.db", READINGS)


def _feeds(path: Path) -> list[Feed]:
    with Ledger.open(path) as ledger:
        now = contests(ledger, known=date(2031, 3, 6)), disputed(ledger, known=date(2031, 3, 6))
        return [
            disputes_feed(*now, {"known": "2031-03-06"}),
            claims_feed(answers.claims(ledger, Asked()).entries, {}),
            search_feed(find(ledger, "Hradov"), {"q": "Hradov"}),
            claims_feed((), {"place": "Nowhere"}),
        ]


def _hostile(n: int, text: str) -> Told:
    quote = Quote(text, text, (text, text), text, date(2031, 3, 4), 2, "/claims/x", text)
    lines = tuple(Line(sign, text, text, text, (quote,), new=True) for sign in "●✗?")
    return Told(f"urn:x:{n}", text, text, None, date(2031, 3, 4), "/claims/x", text, text, lines, (text,), (text,))


HOSTILE: Final = (
    Feed("urn:x", "All", "All", "/claims", tuple(_hostile(n, text) for n, text in enumerate(CORPUS))),
    claims_feed(
        (
            Entry(
                replace(one.claims[0], id=f"{n}"),
                Publication(
                    one.report.id, "x", one.report.published, one.report.outlet, one.report.agency, "varnia", None
                ),
            )
            for n, one in enumerate(readings())
        ),
        {"q": "\x00\ud800<b>", "side": "\x1b]0;x"},
    ),
)


def _must_hold_for_atom(told: str) -> ElementTree.Element:
    """The elements that RFC 4287 requires, and what it says of them."""
    root = ElementTree.fromstring(told)
    assert root.tag == f"{_ATOM}feed"
    for element in (root, *root.iter(f"{_ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(_ATOM + name)) == 1, name
        assert re.match(r"[a-z]+:\S+$", element.findtext(f"{_ATOM}id") or "")
        for day in (*element.findall(f"{_ATOM}updated"), *element.findall(f"{_ATOM}published")):
            assert datetime.fromisoformat(day.text or "").tzinfo is not None
        assert all(name.text for name in element.findall(f"{_ATOM}author/{_ATOM}name"))
        for link in element.findall(f"{_ATOM}link"):
            assert re.fullmatch(r"https?://[!-~]+", link.attrib["href"])
    assert root.find(f"{_ATOM}author") is not None
    ids = [entry.findtext(f"{_ATOM}id") for entry in root.iter(f"{_ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert all(entry.find(f"{_ATOM}content") is not None for entry in root.iter(f"{_ATOM}entry"))
    return root


def _must_hold_for_json(told: str) -> dict[str, Any]:
    """The rules of JSON Feed 1.1."""
    feed: dict[str, Any] = json.loads(told)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert set(feed) <= {
        *("version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"),
    }
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["id"]
        assert item.get("content_html") or item.get("content_text")
        for name in ("url", "external_url"):
            assert name not in item or re.fullmatch(r"https?://[!-~]+", item[name])
        for name in ("date_published", "date_modified"):
            assert name not in item or datetime.fromisoformat(item[name]).tzinfo is not None
        assert all(author["name"] for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    return feed


@pytest.mark.parametrize("room", [None, _ROOM])
def test_feeds_are_what_their_formats_say(siege: Path, room: str | None) -> None:
    for feed in _feeds(siege):
        told = atom.text(feed, room=room, own="https://example.org/feed.atom")
        _must_hold_for_atom(told)
        found = feedparser.parse(told.encode())
        assert not found.bozo, found.get("bozo_exception")
        assert len(found.entries) == len(feed.entries)
        other = _must_hold_for_json(json_feed.text(feed, room=room, own="https://example.org/feed.json"))
        assert [item["id"] for item in other["items"]] == [entry.id for entry in found.entries]


@pytest.mark.parametrize("feed", HOSTILE, ids=["every field", "claims"])
@pytest.mark.parametrize("room", [None, _ROOM])
def test_no_injection_is_more_than_words(feed: Feed, room: str | None) -> None:
    told = atom.text(feed, room=room)
    root = _must_hold_for_atom(told)
    if room is None:
        assert not feedparser.parse(told.encode()).bozo
    assert {element.tag.removeprefix(_ATOM) for element in root.iter()} <= {
        *("feed", "id", "title", "subtitle", "updated", "published", "author", "name", "generator", "link", "entry"),
        *("category", "summary", "content"),
    }
    other = _must_hold_for_json(json_feed.text(feed, room=room))
    contents = [content.text or "" for content in root.iter(f"{_ATOM}content")]
    assert contents == [item["content_html"] for item in other["items"]]
    for content in contents:
        page = _Page(content)
        assert page.tags <= {"ul", "li", "p", "span", "bdi", "blockquote", "footer", "a"}
        assert page.names <= {"class", "title", "aria-hidden", "dir", "href", "rel"}
        assert all(re.match(r"https?://", href) for href in page.hrefs)


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.hrefs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.hrefs += [value or "" for name, value in attrs if name == "href"]


def test_the_same_reports_give_the_same_feed_whenever_they_were_added(siege: Path, tmp_path: Path) -> None:
    turned = rooms.kept(tmp_path / "turned.db", READINGS[::-1])
    for one, other in zip(_feeds(siege), _feeds(turned), strict=True):
        assert atom.text(one, room=_ROOM) == atom.text(other, room=_ROOM)
        assert json_feed.text(one) == json_feed.text(other)


def test_a_dispute_keeps_its_id_when_more_is_told_of_it(siege: Path, tmp_path: Path) -> None:
    early = rooms.kept(tmp_path / "early.db", READINGS[:3])
    (one, *_), (other, *_) = _feeds(early), _feeds(siege)
    denial = next(entry for entry in one.entries if "denial" in entry.tags)
    assert denial.id in {entry.id for entry in other.entries}


def test_reports_are_told_where_nothing_narrows_the_claims(siege: Path) -> None:
    with Ledger.open(siege) as ledger:
        found = find(ledger, "fell", claims=(0, 0), reports=(0, 5))
    assert [entry.tags for entry in search_feed(found, {"q": "fell"}).entries] == [("report",)]
    assert search_feed(found, {"q": "fell", "side": "Varnia", "type": []}).entries == ()
    assert len(search_feed(found, {"q": "fell", "side": None, "type": []}).entries) == 1


def test_contested_places_are_told(siege: Path) -> None:
    (feed, *_) = _feeds(siege)
    contested = next(entry for entry in feed.entries if "contest" in entry.tags)
    assert contested.title == "Hradov: contested between Ostrya and Varnia"
    assert [line.says for line in contested.lines] == ["Ostrya took it", "Ostrya does not hold it"]


def test_a_denial_is_not_told_as_what_it_denies() -> None:
    (entry,) = claims_feed([DENIAL.entry], {}).entries
    told = "Varnia's General Staff (“denied”): its troops had left the town"
    assert (entry.title, entry.words) == (told, told)
    assert entry.lines[0].says == "“denied”, said not to be so"
    (plain,) = claims_feed([Entry(replace(DENIAL.claim, modality="asserted"), DENIAL.entry.publication)], {}).entries
    assert (plain.title, plain.words) == (
        "Varnia's General Staff: its troops had left the town", "its troops had left the town",
    )  # fmt: skip


def test_a_report_without_a_date_has_none() -> None:
    undated = Entry(READINGS[0].claims[0], Publication("x", "y"))
    (entry,) = claims_feed([undated], {}).entries
    assert entry.published is None
    assert "<published>" not in atom.text(claims_feed([undated], {}))
    assert "date_published" not in json_feed.text(claims_feed([undated], {}))
