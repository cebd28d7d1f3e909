"""``sayso problems``: what could not be read, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.cli.run import run
from sayso.ledger import Keeper, Ledger
from sayso.model import Refusal


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    with Ledger.open("sayso.db", create=True) as opened:
        keeper = Keeper(opened)
        keeper.problem(Refusal("a.txt", "a.txt: text: empty: give words"), seen=datetime(2031, 3, 7, 8, 30, tzinfo=UTC))
        keeper.problem(
            Refusal("b.jsonl#2", "b.jsonl: line 2: =cmd(): [red]odd\x1b[2J", 2), seen=datetime(2031, 3, 8, tzinfo=UTC)
        )
        keeper.problem(Refusal("c.txt", "c.txt: text: empty: give words"), seen=datetime(2031, 3, 9, tzinfo=UTC))
        keeper.mend(["c.txt"], seen=datetime(2031, 3, 10, tzinfo=UTC))
        return keeper


def test_a_table_the_latest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["problems"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["tried", "input", "why"]
    assert lines[2:] == [
        ["2031-03-08", "00:00", "b.jsonl#2", "b.jsonl:", "line", "2:", "=cmd():", "[red]odd␛[2J"],
        ["2031-03-07", "08:30", "a.txt", "text:", "empty:", "give", "words"],
    ]


def test_with_all_the_mended_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["problems", "--all"]) == 0
    words = capsys.readouterr().out
    assert "c.txt" in words
    assert "2031-03-10 00:00" in words


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_for_programs(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["problems", "--format", form]) == 0
    words = capsys.readouterr().out
    if form == "json":
        rows = json.loads(words)
    elif form == "jsonl":
        rows = [json.loads(line) for line in words.splitlines()]
    else:
        rows = list(csv.DictReader(io.StringIO(words)))
    assert [row["input"] for row in rows] == ["b.jsonl#2", "a.txt"]
    assert list(rows[0]) == ["input", "line", "reason", "seen", "mended"]
    assert str(rows[0]["line"]) == "2"


def test_many_are_cut_in_a_table_only(ledger: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(60):
        ledger.problem(Refusal(f"r{n}", "r: text: empty: give words"))
    assert run(["problems"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].strip() == "50 of 62 problems; --limit shows more"
    assert run(["problems", "--limit", "100"]) == 0
    assert "--limit" not in capsys.readouterr().out
    assert run(["problems", "--format", "jsonl"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 62
    assert run(["problems", "--format", "jsonl", "--limit", "5"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_none_is_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    Ledger.open("empty.db", create=True).close()
    assert run(["problems", "--ledger", "empty.db"]) == 0
    assert capsys.readouterr().out.strip() == "whatever was added could be read"
    assert run(["problems", "--ledger", "none.db"]) == 1
    assert "none.db" in capsys.readouterr().err
