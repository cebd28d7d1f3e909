"""Tests of ``sayso.weighing.grouping``: average linkage against its plain definition, with bonds and bars."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sayso.weighing.grouping import clusters, components, spanning


def matrix(count: int, pairs: dict[tuple[int, int], float], rest: float = -1.0) -> NDArray[np.float64]:
    weights = np.full((count, count), rest)
    for (i, j), weight in pairs.items():
        weights[i, j] = weights[j, i] = weight
    return weights


def plainly(weights: NDArray[np.float64]) -> list[list[int]]:
    """Always the best pair of groups, until none is for it."""
    groups = [[i] for i in range(len(weights))]
    while len(groups) > 1:
        best = max(combinations(groups, 2), key=lambda pair: weights[np.ix_(*pair)].mean())
        if weights[np.ix_(*best)].mean() <= 0:
            break
        groups = [group for group in groups if group not in best] + [best[0] + best[1]]
    return sorted(sorted(group) for group in groups)


@given(st.integers(1, 8), st.integers(), st.floats(0, 0.3))
def test_chains_of_neighbours_give_what_joining_the_best_pair_gives(count: int, seed: int, barred: float) -> None:
    draw = Random(seed).random
    pairs = {
        pair: -math.inf if draw() < barred else draw() * 4 - 2 for pair in combinations(range(count), 2)
    }  # random weights are all different, so that there is one answer
    assert clusters(matrix(count, pairs)) == plainly(matrix(count, pairs))


def test_no_chain_through_one_strong_pair() -> None:
    assert clusters(matrix(4, {(0, 1): 3.0, (2, 3): 3.0, (1, 2): 3.5}, rest=-4.0)) == [[0], [1, 2], [3]]
    assert clusters(matrix(3, {(0, 1): 3.0, (1, 2): 2.0, (0, 2): -math.inf})) == [[0, 1], [2]]


def test_bonds_begin_as_one_and_bars_reach_through_them() -> None:
    weights = matrix(4, {(0, 1): -2.0, (1, 2): 3.0, (0, 2): -math.inf, (2, 3): 1.0})
    assert clusters(weights) == [[0], [1, 2], [3]]
    assert clusters(weights, [[0, 1]]) == [[0, 1], [2, 3]]


def test_components_and_a_tree_that_spans_them() -> None:
    assert components(np.array([3, 4]), np.array([1, 3]), 5).tolist() == [0, 1, 2, 1, 1]
    weights = matrix(4, {(0, 1): 1.0, (1, 2): 3.0, (0, 2): 2.0, (0, 3): 0.5})
    assert spanning(weights) == [(0, 2), (0, 3), (1, 2)]
    assert spanning(matrix(1, {})) == []
