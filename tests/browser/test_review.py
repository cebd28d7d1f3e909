"""Reviewing in a real browser: by single keys, by mouse and finger, alone and two at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sayso.answers import reviews
from sayso.ledger import Keeper, Ledger
from sayso.model import Why
from sayso.web import Room
from tests import rooms
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.siege import READINGS, SEEN

pytestmark = pytest.mark.browser


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Ledger.open(tmp_path / "siege.db", create=True) as ledger:
        keeper = Keeper(ledger)
        for n, reading in enumerate(READINGS):
            why = {
                claim.id: Why(
                    notes={"when": ("the day of the report",)},
                    spans={"when": ((claim.start, claim.start + 3),)},
                    sure={"claim": 0.9, "type": 0.95, "when": round(0.4 + n / 20 + i / 50, 2)},
                )
                for i, claim in enumerate(reading.claims)
            }
            keeper.keep(replace(reading, why=why), seen=SEEN)
    room = Room.open(tmp_path / "siege.db")
    yield room
    room.close()


@pytest.fixture
def people(visit: Callable[[str], Visitor], room: Room) -> Iterator[Visitor]:
    with rooms.served(room) as base:
        yield visit(base)


def _claim(page: Page) -> str:
    return page.locator("form.case").get_attribute("data-claim") or ""


def _begin(people: Visitor, name: str = "Vera", path: str = "/review", **device: Any) -> Page:
    page = people.open(path, **(device or DESKTOP))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your name").press("Escape")
    return page


def _shows(page: Page, claim: str) -> None:
    expect(page.locator("form.case")).to_have_attribute("data-claim", claim)


def _verdicts(room: Room) -> Sequence[tuple[str, str, bool]]:
    return [(review.claim, review.verdict, review.stale) for review, _ in reviews.decided(room.ledger)][::-1]


def test_deciding_by_single_keys(people: Visitor, room: Room) -> None:
    page = _begin(people)
    _shows(page, "wire-1.0")
    expect(page.locator('[data-field="when"]')).to_have_class(re.compile("doubtful"))
    page.keyboard.press("a")
    _shows(page, "wire-1.1")
    page.keyboard.press("s")
    _shows(page, "courier-1.0")
    page.keyboard.press("w")
    page.keyboard.type("a reprint, as wire-1")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    _shows(page, "courier-1.1")
    expect(page.get_by_label("Your name")).to_have_value("Vera")
    expect(page.get_by_label("Progress")).to_contain_text("2 decisions of yours")
    page.keyboard.press("u")
    _shows(page, "courier-1.0")  # to be decided otherwise
    page.go_back()
    _shows(page, "courier-1.1")
    assert _verdicts(room) == [
        ("wire-1.0", "accept", False),
        ("courier-1.0", "reject", False),
        ("courier-1.0", "undo", False),
    ]
    assert reviews.decided(room.ledger)[1][0].why == "a reprint, as wire-1"
    # A key after "g" leads to a page, and decides nothing.
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("accept, reject, skip the claim")
    page.keyboard.press("Escape")
    assert len(_verdicts(room)) == 3


def test_correcting_fields_by_keys(people: Visitor, room: Room) -> None:
    page = _begin(people)
    page.keyboard.press("c")  # the most doubtful field
    expect(page.get_by_label("when: first day")).to_be_focused()
    page.get_by_label("when: first day").fill("2031-03-01")
    page.get_by_label("where", exact=True).fill("Mlin")
    page.get_by_label("figures").fill("at least 20 killed")
    page.keyboard.press("Enter")
    _shows(page, "wire-1.1")
    case = reviews.case(room.ledger, "wire-1.0")
    assert case.in_force is not None
    assert set(case.in_force.fields) == {"when", "places", "counts"}
    page.keyboard.press("8")
    expect(page.get_by_label("how surely", exact=True)).to_be_focused()
    page.get_by_label("how surely", exact=True).select_option("possible")
    page.keyboard.press("Enter")
    _shows(page, "courier-1.0")
    assert reviews.case(room.ledger, "wire-1.1").entry.claim.modality == "possible"
    page.keyboard.press("5")
    page.keyboard.type("Nowhere at all")
    page.keyboard.press("Escape")  # left as it was
    expect(page.locator(".edit").first).to_be_hidden()
    expect(page.get_by_label("Your name")).to_have_value("Vera")
    page.keyboard.press("5")
    expect(page.get_by_label("where", exact=True)).to_have_value("Hradov")
    assert len(_verdicts(room)) == 2


def test_a_slip_in_a_correction_is_told_by_its_field(people: Visitor, room: Room) -> None:
    page = _begin(people)
    page.keyboard.press("7")
    page.keyboard.type("a great many and 3")
    page.get_by_label("figures").fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Figures: 7.")
    expect(page.get_by_label("figures")).to_have_value("7")
    assert _verdicts(room) == []
    assert [c for c in people.complaints if "422" not in c] == []
    people.complaints.clear()  # the browser's own remark on the refusal


def test_the_evidence_is_moved_by_selecting_words(people: Visitor, room: Room) -> None:
    page = _begin(people)
    page.keyboard.press("c")
    page.evaluate(
        """() => {
            const mark = document.querySelector(".passage mark:last-of-type");
            const range = document.createRange();
            range.setStart(document.querySelector(".passage mark").firstChild, 0);
            range.setEnd(mark.firstChild, 24);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Take the words selected").click()
    page.get_by_role("button", name="Save the correction").click()
    _shows(page, "wire-1.1")
    assert reviews.case(room.ledger, "wire-1.0").entry.claim.text == "its troops had captured the"


def test_of_two_reviewers_the_later_is_shown_the_others_and_can_put_theirs_again(people: Visitor, room: Room) -> None:
    vera, boris = _begin(people, "Vera"), _begin(people, "Boris")
    vera.keyboard.press("w")
    vera.keyboard.type("a headline")
    vera.keyboard.press("Escape")
    vera.keyboard.press("r")
    _shows(vera, "wire-1.1")
    boris.keyboard.press("1")
    boris.get_by_label("type", exact=True).select_option("hold")
    boris.keyboard.press("Enter")
    conflict = boris.get_by_role("alert", name="Vera decided first")
    expect(conflict).to_contain_text("a headline")
    expect(conflict).to_contain_text("type: hold")
    boris.keyboard.press("a")  # rests while the two stand against each other
    assert not reviews.case(room.ledger, "wire-1.0").stands
    boris.keyboard.press("p")
    _shows(boris, "wire-1.1")
    assert reviews.case(room.ledger, "wire-1.0").entry.claim.type == "hold"
    vera.keyboard.press("a")
    _shows(vera, "courier-1.0")
    boris.keyboard.press("r")
    expect(boris.get_by_role("alert", name="Vera decided first")).to_be_visible()
    boris.keyboard.press("l")
    _shows(boris, "courier-1.0")
    assert [(claim, verdict) for claim, verdict, stale in _verdicts(room) if stale] == [
        ("wire-1.0", "correct"), ("wire-1.1", "reject"),
    ]  # fmt: skip
    assert reviews.case(room.ledger, "wire-1.1").stands


def test_a_name_is_asked_for_before_anything_is_decided(people: Visitor, room: Room) -> None:
    page = people.open("/review")
    page.keyboard.press("a")
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.locator(".spoken")).to_have_text("Say who decides: your name.")
    assert _verdicts(room) == []


def test_reviewing_on_a_phone_with_a_finger(people: Visitor, room: Room) -> None:
    page = _begin(people, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Accept").tap()
    _shows(page, "wire-1.1")
    page.get_by_role("button", name="Correct").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("how surely", exact=True).select_option("negated")
    page.get_by_role("button", name="Save the correction").tap()
    _shows(page, "courier-1.0")
    page.locator(".last").get_by_role("button", name="Take back").tap()
    _shows(page, "wire-1.1")
    assert [verdict for _, verdict, _ in _verdicts(room)] == ["accept", "correct", "undo"]


def test_reviewing_without_a_script(people: Visitor, room: Room) -> None:
    page = _begin(people, **DESKTOP, java_script_enabled=False)
    page.get_by_label("how surely", exact=True).select_option("negated")
    page.get_by_role("button", name="Save the correction").click()
    _shows(page, "wire-1.1")
    page.get_by_role("button", name="Reject").click()
    _shows(page, "courier-1.0")
    assert [verdict for _, verdict, _ in _verdicts(room)] == ["correct", "reject"]


def test_the_log_tells_who_decided_what_and_when(people: Visitor, room: Room) -> None:
    reviews.decide(room.ledger, "wire-1.0", "correct", by="Vera", fields={"type": "hold"}, why="see the map")
    reviews.decide(room.ledger, "wire-1.0", "reject", by="Boris")
    page = people.open("/review/log")
    items = page.locator(".log > li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("came too late, without effect")
    expect(items.nth(1)).to_contain_text("type: hold")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    _shows(page, "wire-1.0")
    expect(page.locator(".held")).to_contain_text("It stands as corrected")
