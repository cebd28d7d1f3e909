"""What a page of another site may do with the room, in a real browser: lead there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sayso.web import Room
from tests import rooms

pytestmark = pytest.mark.browser

TOKEN = "open sesame"


@pytest.fixture(scope="module")
def guarded(example_ledger: Path) -> Iterator[str]:
    room = Room.open(example_ledger)
    with rooms.served(room, token=TOKEN) as base:
        yield base
    room.close()


def elsewhere(browser: Browser, base: str) -> Page:
    """A page of another site: for browsers, localhost is another than 127.0.0.1."""
    page = browser.new_context().new_page()
    there = base.replace("127.0.0.1", "localhost") + "/elsewhere"
    page.route(there, lambda route: route.fulfill(body="<!DOCTYPE html><title>x</title>", content_type="text/html"))
    page.goto(there)
    return page


def test_a_link_in_a_message_opens_the_room_with_its_token_and_then_without(browser: Browser, guarded: str) -> None:
    page = elsewhere(browser, guarded)
    for query in ("?token=open%20sesame&type=capture", "?type=capture"):
        page.evaluate("to => { location.href = to; }", f"{guarded}/claims{query}")
        page.wait_for_url(f"{guarded}/claims?type=capture")
        assert page.locator("h1").inner_text() == "Claims"
        page.go_back()
    page.context.close()


def test_another_site_takes_nothing_and_changes_nothing(browser: Browser, example_address: str) -> None:
    page = elsewhere(browser, example_address)
    answered: dict[str, int] = {}
    page.context.on("response", lambda answer: answered.update({answer.url: answer.status}))
    told = page.evaluate(
        """async (room) => {
          const loads = (name, attributes) => new Promise((done) => {
            const e = Object.assign(document.createElement(name), attributes);
            e.onload = () => done("loaded");
            e.onerror = () => done("failed");
            document.body.append(e);
          });
          const asks = (path, more) => fetch(room + path, more).then((r) => r.type, () => "failed");
          return {
            script: await loads("script", { src: `${room}/static/room.js` }),
            image: await loads("img", { src: `${room}/static/icon.svg` }),
            json: await asks("/claims.json"),
            blind: await asks("/read/prepare", { method: "POST", mode: "no-cors" }),
            text: await asks("/read.json", { method: "POST", mode: "no-cors", body: "{}" }),
          };
        }""",
        example_address,
    )
    assert {told["script"], told["image"], told["json"]} == {"failed"}
    page.evaluate(
        """(room) => {
          const form = Object.assign(document.createElement("form"), { action: `${room}/read/keep`, method: "post" });
          document.body.append(form);
          form.submit();
        }""",
        example_address,
    )
    page.wait_for_url(f"{example_address}/read/keep")
    assert "Posts from other sites are refused" in page.locator("body").inner_text()
    reached = {url: status for url, status in answered.items() if url.startswith(example_address)}
    assert reached
    assert set(reached.values()) == {403}
    page.context.close()
