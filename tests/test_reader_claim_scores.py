"""What the trained heads say of words, as probabilities."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sayso.model import CLAIM_TYPES
from sayso.reader.claim_scores import MODALITIES, ClaimScores, blank_scores, keep_scores, scores_of

WIDTH = 1 + len(CLAIM_TYPES) + len(MODALITIES)


def test_words_that_nothing_was_said_of_head_no_claim() -> None:
    assert ClaimScores(blank_scores(2)).claimed(1) < 0.01


@given(arrays(np.float32, (3, WIDTH), elements=st.floats(-30, 30, width=32)))
def test_types_and_modalities_are_shares_of_one(scores: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    told = ClaimScores(scores)
    assert 0 <= told.claimed(0) <= 1
    assert sum(told.modalities(2).values()) == pytest.approx(1, abs=1e-4)
    if told.claimed(1) > 1e-6:
        assert sum(told.types(1).values()) == pytest.approx(1, abs=1e-3)


def test_documents_without_scores_stand_among_others() -> None:
    nlp = spacy.blank("en")
    one, two = nlp.make_doc("Troops left"), nlp.make_doc("Merova")
    scores = blank_scores(2)
    scores[1, 1 + CLAIM_TYPES.index("withdraw")] = 30
    keep_scores(one, scores)
    told = scores_of([two, one])
    assert told is not None
    assert told.claimed(2) > 0.99
    assert told.types(2)["withdraw"] > 0.99
    assert told.claimed(0) < 0.01


def test_a_pipeline_without_heads_gives_no_scores() -> None:
    assert scores_of([spacy.blank("en").make_doc("Troops left")]) is None
