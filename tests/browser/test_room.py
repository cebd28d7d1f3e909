"""What every page of the room has: keys, colours, the menu; in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser


def test_keys_lead_through_lists_and_to_pages(visitor: Visitor) -> None:
    page = visitor.open("/claims")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".claims > li").nth(1)
    expect(second.locator("[data-open]")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".claims > li").first.locator("[data-open]")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search reports and claims")).to_be_focused()
    page.keyboard.type("j?g")
    expect(page.get_by_role("searchbox", name="Search reports and claims")).to_have_value("j?g")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_choice_in_the_filter_shows_at_once(visitor: Visitor) -> None:
    page = visitor.open("/claims")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Type").select_option("capture")
    page.wait_for_url(re.compile(r"/claims\?type=capture$"))
    expect(page.locator(".claims > li .kind").first).to_contain_text("capture")


def test_colours_can_be_chosen_and_stay(visitor: Visitor) -> None:
    page = visitor.open("/claims", **DESKTOP, color_scheme="light")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(background)
    page.locator(".more > summary").click()
    page.get_by_role("button", name="Colours: as the system").click()
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    assert page.evaluate(background) == dark


def test_the_day_known_is_set_from_the_menu(visitor: Visitor) -> None:
    page = visitor.open("/claims?type=capture")
    page.locator(".more > summary").click()
    page.get_by_label("As known on").fill("2031-01-01")
    page.get_by_role("button", name="Show", exact=True).first.click()
    page.wait_for_url("**/claims?type=capture&known=2031-01-01")
    expect(page.get_by_role("note")).to_contain_text("As known on 1 Jan 2031")
    page.get_by_role("link", name="Show all that is known").click()
    page.wait_for_url("**/claims?type=capture")


@pytest.mark.parametrize("path", ["/", "/claims"])
def test_on_a_phone_nothing_runs_over_the_edge(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
