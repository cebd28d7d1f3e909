"""The map in a real browser: sliders by keys, one filter, cards by list and by mark; without script or WebGL too."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser

_DRAWN_MS = 60_000  # a processor draws it, and compiles what a graphics card would
SLIDER = "On the day"


@pytest.fixture(scope="module")
def address(demo_ledger: Path) -> Iterator[str]:
    """A room over the demo, all of whose places have been reckoned."""
    from sayso.web import Room

    room = Room.open(demo_ledger)
    with rooms.served(room) as base:
        until = time.monotonic() + 60
        while (told := httpx.get(f"{base}/map.json", trust_env=False).json())["reading"] or told["pending"]:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield base
    room.close()


@pytest.fixture
def drawn(visit: Callable[[str], Visitor], address: str) -> Callable[..., Page]:
    """Opens the map and waits until it is drawn."""
    visitor = visit(address)

    def opened(path: str = "/map", **device: Any) -> Page:
        page = visitor.open(path, **device)
        page.wait_for_selector("[data-ready]", timeout=_DRAWN_MS)
        return page

    return opened


def status(page: Page, place: str) -> Locator:
    return page.locator(f'[data-list] li:has(bdi:text-is("{place}")) .says')


def colours(page: Page) -> int:
    """How many colours the map has where nothing else lies on it."""
    import zlib

    shot = page.locator("[data-map]").screenshot()
    at, data = 8, b""
    while at < len(shot):
        size, kind = int.from_bytes(shot[at : at + 4], "big"), shot[at + 4 : at + 8]
        data += shot[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return len(set(zlib.decompress(data)))


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_day_by_keys_changes_who_is_said_to_hold_the_town(drawn: Callable[..., Page], device: dict[str, Any]) -> None:
    page = drawn("/map?on=2031-03-08", **device)
    assert colours(page) > 30, "land, water, borders, marks and names"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(status(page, "Drevin")).to_contain_text("contested between")
    slider = page.get_by_role("slider", name=SLIDER)
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "8 Mar 2031")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "9 Mar 2031")
    page.wait_for_url(re.compile(r"on=2031-03-09"))
    page.keyboard.press("End")
    expect(status(page, "Drevin")).to_have_text("held by Ostrya")
    page.keyboard.press("Home")
    expect(status(page, "Drevin")).to_have_text("not told who holds it")


def test_as_known_on_a_day(drawn: Callable[..., Page]) -> None:
    page = drawn("/map?on=2031-03-23")
    expect(status(page, "Drevin")).to_have_text("held by Ostrya")
    known = page.get_by_role("slider", name="As known on")
    expect(known).to_have_attribute("aria-valuetext", "all that is known")
    page.locator("#d-known").fill("2031-03-08")
    expect(page.locator(".strip.known")).to_contain_text("As known on 8 Mar 2031")
    expect(known).to_have_attribute("aria-valuetext", "8 Mar 2031")
    page.wait_for_url(re.compile(r"known=2031-03-08"))
    expect(status(page, "Drevin")).to_contain_text("contested between")
    expect(page.locator(".rooms a", has_text="Claims")).to_have_attribute("href", re.compile(r"known=2031-03-08"))
    page.get_by_role("button", name="Show all that is known").click()
    expect(page.locator(".strip.known")).to_have_count(0)
    expect(known).to_have_attribute("aria-valuetext", "all that is known")
    page.get_by_label("as known that day").check()
    page.keyboard.press(",")
    page.wait_for_url(re.compile(r"on=2031-03-22&known=2031-03-22"))


def test_one_filter_for_map_list_and_timeline(drawn: Callable[..., Page]) -> None:
    page = drawn()
    bars = page.locator('[data-axis="on"] .bars .all')
    before, tally = bars.get_attribute("d"), page.locator("[data-rest]").inner_text()
    page.get_by_label("Type of claim").select_option("airstrike")
    expect(page.locator("[data-rest]")).not_to_have_text(tally)
    page.wait_for_url(re.compile(r"/map\?type=airstrike"))
    assert bars.get_attribute("d") != before
    page.get_by_role("searchbox", name="Words", exact=True).fill("zzzz")
    expect(page.locator("[data-list]")).to_contain_text("No claim that fits")
    page.get_by_role("link", name="Clear").click()
    expect(page.locator("[data-rest]")).to_have_text(tally)
    assert bars.get_attribute("d") == before


def test_a_place_by_the_keyboard_and_by_its_mark(drawn: Callable[..., Page]) -> None:
    page = drawn("/map?on=2031-03-08&at=-48.56,-123.2,10")
    link = page.locator("[data-list] a", has_text="Drevin")
    link.focus()
    page.keyboard.press("Enter")
    card = page.locator("[data-card]")
    expect(card).to_contain_text("contested between")
    expect(card).to_contain_text("Varnian General Staff")
    expect(card.get_by_role("link", name="Drevin")).to_be_focused()
    expect(card.get_by_role("link", name="Drevin")).to_have_attribute("href", re.compile(r"/places/.*on=2031-03-08"))
    page.wait_for_url(re.compile(r"open="))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(link).to_be_focused()
    box = page.locator("[data-map]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(card).to_contain_text("contested between")
    page.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()


def test_without_webgl_the_list_has_it_all(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, **DESKTOP)
    context.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return /webgl/.test(kind) ? null : get.call(this, kind, ...more); };"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/map?on=2031-03-08")
    expect(page.locator("[data-untold]")).to_contain_text("WebGL")
    expect(status(page, "Drevin")).to_contain_text("contested between")
    expect(page.locator("[data-list] a", has_text="Drevin")).to_have_attribute("href", re.compile("/places/"))
    context.close()
    assert faults == []


def test_without_script_it_is_a_list_and_a_form(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    page.goto("/map?on=2031-03-08")
    expect(page.locator(".places li").first).to_contain_text("Drevin")
    expect(page.locator(".places li").first).to_contain_text("contested between")
    page.get_by_label("Type of claim").select_option("capture")
    page.get_by_role("textbox", name="On the day").fill("2031-03-23")
    page.get_by_role("button", name="Show", exact=True).first.click()
    assert "type=capture" in page.url
    assert "on=2031-03-23" in page.url
    expect(page.locator(".places li").first).to_contain_text("held by Ostrya")
    context.close()
