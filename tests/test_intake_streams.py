"""Are streams the same after a look at their beginning, and beneath gzip?"""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake.streams import rejoined, unpacked


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(1, 50))
def test_a_stream_that_was_looked_at_is_whole_again(data: bytes, looked: int, step: int) -> None:
    stream = io.BytesIO(data)
    again = rejoined(stream.read(looked), stream)
    assert b"".join(iter(lambda: again.read(step), b"")) == data


@given(st.binary(max_size=300), st.integers(1, 50))
def test_what_was_packed_comes_out(data: bytes, step: int) -> None:
    stream = unpacked(io.BytesIO(gzip.compress(data)), "x.gz")
    assert b"".join(iter(lambda: stream.read(step), b"")) == data


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b\x08no", gzip.compress(b"words " * 99, mtime=0)[:-9], gzip.compress(b"a", mtime=0) + b"rest"]
)
def test_what_is_broken_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.gz: gzip: "):
        unpacked(io.BytesIO(data), "x.gz").read()
