"""Tests of ``sayso.weighing.scoring``: arrays of pairs are weighed as each pair is by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Entry
from sayso.weighing.links import linked
from sayso.weighing.scoring import Scorer
from sayso.weighing.traits import in_context, traits
from tests.test_weighing_links import entries
from tests.weighing_sample import by_name


@settings(deadline=None)
@given(st.lists(entries, max_size=10, unique_by=lambda entry: entry.claim.id), st.sampled_from([20_000_000, 64, 0]))
def test_many_pairs_at_once_as_one_by_one(told: list[Entry], bits: int) -> None:
    claims = in_context(traits(entry, by_name()) for entry in told)
    i, j = np.triu_indices(len(claims), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.weighing.scoring._BITS", bits)  # words as bits, some pairs at a time; or as sets
        weights = Scorer(claims).weights(i.astype(np.int64), j.astype(np.int64))
    for a, b, weight in zip(i.tolist(), j.tolist(), weights.tolist(), strict=True):
        found = linked(claims[a], claims[b])
        assert weight == (-math.inf if found is None else pytest.approx(sum(found.parts.values())))
