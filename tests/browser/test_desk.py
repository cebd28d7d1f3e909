"""Disputes and sources in a real browser, over the demo's ledger: what a desk looks at in the morning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from sayso.web import Room
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.rooms import served

pytestmark = pytest.mark.browser
_DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def demo_address(demo_ledger: Path) -> Iterator[str]:
    room = Room.open(demo_ledger, create=False)
    with served(room) as base:
        yield base
    room.close()


@pytest.fixture
def desk_visitor(visit: Callable[[str], Visitor], demo_address: str) -> Visitor:
    return visit(demo_address)


@_DEVICES
def test_a_contest_shows_both_sides_and_leads_to_the_place(desk_visitor: Visitor, device: dict[str, Any]) -> None:
    page = desk_visitor.open("/disputes?known=2031-03-10", **device)
    contest = page.locator(".contests > li", has_text="Drevin")
    expect(contest).to_contain_text("contested between Ostrya and Varnia")
    expect(contest.locator(".word")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("j")
    expect(contest.locator("[data-open]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/places/Drevin\?known=2031-03-10"))


def test_another_day_shows_what_became_of_claims_since(desk_visitor: Visitor) -> None:
    page = desk_visitor.open("/disputes")
    expect(page.get_by_label("Since", exact=True)).not_to_have_value("")
    page.get_by_label("Since", exact=True).fill("2031-03-01")
    page.wait_for_url(re.compile(r"since=2031-03-01"))
    since = page.locator(".since")
    for title in ("Confirmed", "Admitted", "Corrected", "Withdrawn"):
        expect(since.get_by_role("heading", name=title)).to_be_visible()


@_DEVICES
def test_a_source_tells_how_its_claims_fared(desk_visitor: Visitor, device: dict[str, Any]) -> None:
    page = desk_visitor.open("/sources", **device)
    page.get_by_role("link", name="Ministry of Defence of Ostrya").click()
    page.wait_for_url(re.compile(r"/sources/Ministry"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ministry of Defence of Ostrya")
    expect(page.get_by_role("img", name=re.compile(r"\d+ disputed"))).to_be_visible()
    expect(page.get_by_text("not whether a source is honest")).to_be_visible()
    left = page.locator("details.fates.alone")
    left.locator("summary").click()
    expect(left.locator("li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="older").click()
    page.wait_for_url(re.compile(r"skip=20"))


def test_what_is_still_weighed_comes_by_itself(
    visit: Callable[[str], Visitor], demo_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.web.later._SOON_S", 0.0)
    room = Room.open(demo_ledger, create=False)
    with served(room) as base:
        page = visit(base).open("/sources/Interwire")
        expect(page.get_by_text("not whether a source is honest")).to_be_visible()
        expect(page.locator(".waiting")).to_have_count(0)
        expect(page.locator(".claims > li").first).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("All is weighed.")
    room.close()
