"""A digest as Markdown, a page and JSON: all say the same, and no word of a stranger's is more than a word."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from markdown_it import MarkdownIt

from sayso.answers.digest import digest
from sayso.exports import digest_html, digest_md
from sayso.exports.digest_lines import Item, Line, Paper, Quote, Section
from sayso.exports.digest_paper import paper, record
from sayso.exports.safe import line
from sayso.ledger import Ledger
from tests import rooms
from tests.injections import CORPUS
from tests.siege import READINGS

_ROOM: Final = "http://127.0.0.1:8420"


def _hostile(text: str) -> Item:
    quote = Quote(text, text, (text, text), text, date(2031, 3, 4), 2, None, text)
    lines = tuple(Line(sign, text, text, text, (quote, quote), new) for sign, new in (("●", True), ("✗", False)))
    return Item(text, None, text, text, lines, (text,))


HOSTILE: Final = Paper(
    "What was learned",
    CORPUS,
    CORPUS,
    (Section("hands", "What changed hands", tuple(map(_hostile, CORPUS)), tuple(map(_hostile, CORPUS)), CORPUS),),
    CORPUS,
)


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rooms.kept(tmp_path_factory.mktemp("digest") / "sayso.db", READINGS)


@pytest.fixture(scope="module")
def fifth(siege: Path) -> Paper:
    """The digest of a day of the siege."""
    with Ledger.open(siege) as ledger:
        return paper(digest(ledger, since=date(2031, 3, 5), until=date(2031, 3, 5)))


def test_the_day_is_told_in_lines_with_their_accounts(fifth: Paper) -> None:
    told = digest_md.text(fifth)
    assert told.startswith("# What was learned on 5 Mar 2031\n\n1 report, 2 claims published on that day; ")
    assert "- Hradov: contested between Ostrya and Varnia, before claimed by Ostrya\n" in told
    assert "- Casualties in Hradov: 4 to 7 killed (4 killed the day before)\n" in told
    assert (
        "- ✗ **Varnian General Staff** (for its own side): Ostrya does not hold it; denies this: "
        "“the town had not fallen” Channel Nine, 5 Mar 2031\n"
    ) in told
    assert "- ● **International Committee of the Red Cross**: 7 killed: “seven people died" in told
    assert "in 1 more report" in told, "the governor's words stand in the wire's story and in a paper's"
    assert "Confirmed" in told


def test_what_is_told_leads_to_the_reading_room_or_to_the_report(siege: Path, fifth: Paper) -> None:
    told = digest_md.text(fifth, room=_ROOM)
    assert f"### [Hradov]({_ROOM}/places/9001?on=2031-03-05&amp;known=2031-03-05)" in told
    assert f"[Channel Nine, 5 Mar 2031]({_ROOM}/claims/nine-1.0?known=2031-03-05)" in told
    page = digest_html.page(fifth, room=_ROOM)
    assert f'href="{_ROOM}/claims/nine-1.0?known=2031-03-05"' in page
    with Ledger.open(siege) as ledger:
        sixth = paper(digest(ledger, since=date(2031, 3, 6), until=date(2031, 3, 6)))
    assert "https://nine.example/2" not in digest_md.text(sixth, room=_ROOM)


def test_a_day_on_which_nothing_was_published_says_so(siege: Path) -> None:
    with Ledger.open(siege) as ledger:
        nothing = paper(digest(ledger, since=date(2031, 3, 8), until=date(2031, 3, 9)))
    assert "*Nothing was published in these days: nothing was learned.*" in digest_md.text(nothing)
    assert "Nothing was published in these days" in digest_html.page(nothing)


def test_the_record_is_plain_json_and_says_the_same(siege: Path) -> None:
    with Ledger.open(siege) as ledger:
        told = json.loads(json.dumps(record(digest(ledger, since=date(2031, 3, 5), until=date(2031, 3, 5)))))
    assert (told["since"], told["known"], told["reports"], told["empty"]) == ("2031-03-05", "2031-03-05", 1, False)
    assert [section["key"] for section in told["sections"]] == ["hands", "became", "harm"]
    assert told["sections"][0]["items"][0]["lines"][0]["quotes"][0]["published"] == "2031-03-05"


# -- Markdown of strangers' words --


def test_no_injection_becomes_markup_in_markdown() -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(digest_md.text(HOSTILE))
    inside = [token for block in tokens for token in (block, *(block.children or ()))]
    assert not {"html_inline", "html_block", "image", "code_inline", "code_block", "fence", "hr"} & {
        t.type for t in inside
    }
    assert not [t for t in inside if t.type in ("table_open", "s_open", "blockquote_open", "ordered_list_open")]
    links = [str(t.attrs["href"]) for t in inside if t.type == "link_open"]
    assert {link.partition(":")[0] for link in links} == {"http", "https"}
    assert len([t for t in inside if t.type == "heading_open"]) == 2 + len(CORPUS)


@pytest.mark.parametrize("text", CORPUS)
def test_the_words_read_as_they_are(text: str) -> None:
    (block,) = [t for t in MarkdownIt("commonmark").parse(f"x {digest_md.escaped(text)} x") if t.type == "inline"]
    assert "".join(t.content for t in block.children or ()) == f"x {line(text)} x"


def test_addresses_in_words_are_no_links_for_renderers_that_look_for_them() -> None:
    told = digest_md.escaped("see https://evil.example, www.evil.example or mailto:a@evil.example")
    assert not re.search(r"\w://|www\.|mailto:|\w@", told)


# -- the page --


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_no_injection_becomes_markup_on_the_page() -> None:
    clean, page = _Page(digest_html.page(HOSTILE)), digest_html.page(HOSTILE)
    assert clean.tags <= {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "footer"),
        *("h1", "h2", "h3", "p", "span", "bdi", "ul", "li", "a", "blockquote"),
    }
    assert {name for name, _ in clean.attributes} <= {
        *("lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "dir", "title"),
        *("aria-label", "aria-hidden"),
    }
    assert all(re.match(r"https?://", value) for name, value in clean.attributes if name == "href")
    assert page.count("<script") == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", page)


def test_the_policy_lets_in_nothing_but_the_pages_own_style(fifth: Paper) -> None:
    page = digest_html.page(fifth)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy is not None
    assert style is not None
    mark = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style[1]
    assert "@import" not in style[1]
