"""A report's page in a real browser: its claims by pointer, finger and key, their address, versions side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from sayso.web import Room
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.exports_sample import READING

pytestmark = pytest.mark.browser
Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A room with one report in two versions."""
    later = replace(
        READING.report, text=READING.report.text.replace("eight days", "nine days"), published=date(2023, 3, 9)
    )
    path = rooms.kept(
        tmp_path_factory.mktemp("report") / "sayso.db", [READING, replace(READING, report=later, claims=(), why={})]
    )
    room = Room.open(path)
    with rooms.served(room) as base:
        yield base
    room.close()


def _card(n: int) -> str:
    return f"#demo-{n:02d}"


def test_hovering_and_clicking_open_a_claim_and_give_it_its_address(visit: Visit, address: str) -> None:
    page = visit(address).open("/reports/demo?version=1")
    page.locator("mark", has_text="its troops had repelled").hover()
    expect(page.locator(_card(6))).to_be_visible()
    assert "#" not in page.url
    page.locator("mark", has_text="its troops had repelled").click()
    expect(page).to_have_url(re.compile(r"\?version=1#demo-06$"))
    expect(page.locator(".card:visible")).to_have_count(1)
    page.get_by_role("button", name="Close the details").click()
    assert "#" not in page.url


def test_the_keys_step_through_and_the_words_behind_a_claim_light_up(visit: Visit, address: str) -> None:
    page = visit(address).open("/reports/demo?version=1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(_card(2))).to_be_visible()
    expect(page.locator(".because", has_text="on Tuesday")).to_be_visible()
    expect(page.locator(_card(2))).to_contain_text("from “on Tuesday”")
    page.keyboard.press("k")
    expect(page.locator(_card(1))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".card:visible")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next and previous claim")


def test_a_claims_address_opens_it_with_its_words_in_sight(visit: Visit, address: str) -> None:
    page = visit(address).open("/reports/demo?version=1#demo-15")
    expect(page.locator(_card(15))).to_be_visible()
    expect(page.locator('.ref[data-k="demo-15"]')).to_be_in_viewport()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_card_shows_where_on_a_small_map_and_leads_on(visit: Visit, address: str, device: dict[str, object]) -> None:
    page = visit(address).open("/reports/demo?version=1", **device)
    ref = page.locator('.ref[data-k="demo-02"]')
    ref.scroll_into_view_if_needed()
    (ref.tap if device is PHONE else ref.click)()
    card = page.locator(_card(2))
    expect(card.get_by_role("img", name="Map: Ostrel")).to_be_visible()
    expect(card.get_by_role("link", name="Ostrel")).to_have_attribute("href", "/places/Ostrel")
    expect(card.get_by_role("link", name="Its event, by all accounts")).to_have_attribute("href", "/events/e-demo-02")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if device is PHONE:
        sheet, words = page.locator("#cards").bounding_box(), ref.bounding_box()
        assert sheet is not None
        assert words is not None
        assert 0 < words["y"] < sheet["y"]


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_changed_is_reached_from_the_version_that_no_longer_stands(
    visit: Visit, address: str, device: dict[str, object]
) -> None:
    page = visit(address).open("/reports/demo?version=1", **device)
    page.get_by_role("note").get_by_role("link", name="What changed").click()
    expect(page.locator("del", has_text="eight")).to_be_visible()
    expect(page.locator("ins", has_text="nine")).to_be_visible()
    expect(page.locator(".went")).to_have_count(len(READING.claims))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".went").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/reports/demo\?version=1#demo-01$"))
    expect(page.locator(_card(1))).to_be_visible()


def test_without_a_script_and_in_print_every_card_can_be_read(visit: Visit, address: str) -> None:
    visitor = visit(address)
    page = visitor.open("/reports/demo?version=1", **DESKTOP, java_script_enabled=False)
    expect(page.locator(".card:visible")).to_have_count(len(READING.claims))
    page = visitor.open("/reports/demo?version=1")
    page.emulate_media(media="print")
    expect(page.locator(".card:visible")).to_have_count(len(READING.claims))


def test_the_list_is_stepped_through_by_keys(visitor: Visitor) -> None:
    page = visitor.open("/reports")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.locator(".reports .title a").nth(1)
    expect(title).to_be_focused()
    told = title.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(told)
