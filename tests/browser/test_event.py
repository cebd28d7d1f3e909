"""Events in a real browser: through the list to an event, along its accounts, and a decision taken and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sayso.web import Room
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.siege import READINGS

pytestmark = pytest.mark.browser


@pytest.fixture
def siege(visit: Callable[[str], Visitor], tmp_path: Path) -> Iterator[Visitor]:
    room = Room.open(rooms.kept(tmp_path / "s.db", READINGS))
    with rooms.served(room) as base:
        yield visit(base)
    room.close()


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_a_reader_goes_from_the_list_to_the_accounts_of_an_event(siege: Visitor, device: dict[str, object]) -> None:
    page = siege.open("/events", **device)
    page.get_by_role("link", name=re.compile("strike|asualties")).click()
    expect(page.locator(".count")).to_contain_text("Told in 3 reports, but by 2 independent accounts")
    expect(page.locator(".root")).to_have_count(2)
    expect(page.locator(".chart .mark")).to_have_count(2)
    expect(page.get_by_role("row")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("j")
    expect(page.locator(".telling").first.locator("[data-open]")).to_be_focused()


def test_two_claims_are_kept_apart_and_joined_again_with_the_name_remembered(siege: Visitor) -> None:
    page = siege.open("/events")
    page.get_by_role("link", name=re.compile("strike|asualties")).click()
    page.locator(".links > summary").click()
    page.get_by_text("They are two events").last.click()
    form = page.locator(".links form").last
    form.get_by_label("Your name").fill("Ines")
    form.get_by_label("Why").fill("two strikes")
    form.get_by_label("Why").press("Enter")
    expect(page.locator(".decisions")).to_contain_text("Ines kept apart on")
    expect(page.locator(".decisions")).to_contain_text("two strikes")
    page.get_by_text("Join them after all").click()
    form = page.locator(".decisions form")
    expect(form.get_by_label("Your name")).to_have_value("Ines")
    form.get_by_role("button", name="Join").click()
    expect(page.locator(".decisions")).to_contain_text("Ines joined on")
