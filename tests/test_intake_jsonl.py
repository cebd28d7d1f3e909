from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest

from sayso.errors import InputError
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.jsonl import ReportLine, read_history, read_lines
from sayso.intake.told import Told, Withdrawal
from sayso.model import Refusal, Report


def build(line: ReportLine, where: str) -> Report:
    if "foreign" in line.text:
        raise InputError(where, "language", "foreign", "give English")
    return Report(id=str(line.id or line.text), text=line.text, title=line.title, published=line.published)


def read(*lines: str | bytes) -> list[Report | Refusal]:
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(read_lines(io.BytesIO(data), "r.jsonl", build))


def test_one_report_a_line_and_blank_lines_between() -> None:
    got = read(
        '{"id": "a", "text": "One.", "published": "2021-03-04", "extra": 1}', "", '{"id": 7, "text": "Two."}', ""
    )
    assert got == [Report("a", "One.", published=date(2021, 3, 4)), Report("7", "Two.")]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ('{"id": "b", "text": "cut', "JSON: Unterminated string"),
        ("not json", "JSON: Expecting value"),
        ("[1, 2]", "JSON: list"),
        ('{"id": "b"}', "text: missing"),
        ('{"id": "b", "text": null}', "text: None"),
        ('{"id": "b", "text": 5}', "text: 5"),
        ('{"id": "b", "text": "T.", "published": "soon"}', "published: soon: give a date as YYYY-MM-DD"),
        ('{"id": "b", "text": "T.", "published": 20210304}', "published: 20210304: give a date"),
        ('{"id": "b", "text": "T.", "published": true}', "published: True: give a date"),
        ('{"id": "b", "text": "T.", "outlet": ["The Post"]}', "outlet: ['The Post']: give a string"),
        ('{"id": true, "text": "T."}', "id: True: give a string or a whole number"),
        ('{"id": "a", "text": "T."}', "id: a: line 1 has it already"),
        ('{"id": "b", "text": "foreign"}', "language: foreign"),
        (b'{"id": "b", "text": "\x00"}', "content: NUL bytes"),
        ("[" * 100_000, "JSON: "),
        ('{"id": ' + "9" * 5000 + ', "text": "T."}', "JSON: "),
    ],
)
def test_a_broken_line_in_the_middle_is_a_refusal_and_the_rest_goes_on(broken: str | bytes, told: str) -> None:
    got = read('{"id": "a", "text": "One."}', broken, '{"id": "c", "text": "Three."}')
    assert [r.id for r in got if isinstance(r, Report)] == ["a", "c"]
    refusal = got[1]
    assert isinstance(refusal, Refusal)
    assert refusal.line == 2
    assert refusal.reason.startswith("r.jsonl: line 2: ")
    assert told in refusal.reason
    assert "\n" not in refusal.reason


def test_a_line_over_the_limit_is_skipped_to_its_end() -> None:
    got = read('{"id": "a", "text": "One."}', b"x" * (2 * LIMIT_BYTES + 5), '{"id": "c", "text": "Three."}')
    assert [r.id for r in got] == ["a", "r.jsonl#2", "c"]
    assert isinstance(got[1], Refusal)
    assert "size" in got[1].reason


def test_absent_and_blank_are_none() -> None:
    line = ReportLine.model_validate({"text": "T.", "title": " ", "published": "", "outlet": None, "id": ""})
    assert line == ReportLine(text="T.")


def test_encodings_by_line_and_marks() -> None:
    cyrillic = json.dumps({"id": "b", "text": "The village of Ольховка was quiet."}, ensure_ascii=False)
    for data in (cyrillic.encode("cp1251"), cyrillic.encode("utf-8-sig"), cyrillic.encode("utf-16")):
        assert read(data) == [Report("b", "The village of Ольховка was quiet.")]
    assert read((cyrillic + "\r\n" + cyrillic.replace('"b"', '"c"')).encode("utf-16"))[1].id == "c"


def test_an_empty_file_is_an_error() -> None:
    for data in (b"", b"\n \n"):
        with pytest.raises(InputError, match=r"r.jsonl: file: empty"):
            list(read_lines(io.BytesIO(data), "r.jsonl", build))


def history(*lines: str) -> list[Told | Withdrawal | Refusal]:
    return list(read_history(io.BytesIO("\n".join(lines).encode()), "r.jsonl", build))


def test_for_a_ledger_lines_with_one_id_are_versions() -> None:
    got = history(
        '{"id": "a", "text": "One.", "seen": "2031-03-09T08:00:00"}',
        '{"id": "a", "text": "Two.", "seen": "2031-03-09T08:00:00+02:00"}',
        '{"id": "a", "text": "Two."}',
    )
    assert got == [
        Told(Report("a", "One."), datetime(2031, 3, 9, 8, tzinfo=UTC)),
        Told(Report("a", "Two."), datetime(2031, 3, 9, 6, tzinfo=UTC)),
        Told(Report("a", "Two.")),
    ]


@pytest.mark.parametrize(
    ("line", "on", "why"),
    [
        ('{"id": 7, "withdrawn": "2031-03-09"}', date(2031, 3, 9), ""),
        ('{"id": 7, "withdrawn": true, "published": "2031-03-09", "why": "made up"}', date(2031, 3, 9), "made up"),
        ('{"id": 7, "status": "Canceled", "published": "2031-03-10", "text": "Withdrawn."}', date(2031, 3, 10), ""),
        (
            '{"id": 7, "status": "withdrawn", "withdrawn": "2031-03-09", "published": "2031-03-10"}',
            date(2031, 3, 9),
            "",
        ),
    ],
)
def test_a_line_may_withdraw_a_report(line: str, on: date, why: str) -> None:
    assert history(line) == [Withdrawal("7", on, why)]
    (refused,) = read(line)
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith(f"r.jsonl: line 1: withdrawn: {on}: it is not read; `sayso add` notes")


def test_a_withdrawn_line_with_the_report_itself_gives_both() -> None:
    line = '{"id": "a", "text": "One.", "published": "2031-03-07", "withdrawn": "2031-03-09"}'
    assert history(line) == [Withdrawal("a", date(2031, 3, 9)), Told(Report("a", "One.", published=date(2031, 3, 7)))]
    (refused,) = read(line)
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"withdrawn": "2031-03-09"}', "id: missing: give the id of the report"),
        ('{"id": "a", "withdrawn": true}', "withdrawn: no date: give a date"),
        ('{"id": "a", "withdrawn": "soon"}', "withdrawn: soon: give a date"),
        ('{"id": "a", "withdrawn": 20310309}', "withdrawn: 20310309: give a date"),
        ('{"id": "a", "status": "usable"}', "text: missing"),
        ('{"id": "a", "text": "T.", "seen": "early"}', "seen: early: give a time"),
        ('{"id": "a", "text": "T.", "seen": 5}', "seen: 5: give a time"),
    ],
)
def test_a_withdrawal_that_says_too_little_is_refused(line: str, told: str) -> None:
    (refused,) = history(line)
    assert isinstance(refused, Refusal)
    assert told in refused.reason


def test_a_status_or_why_that_means_something_else_is_passed_over() -> None:
    for line in (
        '{"id": "a", "text": "T.", "status": 200, "why": []}',
        '{"id": "a", "text": "T.", "withdrawn": false}',
    ):
        assert read(line) == [Report("a", "T.")]
