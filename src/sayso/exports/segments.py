"""Which claims stand on each stretch of a text, when claims nest and overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Segment", "Span", "cut"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that the same spans cover from end to end.

    ``claims`` are indices into the spans, the longest span first, so the last one is the innermost;
    ``beside`` are indices of the spans whose supporting words cover it.
    """

    start: int
    end: int
    claims: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()


def cut(
    length: int,
    spans: Sequence[Span],
    support: Sequence[Iterable[Span]] = (),
    edges: Iterable[int] = (),
) -> list[Segment]:
    """Cut ``0..length`` wherever a span or a supporting stretch begins or ends, and at ``edges``.

    The segments are never empty, follow each other without gaps and cover everything. ``support[i]`` are the
    stretches that the claim on ``spans[i]`` rests on. Spans are clipped to the text.
    """
    opened: dict[int, list[tuple[bool, int]]] = {}
    closed: dict[int, list[tuple[bool, int]]] = {}
    marks = {0, length, *(e for e in edges if 0 < e < length)}
    wanted = [(True, i, span) for i, span in enumerate(spans)]
    wanted += [(False, i, span) for i, stretches in enumerate(support) for span in set(stretches)]
    for claimed, index, (begin, stop) in wanted:
        start, end = max(0, begin), min(length, stop)
        if start < end:
            opened.setdefault(start, []).append((claimed, index))
            closed.setdefault(end, []).append((claimed, index))
            marks |= {start, end}
    points = sorted(marks)
    # Two stretches of one claim's support may overlap, so they are counted rather than kept as a set.
    live: dict[tuple[bool, int], int] = {}
    segments: list[Segment] = []
    for start, end in pairwise(points):
        for key in closed.get(start, ()):
            live[key] -= 1
            if not live[key]:
                del live[key]
        for key in opened.get(start, ()):
            live[key] = live.get(key, 0) + 1
        covering = sorted((i for claimed, i in live if claimed), key=lambda i: (spans[i][0] - spans[i][1], i))
        beside = sorted(i for claimed, i in live if not claimed)
        segments.append(Segment(start, end, tuple(covering), tuple(beside)))
    return segments
