"""The search in a real browser: found while one types, by keys alone, narrowed by a click, at both sizes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_finds_while_one_types_and_the_address_follows(visitor: Visitor, device: dict[str, Any]) -> None:
    page = visitor.open("/search", **device)
    words = page.get_by_role("searchbox", name="Words in reports and claims")
    expect(words).to_be_focused()
    words.press_sequentially("troops")
    expect(page.locator("#found mark").first).to_have_text(re.compile("troops", re.IGNORECASE))
    page.wait_for_url(re.compile(r"/search\?q=troops$"))
    expect(page).to_have_title(re.compile("“troops”"))
    expect(page.get_by_role("status")).to_contain_text("Claims")
    expect(words).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words.fill("zzzz")
    expect(page.locator("#found")).to_contain_text("Nothing")


def test_arrows_lead_through_what_was_found(visitor: Visitor) -> None:
    page = visitor.open("/claims")
    page.keyboard.press("/")
    page.keyboard.type("troops captured")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q=troops\+captured$"))
    words = page.get_by_role("searchbox")
    page.keyboard.press("/")
    expect(words).to_be_focused()
    links = page.locator("#found [data-open]")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(words).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_facet_narrows_and_lets_go(visitor: Visitor, device: dict[str, Any]) -> None:
    page = visitor.open("/search?q=Hradov", **device)
    if device is PHONE:
        page.get_by_text("Narrow", exact=True).click()
    value = page.locator(".facets a", has_text="capture")
    n = value.locator(".n").inner_text()
    value.click()
    page.wait_for_url(re.compile(r"type=capture"))
    expect(page.locator(".told h2 .tally")).to_have_text(re.compile(rf"{n} claims?"))
    page.get_by_role("searchbox").press("End")
    page.get_by_role("searchbox").press_sequentially(" troops")  # what it is narrowed to stays
    page.wait_for_url(re.compile(r"type=capture.*q=Hradov\+troops"))
    page.get_by_role("link", name=re.compile("Take away: type")).click()
    page.wait_for_url(re.compile(r"/search\?q=Hradov"))


def test_without_a_script_the_form_is_sent(visitor: Visitor) -> None:
    page = visitor.open("/search?q=Hradov&type=capture", **DESKTOP, java_script_enabled=False)
    page.get_by_role("searchbox").fill("Mlin")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(re.compile(r"/search\?type=capture&q=Mlin$"))
    expect(page.locator("#found mark").first).to_have_text("Mlin")
