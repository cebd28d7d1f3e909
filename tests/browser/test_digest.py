"""The digest as a file, in a real browser: no barrier, nothing asked for, nothing on top of another, whole on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from sayso.answers.digest import digest
from sayso.exports import digest_html
from sayso.exports.digest_paper import paper
from sayso.ledger import Keeper, Ledger
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, axe
from tests.siege import MLIN, READINGS, reading

pytestmark = pytest.mark.browser

_LOOK: Final = """async () => (await axe.run(document)).violations.flatMap(
  (v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`))"""
_OVERLAPS: Final = """() => [...document.querySelectorAll(".account")].filter((line) => {
  const sign = line.querySelector(".sign").getBoundingClientRect();
  return sign.right > line.querySelector(".who").getBoundingClientRect().left;
}).length"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The digest of some days of the siege, with something in most of its sections."""
    folder = tmp_path_factory.mktemp("digest")
    fire = {"text": "a fire burned in Mlin", "type": "damage", "places": (MLIN,)}
    more = reading("r", date(2031, 3, 6), "Interwire", fire)
    with Ledger.open(rooms.kept(folder / "sayso.db", [*READINGS, more]), create=True) as ledger:
        Keeper(ledger).withdraw("nine-1", date(2031, 3, 10), why="It was another town.")
        found = digest(ledger, since=date(2031, 3, 5), until=date(2031, 3, 11))
    assert found.others
    assert found.became.withdrawn
    out = folder / "digest.html"
    out.write_text(digest_html.page(paper(found)), encoding="utf-8")
    return out


@pytest.fixture(params=["desktop light", "desktop dark", "phone light", "phone dark"])
def page(request: pytest.FixtureRequest, browser: Browser, written: Path) -> Iterator[Page]:
    device, scheme = request.param.split()
    sizes: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}
    context = browser.new_context(**sizes[device], color_scheme=scheme)
    context.add_init_script(axe())
    page = context.new_page()
    page.goto(written.as_uri())
    yield page
    context.close()


def test_axe_finds_no_barrier_and_nothing_lies_on_another(page: Page) -> None:
    assert page.evaluate(_LOOK) == []
    assert page.evaluate(_OVERLAPS) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_it_is_whole(browser: Browser, written: Path) -> None:
    context = browser.new_context(**DESKTOP)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".jump").is_visible()
    assert page.locator(".account").last.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert asked == [written.as_uri()]
    context.close()
