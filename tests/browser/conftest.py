"""A real Chromium, on pages written to disk and on rooms that are served: what every browser test shares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from sayso.exports import html
from sayso.model import Reading
from tests import rooms

# Without a graphics card the processor draws: pages as plain pictures, which takes half as long as through GL, and only
# the map through a GL in software. The flags after those stop Chromium's own errands, which a machine without a network
# refuses loudly.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A GL in software says how slow it is, on the console of the page that draws: no fault of the page's.
_OF_THE_DRIVER = "GL Driver Message"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@cache
def axe() -> str:
    """The script of axe, to be there before a page's own: the room's policy lets no script tag run."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def on_complaint(page: Page, tell: Callable[[str], object]) -> None:
    """Have ``tell`` called with all that the page puts on its console, but for what the graphics driver says there."""

    def heard(message: ConsoleMessage) -> None:
        if _OF_THE_DRIVER not in message.text:
            tell(message.text)

    page.on("console", heard)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the tests are skipped, but not in CI, where that would hide them."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("no chromium on this machine, and CI must look at the page: apt-get install chromium")
    pytest.skip("no chromium on this machine: `make test` installs one where it may")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield running
        running.close()


class Desk:
    """Opens pages as a device sees them and writes down all that they asked for or complained of."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder = browser, folder
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, readings: Iterable[Reading], **device: Any) -> Page:
        """A page of ``readings`` in a context of its own; ``device`` is DESKTOP, PHONE or more of Playwright's."""
        file = self._folder / f"{len(self._contexts)}.html"
        file.write_text(html.page(readings), encoding="utf-8", newline="\n")
        context = self._browser.new_context(**(device or DESKTOP))
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.requests.append(request.url))
        on_complaint(page, self.complaints.append)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.goto(file.as_uri())
        return page

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """Opens pages; at the end no page may have asked for anything but itself, or complained."""
    desk = Desk(browser, tmp_path)
    yield desk
    desk.close()
    assert [url for url in desk.requests if not url.startswith(tmp_path.as_uri())] == []
    assert desk.complaints == []


class Visitor:
    """Goes to the pages of a served room as a device does, and writes down what they asked for or complained of."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser, self.base = browser, base
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, path: str, **device: Any) -> Page:
        """The page at ``path`` in a context of its own; ``device`` is DESKTOP, PHONE or more of Playwright's."""
        context = self._browser.new_context(base_url=self.base, **(device or DESKTOP))
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.requests.append(request.url))
        on_complaint(page, lambda text: self.complaints.append(f"{page.url}: {text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """Makes visitors of served rooms; at the end none may have asked for anything elsewhere, or complained."""
    visitors: list[Visitor] = []

    def made(base: str) -> Visitor:
        visitors.append(Visitor(browser, base))
        return visitors[-1]

    yield made
    for one in visitors:
        one.close()
    for one in visitors:
        local = (f"{one.base}/", "data:", "blob:")
        assert [url for url in one.requests if not url.startswith(local)] == []
        assert one.complaints == []


@pytest.fixture(scope="session")
def example_address(example_ledger: Path) -> Iterator[str]:
    """The address of a room over the example reports, for tests that only look."""
    from sayso.web import Room

    room = Room.open(example_ledger)
    with rooms.served(room) as base:
        yield base
    room.close()


@pytest.fixture
def visitor(visit: Callable[[str], Visitor], example_address: str) -> Visitor:
    """A visitor of the room over the example reports."""
    return visit(example_address)
