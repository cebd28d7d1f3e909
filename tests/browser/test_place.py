"""A place's page in a real browser: along its time by keys, to what was known then and back, on a desk and a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from sayso.web import Room
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.siege import READINGS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    room = Room.open(rooms.kept(tmp_path_factory.mktemp("siege") / "s.db", READINGS))
    with rooms.served(room) as base:
        yield base
    room.close()


@pytest.fixture
def siege(visit: Callable[[str], Visitor], address: str) -> Visitor:
    return visit(address)


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_a_reader_goes_to_what_was_known_then_and_back(siege: Visitor, device: dict[str, object]) -> None:
    page = siege.open("/places/Hradov?on=2031-03-10", **device)
    expect(page.locator(".answer")).to_contain_text("held by Ostrya")
    expect(page.locator(".hindsight")).to_contain_text("contested between Ostrya and Varnia")
    page.get_by_role("link", name="See it as known on").click()
    page.wait_for_url("**/places/Hradov?known=2031-03-10&on=2031-03-10")
    expect(page.locator(".answer")).to_contain_text("contested between Ostrya and Varnia")
    page.locator(".hindsight").get_by_role("link", name="See all that is known").click()
    page.wait_for_url("**/places/Hradov?on=2031-03-10")
    expect(page.locator(".answer")).to_contain_text("held by Ostrya")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_band_is_gone_along_by_keys_and_by_the_mouse(siege: Visitor) -> None:
    page = siege.open("/places/Hradov")
    pieces = page.locator(".band").first.locator("a.piece")
    expect(pieces).to_have_count(2)
    pieces.first.focus()
    page.keyboard.press("ArrowRight")
    expect(pieces.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/Hradov?on=2031-03-09")
    expect(page.locator(".change.here")).to_contain_text("contested between Ostrya and Varnia")
    page.locator(".band").first.locator("a.piece").nth(1).click()
    page.wait_for_url("**/places/Hradov?on=2031-03-11")


def test_what_happened_here_is_fetched_and_widened(siege: Visitor) -> None:
    page = siege.open("/places/Hradov")
    expect(page.locator(".nearby .event")).to_have_count(3)
    page.get_by_label("within").select_option("25")
    expect(page.locator(".nearby .event")).to_have_count(4)
    expect(page.locator(".nearby")).to_contain_text("4 to 7 killed")


def test_each_day_as_it_was_known_then_is_fetched_and_leads_there(siege: Visitor) -> None:
    page = siege.open("/places/Hradov")
    each = page.locator(".each-day a.piece")
    expect(each).to_have_count(3)
    each.first.focus()
    page.keyboard.press("ArrowRight")
    expect(each.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/Hradov?known=2031-03-10&on=2031-03-10")
    expect(page.locator(".answer")).to_contain_text("contested between Ostrya and Varnia")
