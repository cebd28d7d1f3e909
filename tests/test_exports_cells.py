from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.cells import cell, number, plain

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.dates()
VALUES = st.recursive(LEAVES, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3))


@pytest.mark.parametrize(
    ("value", "flat"),
    [
        (None, None),
        (0, 0),
        (-2.5, -2.5),
        (True, True),
        ("", ""),
        ("Hradov", "Hradov"),
        (date(2023, 3, 8), "2023-03-08"),
        (["Radio Selda", "Telegram"], "Radio Selda; Telegram"),
        (("Hradov", None, 3, True), "Hradov; 3; true"),
        ([], None),
        ([None], None),
        ({"what": "killed", "n": 3, "max": None}, "what: killed, n: 3"),
        ([{"by": "Morvia", "stance": "denies"}, {"by": "Northwire"}], "by: Morvia, stance: denies; by: Northwire"),
        (Decimal(7), 7),
        (Decimal("7.50"), 7.5),
        (Decimal("NaN"), None),
        (Decimal("sNaN"), None),
        (datetime(2023, 3, 8, 6, 30, tzinfo=UTC), "2023-03-08T06:30:00+00:00"),
        (nan, None),
        (-inf, None),
        ("half \ud83d a face", "half \ufffd a face"),
    ],
)
def test_values_become_flat(value: object, flat: object) -> None:
    assert cell(value) == flat


@given(VALUES)
def test_whatever_json_holds_has_a_cell_and_a_plain_form(value: object) -> None:
    flat = cell(value)
    assert flat is None or isinstance(flat, (str, int, float))
    if isinstance(flat, str):
        flat.encode("utf-8")
    json.dumps(plain(value), allow_nan=False)


def test_plain_keeps_what_is_nested() -> None:
    told = {"when": {"start": date(2023, 3, 7), "end": None}, "via": ("Radio Selda",), "lat": nan, "n": 1}
    assert plain(told) == {"when": {"start": "2023-03-07", "end": None}, "via": ["Radio Selda"], "lat": None, "n": 1}


@pytest.mark.parametrize("made", [cell, plain, lambda v: cell([v]), lambda v: plain({"a": v})])
def test_what_is_no_plain_value_is_refused(made: object) -> None:
    assert callable(made)
    with pytest.raises(TypeError, match="can't hold a object"):
        made(object())


@pytest.mark.parametrize(
    ("value", "real"), [(1, 1), (-2.5, -2.5), (True, None), ("1", None), (nan, None), (inf, None), (10**400, 10**400)]
)
def test_a_number_is_a_finite_one(value: object, real: float | None) -> None:
    assert number(value) == real
