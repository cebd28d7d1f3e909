"""How are many values asked about, some at a time? A database takes only so many in one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

__all__ = ["batched"]

_T = TypeVar("_T")


def batched(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The values in their order, at most ``size`` of them at a time."""
    for at in range(0, len(values), size):
        yield values[at : at + size]
