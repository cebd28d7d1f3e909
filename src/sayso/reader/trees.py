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


def _spanning(scores: Floats) -> Ints:
    """Edmonds, as Tarjan has it, on ``scores[child, head]`` with node 0 as the root: the head of every node.

    A path is followed from head to head. Where it runs into itself, the cycle becomes a node of its own, in the same
    table: to make a smaller table of each cycle cost the cube of a sentence's length where all of it is signs.
    """
    n = len(scores)
    table = np.full((2 * n, 2 * n), _NEVER, dtype=scores.dtype)
    table[:n, :n] = scores
    np.fill_diagonal(table, _NEVER)
    parts: dict[int, Ints] = {}  # what a cycle is made of
    inner = np.zeros((2 * n, 2 * n), dtype=np.int64)  # by cycle and child: which of its parts is the head
    outer = np.zeros((2 * n, 2 * n), dtype=np.int64)  # by cycle and head: which of its parts is the child
    head = np.full(2 * n, -1, dtype=np.int64)
    settled = np.zeros(2 * n, dtype=bool)
    settled[0] = True
    size = n
    for start in range(1, n):
        if head[start] >= 0:
            continue
        path = [start]
        while True:
            last = path[-1]
            to = int(table[last, :size].argmax())
            head[last] = to
            if settled[to]:
                settled[path] = True
                break
            if to not in path:
                path.append(to)
                continue
            at = path.index(to)
            cycle = np.array(path[at:])
            entering = table[cycle, :size] - table[cycle, head[cycle]][:, None]
            leaving = table[:size, cycle]
            table[size, :size] = entering.max(0)
            table[:size, size] = leaving.max(1)
            outer[size, :size] = cycle[entering.argmax(0)]
            inner[size, :size] = cycle[leaving.argmax(1)]
            # Nobody asks for what is within it any more, neither as a head nor, by its own row, as one of itself.
            table[:, cycle] = _NEVER
            table[size, size] = _NEVER
            parts[size] = cycle
            if at:  # whoever pointed into the cycle points at it
                head[path[at - 1]] = size
            path[at:] = [size]
            size += 1
    for node in range(size - 1, n - 1, -1):  # the outermost first: its head breaks it open
        to = int(head[node])
        while to > node:  # a cycle of which this was not a part yet
            to = int(inner[to, node])
        head[outer[node, to]] = to
    for child in range(1, n):
        to = int(head[child])
        while to >= n:
            to = int(inner[to, child])
        head[child] = to
    return head[:n]


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
