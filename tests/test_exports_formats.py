"""The formats to take away: each has what whoever lists or sends it needs, and takes any text."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from sayso.exports.format import CLAIMS, EVENTS, Format
from sayso.exports.formats import FORMATS
from sayso.exports.spreadsheet import guarded, unguarded
from tests.exporting import hostile_entries, hostile_events, written

TABLES = [name for name, form in FORMATS.items() if form.suffix == ".csv"]


def _hostile(form: Format[Any, Any]) -> Any:
    return hostile_entries() if form.holds is CLAIMS else hostile_events()


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_described(name: str) -> None:
    form = FORMATS[name]
    assert form.name == name
    assert re.fullmatch(r"[a-z][a-z0-9-]*", name)
    assert re.fullmatch(r"(\.[a-z0-9]+)+", form.suffix)
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", form.media_type)
    assert form.about
    assert not form.about.endswith(".")


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.holds in (CLAIMS, EVENTS)])
def test_any_text_can_be_written(name: str) -> None:
    form = FORMATS[name]
    out = io.BytesIO() if form.binary else io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", newline="")
    form.write(_hostile(form), out)
    assert out.tell() > 1000
    assert not out.closed


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_is_a_formula(name: str) -> None:
    read = list(csv.reader(io.StringIO(written(FORMATS[name], _hostile(FORMATS[name])), newline=""), strict=True))
    assert len(read) > 20
    assert {len(line) for line in read} == {len(read[0])}
    for line in read:
        for cell in line:
            assert guarded(unguarded(cell)) == cell or float(cell) < 0


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.holds in (CLAIMS, EVENTS)])
def test_rows_are_asked_for_as_they_are_written(name: str) -> None:
    """Whoever breaks off after some rows has cost no more than those: nothing is gathered first."""
    form = FORMATS[name]
    some = _hostile(form)[:3]

    class Enough(Exception):  # noqa: N818 - a way to end
        pass

    def breaking_off() -> Any:
        yield from some
        raise Enough

    with pytest.raises(Enough):
        form.write(breaking_off(), io.BytesIO() if form.binary else io.StringIO())
