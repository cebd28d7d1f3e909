"""``sayso read``: what is printed, what is refused, and that nothing stops the rest (with a reader of our own)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.run import run
from sayso.errors import InputError, SetupError
from sayso.model import Mention, Place, Reading, Refusal, Report
from tests.exports_sample import READING


class FakeReader:
    made: list[dict[str, Any]] = []  # noqa: RUF012 - cleared by the fixture

    def __init__(self, theatre: str | None = None, model: str | None = None) -> None:
        if theatre == "nowhere":
            raise SetupError("--theatre", "name", theatre, "choose ukraine or sudan")
        self.made.append({"theatre": theatre, "model": model})

    def read(self, report: Report) -> Reading:
        if report.text == "french":
            raise InputError(report.id, "language", "French", "give an English report")
        if report.text == "bug":
            raise RuntimeError("index out of\nrange")
        warnings = () if report.published else ("no date",)
        claims = tuple(replace(c, report=report.id) for c in READING.claims)
        return replace(READING, report=replace(READING.report, id=report.id), claims=claims, warnings=warnings)


def fake_source(source: str, **known: Any) -> Iterator[Report | Refusal]:
    if source == "missing":
        raise InputError("missing", "file", "none", "give a file that is there")
    if source == "gone":
        raise FileNotFoundError(2, "No such file or directory", "gone")
    if source == "many":
        yield Report("one", "text", published=date(2023, 3, 8))
        yield Refusal("many", "this line is no JSON", line=2)
        yield Report("two", "french")
        yield Report("three", "bug")
        yield Report("four", "text")
    elif source != "empty":
        yield Report(source, source, published=known["published"], outlet=known["outlet"])


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeReader.made.clear()
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)
    monkeypatch.setattr("sayso.intake.read_source", fake_source)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))


def test_a_table_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "report.txt", "--published", "2023-03-08"]) == 0
    told = capsys.readouterr()
    assert "Ostrel" in told.out
    assert told.err == ""


def test_the_options_reach_the_reader(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "report.txt", "--theatre", "varnia", "--model", "en_core_web_trf"]) == 0
    assert FakeReader.made == [{"theatre": "varnia", "model": "en_core_web_trf"}]
    assert "note: no date" in capsys.readouterr().out


def test_jsonl_is_the_fixed_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "report.txt", "--format", "jsonl"]) == 0
    told = capsys.readouterr()
    records = [json.loads(line) for line in told.out.splitlines()]
    assert [r["id"] for r in records] == [c.id for c in READING.claims]
    assert {r["report"] for r in records} == {"report.txt"}
    assert told.err == "sayso: report.txt: no date\n"


@pytest.mark.parametrize("form", ["table", "jsonl", "html"])
def test_a_report_in_another_language_says_that_it_is_not_read(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mention = Mention(0, 7, place=Place("Velmar"))
    report = Report("uk", "Велмарі тихо.", language="uk")
    reading = Reading(report, (), "varnia", {}, ("in Ukrainian: not read for claims",), (mention,))
    monkeypatch.setattr(FakeReader, "read", lambda self, report: reading)
    assert run(["read", "report.txt", "--format", form]) == 0
    told = capsys.readouterr()
    if form == "jsonl":
        assert told == ("", "sayso: uk: in Ukrainian: not read for claims\n")
    else:
        assert "Велмарі" in told.out
        assert "Velmar" in told.out
        assert "not read for claims" in told.out


def test_what_goes_wrong_among_many_is_told_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "missing", "many", "gone", "last", "--format", "jsonl", "--published", "2023-03-08"]) == 0
    told = capsys.readouterr()
    read = list(dict.fromkeys(json.loads(line)["report"] for line in told.out.splitlines()))
    assert read == ["one", "four", "last"]
    assert told.err.splitlines() == [
        "sayso: missing: file: none: give a file that is there",
        "sayso: many: line 2: this line is no JSON",
        "sayso: two: language: French: give an English report",
        "sayso: three: reader: RuntimeError: index out of range: a fault of sayso, SAYSO_DEBUG=1 shows where",
        "sayso: four: no date",
        "sayso: gone: [Errno 2] No such file or directory: 'gone'",
        "sayso: 3 reports read, 5 refused",
    ]


@pytest.mark.parametrize("source", ["missing", "gone", "empty", "french"])
def test_when_nothing_could_be_read_the_exit_code_is_1(
    source: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.html"
    kept.write_text("before")
    assert run(["read", source, "--format", "html", "--out", str(kept)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert kept.read_text() == "before"


def test_an_unknown_theatre_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "many", "--theatre", "nowhere"]) == 1
    assert capsys.readouterr().err == "sayso: --theatre: name: nowhere: choose ukraine or sudan\n"


@pytest.mark.parametrize(
    ("form", "words"), [("html", "<!DOCTYPE html>"), ("jsonl", '"id": "demo-01"'), ("table", "Ostrel")]
)
def test_out_names_a_file(form: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "claims"
    assert run(["read", "a", "b", "--format", form, "--out", str(target)]) == 0
    assert words in target.read_text(encoding="utf-8")
    assert capsys.readouterr().out == ""
    assert [p.name for p in tmp_path.iterdir()] == ["claims"]


@pytest.mark.parametrize("form", ["html", "jsonl", "table"])
def test_a_file_that_cannot_be_written_is_one_line(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["read", "a", "--published", "2023-03-08", "--format", form, "--out", str(tmp_path / "no" / "f")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "--out: No such file or directory: name a file that can be written" in told


def test_html_of_several_reports_is_one_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "a", "b", "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.count("<!DOCTYPE html>") == 1
    assert 'id="r2"' in page


def test_a_fault_of_ours_can_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_DEBUG", "1")
    with pytest.raises(RuntimeError, match="index"):
        run(["read", "bug"])


@pytest.mark.parametrize("name", ["2", "demo-02"])
def test_explain_takes_a_number_or_an_id(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "report.txt", name]) == 0
    assert "the nearest Tuesday" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        ("report.txt", "99", "give a number from 1 to 15, or a claim's id"),
        ("report.txt", "0", "give a number from 1 to 15"),
        ("report.txt", "demo", "write more of the id, 15 begin so"),
        ("many", "2", "several reports"),
        ("missing", "2", "sayso: missing: file: none: give a file that is there"),
        ("empty", "2", "give a file with at least one report in it"),
    ],
)
def test_explain_says_what_it_cannot_find(
    source: str, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", source, name]) == 1
    told = capsys.readouterr().err.splitlines()
    assert words in told[-1]
    assert len(told) == (4 if source == "many" else 1), "refusals are told too"


def test_the_example_ends_by_naming_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "example.html"
    assert run(["example", "--out", str(target)]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[-1].endswith(str(target))
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
