"""No page of the room has a barrier: WCAG 2.2 AA as axe sees it, keys that reach all, and pages without script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, Page

from sayso.gazetteer import open_gazetteer
from sayso.ledger import Keeper, Ledger
from sayso.ledger.feeds import Feeds, Listed
from sayso.model import Refusal
from sayso.web import Room
from tests import abroad, rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor, axe
from tests.room_pages import Examples, html_pages

pytestmark = pytest.mark.browser

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_DEVICES: Final = {
    "desktop, light": {**DESKTOP, "color_scheme": "light"},
    "desktop, dark": {**DESKTOP, "color_scheme": "dark"},
    "phone, light": {**PHONE, "color_scheme": "light"},
    "phone, dark": {**PHONE, "color_scheme": "dark"},
}
# What is folded is looked at too; but not the menu, which would lie over the rest of the page.
_UNFOLD: Final = "() => { for (const e of document.querySelectorAll('details:not(.more)')) e.open = true; }"
_LOOK: Final = """async (only) => {
  const told = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return told.violations.flatMap((v) => v.nodes.map((n) => {
    const why = n.any.concat(n.all, n.none).map((c) => c.message).join("; ");
    return `${v.id}: ${n.html.slice(0, 200)} ${why}`;
  }));
}"""


@pytest.fixture(scope="module")
def pages(example_address: str) -> list[str]:
    """An address of every page, over the example reports."""
    with httpx.Client(base_url=example_address, trust_env=False) as client:
        example = Examples(lambda path: client.get(path).json())
        description: dict[str, Any] = client.get("/openapi.json").json()
        claim = client.get("/claims.json").json()["claims"][0]["id"]
    more = [
        "/nowhere",
        f"/judgements?claim={claim}",
        "/claims?known=2031-02-01&type=capture&q=nothing+at+all",
        "/search?q=Dolmir",
    ]
    return [*map(example, html_pages(description)), *more]


@pytest.mark.parametrize("device", _DEVICES)
def test_axe_finds_no_barrier(browser: Browser, example_address: str, pages: list[str], device: str) -> None:
    context = browser.new_context(base_url=example_address, **_DEVICES[device])
    context.add_init_script(axe())
    page = context.new_page()
    # In other colours nothing but contrast can be another.
    only = ["color-contrast"] if "dark" in device else _RULES
    found = []
    for path in pages:
        page.goto(path)
        page.evaluate(_UNFOLD)
        found += [f"{path}: {said}" for said in page.evaluate(_LOOK, only)]
    page.locator(".more > summary").click()
    found += [f"the menu: {said}" for said in page.evaluate(_LOOK, only)]
    page.locator("[data-keys]").click()
    found += [f"the keys: {said}" for said in page.evaluate(_LOOK, only)]
    context.close()
    assert sorted(set(found)) == []


@pytest.fixture(scope="module")
def abroad_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a room over reports in other languages, one of them from right to left."""
    room = Room.open(rooms.kept(tmp_path_factory.mktemp("abroad") / "sayso.db", abroad.readings(open_gazetteer())))
    with rooms.served(room) as base:
        yield base
    room.close()


def test_axe_finds_none_where_feeds_are_watched(browser: Browser, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        feeds, now = Feeds(ledger), datetime(2031, 3, 4, 12, tzinfo=UTC)
        (key,) = feeds.watch([Listed("https://courier.example/feed", "The Velmar Courier")], now)
        feeds.note(key, {"asked": now, "failures": 2, "wrong": "status: 500: it is asked again"})
        Keeper(ledger).problem(Refusal("https://courier.example/feed", "status: 500: it is asked again"))
    room = Room.open(tmp_path / "sayso.db")
    found = []
    with rooms.served(room) as base:
        # Its table is wider than a telephone, and must be reached by keys to be moved.
        context = browser.new_context(base_url=base, **_DEVICES["phone, light"])
        context.add_init_script(axe())
        page = context.new_page()
        for path in ("/watched", "/problems"):
            page.goto(path)
            found += [f"{path}: {said}" for said in page.evaluate(_LOOK, _RULES)]
        context.close()
    room.close()
    assert found == []


@pytest.mark.parametrize("device", ["desktop, light", "phone, dark"])
def test_axe_finds_none_in_other_languages(browser: Browser, abroad_address: str, device: str) -> None:
    context = browser.new_context(base_url=abroad_address, **_DEVICES[device])
    context.add_init_script(axe())
    page = context.new_page()
    found = []
    for path in ("/reports/ar", "/reports/uk", "/reports/fr", "/reports", "/search?q=снег"):
        page.goto(path)
        page.evaluate(_UNFOLD)
        found += [f"{path}: {said}" for said in page.evaluate(_LOOK, _RULES)]
    page.goto("/reports/ar")
    ways = page.locator(".text, .text p").evaluate_all("some => some.map((e) => getComputedStyle(e).direction)")
    assert set(ways) == {"rtl"}
    context.close()
    assert sorted(set(found)) == []


def test_axe_would_find_them(browser: Browser, example_address: str) -> None:
    context = browser.new_context(base_url=example_address)
    context.add_init_script(axe())
    page = context.new_page()
    page.goto("/nowhere")
    page.evaluate("""() => {
      document.querySelector("main").innerHTML =
        "<p class=x>pale</p><button class=y>a</button><button class=y>b</button><input><img src=/static/icon.svg>";
      const all = (which, style) => document.querySelectorAll(which).forEach((e) => Object.assign(e.style, style));
      all(".x, .y", { color: "#ddd", background: "#eee" });
      all(".y", { width: "9px", height: "9px", padding: 0 });
    }""")
    found = {said.partition(":")[0] for said in page.evaluate(_LOOK, _RULES)}
    context.close()
    assert found >= {"color-contrast", "target-size", "label", "image-alt"}


# What has the focus, whether something shows that it has, and whether it lies in view.
_FOCUS: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const within = [...e.querySelectorAll("*")];  // a drawing shows it by what it is made of
  const drawn = rules.some((r) => /:focus/.test(r.selectorText) && within.some((c) => c.matches(r.selectorText)));
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {
    at: [...document.querySelectorAll("*")].indexOf(e),
    parts: e.type === "date" || e.type === "file" || e.controls === true,
    ring: ring || drawn,
    seen: box.width > 0 && box.height > 0 && inside && style.visibility === "visible" && style.opacity !== "0",
    what: e.outerHTML.slice(0, 150),
  };
}"""
_REACHABLE: Final = """() =>
  [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) =>
    e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility({ visibilityProperty: true })).length"""
_MOST: Final = 60


def _through(page: Page, path: str) -> list[str]:
    """What is wrong as one tabs through a page, or the first sixty things of it."""
    wrong: list[str] = []
    page.locator(".skip").focus()
    many = page.evaluate(_REACHABLE)
    seen: list[int] = []
    for _ in range(4 * many):
        focus = page.evaluate(_FOCUS)
        if focus is None or len(seen) >= _MOST:
            break
        if not (seen and focus["at"] == seen[-1] and focus["parts"]):  # the day, the month and the year of a date
            if focus["at"] in seen:
                wrong += [f"{path}: comes back to {focus['what']}"] if len(seen) < many else []
                break
            seen.append(focus["at"])
            wrong += [] if focus["seen"] else [f"{path}: not to be seen: {focus['what']}"]
            wrong += [] if focus["ring"] else [f"{path}: nothing shows that it has the focus: {focus['what']}"]
        page.keyboard.press("Tab")
    # Of radio buttons one is reached, and the arrows lead to the others.
    radios = page.locator("input[type=radio]").count()
    if len(seen) < min(many - radios, _MOST):
        wrong.append(f"{path}: {len(seen)} of {many} are reached")
    return wrong


@pytest.mark.parametrize("shape", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_tab_key_reaches_everything_and_one_sees_where_it_is(
    browser: Browser, example_address: str, pages: list[str], shape: dict[str, Any]
) -> None:
    context = browser.new_context(base_url=example_address, **shape)
    page = context.new_page()
    wrong = []
    for path in pages:
        page.goto(path)
        wrong += _through(page, path)
    context.close()
    assert wrong == []


def test_every_page_has_its_main_things_without_script(
    browser: Browser, example_address: str, pages: list[str]
) -> None:
    context = browser.new_context(base_url=example_address, java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    for path in pages:
        page.goto(path)
        assert page.locator("main h1").count() == 1, path
        words = page.locator("main").inner_text().split()
        assert len(words) >= 5, path
        assert page.locator("nav.rooms a").count() >= 8
    context.close()


def test_no_page_asks_for_anything_elsewhere_or_complains(visitor: Visitor, pages: list[str]) -> None:
    page = visitor.open("/")
    for path in pages:
        if path != "/nowhere":  # of which the browser itself complains
            page.goto(path, wait_until="networkidle" if path == "/map" else "load")
    assert len(visitor.requests) > len(pages)  # and none leads away: what the visitor is asked at the end
