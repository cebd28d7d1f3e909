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

from sayso.answers import event
from sayso.answers.digest import digest
from sayso.exports import digest_html, digest_md
from sayso.exports.digest_events import root_line
from sayso.exports.digest_lines import Item, Line, Paper, Quote, Section
from sayso.exports.digest_paper import paper, record
from sayso.exports.safe import line
from sayso.ledger import Keeper, Ledger
from sayso.model import ClaimType, Count, Party, Reading, Source, Stance, When
from tests import rooms
from tests.injections import CORPUS
from tests.siege import HRADOV, MLIN, READINGS, reading

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
    assert "- Casualties in Hradov: 4 to 7 killed (at least 4 killed the day before)\n" in told
    assert (
        "- ✗ **Varnian General Staff** (for its own side): Ostrya does not hold it: "
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


# -- lines --


def _told(path: Path, *readings: Reading, day: int = 4) -> str:
    with Ledger.open(rooms.kept(path / "sayso.db", readings)) as ledger:
        return digest_md.text(paper(digest(ledger, since=date(2031, 3, day), until=date(2031, 3, day))))


def _says(text: str, type: ClaimType = "airstrike", **more: object) -> dict[str, object]:
    return {"text": text, "type": type, "when": When(date(2031, 3, 3), date(2031, 3, 3)), "places": (MLIN,), **more}


_STAFF: Final = Source("Varnia's General Staff", "military", "Varnia")
_MINISTRY: Final = Source("Ostrya's Defence Ministry", "government", "Ostrya")
_TROOPS: Final = Party("Ostryan troops", "Ostrya")


def test_a_capture_told_for_the_first_time_changed_hands_and_an_old_one_did_not(tmp_path: Path) -> None:
    old = When(date(2030, 9, 1), date(2030, 9, 30))
    told = _told(
        tmp_path,
        reading(
            "r", date(2031, 3, 4), "Interwire",
            _says("Ostrya took Mlin", "capture", actor=_TROOPS, source=_MINISTRY),
            _says("Ostrya took Hradov in September", "capture", actor=_TROOPS, when=old, places=(HRADOV,)),
        ),
    )  # fmt: skip
    hands, first = told.partition("## Who holds it, told for the first time")[::2]
    assert "- Mlin: claimed by Ostrya\n" in hands
    assert "**Claimed by Ostrya, since 3 Mar 2031; nothing was known of it before**" in hands
    assert "### Hradov" in first


def test_a_place_first_told_of_by_both_sides_is_disputed(tmp_path: Path) -> None:
    words = [
        _says("Mlin is ours", "hold", actor=_TROOPS, source=_MINISTRY),
        _says("Varnia holds Mlin", "hold", actor=Party("Varnian troops", "Varnia"), source=_STAFF),
    ]
    told = _told(tmp_path, reading("r", date(2031, 3, 4), "Interwire", *words))
    assert "- Contested, told for the first time: Mlin\n" in told
    assert "## What is disputed\n\n### Mlin\n\n**Contested between" in told


def test_who_denies_it_is_named_and_its_words_are_read_as_they_are_meant(tmp_path: Path) -> None:
    speaker = Source("Vesna Ruhl", "military", "Ostrya")
    told = _told(
        tmp_path,
        reading("a", date(2031, 3, 3), "Interwire", _says("a missile hit the market of Mlin", source=_STAFF)),
        reading(
            "b", date(2031, 3, 4), "Interwire",
            _says("its missiles had hit the market of Mlin", source=_MINISTRY, cue="denied", modality="negated"),
            _says("no missile of ours hit the market of Mlin", source=speaker, cue="said", modality="negated"),
        ),
    )  # fmt: skip
    assert "- Air strike on Mlin: denied by Ministry of Defence of Ostrya\n" in told
    assert "- ✗ **Ministry of Defence of Ostrya**: denies this, as does Vesna Ruhl: “its missiles had" in told
    assert "- ● **Varnian General Staff**: tells it (not new): “a missile hit" in told
    assert "(3 Mar 2031, told since · " in told


def test_words_that_say_no_themselves_are_not_denied_once_more(tmp_path: Path) -> None:
    told = _told(
        tmp_path,
        reading("a", date(2031, 3, 3), "Interwire", _says("a missile hit the market of Mlin", source=_STAFF)),
        reading("b", date(2031, 3, 4), "Interwire", _says("no missile hit Mlin", source=_MINISTRY, modality="negated")),
    )
    assert "**Ministry of Defence of Ostrya**: says that it is not so: “no missile hit Mlin”" in told


def test_who_tells_it_for_the_first_time_does_not_tell_it_again(tmp_path: Path) -> None:
    other = Source("Ilona Marek", "local_official", "Varnia")
    hit = "a missile hit the market of Mlin"
    told = _told(
        tmp_path,
        reading("a", date(2031, 3, 3), "Interwire", _says(hit, source=_STAFF)),
        reading("b", date(2031, 3, 4), "Interwire", _says(f"{hit} in the night", source=other)),
        reading("c", date(2031, 3, 4), "Interwire", _says("no missile hit Mlin", source=_MINISTRY, modality="negated")),
    )
    assert f"- ● **Ilona Marek** (Varnia): tells it, as does Varnian General Staff: “{hit} in the night”" in told
    more = reading("d", date(2031, 3, 5), "Interwire", _says(f"{hit} as they slept", source=other))
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        Keeper(ledger).keep(more)
        root = event(ledger, "a.0").tree.roots[0]
    line = root_line(root, None, lambda entry: entry.publication.report == "d")
    assert (line.who, line.new) == ("Ilona Marek", False)
    assert line.says == "again: tells it, as does Varnian General Staff, as on 4 Mar 2031"


def test_where_accounts_name_different_doers_it_is_told_whom(tmp_path: Path) -> None:
    varnia = Party("Varnian missile", "Varnia")
    told = _told(
        tmp_path,
        reading(
            "a", date(2031, 3, 4), "Interwire",
            _says("an Ostryan missile hit the market of Mlin", source=_STAFF, actor=_TROOPS),
            _says("a Varnian missile hit the market of Mlin", source=_MINISTRY, actor=varnia),
            _says("it hit the market of Mlin", source=Source("Red Cross"), stances=(Stance("Vesna Ruhl", "denies"),)),
        ),
    )  # fmt: skip
    assert "**Varnian General Staff**: says that Ostrya did it: “an Ostryan" in told
    assert "**Ministry of Defence of Ostrya**: says that Varnia did it: “a Varnian" in told


def test_every_account_of_harm_is_named_with_a_figure_or_without(tmp_path: Path) -> None:
    text = "the attack on Mlin wounded people in three streets of the town"
    told = _told(
        tmp_path,
        reading("a", date(2031, 3, 4), "Interwire", _says("a missile hit the market of Mlin", source=_STAFF)),
        reading("b", date(2031, 3, 4), "Channel Nine", _says("a missile hit the market of Mlin")),
        reading(
            "c", date(2031, 3, 4), "Interwire",
            _says("a missile killed nine in Mlin", counts=(Count("killed", min=9),), source=Source("Red Cross")),
            _says(text, "detention", counts=(Count("captured", 5),), places=(HRADOV,)),
        ),
    )  # fmt: skip
    assert "- Air strike on Mlin: at least 9 killed\n" in told
    assert "Told by Varnian General Staff and Channel Nine without a new figure." in told
    assert "**5 captured or detained**" in told


def test_other_events_are_told_with_their_day_their_words_and_their_report(tmp_path: Path) -> None:
    old = When(date(2030, 10, 7), date(2030, 10, 7))
    said = _says("drones burned the depot of Mlin", when=old, source=_STAFF)
    told = _told(tmp_path, reading("a", date(2031, 3, 4), "Interwire", said, url="https://interwire.example/1"))
    assert (
        "- Air strike on Mlin (7 Oct 2030, told 148 days later): ● **Varnian General Staff**: “drones burned the depot "
        "of Mlin” [Interwire, 4 Mar 2031](https://interwire.example/1)\n"
    ) in told


def test_a_withdrawn_report_is_told_with_what_it_had_said(tmp_path: Path) -> None:
    path = rooms.kept(tmp_path / "sayso.db", READINGS)
    with Ledger.open(path, create=True) as ledger:
        Keeper(ledger).withdraw("nine-1", date(2031, 3, 9), why="It was another town.")
        told = digest_md.text(paper(digest(ledger, since=date(2031, 3, 9), until=date(2031, 3, 9))))
    assert "It had told: “seven people died" in told
    assert "- Casualties in Hradov: at least 4 killed (4 to 7 killed the day before)\n" in told
    assert "Told no more: 7 killed by " in told
    assert "(Channel Nine, 5 Mar 2031)." in told


def test_reports_in_which_no_claim_was_found_are_told(tmp_path: Path) -> None:
    told = _told(
        tmp_path,
        reading("a", date(2031, 3, 4), "Interwire"),
        reading("b", date(2031, 3, 4), "Новини", language="uk"),
    )
    assert "1 more report in which no claim was found; 1 more report in other languages, not read for claims;" in told
    assert "*No claim was found in what was published on that day.*" in told


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


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "1) a", "---", "===", "2031. a", "* a", "# a", "> a", "1"])
def test_words_at_the_start_of_a_line_begin_no_list_and_no_title(text: str) -> None:
    told = MarkdownIt("commonmark").parse(f"x\n\n- {digest_md.escaped(text)}\n\n{digest_md.escaped(text)}\n")
    assert [t.type for t in told if t.type.endswith("_open")] == [
        *("paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open", "paragraph_open")
    ]
    assert [t.content.replace("\\", "").replace("&gt;", ">") for t in told if t.type == "inline"][1:] == [text, text]


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
