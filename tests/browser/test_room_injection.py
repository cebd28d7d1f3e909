"""Text that tries to be more than text, in all of a ledger and in every parameter of an address: shown, never run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from sayso.exports.safe import visible
from sayso.reader import Reader
from sayso.web import Room
from tests import hostile, rooms
from tests.browser.conftest import DESKTOP, on_complaint
from tests.injections import BY_KIND, ELSEWHERE, KEPT
from tests.room_pages import html_pages, operations

pytestmark = pytest.mark.browser

_NEVER: Final = (
    "iframe", "frame", "frameset", "object", "embed", "base", "portal", "applet", "math", "marquee", "plaintext", "xmp",
 "audio", "video", "foreignobject", "animate", "set", "handler", "isindex", "style",
)  # fmt: skip
# What no page of the room has of its own. Its map draws into a canvas, and sets styles by script.
_STRANGE: Final = """(never) => {
  const odd = [];
  const attributes = new Set(["srcdoc", "formaction", "ping", "nonce", "is", "v-html", "background", "popover"]);
  const elsewhere = (address) => {
    try {
      const to = new URL(address, document.baseURI);
      return to.origin === location.origin ? "" : to.protocol;
    } catch {
      return "";
    }
  };
  for (const e of document.querySelectorAll("*")) {
    const name = e.localName;
    let wrong = (name !== "style" && never.includes(name)) || (name === "meta" && e.httpEquiv);
    if (name === "script" && e.src) wrong ||= !e.src.startsWith(`${location.origin}/static/`);
    else if (name === "script") wrong ||= !/json$/.test(e.type);
    if (name === "style") wrong ||= !e.closest(".maplibregl-map");
    for (const { name: key, value } of e.attributes) {
      wrong ||= /^on/i.test(key) || /^(data-)?hx-on/i.test(key) || attributes.has(key);
      if (!/^(href|src|action|xlink:href|data|poster)$/.test(key) || !elsewhere(value)) continue;
      // Only a link may lead elsewhere, and it tells nobody where from.
      const safe = e.relList && (e.relList.contains("noreferrer") || e.relList.contains("noopener"));
      wrong ||= name !== "a" || !/^https?:$/.test(elsewhere(value)) || !safe;
    }
    const told = [...e.attributes].map((a) => `${a.name}=${a.value}`).join(" ");
    if (wrong) odd.push(`<${name} ${told.slice(0, 150)}>`);
  }
  for (const [id, own] of [["find", "input"], ["main", "main"], ["known", "input"]]) {
    const e = document.getElementById(id);
    if (e && e.localName !== own) odd.push(`#${id} is taken`);
  }
  if (window.ran !== undefined || {}.ran !== undefined) odd.push("it ran");
  return [...new Set(odd)].slice(0, 10);
}"""


def shown(text: str) -> str:
    """The text as an element of a page has it: HTML knows one kind of line break."""
    return _one_break(visible(text))


def _one_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def page_of(href: str, templates: Iterable[str]) -> str | None:
    """Which page an address leads to, of those with a name in the path."""
    path = href.partition("#")[0].partition("?")[0]
    fits = [t for t in templates if re.fullmatch(re.sub(r"\\\{[^}]*\\\}", "(.+)", re.escape(t)), path)]
    return max(fits, key=len, default=None)


class Strange(HTMLParser):
    """Finds what no page of ours has, in a page as it was sent."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        wrong = tag in _NEVER or (tag == "script" and not given.get("src", "").startswith("/static/"))
        wrong = wrong or any(name.startswith(("on", "hx-on", "data-hx-on", "style")) for name in given)
        address = given.get("href") or given.get("src") or given.get("action") or ""
        if wrong or re.match(r"\s*(?!https?:)[a-z]+:|//", address, re.IGNORECASE):
            self.found.append(str(self.get_starttag_text())[:150])


class Watched:
    """A page of a browser whose every complaint, request and dialog is written down."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.context = browser.new_context(base_url=base, **DESKTOP)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.context.on("page", lambda page: self.wrong.append(f"a window: {page.url}"))
        self.page.on("dialog", self._dialog)
        self.page.on("download", lambda download: self.wrong.append(f"a download: {download.url}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        on_complaint(self.page, self._console)
        self.page.on("request", lambda request: self._request(request.url))

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if not text.startswith("Failed to load resource"):  # a page that says "not found"
            self.wrong.append(f"{self.page.url}: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((f"{self.base}/", "data:image", "blob:")):
            self.wrong.append(f"asked for {url}")

    def look(self, path: str, *, needs: Sequence[str] = ()) -> Page:
        """Go there; the page must have what is needed as text, and nothing that no page of ours has."""
        self.page.goto(path)
        self.seen.add(path)
        odd = self.page.evaluate(_STRANGE, _NEVER)
        assert odd == [], path[:200]
        assert self.page.url.startswith(self.base)
        if needs:
            whole = _one_break(self.page.evaluate("document.documentElement.textContent"))
            lost = [text for text in needs if shown(text) not in whole]
            assert lost == [], path[:200]
        return self.page


@pytest.fixture(scope="module")
def hostile_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    room = Room.open(hostile.kept(tmp_path_factory.mktemp("injected") / "sayso.db"))
    yield room
    room.close()


@pytest.fixture(scope="module")
def hostile_address(hostile_room: Room) -> Iterator[str]:
    with rooms.served(hostile_room) as base:
        yield base


@pytest.fixture(scope="module")
def description(hostile_address: str) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{hostile_address}/openapi.json", trust_env=False).json()
    return told


@pytest.fixture
def watched(browser: Browser, hostile_address: str) -> Iterator[Watched]:
    one = Watched(browser, hostile_address)
    yield one
    one.context.close()
    assert one.wrong == []


def test_the_corpus_is_of_many_kinds_and_each_is_there_once() -> None:
    every = [text for kind in BY_KIND.values() for text in kind]
    assert len(set(every)) == len(every) >= 200
    assert len(KEPT) >= 200
    assert sum(ELSEWHERE in text for text in every) >= 40


def test_lists_show_all_of_it_as_text(watched: Watched) -> None:
    total = httpx.get(f"{watched.base}/claims.json", trust_env=False).json()["total"]
    assert total >= len(KEPT)
    missing = set(KEPT)
    for skip in range(0, total, 50):
        page = watched.look(f"/claims?skip={skip}")
        words = page.locator(".words").evaluate_all("all => all.map(e => e.textContent)")
        missing -= {text for text in missing if shown(text) in words}
    assert missing == set()


def test_what_is_looked_for_would_be_found(browser: Browser, hostile_address: str) -> None:
    context = browser.new_context(base_url=hostile_address)
    page = context.new_page()
    page.goto("/claims")
    for text in (
        *BY_KIND["handlers"][5:],
        *BY_KIND["attributes"][:1],
        *BY_KIND["drawings"][:3],
        *BY_KIND["addresses"][:2],
    ):
        page.evaluate(
            """text => {
              const quoted = text.replace(/^['"`]/, '"');
              document.querySelector("main").innerHTML = text.startsWith("<") ? text : `<a href="${quoted}">x</a>`;
            }""",
            text,
        )
        assert page.evaluate(_STRANGE, _NEVER) != [], text
    context.close()


def test_names_of_files_are_shown_as_text(watched: Watched, hostile_room: Room, reader: Reader) -> None:
    hostile_room.kept("reader", lambda: reader)
    # Most are told of as empty; one of each kind is read, and its name becomes the report's.
    empty = [FilePayload(name=name, mimeType="text/plain", buffer=b"") for name in KEPT]
    read = [
        FilePayload(name=f"{texts[0]}.txt", mimeType="text/plain", buffer=f"{texts[0]}\n\nIt rained.\n{n}".encode())
        for n, texts in enumerate(BY_KIND.values())
        if texts[0] in KEPT
    ]
    page = watched.look("/read")
    page.get_by_label("or files").set_input_files([*empty, *read])
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator("#readings > .reading")).to_have_count(len(empty) + len(read), timeout=60_000)
    assert page.evaluate(_STRANGE, _NEVER) == []
    shown_names = page.locator(".reading.refused").all_text_contents()
    assert len(shown_names) >= len(empty)
    # Without its folders, as browsers and we take it, and without what would steer a line.
    assert sum("script" in name for name in shown_names) >= 50
    assert page.locator(".reading:not(.refused)").count() >= len(read) - 2  # some are no text to be read


def test_every_page_that_lists_lead_to_shows_it_as_text(watched: Watched, description: dict[str, Any]) -> None:
    lists = [path for path in html_pages(description) if "{" not in path]
    found: dict[str, set[str]] = {path: set() for path in html_pages(description) if "{" in path}
    for path in lists:
        page = watched.look(path)
        for href in page.locator("main a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            if (kind := page_of(href, found)) is not None:
                found[kind].add(href.partition("#")[0])
    assert {path for path, links in found.items() if not links} == set(), "no list leads there"
    watched.look(f"/reports/{hostile.ALL}", needs=KEPT)
    for links in found.values():
        some = sorted(links - {f"/reports/{hostile.ALL}"})  # that one is long, and was looked at
        for href in some[:: max(1, len(some) // 5)]:
            watched.look(href)
        # The others are only read: what the server sends is the same for all browsers.
        with httpx.Client(base_url=watched.base, trust_env=False) as client:
            for href in some[:: max(1, len(some) // 20)]:
                answer = client.get(href, timeout=60)
                assert answer.status_code < 500, href
                assert Strange(answer.text).found == [], href


@pytest.mark.parametrize("nth", range(3))
def test_pages_are_asked_for_it_in_every_parameter(watched: Watched, description: dict[str, Any], nth: int) -> None:
    asked = [text for kind in BY_KIND.values() for text in kind if text in KEPT and len(text) <= 500]
    texts = iter(asked[nth::3] * 9)
    for path, told in [(p, t) for m, p, t in operations(description) if m == "GET" and p in html_pages(description)]:
        given = []
        for one in told.get("parameters", []):
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", quote(next(texts), safe=""))
            elif one["in"] == "query" and "date" not in str(one["schema"]) and "number" not in str(one["schema"]):
                given.append((one["name"], next(texts)))
        for some in (given, [(name, text) for name, text in given if name == "q"]):
            watched.look(path + "?" + urlencode([*some, ("unknown", next(texts))]))
