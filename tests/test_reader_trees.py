from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.reader.trees import best_tree, is_tree


def _scores(seed: int, words: int, spread: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return (np.random.default_rng(seed).normal(size=(words, words + 1)) * spread).astype(np.float32)


def test_knows_a_tree() -> None:
    assert is_tree([0])
    assert is_tree([2, 0, 2])
    assert not is_tree([])
    assert not is_tree([0, 0])
    assert not is_tree([2, 1, 0])
    assert not is_tree([1])


@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.sampled_from([0.0, 1.0, 30.0]))
@example(0, 1, 0.0)
def test_always_one_tree_with_one_root(seed: int, words: int, spread: float) -> None:
    heads, _ = best_tree(_scores(seed, words, spread))
    assert len(heads) == words
    assert is_tree(heads)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_a_greedy_tree_stands(seed: int, words: int) -> None:
    arcs = _scores(seed, words, 1.0)
    greedy = arcs.argmax(1).tolist()
    heads, repaired = best_tree(arcs)
    assert repaired != is_tree(greedy)
    if not repaired:
        assert heads == greedy


@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
def test_repair_finds_the_best_tree(seed: int, words: int) -> None:
    arcs = _scores(seed, words, 1.0)
    heads, _ = best_tree(arcs)

    def total(tree: list[int]) -> float:
        return float(sum(arcs[k, h] for k, h in enumerate(tree)))

    every = (list(tree) for tree in product(range(words + 1), repeat=words))
    # Only the three likeliest roots are tried.
    roots = set(np.argsort(-arcs[:, 0])[:3].tolist())
    best = max(total(t) for t in every if is_tree(t) and t.index(0) in roots)
    assert total(heads) >= best - 1e-4


def test_a_cycle_is_broken_at_its_weakest_arc() -> None:
    arcs = np.array([[1, 0, 5, 0], [4, 5, 0, 0], [0, 0, 9, 0]], dtype=np.float32)
    assert best_tree(arcs) == ([2, 0, 2], True)
