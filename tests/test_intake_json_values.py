"""Are the values of a stream found whole, in whatever shape they stand there, and what is none told?"""

from __future__ import annotations

import io
import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.json_values import values

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


def found(data: bytes | str) -> list[object]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return [value.fault or json.loads(value.text) for value in values(stream)]


@settings(max_examples=25)
@given(
    st.lists(st.dictionaries(st.text(), ANY), max_size=4),
    st.sampled_from([None, 2]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_lists_and_values_behind_each_other_read_back(items: list[object], indent: int | None, charset: str) -> None:
    assert found(json.dumps(items, indent=indent).encode(charset)) == items
    for between in ("\n", ",\n", " ", "\x1e"):
        assert found(between.join(json.dumps(each, indent=indent) for each in items)) == items


def test_values_that_are_none_come_singly() -> None:
    assert found('[1, "a]{", [2, {"b": 3}], null]') == [1, "a]{", [2, {"b": 3}], None]


def test_what_is_broken_costs_itself() -> None:
    assert found('[{"a": 1},\n{"b": "cut\n},\n{"c": 3}]') == [
        {"a": 1},
        "a string that does not end in its line",
        {"c": 3},
    ]
    assert found('[{"a": 1}, {"b": "x", ') == [{"a": 1}, "it breaks off"]
    assert found('[{"a": 1}, {"b": "cu') == [{"a": 1}, "it breaks off"]
    assert found('nothing of\nthe kind\n{"a": 1}') == ["Expecting value", {"a": 1}]


def test_a_list_of_any_length_takes_no_memory_and_a_value_over_the_limit_costs_itself() -> None:
    item = b'{"text": "' + b"x" * 10_000 + b'"},\n'
    stream = io.BytesIO(b"[" + item * (2 * LIMIT_BYTES // len(item)) + b"{}]")
    tracemalloc.start()
    count = sum(1 for _ in values(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2 * LIMIT_BYTES // len(item) + 1
    assert peak < 3_000_000
    large = (
        b'[{"a": ["' + b'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "' * (LIMIT_BYTES // 40) + b'"]},\n{"b": 1}]'
    )
    assert found(large) == ["more than 20 MB in one value", {"b": 1}]


@pytest.mark.parametrize("hostile", ["[", "{", '"', '"\n', "]", "x", "x ", "\\", '{"', "[,", "{\n", ",", "1 ", "\n "])
def test_nothing_takes_long(hostile: str) -> None:
    begun = time.thread_time()
    list(values(io.BytesIO((hostile * (200_000 // len(hostile))).encode())))
    assert time.thread_time() - begun < 1.5
