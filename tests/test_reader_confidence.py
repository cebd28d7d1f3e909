"""Confidences are shares, told for every field of every claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.confidence import FIELDS, bucket, confidence
from tests.reading import reading_of


@given(st.floats(0, 1))
def test_every_share_has_a_bucket(share: float) -> None:
    assert bucket("sure", share).startswith("sure ")


def test_a_share_that_nobody_told_has_its_own_bucket() -> None:
    assert bucket("sure", None) == "sure unknown"


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=8), max_size=4)))
def test_a_confidence_lies_between_none_and_one(signs: dict[str, list[str]]) -> None:
    assert all(0 <= share <= 1 for share in confidence(signs).values())


@pytest.mark.parametrize(
    "text", ["Ostryan troops seized Mlin on Monday.", "The army has left Tarn, Mayor Ivo Brandt said."]
)
def test_every_claim_read_has_a_confidence_for_every_field(text: str) -> None:
    reading = reading_of(text)
    assert reading.claims
    for claim in reading.claims:
        assert set(reading.why[claim.id].sure) == set(FIELDS)


def test_a_plain_capture_is_surer_than_a_vague_remark() -> None:
    plain = reading_of("Ostryan troops captured Mlin on Monday, the Ostryan Defence Ministry said.")
    vague = reading_of("What happened there may have been a strike of some sort, a source suggested.")
    if vague.claims:
        assert plain.why[plain.claims[0].id].sure["type"] > vague.why[vague.claims[0].id].sure["type"]
