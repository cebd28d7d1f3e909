from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.batches import batched


@given(st.lists(st.integers(), max_size=30), st.integers(1, 10))
def test_batches_are_the_values_and_none_is_too_large_or_empty(values: list[int], size: int) -> None:
    found = [list(some) for some in batched(values, size)]
    assert [value for some in found for value in some] == values
    assert all(len(some) == size for some in found[:-1])
    assert all(0 < len(some) <= size for some in found)
