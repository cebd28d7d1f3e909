"""Text that tries to be more than text, in every place where a report's words can stand: shown, never run."""

from __future__ import annotations

import pytest

from sayso.exports.safe import visible
from sayso.model import Block, Claim, Count, Party, Place, Reading, Report, Source, Stance, Why
from tests.browser.conftest import Desk
from tests.injections import BY_KIND, CORPUS

pytestmark = pytest.mark.browser


def reading(text: str) -> Reading:
    """A reading with ``text`` in every field that holds words."""
    whole = f"{text} said {text}."
    claim = Claim(
        id=text,
        report=text,
        text=text,
        start=0,
        end=len(text),
        type="statement",
        source=Source(text, "unnamed", text),
        cue=text,
        quote="direct",
        via=(text, text),
        actor=Party(text, text),
        target=Party(text, text),
        places=(Place(text),),
        counts=(Count(text, n=1),),
        stances=(Stance(text, "denies"),),
    )
    why = Why({text: (text,), "cue": (text,)}, {text: ((len(text) + 1, len(text) + 5),)})
    blocks = (Block("headline", 0, len(text)),)
    report = Report(text, whole, text, None, text, text, text, text, text, blocks)
    return Reading(report, (claim,), text, {text: why}, (text,))


def shown(text: str) -> str:
    # A browser puts the sign for a lost character where a lone surrogate was; `visible` does so already.
    return visible(text)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [reading(text) for text in CORPUS]


def test_the_corpus_is_large_enough() -> None:
    assert len(set(CORPUS)) >= 200


def test_nothing_of_a_report_runs_and_all_of_it_is_shown(desk: Desk, readings: list[Reading]) -> None:
    page = desk.open(readings)
    texts = page.locator(".text").evaluate_all("all => all.map(e => e.textContent)")
    assert texts == [shown(r.report.text) for r in readings]
    quotes = page.locator(".card blockquote").evaluate_all("all => all.map(e => e.textContent)")
    assert quotes == [shown(text) for text in CORPUS]
    ids = page.locator(".card .id").evaluate_all("all => all.map(e => e.textContent)")
    assert ids == [shown(text) for text in CORPUS]
    titles = page.locator(".report > header > :first-child").evaluate_all("all => all.map(e => e.textContent)")
    assert titles == [shown(text) for text in CORPUS]
    names = page.locator(".way li:first-child .who").evaluate_all("all => all.map(e => e.textContent)")
    assert names == [shown(text) for text in CORPUS]
    for _ in range(40):
        page.keyboard.press("j")
    page.mouse.move(300, 300)
    assert page.evaluate("window.ran") is None
    assert page.locator("script").count() == 1
    assert page.locator("img, svg, iframe, object, form[action], base, link, math, template").count() == 0
    assert page.url.startswith("file:")


@pytest.mark.parametrize("text", [texts[0] for texts in BY_KIND.values()], ids=BY_KIND)
def test_as_the_only_report_it_is_in_the_title_too(desk: Desk, text: str) -> None:
    page = desk.open([reading(text)])
    page.locator(".ref").first.click()
    page.locator("summary").last.click()
    page.locator(".text").hover()
    page.wait_for_timeout(20)
    assert page.evaluate("window.ran") is None
    title = page.evaluate("document.querySelector('title').textContent")
    assert title == f"{shown(text)} – sayso"
    whole = page.evaluate("document.body.textContent")
    assert whole.count(shown(text)) >= 15
