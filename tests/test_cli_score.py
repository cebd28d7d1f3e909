"""``sayso score``: figures for annotated reports, what was missed, and that one bad file stops nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.run import run
from sayso.errors import InputError, SetupError
from sayso.model import Claim, Reading, Report, Source

TEXT = "The mill of Hradov burned down. Nobody said how many of them stayed there for the night."
ROW: dict[str, Any] = {"text": "The mill of Hradov burned down", "source": {"name": "narrator"}, "type": "damage"}


class FakeReader:
    """Reads one claim, and refuses what it is told to."""

    def __init__(self, theatre: str | None = None, model: str | None = None) -> None:
        if theatre == "nowhere":
            raise SetupError("theatre", "name", theatre, "known are ukraine, sudan")

    def read(self, report: Report) -> Reading:
        if report.id == "refused":
            raise InputError(report.id, "text", "odd", "give another")
        claim = Claim("c", report.id, TEXT[:30], 0, 30, "attack", Source("narrator"))
        return Reading(report, (claim,), "varnia")


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)


def write(folder: Path, name: str, **changed: Any) -> None:
    gold = {"report": name, "published": "2031-03-07", "claims": [ROW | changed]}
    (folder / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")


def test_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "mill")
    assert run(["score", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    rows = {line.split()[0]: line.split()[1:] for line in told.out.splitlines() if line.strip()}
    assert rows["claim_f1"][0] == "1.00"
    assert rows["type"][:4] == ["0.00", "0", "of", "1"]
    assert rows["places"][0] == "–"
    assert "annotated damage" not in told.out


def test_misses_on_demand_with_their_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "mill")
    assert run(["score", str(tmp_path / "mill.json"), "--misses"]) == 0
    told = capsys.readouterr().out
    assert "0–30 damage “The mill of Hradov burned down”" in told
    assert "annotated damage" in told
    assert "read attack" in told


def test_a_bad_file_is_told_and_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "a-slip", type="burnt")
    write(tmp_path, "mill")
    write(tmp_path, "refused")
    assert run(["score", str(tmp_path), "--format", "json"]) == 0
    told = capsys.readouterr()
    figures = json.loads(told.out)
    assert [report["report"] for report in figures["reports"]] == ["mill"]
    assert figures["total"]["type"] == 0.0
    first, second, last = told.err.splitlines()
    assert "a-slip.json: claims[0].type: burnt: " in first
    assert second == "sayso: refused: text: odd: give another"
    assert last == "sayso: 1 report scored, 2 refused"
    assert len(figures["refused"]) == 2


def test_when_nothing_can_be_scored_the_exit_code_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "a-slip", text="never said")
    assert run(["score", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "a-slip.json: claims[0].text: never said: copy it from the report" in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [("", "folder: no .json in it: name a folder with NAME.json and NAME.txt pairs"), ("gone", "file: No such file")],
)
def test_a_path_that_leads_nowhere(path: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(tmp_path / path)]) == 1
    assert told in capsys.readouterr().err


def test_an_unknown_theatre(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "mill")
    assert run(["score", str(tmp_path), "--theatre", "nowhere"]) == 1
    assert capsys.readouterr().err == "sayso: theatre: name: nowhere: known are ukraine, sudan\n"
