from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports import objects, rows
from tests.exports_rows import ENTRIES

TABLES = st.lists(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text())), max_size=4)


def array(table: list[dict[str, object]], *columns: str) -> str:
    out = io.StringIO()
    objects.write(table, columns, out)
    return out.getvalue()


def lines(table: list[dict[str, object]], *columns: str) -> str:
    out = io.StringIO()
    objects.write_lines(table, columns, out)
    return out.getvalue()


@given(TABLES)
def test_rows_come_back(table: list[dict[str, object]]) -> None:
    assert json.loads(array(table)) == table
    assert [json.loads(line) for line in lines(table).splitlines()] == table


@pytest.mark.parametrize("count", [0, 1, 2])
def test_an_object_a_line(count: int) -> None:
    text = array([{"n": n} for n in range(count)])
    assert json.loads(text) == [{"n": n} for n in range(count)]
    assert text.endswith("]\n")
    assert text.count("\n") == (count + 2 if count else 1)


def test_columns_pick_and_order_and_what_is_absent_is_null() -> None:
    assert lines([{"a": 1, "b": (date(2023, 3, 8),), "c": float("inf")}], "b", "x", "c", "a") == (
        '{"b": ["2023-03-08"], "x": null, "c": null, "a": 1}\n'
    )


def test_claims_are_the_fixed_record_and_the_facts_of_their_report() -> None:
    told = [json.loads(line) for line in lines([rows.facts(entry) for entry in ENTRIES]).splitlines()]
    assert told == [rows.facts(entry) for entry in ENTRIES]
