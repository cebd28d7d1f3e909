"""How is a set split where its members agree? Average linkage over weights for and against, with bonds and bars.

The two groups that agree best on average are joined until none agree more than they disagree (Sokal and Michener,
1958), by nearest-neighbour chains (Murtagh, A Survey of Recent Advances in Hierarchical Clustering Algorithms, The
Computer Journal 26, 1983), which takes quadratic time. ``-inf`` bars two members from one group for good.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["clusters", "components", "spanning"]


def components(i: NDArray[np.int64], j: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each of the members 0..count-1 the lowest that pairs lead it to, itself where there is none."""
    lowest = np.arange(count)
    while True:
        least = np.minimum(lowest[i], lowest[j])
        before = lowest.copy()
        np.minimum.at(lowest, i, least)
        np.minimum.at(lowest, j, least)
        lowest = lowest[lowest]
        if (lowest == before).all():
            return lowest


def clusters(weights: NDArray[np.float64], bonds: Sequence[Sequence[int]] = ()) -> list[list[int]]:
    """Groups of the members of a symmetric matrix of weights, each in order, in order of their first.

    ``bonds`` are sets of members that begin as one group, whatever their weights. Ties go to the lowest members.
    """
    count = len(weights)
    sums = weights.copy()
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(count)
    alive = np.ones(count, dtype=bool)
    groups: dict[int, list[int]] = {i: [i] for i in range(count)}

    def merge(i: int, j: int) -> None:
        groups[i] += groups.pop(j)
        sums[i] += sums[j]
        sums[:, i] = sums[i]
        sums[i, i] = -np.inf
        sums[j] = sums[:, j] = -np.inf
        sizes[i] += sizes[j]
        alive[j] = False

    for bond in bonds:
        first = min(bond)
        for other in sorted(set(bond) - {first}):
            merge(first, other)
    chain: list[int] = []
    while chain or alive.any():
        if not chain:
            chain.append(int(np.argmax(alive)))
        tip = chain[-1]
        means = sums[tip] / sizes
        best = int(np.argmax(means))
        if len(chain) > 1 and means[chain[-2]] >= means[best]:
            best = chain[-2]
        if means[best] <= 0:  # nobody is for it: it is done, and so is every one that only it was for
            chain.pop()
            alive[tip] = False
            sums[tip] = sums[:, tip] = -np.inf
        elif len(chain) > 1 and best == chain[-2]:
            del chain[-2:]
            merge(min(tip, best), max(tip, best))
        else:
            chain.append(best)
    return sorted(sorted(group) for group in groups.values())


def spanning(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The strongest pairs that hold all members together, one fewer than the members (Prim, 1957)."""
    count = len(weights)
    outside = np.ones(count, dtype=bool)
    outside[0] = False
    strongest, nearest = weights[0].copy(), np.zeros(count, dtype=int)
    pairs = []
    for _ in range(count - 1):
        found = np.flatnonzero(outside)
        new = int(found[np.argmax(strongest[found])])
        pairs.append((int(nearest[new]), new))
        outside[new] = False
        better = weights[new] > strongest
        strongest[better] = weights[new][better]
        nearest[better] = new
    return sorted((min(pair), max(pair)) for pair in pairs)
