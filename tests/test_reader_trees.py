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


def _best_by_contraction(scores: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """What the best tree adds up to, with any number of roots: Chu-Liu/Edmonds as books have it, a cycle at a time."""
    size = len(scores)
    others = scores.copy()
    np.fill_diagonal(others, -np.inf)
    heads = [0, *others[1:].argmax(1).tolist()]
    for start in range(1, size):
        path, node = [], start
        while node and node not in path:
            path.append(node)
            node = heads[node]
        if node:
            cycle = path[path.index(node) :]
            rest = [j for j in range(size) if j not in cycle]
            smaller = np.full((len(rest) + 1, len(rest) + 1), -1e9)
            smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
            smaller[:-1, -1] = scores[np.ix_(rest, cycle)].max(1)
            lost = scores[cycle, [heads[c] for c in cycle]]
            smaller[-1, :-1] = (scores[np.ix_(cycle, rest)] - lost[:, None]).max(0)
            return _best_by_contraction(smaller) + float(lost.sum())
    return float(sum(scores[i, heads[i]] for i in range(1, size)))


@given(st.integers(0, 2**32 - 1), st.integers(2, 24), st.sampled_from([0.0, 5.0, 20.0]))
def test_words_that_point_at_each_other_in_pairs_make_the_best_tree_all_the_same(
    seed: int, words: int, drawn: float
) -> None:
    arcs = _scores(seed, words, 1.0)
    for j in range(0, words - 1, 2):
        arcs[j, j + 2] += drawn
        arcs[j + 1, j + 1] += drawn
    heads, _ = best_tree(arcs)
    totals = []
    for root in np.argsort(-arcs[:, 0])[:3]:
        scores = np.full((words + 1, words + 1), -1e9)
        scores[1:, 1:] = arcs[:, 1:]
        scores[root + 1, :] = -1e9
        scores[root + 1, 0] = arcs[root, 0]
        totals.append(_best_by_contraction(scores))
    found = float(arcs[np.arange(words), heads].astype(np.float64).sum())
    assert abs(found - max(totals)) < 1e-2
