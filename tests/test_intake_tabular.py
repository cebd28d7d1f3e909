"""Do tables read back as they were written, whatever columns, signs and encodings? Do bad rows cost but themselves?"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake import tabular
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.told import Item, Told, Withdrawal
from sayso.model import Refusal

TEXT = "Ostryan shells fell on Mlin on Thursday, the mayor said; three people were hurt."


def read(data: str | bytes, *columns: tuple[str, str], source: str = "march.csv") -> list[Item]:
    written = data.encode() if isinstance(data, str) else data
    return list(tabular.read(io.BytesIO(written), source, Given(theatre="varnia", history=True, columns=columns)))


def written(rows: list[list[str]], **how: str) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_row_is_a_report_by_the_usual_names_of_columns(delimiter: str, encoding: str) -> None:
    rows = [
        ["ID", "Headline", "Date Published", "Source", "Link", "Body", "Notes"],
        ["m1", "Shells – Mlin", "7 March 2031", "Interwire", "https://x.example/1", f"{TEXT}\n“Again”", "ours"],
        ["", "", "", "", "", "", ""],
        ["m2", "", "2031-03-08", "", "", TEXT, ""],
    ]
    first, second = read(written(rows, delimiter=delimiter).encode(encoding))
    assert isinstance(first, Told)
    assert isinstance(second, Told)
    report = first.report
    assert (report.id, report.title, report.outlet, report.url) == (
        "m1",
        "Shells – Mlin",
        "Interwire",
        "https://x.example/1",
    )
    assert (report.published, report.theatre, report.text) == (date(2031, 3, 7), "varnia", f"{TEXT}\n“Again”")
    assert (second.report.title, second.report.published) == (None, date(2031, 3, 8))


def test_columns_are_told_by_the_caller_where_they_are_called_otherwise() -> None:
    table = written(
        [["Wortlaut", "Tag", "text"], [TEXT, "2031-03-07", "a note, not the report, in some English words"]]
    )
    (told,) = read(table, ("text", "wortlaut"), ("published", "TAG"))
    assert isinstance(told, Told)
    assert (told.report.text, told.report.published) == (TEXT, date(2031, 3, 7))


@pytest.mark.parametrize(
    ("order", "days"),
    [("dmy", ["2031-04-03", "2031-04-13", "2031-04-05"]), ("mdy", ["2031-03-04", "", "2031-04-05"])],
)
def test_whether_the_day_or_the_month_comes_first_is_told_by_the_caller(order: str, days: list[str]) -> None:
    table = written([["Day", "Text"], *([day, TEXT] for day in ("03/04/2031", "13/04/2031 07:30", "2031-04-05"))])
    items = read(table, ("published", f"Day:{order}"))
    found = [str(i.report.published) if isinstance(i, Told) else "" for i in items]
    assert found == days


def test_a_day_that_can_be_read_two_ways_is_refused_with_how_to_say_which() -> None:
    refused, *others = read(
        written([["Date", "Text"], *([day, TEXT] for day in ("03.04.2031", "13.04.2031", "04.04.2031"))])
    )
    assert isinstance(refused, Refusal)
    assert refused.reason.endswith(
        "published: 03.04.2031: say which is the day: --columns published=NAME:dmy, or NAME:mdy"
    )
    assert [i.report.published for i in others if isinstance(i, Told)] == [date(2031, 4, 13), date(2031, 4, 4)]


def test_a_column_may_be_called_like_an_order_of_days() -> None:
    (item,) = read(written([["Day:dmy", "Text"], ["2031-04-05", TEXT]]), ("published", "Day:dmy"))
    assert isinstance(item, Told)
    assert item.report.published == date(2031, 4, 5)


@pytest.mark.parametrize(
    ("table", "columns", "told"),
    [
        ("a,b\n1,2\n", (), "columns: a, b: say which column has the text"),
        ("text\nx\n", (("text", "Body"),), "columns: Body: name one that is there: text"),
        ("text\nx\n", (("colour", "text"),), "columns: colour: name one of text, title"),
        ("", (), "empty"),
        (" \n\n", (), "empty"),
    ],
)
def test_a_table_without_its_columns_is_told_at_once(
    table: str, columns: tuple[tuple[str, str], ...], told: str
) -> None:
    with pytest.raises(InputError, match=r"march\.csv") as error:
        read(table, *columns)
    assert told in str(error.value)


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n'])
def test_the_line_by_which_excel_is_told_what_parts_cells_is_no_row(first: str) -> None:
    items = read(first + f'text;published\n"{TEXT}";2031-03-07\n"{TEXT}";soon\n')
    assert [type(item) for item in items] == [Told, Refusal]
    refusal = items[1]
    assert isinstance(refusal, Refusal)
    assert refusal.line == 4


def test_a_name_may_be_broken_over_lines() -> None:
    (told,) = read(f'"title\n(short)",text,date\nMlin,"{TEXT}",2031-03-07\n', ("title", "title (short)"))
    assert isinstance(told, Told)
    assert (told.report.title, told.report.text) == ("Mlin", TEXT)


@pytest.mark.parametrize("blank", ["N/A", "NaN", "NULL", "\\N", "-", "None"])
def test_what_programs_write_for_nothing_is_nothing(blank: str) -> None:
    told, refusal = read(f'text,date,source\n"{TEXT}",{blank},{blank}\n{blank},2031-03-07,x\n')
    assert isinstance(told, Told)
    assert (told.report.published, told.report.outlet) == (None, None)
    assert isinstance(refusal, Refusal)
    assert "text: missing" in refusal.reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_may_lack_its_mark(encoding: str) -> None:
    (told,) = read(f"text\tdate\n{TEXT} “Žilín”\t2031-03-07\n".encode(encoding))
    assert isinstance(told, Told)
    assert told.report.text == f"{TEXT} “Žilín”"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_the_encoding_shows_where_the_first_accent_stands_however_late(encoding: str) -> None:
    late = f'"{TEXT} “Elén” – the staff",2031-03-08,\n'
    for plain in (100_000, 1_500_000):
        items = read((f'text,date,notes\n,,"{"x" * plain}"\n' + late).encode(encoding))
        last = items[-1]
        assert isinstance(last, Told)
        assert last.report.text == f"{TEXT} “Elén” – the staff"


def test_a_quotation_mark_that_is_open_at_the_end_is_told() -> None:
    told, refusal = read(f'text,date\n"{TEXT}",2031-03-07\n"{TEXT},2031-03-08\n{TEXT},2031-03-09\n')
    assert isinstance(told, Told)
    assert isinstance(refusal, Refusal)
    assert (refusal.line, "never closed" in refusal.reason) == (3, True)


def test_numbers_of_rows_are_no_names_for_reports() -> None:
    (one,) = read(f'id,text\n1,"{TEXT}"\n', source="/data/march.2031.csv")
    assert isinstance(one, Told)
    assert one.report.id == "march-1"


def test_a_row_means_what_a_line_of_jsonl_does() -> None:
    table = written(
        [
            ["id", "text", "withdrawn", "why", "seen"],
            ["m1", TEXT, "", "", "2031-03-07T08:00:00Z"],
            ["m1", "", "2031-03-09", "wrong town", ""],
        ]
    )
    told, back = read(table)
    assert isinstance(told, Told)
    assert told.seen == datetime(2031, 3, 7, 8, tzinfo=UTC)
    assert back == Withdrawal("m1", date(2031, 3, 9), "wrong town")


def test_text_in_markup_is_taken_out_of_it() -> None:
    table = written([["text"], [f"<div><p>{TEXT}</p><p>The bridge is closed, the mayor told Interwire.</p></div>"]])
    (told,) = read(table)
    assert isinstance(told, Told)
    assert "<p>" not in told.report.text
    assert "The bridge is closed" in told.report.text
    some = written([["text"], [f"Mlin &amp; Pesk: <b>{TEXT}</b><br/>The bridge is closed, the mayor told Interwire."]])
    (told,) = read(some)
    assert isinstance(told, Told)
    assert told.report.text.startswith(f"Mlin & Pesk: {TEXT}")
    (told,) = read(written([["text"], [f"{TEXT} </b>"]]))
    assert isinstance(told, Told)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("x,soon," + TEXT.replace(",", ";"), "published: soon"),
        ("x,2031-03-07,", "text: missing"),
        (f"x,2031-03-07,{TEXT}", "row: 4 cells under 3 names"),
        ("x,2031-03-07,\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "text"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_rest_go_on(bad: str, why: str) -> None:
    good = '"{}",2031-03-07,"' + TEXT + '\n\nOver three lines."\n'
    items = read("id,date,text\n" + good.format("a") + bad + "\n" + good.format("b"))
    assert [item.report.id for item in items if isinstance(item, Told)] == ["a", "b"]
    (refusal,) = [item for item in items if isinstance(item, Refusal)]
    assert refusal.line == 5
    assert refusal.reason.startswith("march.csv: line 5: ")
    assert why in refusal.reason or why == "text"


def test_a_quotation_mark_that_never_closes_costs_no_memory() -> None:
    line = "x" * 999 + "\n"
    table = f'id,text\na,"{TEXT}"\nb,"' + line * (LIMIT_BYTES // 1000 + 3) + f'\nc,"{TEXT}"\n'
    items = read(table)
    assert isinstance(items[0], Told)
    assert isinstance(items[1], Refusal)
    assert items[1].line == 3
    long = read(f'id,text\na,{"x" * (2 * LIMIT_BYTES)}\nc,"{TEXT}"\n')
    assert [type(item) for item in long] == [Refusal, Told]


def test_the_limit_of_the_standard_library_is_as_it_was() -> None:
    before = csv.field_size_limit()
    read(f'text\n"{TEXT}"\n')
    assert csv.field_size_limit() == before


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_reads_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    table = written([["title", "text"], *([title, f"{TEXT} {more}"] for title, more in rows)], delimiter=delimiter)
    items = read(table)
    assert len(items) == len(rows)
    for item, (_, more) in zip(items, rows, strict=True):
        assert isinstance(item, Told | Refusal)
        if isinstance(item, Told):
            assert item.report.text == f"{TEXT} {more}".strip()


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data: bytes) -> None:
    items = read(b"id,text,published\n" + data)
    assert all(isinstance(item, Told | Refusal | Withdrawal) for item in items)
