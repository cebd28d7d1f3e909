from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.exports import rows, spreadsheet
from sayso.exports.spreadsheet import guarded, unguarded
from tests.exports_rows import ENTRIES

# Texts made mostly of what does harm, which st.text() alone would seldom come upon.
HARM = "=+-@＝＋－＠﹢⁻\u2212\t\r\n;,|\"'“’ \u00a0\u200b\ufeff\x00\x0b1aЖ"
TEXTS = st.text(st.sampled_from(HARM), max_size=12) | st.text()
SIGNS = tuple("=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋\u2212")


def written(table: Iterable[Mapping[str, object]], columns: Sequence[str], *, marked: bool = False) -> str:
    out = io.StringIO(newline="")
    spreadsheet.write(table, columns, out, marked=marked)
    return out.getvalue()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def opening(text: str) -> str:
    """What a forgiving spreadsheet may take for the beginning: without blanks, invisible characters and quotes."""
    return re.sub('^[\\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff"“’]+', "", text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://news.example","look")',
        "+1",
        "-1",
        "-2+3",
        "@SUM(A1)",
        "\tHradov",
        "\rHradov",
        "\nHradov",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "－1",
        "\u22121",
        '"=1',
        "'=1",
        "“ =1",
        "'\tHradov",
    ],
)
def test_what_could_begin_a_formula_gets_an_apostrophe_before_it(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded("'" + text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hradov",
        "3 to 5 killed",
        "x=1",
        "“We hold Hradov,” she said",
        "'tis",
        "– he said",
        "a, =b",
        "Varnia; Lund",
        "🙂",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_a_cell_that_a_spreadsheet_may_split_is_guarded_at_every_part() -> None:
    assert guarded("Hradov;=1+1;x") == "Hradov;'=1+1;x"
    assert guarded("Hradov\n =1\r\n@x") == "Hradov\n' =1\r\n'@x"
    assert guarded("=1;=2") == "'=1;'=2"
    assert guarded("\t=1") == "'\t'=1"
    assert written([{"via": ["Telegram", "=1"]}], ["via"]).splitlines()[1] == "Telegram;' =1"


@given(TEXTS)
@example("'\t=")
@example("''=;'\n-")
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4))
def test_a_reader_gets_the_same_values_back(table: list[tuple[str, str, str]]) -> None:
    columns = ("a", "=b", "c")
    text = written([dict(zip(columns, row, strict=True)) for row in table], columns)
    assert [[unguarded(value) for value in line] for line in read(text)] == [list(columns), *map(list, table)]


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_no_cell_begins_a_formula_however_it_is_split(table: list[tuple[str, str]]) -> None:
    text = written([{"a": a, "b": b} for a, b in table], ("a", "b"))
    cells = [value for line in read(text) for value in line]
    assert not [c for c in cells if c.startswith(("\t", "\r", "\n"))]
    for split in ("[;\r\n]", "[\t\r\n]"):  # as if commas and quotes meant nothing
        cells += re.split(split, text)
    for delimiter in ";\t|":
        cells += [value for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for value in line]
    assert not [c for c in cells if opening(c).startswith(SIGNS)]


def test_numbers_stay_numbers_and_the_rest_has_one_form() -> None:
    row = {
        "lat": -33.5,
        "n": -4,
        "sure": True,
        "said": date(2023, 3, 8),
        "none": None,
        "lon": float("nan"),
        "text": "-4",
    }
    assert read(written([row], list(row)))[1] == ["-33.5", "-4", "true", "2023-03-08", "", "", "'-4"]


def test_it_is_as_rfc_4180_wants_it() -> None:
    text = written([{"a": 'He said "no", twice', "b": "two\nlines", "c": 1}, {"b": "x", "d": "left out"}], "abc")
    assert text == 'a,b,c\r\n"He said ""no"", twice","two\nlines",1\r\n,x,\r\n'
    assert written([], ["only"]) == "only\r\n"
    assert written([{}], ["only"]) == 'only\r\n""\r\n', "a line with nothing on it would be no row"


def test_excel_is_told_that_it_is_utf_8_when_asked() -> None:
    assert written([], ["a"], marked=True) == "\ufeffa\r\n"


def test_claims_have_every_column() -> None:
    lines = read(written(map(rows.flat, ENTRIES), rows.COLUMNS))
    assert lines[0] == list(rows.COLUMNS)
    assert {len(line) for line in lines} == {len(rows.COLUMNS)}
    assert len(lines) == len(ENTRIES) + 1
