"""The pictures in README and `docs/`: the reading room over the demo's ledger, in a real browser.

    python -m tools.pictures            takes them all again (`make pictures`)
    python -m tools.pictures NAME...    only those

They need the machine's Chromium, and Playwright, which comes with what the tests need.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from sayso.answers.tour import claim_of
from sayso.cli.demo import build
from sayso.ledger import Ledger
from sayso.web import Room
from sayso.web.serving import Server, bound
from tools.palette import palette_png

__all__ = ["SHOTS", "Shot", "served", "take"]

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--hide-scrollbars",
    "--lang=en-GB",
]
DESKTOP: Final = {"viewport": {"width": 1200, "height": 800}}
TALL: Final = {"viewport": {"width": 1200, "height": 1060}}
PHONE: Final = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}

_PASTED: Final = """The last bus left Lesnava at six on Monday morning, Mayor Jana Brod told Radio Delta.

Ostryan shells killed one person in the town overnight, she said. Ostrya's Defence Ministry denied firing at Lesnava."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the page it shows, on what device, and what a person does there first.

    In ``path`` a claim may be named by its report and words: ``/events/{ota-drevin-taken: have taken the town}``.
    """

    name: str
    path: str
    device: dict[str, Any] = field(default_factory=lambda: dict(DESKTOP))
    dark: bool = False
    act: Callable[[Page], None] | None = None


def _drawn(page: Page) -> None:
    page.wait_for_selector("[data-ready=yes]", timeout=60_000)


def _first_claim(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_timeout(300)


def _pasted(page: Page) -> None:
    page.fill("#r-text", _PASTED)
    page.locator("summary", has_text="What is known of it").click()
    page.fill("#r-published", "2031-03-24")
    page.fill("#r-outlet", "Radio Delta")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#readings mark", timeout=60_000)
    page.locator("h1").first.scroll_into_view_if_needed()


SHOTS: Final = (
    Shot("first", "/", TALL),
    Shot("read", "/read", TALL, act=_pasted),
    Shot("report", "/reports/interwire-drevin-disputed", act=_first_claim),
    Shot("versions", "/reports/herald-lantern?compare=1-2"),
    Shot("place", "/places/Drevin?on=2031-03-15"),
    Shot("place-phone", "/places/Drevin?on=2031-03-15&known=2031-03-15", PHONE),
    Shot("event", "/events/{ota-drevin-taken: have taken the town}"),
    Shot("figures", "/events/{interwire-kamsin-market: A missile hit}", TALL),
    Shot("source", "/sources/Varnian General Staff"),
    Shot("disputes", "/disputes?known=2031-03-17"),
    Shot("map", "/map?on=2031-03-11&at=-48.35,-123,7.4", dark=True, act=_drawn),
    Shot("review", "/review"),
    Shot("search", "/search?q=withdrew"),
)


def take(browser: Browser, base: str, ledger: Path, shot: Shot) -> bytes:
    """A picture as a PNG."""
    context = browser.new_context(
        base_url=base,
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        **shot.device,
    )
    try:
        page = context.new_page()
        answer = page.goto(_address(ledger, shot.path), wait_until="networkidle")
        if answer is None or not answer.ok:
            raise SystemExit(f"{shot.name}: {shot.path} answered {answer.status if answer else 'nothing'}")
        if shot.act is not None:
            shot.act(page)
            page.wait_for_load_state("networkidle")
        return palette_png(_pixels(page, page.screenshot(animations="disabled", caret="hide")))
    finally:
        context.close()


def _address(ledger: Path, path: str) -> str:
    before, told, rest = path.partition("{")
    if not told:
        return path
    named, _, after = rest.partition("}")
    report, _, words = named.partition(": ")
    with Ledger.open(ledger) as opened, opened.reading() as connection:
        claim = claim_of(connection, {"report": report, "words": words})
    if claim is None:
        raise SystemExit(f"{path}: no claim of {report} has these words")
    return before + claim + after


_DRAWN: Final = """async (png) => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def _pixels(page: Page, png: bytes) -> Any:
    """The colours of a PNG, as the browser sees them: rows, columns, red green blue."""
    blank = page.context.new_page()
    width, height, data = blank.evaluate(_DRAWN, base64.b64encode(png).decode())
    blank.close()
    return np.frombuffer(base64.b64decode(data), dtype=np.uint8).reshape(height, width, 4)[:, :, :3]


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """A room over a ledger, answering while the block lasts; gives its address."""
    room, ready = Room.open(ledger), threading.Event()
    sock = bound("127.0.0.1", 0, None)
    server = Server(room, ready=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        if not ready.wait(30):
            raise SystemExit("the room did not begin to answer")
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        sock.close()
        room.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; 1 where there is no browser, or no such picture."""
    parser = argparse.ArgumentParser(description="take the pictures of README and docs/ again")
    parser.add_argument("names", nargs="*", metavar="NAME")
    wanted = parser.parse_args(arguments).names
    unknown = set(wanted) - {shot.name for shot in SHOTS}
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if unknown or chromium is None:
        print(f"no such picture: {', '.join(sorted(unknown))}" if unknown else "no chromium here", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ledger = Path(folder) / "sayso-demo.db"
        build(ledger)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        with served(ledger) as base:
            for shot in SHOTS:
                if wanted and shot.name not in wanted:
                    continue
                png = take(browser, base, ledger, shot)
                (FOLDER / f"{shot.name}.png").write_bytes(png)
                print(f"{shot.name}.png: {len(png) / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
