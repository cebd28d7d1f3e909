"""Reading in a real browser: paste, drop, choose files; claims light up as they are read, and one key keeps them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sayso.ledger.asking import versions_of
from sayso.reader import Reader
from sayso.web import Room
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[[str], Visitor]

TEXT = """\
Ostryan forces took the village of Hradov on Tuesday, Ostrya's defence ministry said. Varnia denied it.

Shelling killed three people in Dolmir on Monday, the mayor, Ana Brel, said on Telegram.
"""
PASTE = """([words, file]) => {
  const data = new DataTransfer();
  if (file) data.items.add(new File([words], file));
  else data.setData("text/plain", words);
  const make = { true: () => new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
                 false: () => new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }) };
  document.querySelector("h1").dispatchEvent(make[Boolean(file)]());
}"""


@pytest.fixture
def room(tmp_path: Path, reader: Reader) -> Iterator[Room]:
    made = Room.open(tmp_path / "sayso.db")
    made.kept("reader", lambda: reader)
    yield made
    made.close()


@pytest.fixture
def address(room: Room) -> Iterator[str]:
    with rooms.served(room) as base:
        yield base


def _reports(page: Page) -> None:
    expect(page.locator(".progress")).to_contain_text(re.compile(r"\d report"))
    expect(page.locator(".progress.busy")).to_have_count(0)


def _there(room: Room, id: str) -> bool:
    with room.ledger.reading() as connection:
        return bool(versions_of(connection, id))


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_pasted_text_is_read_stepped_through_and_kept_with_one_key(
    visit: Visit, address: str, room: Room, device: dict[str, object]
) -> None:
    page = visit(address).open("/read", **device)
    page.get_by_label("The text of a report").fill(TEXT)
    page.get_by_text("What is known of it").click()
    page.get_by_label("Published").fill("2030-09-11")
    page.get_by_label("The text of a report").press("Control+Enter")
    _reports(page)
    expect(page.locator("mark", has_text="Ostryan forces took the village")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("j")
    card = page.locator(".card:visible")
    expect(card).to_contain_text("Ostrya's defence ministry")
    expect(card).to_contain_text("from “Tuesday”")
    with room.ledger.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from report").scalar() == 0
    if device is PHONE:
        page.get_by_role("button", name="Close the details").click()
        page.get_by_role("button", name="Keep").tap()
    else:
        page.keyboard.press("a")
    kept = page.locator(".kept a")
    expect(kept).to_be_visible()
    assert _there(room, kept.inner_text())
    kept.click()
    expect(page).to_have_url(re.compile(r"/reports/r-"))
    expect(page.locator("mark").first).to_be_visible()


def test_what_is_pasted_anywhere_on_the_page_is_read_at_once(visit: Visit, address: str) -> None:
    page = visit(address).open("/read")
    page.evaluate(PASTE, [TEXT, None])
    _reports(page)
    expect(page.locator(".reading")).to_have_count(1)
    page.locator("mark").first.hover()
    expect(page.locator(".card:visible")).to_have_count(1)
    page.evaluate(PASTE, ["Varnia withdrew from Mlin on Friday, residents said.", None])
    expect(page.locator(".reading mark", has_text="Mlin")).to_be_visible()
    expect(page.locator(".reading")).to_have_count(1)


def test_dropped_files_are_read_a_bad_one_is_told_and_all_are_kept_with_one_key(
    visit: Visit, address: str, room: Room
) -> None:
    page = visit(address).open("/read")
    lines = [{"id": "one", "text": TEXT}, {"id": "two", "text": 2}, {"id": "<b>three</b>", "text": TEXT}]
    page.evaluate(PASTE, ["\n".join(map(json.dumps, lines)), "many.jsonl"])
    _reports(page)
    expect(page.locator(".progress")).to_contain_text("2 reports")
    expect(page.locator(".reading.refused")).to_contain_text("line 2")
    page.keyboard.press("Shift+A")
    expect(page.locator(".kept")).to_have_text(["Kept: one", "Kept: <b>three</b>"])
    assert _there(room, "one")
    assert _there(room, "<b>three</b>")


def test_an_address_that_may_not_be_fetched_is_told_and_nothing_is_asked_for(visit: Visit, address: str) -> None:
    page = visit(address).open("/read")
    page.get_by_label("or the address of a page").fill("http://127.0.0.1:1/secret")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".reading.refused")).to_contain_text("only public addresses are fetched")


def test_without_a_script_the_form_and_the_button_do_the_same(visit: Visit, address: str, room: Room) -> None:
    page = visit(address).open("/read", **DESKTOP, java_script_enabled=False)
    page.get_by_label("or files").set_input_files(
        {"name": "hradov.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    expect(page).to_have_url(re.compile(r"/reports/hradov$"))
    assert _there(room, "hradov")
