from __future__ import annotations

import io
from dataclasses import replace

import pytest

from sayso.exports import explanation, table
from sayso.exports.layout import paragraphs
from sayso.model import Reading
from tests.exports_sample import READING


def printed(number: int, reading: Reading = READING) -> str:
    out = io.StringIO()
    table.console(out).print(explanation.render(reading, number))
    return out.getvalue()


def test_the_evidence_stands_in_its_paragraph() -> None:
    text = " ".join(printed(2).split())
    claim = READING.claims[1]
    assert f"⟦{claim.text}⟧, the Defence Ministry in Selda said" in text
    assert "Morvia’s General Staff said" not in text, "other paragraphs are left out"


def test_the_reasons_and_the_fields_are_told() -> None:
    text = " ".join(printed(2).split())
    for words in (
        "Kestria’s Defence Ministry (government, Kestria) → Northwire (agency) → The Harbour Post (outlet)",
        "“said”, reported in other words",
        "Ostrel: 0.94 the only candidate",
        "the nearest Tuesday not after 8 Mar 2023",
        "Morvia denies it; Northwire could not verify it",
    ):
        assert words in text


def test_a_claim_without_reasons_says_so() -> None:
    assert "No reasons were recorded" in printed(3)


@pytest.mark.parametrize("number", range(1, len(READING.claims) + 1))
def test_every_claim_is_bracketed_once(number: int) -> None:
    text = printed(number)
    assert (text.count("⟦"), text.count("⟧")) == (1, 1)


def test_a_claim_over_two_paragraphs_shows_both() -> None:
    first, second = paragraphs(READING.report)[1:3]
    body = READING.report.text[first.start : second.end]
    wide = replace(READING.claims[1], text=body, start=first.start, end=second.end)
    text = printed(1, replace(READING, claims=(wide,)))
    assert (text.count("⟦"), text.count("⟧")) == (1, 1)
    assert "told Radio Selda.⟧" in " ".join(text.split())


def test_the_most_doubtful_field_is_told_first() -> None:
    claim = READING.claims[1]
    why = replace(READING.why[claim.id], sure={"claim": 0.97, "type": 0.41, "when": 0.7})
    text = " ".join(printed(2, replace(READING, why={**READING.why, claim.id: why})).split())
    assert "Type 0.41 Time 0.70 A claim 0.97" in text
    assert "Confidence" not in printed(2), "nothing is told where nothing was reckoned"
