"""From scores to one well-formed tree a sentence: greedy where that is a tree, else Chu-Liu/Edmonds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["best_tree", "is_tree"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_NEVER = -1e9
_ROOTS_TRIED = 3


def is_tree(heads: list[int]) -> bool:
    """Whether one-based heads (0 is the root) form a tree with a single root."""
    if heads.count(0) != 1:
        return False
    safe = [False] * (len(heads) + 1)
    safe[0] = True
    for start in range(1, len(heads) + 1):
        path = []
        node = start
        while not safe[node]:
            if node in path:
                return False
            path.append(node)
            node = heads[node - 1]
        for passed in path:
            safe[passed] = True
    return True


def _find_cycle(heads: Ints) -> list[int] | None:
    colour = [0] * len(heads)
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node > 0 and not colour[node]:
            colour[node] = start
            path.append(node)
            node = int(heads[node])
        if node > 0 and colour[node] == start and node in path:
            return path[path.index(node) :]
    return None


def _spanning(scores: Floats) -> Ints:
    """Chu-Liu/Edmonds on ``scores[child, head]`` with node 0 as the root: the head of every node."""
    scores = scores.copy()
    np.fill_diagonal(scores, _NEVER)
    heads: Ints = scores.argmax(1)
    heads[0] = -1
    found = _find_cycle(heads)
    if found is None:
        return heads
    cycle = np.array(found)
    members = set(found)
    rest = np.array([j for j in range(len(heads)) if j not in members])
    size = len(rest)
    smaller = np.full((size + 1, size + 1), _NEVER, dtype=scores.dtype)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, cycle)]
    smaller[:size, size] = leaving.max(1)
    entering = scores[np.ix_(cycle, rest)] - scores[cycle, heads[cycle]][:, None]
    smaller[size, :size] = entering.max(0)
    smaller[0, :] = _NEVER
    solved = _spanning(smaller)
    out = heads.copy()
    for j in range(1, size):
        out[rest[j]] = cycle[leaving[j].argmax()] if solved[j] == size else rest[solved[j]]
    outside = int(solved[size])
    out[cycle[entering[:, outside].argmax()]] = rest[outside]
    return out


def best_tree(arcs: Floats) -> tuple[list[int], bool]:
    """Heads (one-based, 0 the root) of the best single-rooted tree, and whether repair was needed.

    ``arcs`` is (N, N+1): a row a word, a column a head, column 0 the root.
    """
    greedy = arcs.argmax(1).tolist()
    if is_tree(greedy):
        return greedy, False
    n = arcs.shape[0]
    scores = np.full((n + 1, n + 1), _NEVER, dtype=np.float32)
    scores[1:] = arcs
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-scores[1:, 0])[:_ROOTS_TRIED] + 1:
        trial = scores.copy()
        trial[1:, 0] = _NEVER
        trial[root, :] = _NEVER
        trial[root, 0] = scores[root, 0]
        heads = _spanning(trial)[1:].tolist()
        if is_tree(heads):
            total = float(scores[np.arange(1, n + 1), heads].sum())
            if best is None or total > best[0]:
                best = (total, heads)
    if best is None:  # scores so flat that repair fails: a chain is still a tree
        return [0, *range(1, n)], True
    return best[1], True
