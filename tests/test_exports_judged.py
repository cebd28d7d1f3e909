"""What people hold of a claim, as markup and as values: in their own name, and nothing in it but words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.exports.judged import record, shown
from sayso.exports.weblinks import outward
from sayso.ledger.judging import Judgement
from tests.injections import KEPT
from tests.linking import DENIAL

_ONE = Judgement(
    7, "denial.0", "r", "denial", "d", "false", "Its trucks stood there.", "https://desk.example/1", "Ada Vell",
    "2031-06-01T12:30:00Z",
)  # fmt: skip


def test_who_holds_what_why_since_when_and_where_it_is_published() -> None:
    assert shown([_ONE], replace(DENIAL.claim, modality="asserted")) == (
        '<ul class="judged" aria-label="What people hold of it">'
        "<li><bdi>Ada Vell</bdi> holds it <strong>false</strong>, "
        '<time datetime="2031-06-01">1 Jun 2031</time>: <q dir="auto">Its trucks stood there.</q> <span class="part">'
        '<a href="https://desk.example/1" rel="noreferrer noopener"><bdi>desk.example</bdi></a></span></li></ul>'
    )
    assert record(_ONE) == {
        "claim": "denial.0", "rating": "false", "by": "Ada Vell", "made": "2031-06-01T12:30:00Z",
        "why": "Its trucks stood there.", "url": "https://desk.example/1",
    }  # fmt: skip


def test_nobody_holds_anything_in_silence() -> None:
    assert shown([], DENIAL.claim) == ""


def test_of_a_denial_it_is_the_denial_that_is_judged() -> None:
    assert "holds the denial <strong>false" in shown([_ONE], DENIAL.claim)


@pytest.mark.parametrize("text", KEPT[::7])
def test_what_people_write_is_words(text: str) -> None:
    told = shown([replace(_ONE, by=text, why=text, url=text)], DENIAL.claim)
    plain = shown([replace(_ONE, url="https://x.example" if outward(text) else "x")], DENIAL.claim)
    assert told.count("<") == plain.count("<")
