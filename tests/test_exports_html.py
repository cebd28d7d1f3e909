from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports import html
from sayso.exports.families import FAMILIES
from sayso.exports.safe import visible
from sayso.model import Block, Claim, Reading, Report, Source, Why
from tests.exports_sample import READING, TEXT

PAGE = html.page([READING])


class Page(HTMLParser):
    """What a parser makes of a page: the reports' text as it is shown, every element, and all attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "div":
            self._depth += 1
            if ("class", "text") in attrs:
                self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "div"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.texts[-1] += data


def test_the_page_holds_the_whole_text_of_the_report() -> None:
    assert Page(PAGE).texts == [TEXT]


def test_the_policy_names_the_style_and_the_script_by_their_hashes() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy is not None
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]


def test_nothing_is_fetched_and_nothing_stands_in_line() -> None:
    page = Page(PAGE)
    assert not {"img", "link", "iframe", "object", "base", "video", "audio", "source"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name in ("src", "srcset", "style") or name.startswith("on")]
    assert "url(" not in PAGE
    assert "@import" not in PAGE


def test_every_claim_has_its_number_its_stretches_and_its_card() -> None:
    for n in range(1, len(READING.claims) + 1):
        assert PAGE.count('<a class="ref f-') == len(READING.claims)
        assert len(re.findall(rf'href="#c1-{n}"', PAGE)) == 1
        assert re.search(rf'<mark class="[^"]+" data-c="(?:[^"]* )?c1-{n}[ "]', PAGE)
        assert PAGE.count('<article class="card f-') == len(READING.claims)
        assert f'id="c1-{n}"' in PAGE


def test_nested_claims_share_their_stretches_the_innermost_last() -> None:
    assert 'data-c="c1-2 c1-3">eight days of fighting</mark>' in PAGE
    assert 'class="f-fighting o-people" data-c="c1-9 c1-8">Morvian drones' in PAGE


def test_the_words_that_a_claim_rests_on_are_marked() -> None:
    assert '<span data-w="c1-2">the Defence Ministry in Selda</span>' in PAGE


def test_a_card_tells_everything() -> None:
    card = PAGE[PAGE.index('id="c1-5"') : PAGE.index('id="c1-6"')]
    for words in (
        "Ivo Brandt",
        "Radio Selda",
        "Northwire",
        "The Harbour Post",
        "quoted word for word",
        "Morvian forces",
    ):
        assert words in card
    assert "at least 40 killed or captured" in card
    assert "GeoNames 701234" in card
    assert "Northwire could not verify it" in card
    assert "demo-05" in card
    assert "the nearest Tuesday not after 8 Mar 2023" in PAGE


def test_several_reports_stand_on_one_page() -> None:
    page = html.page([READING, replace(READING, claims=READING.claims[:2])])
    assert Page(page).texts == [TEXT, TEXT]
    assert 'id="c2-2"' in page
    assert '<a href="#r2">' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_reading_without_claims_or_date_and_no_reading_at_all_still_make_a_page() -> None:
    bare = Reading(Report("bare", "No date here."), (), warnings=("the report has no date",))
    page = html.page([bare])
    assert "undated" in page
    assert "the report has no date" in page
    assert "0 reports" in html.page([])


def test_a_headline_that_is_the_title_is_not_shown_twice() -> None:
    text = "Big news\n\nA long day in the town."
    page = html.page([Reading(Report("r", text, blocks=(Block("headline", 0, 8),)), ())])
    assert '<p class="k-headline again" dir="auto">Big news</p>' in page
    assert Page(page).texts == [text]


def test_a_claim_over_paragraphs_is_marked_in_each() -> None:
    text = "“First " + "word " * 25 + "\n\nsecond part.” End."
    end = text.index("”")
    claim = Claim("i", "r", text[1:end], 1, end, "statement", Source("narrator"))
    page = html.page([Reading(Report("r", text), (claim,))])
    assert page.count('data-c="c1-1"') == 2
    assert Page(page).texts == [text]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://[", "//x.example"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    page = html.page([replace(READING, report=replace(READING.report, url=url))])
    hrefs = [value for name, value in Page(page).attributes if name == "href"]
    assert all(value and value.startswith("#") for value in hrefs)
    assert "https://news.example/ostrel" in PAGE


@given(st.text(), st.text(min_size=1))
def test_any_text_is_shown_as_it_is_and_makes_no_markup(before: str, text: str) -> None:
    whole = f"{before}<b>{text}"
    start = whole.index(text, len(before) + 3)
    claim = Claim(text, text, text, start, start + len(text), "attack", Source(text, "unnamed"), cue=text, via=(text,))
    why = {text: Why({text: (text,)}, {text: ((0, 1),)})}
    page = Page(html.page([Reading(Report(text, whole, title=text, outlet=text), (claim,), text, why, (text,))]))
    assert page.texts == [visible(whole)]
    known = Page(PAGE).tags + Page(html.page([READING, READING])).tags
    assert set(page.tags) <= set(known)


def contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_every_pair_of_colours_can_be_read(theme: int) -> None:
    """WCAG 2.2 AA: 4.5:1 for text. The first block of the style is the light theme, the second the dark one."""
    blocks = re.findall(r":root \{(.*?)\}", PAGE, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))
    for ground in ("paper", "card"):
        for ink in ("ink", "muted", "alarm", *(f.key for f in FAMILIES)):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for kin in FAMILIES:
        for ground in (f"{kin.key}-bg", f"{kin.key}-on"):
            assert contrast(colours["ink"], colours[ground]) >= 4.5, ground
        assert contrast(colours[kin.key], colours[f"{kin.key}-bg"]) >= 4.5, kin.key
