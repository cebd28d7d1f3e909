"""The commands of reviewing: what is doubtful, deciding, the log, and what of it is gold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.cli.run import run
from sayso.ledger import Ledger
from sayso.score import load_gold
from tests.siege import fill

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    where = tmp_path / "sayso.db"
    with Ledger.open(where, create=True) as ledger:
        fill(ledger)

    def said(*words: str) -> tuple[int, str, str]:
        code = run([*words, "--ledger", str(where)])
        out, err = capsys.readouterr()
        return code, out, err

    return said


def test_deciding_moves_a_claim_from_the_doubtful_to_the_log(say: Say) -> None:
    code, out, _ = say("doubtful", "--limit", "3")
    assert code == 0
    assert "9 to be decided on: sayso decide CLAIM" in out
    assert say("decide", "wire-1.0", "correct", "--set", "type=hold", "--set", "places=Mlin", "--by", "Vera") == (
        0, "wire-1.0 is corrected; type: hold; where: Mlin\n", "",
    )  # fmt: skip
    assert say("decide", "nine-1.0", "reject", "--by", "Vera", "--why", "a headline")[1] == "nine-1.0 is rejected\n"
    assert "7 to be decided on" in say("doubtful")[1]
    table = say("decisions")[1]
    assert "a headline" in table
    assert "corrected" in table
    log = json.loads(say("decisions", "--format", "json")[1])
    assert [(d["by"], d["verdict"], d["claim"]) for d in log] == [
        ("Vera", "reject", "nine-1.0"), ("Vera", "correct", "wire-1.0"),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(say("decisions", "--format", "csv")[1], newline="")))
    assert rows[1]["changed"] == "type: hold; where: Mlin"
    assert say("decide", "nine-1.0", "undo", "--by", "Boris")[0] == 0
    assert "8 to be decided on" in say("doubtful")[1]


def test_whoever_comes_too_late_is_told_and_can_decide_knowingly(say: Say) -> None:
    say("decide", "wire-1.0", "accept", "--by", "Vera", "--why", "as printed")
    code, out, _ = say("decide", "wire-1.0", "reject", "--by", "Boris", "--after", "0")
    assert code == 1
    assert "came too late: it is in the log, without effect" in out
    assert "Vera had decided before: accepted" in out
    assert "“as printed”" in out
    key = out.split("--after ")[1].strip()
    assert say("decide", "wire-1.0", "reject", "--by", "Boris", "--after", key)[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("decide", "nobody", "accept"), 1, "claim: nobody: give the id of a claim"),
        (("decide", "wire-1.0", "maybe"), 2, "maybe"),
        (("decide", "wire-1.0", "correct", "--set", "type"), 2, "has no ="),
        (("decide", "wire-1.0", "correct", "--set", "typ=hold"), 1, "correct one of type"),
        (("decide", "wire-1.0", "correct"), 1, "say what is to be corrected"),
        (("decide", "wire-1.0", "undo"), 1, "there is no decision to take back"),
        (("decisions", "--format", "geojson"), 2, "nowhere"),
        (("export-gold", "--out", "gold"), 1, "no report of it is reviewed"),
    ],
)
def test_what_makes_no_sense_is_told(say: Say, words: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = say(*words)
    assert found == code
    assert said in " ".join((out + err).replace("│", " ").split())


def test_reviewed_reports_are_written_as_gold(say: Say, tmp_path: Path) -> None:
    say("decide", "wire-1.0", "accept", "--by", "Vera")
    say("decide", "wire-1.1", "reject", "--by", "Vera")
    say("decide", "nine-1.0", "accept", "--by", "Vera")
    code, out, err = say("export-gold", "--out", str(tmp_path / "gold"))
    assert code == 0
    assert "wire-1.json: 1 claim, 2 of 2 decided on" in out
    assert err == "sayso: 1 report is reviewed in part: decide on the rest, or give --partly\n"
    (gold,) = load_gold(tmp_path / "gold")
    assert [claim.type for claim in gold.claims] == ["capture"]
    code, out, _ = say("export-gold", "--out", str(tmp_path / "more"), "--partly")
    assert len(load_gold(tmp_path / "more")) == 2
