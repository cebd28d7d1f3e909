from __future__ import annotations

import io
import json
from datetime import date

import pytest

from sayso.errors import InputError
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.jsonl import ReportLine, read_lines
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
