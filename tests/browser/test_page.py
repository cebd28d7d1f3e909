"""The page in a real browser: how a claim is opened by pointer, finger and key, and what the reader then sees."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.exports_sample import READING, TEXT

pytestmark = pytest.mark.browser


def ref(page: Page, number: int, report: int = 1) -> Locator:
    return page.locator(f'.ref[data-k="c{report}-{number}"]')


def card(page: Page, number: int, report: int = 1) -> Locator:
    return page.locator(f"#c{report}-{number}")


def mark(page: Page, words: str) -> Locator:
    return page.locator("mark", has_text=words).first


def test_nothing_is_open_at_first_but_who_speaks(desk: Desk) -> None:
    page = desk.open([READING])
    expect(page.locator(".overview")).to_be_visible()
    expect(page.locator(".voices li").first).to_contain_text("Petra Lund")
    expect(page.locator(".card:visible")).to_have_count(0)


def test_hovering_shows_a_claim_and_leaving_hides_it(desk: Desk) -> None:
    page = desk.open([READING])
    mark(page, "its troops had repelled").hover()
    expect(card(page, 6)).to_be_visible()
    expect(card(page, 6)).to_contain_text("Telegram")
    page.locator("h1").hover()
    expect(card(page, 6)).to_be_hidden()
    expect(page.locator(".overview")).to_be_visible()


def test_hovering_a_nested_claim_shows_the_innermost(desk: Desk) -> None:
    page = desk.open([READING])
    mark(page, "eight days of fighting").hover()
    expect(card(page, 3)).to_be_visible()
    expect(page.locator(".card:visible")).to_have_count(1)


def test_a_card_tells_the_whole_account(desk: Desk) -> None:
    page = desk.open([READING])
    ref(page, 2).click()
    shown = card(page, 2)
    steps = shown.locator(".way li")
    expect(steps).to_have_text(
        [re.compile("Kestria’s Defence Ministry"), re.compile("Northwire agency"), re.compile("Harbour Post outlet")]
    )
    for words in (
        "“said”, reported in other words",
        "Kestrian forces → Morvian forces",
        "7 Mar 2023",
        "Morvia denies it",
    ):
        expect(shown).to_contain_text(words)
    shown.locator("summary").click()
    expect(shown).to_contain_text("the nearest Tuesday not after 8 Mar 2023")
    expect(page.locator(".because")).to_have_count(4)


def test_clicking_the_same_words_again_opens_the_claim_around_them(desk: Desk) -> None:
    page = desk.open([READING])
    words = mark(page, "Morvian drones and missiles")
    words.click()
    expect(card(page, 8)).to_be_visible()
    words.click()
    expect(card(page, 9)).to_be_visible()
    expect(card(page, 8)).to_be_hidden()


def test_a_claim_that_was_chosen_stays_when_the_pointer_goes_on(desk: Desk) -> None:
    page = desk.open([READING])
    ref(page, 4).click()
    mark(page, "its troops had repelled").hover()
    expect(card(page, 4)).to_be_visible()
    page.get_by_role("button", name="Close the details").click()
    expect(card(page, 4)).to_be_hidden()
    expect(ref(page, 4)).to_be_focused()


def test_tab_visits_the_claims_enter_keeps_one_and_escape_lets_it_go(desk: Desk) -> None:
    page = desk.open([READING])
    page.locator(".contents, .report a:not(.ref)").last.focus()
    page.keyboard.press("Tab")
    expect(ref(page, 1)).to_be_focused()
    expect(card(page, 1)).to_be_visible()
    page.keyboard.press("Tab")
    expect(card(page, 2)).to_be_visible()
    page.keyboard.press("Enter")
    expect(ref(page, 2)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text(
        "Claim 2: capture, on the account of Kestria’s Defence Ministry, denied"
    )
    page.keyboard.press("Escape")
    expect(page.locator(".card:visible")).to_have_count(0)
    expect(ref(page, 2)).to_have_attribute("aria-expanded", "false")
    assert "#" not in page.url


def test_j_and_k_and_the_arrows_step_through(desk: Desk) -> None:
    page = desk.open([READING])
    for key, number in [
        ("j", 1),
        ("j", 2),
        ("ArrowDown", 3),
        ("ArrowRight", 4),
        ("k", 3),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
    ]:
        page.keyboard.press(key)
        expect(card(page, number)).to_be_visible()
        expect(page.locator(".card:visible")).to_have_count(1)
    page.keyboard.press("k")
    expect(card(page, 1)).to_be_visible()


def test_a_lone_arrow_still_scrolls(desk: Desk) -> None:
    page = desk.open([READING], viewport={"width": 1280, "height": 400})
    page.keyboard.press("PageDown")
    page.wait_for_timeout(300)
    assert page.evaluate("window.scrollY") > 0
    expect(page.locator(".card:visible")).to_have_count(0)


def test_the_filter_hides_a_type_and_its_family(desk: Desk) -> None:
    page = desk.open([READING])
    ref(page, 8).click()
    page.get_by_role("checkbox", name=re.compile("^airstrike")).uncheck()
    expect(ref(page, 8)).to_be_hidden()
    expect(card(page, 8)).to_be_hidden()
    expect(mark(page, "Morvian drones and missiles")).to_have_class(re.compile("f-people"))
    fighting = page.get_by_role("checkbox", name="Fighting")
    assert fighting.evaluate("box => box.indeterminate")
    page.get_by_role("checkbox", name="Harm").uncheck()
    expect(mark(page, "Morvian drones and missiles")).to_have_class(re.compile(r"\boff\b"))
    page.keyboard.press("j")
    expect(card(page, 2)).to_be_visible()
    page.get_by_role("checkbox", name="Harm").check()
    fighting.check()
    expect(ref(page, 8)).to_be_visible()


def test_a_tap_on_a_phone_opens_a_sheet_that_leaves_the_claim_in_sight(desk: Desk) -> None:
    page = desk.open([READING], **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    words = mark(page, "Thousands of people")
    words.scroll_into_view_if_needed()
    words.tap()
    expect(card(page, 13)).to_be_visible()
    sheet = page.locator("#cards").bounding_box()
    where = words.bounding_box()
    assert sheet is not None
    assert where is not None
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    assert 0 <= where["y"] < sheet["y"]
    page.get_by_role("button", name="Close the details").tap()
    expect(page.locator("#cards")).to_be_hidden()


def test_on_a_phone_the_filter_is_folded_and_can_be_used(desk: Desk) -> None:
    page = desk.open([READING], **PHONE)
    expect(page.get_by_role("checkbox", name="Harm")).to_be_hidden()
    page.get_by_text("Types of claim").tap()
    page.get_by_role("checkbox", name="Harm").tap()
    expect(ref(page, 9)).to_be_hidden()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_text_of_the_report_is_whole_and_can_be_copied(desk: Desk, device: dict[str, object]) -> None:
    page = desk.open([READING], **device)
    assert page.locator(".text").evaluate("element => element.textContent") == TEXT
    copied = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('.text')); return String(getSelection()); }"
    )
    assert "deny it again,” Lund told reporters. Thousands of people" in copied


def test_several_reports_stand_under_a_list_of_them(desk: Desk) -> None:
    page = desk.open([READING, replace(READING, claims=READING.claims[:2])])
    expect(page.locator(".contents li")).to_have_count(2)
    ref(page, 2, report=2).click()
    expect(card(page, 2, report=2)).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(card(page, 15)).to_be_visible()


def test_without_a_script_every_card_can_be_read(desk: Desk) -> None:
    page = desk.open([READING], **DESKTOP, java_script_enabled=False)
    expect(page.locator(".card:visible")).to_have_count(len(READING.claims))
    ref(page, 14).click()
    expect(card(page, 14)).to_be_in_viewport()


def test_print_shows_the_text_and_every_card(desk: Desk) -> None:
    page = desk.open([READING])
    ref(page, 2).click()
    page.emulate_media(media="print")
    expect(page.locator(".card:visible")).to_have_count(len(READING.claims))
    expect(page.locator(".legend")).to_be_hidden()
    expect(page.locator(".text")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_colours(desk: Desk, scheme: str) -> None:
    page = desk.open([READING], **DESKTOP, color_scheme=scheme)
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == {"light": "rgb(251, 250, 247)", "dark": "rgb(21, 23, 26)"}[scheme]
