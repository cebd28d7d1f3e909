"""``sayso judge`` and ``judgements``: in one's own name, with a reason, and listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.cli.run import run
from tests.rooms import kept
from tests.siege import READINGS


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = kept(tmp_path / "sayso.db", READINGS)
    monkeypatch.setenv("SAYSO_LEDGER", str(made))
    return made


@pytest.mark.usefixtures("path")
def test_a_judgement_is_kept_listed_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["judgements"]) == 0
    assert capsys.readouterr().out == "nobody has judged any claim\n"
    assert run(["judge", "wire-1.0", "false", "--by", "Ada", "--why", "The bridge\x1b[31m stands."]) == 0
    assert capsys.readouterr().out == "wire-1.0 is false, says Ada: “The bridge␛[31m stands.”\n"
    assert run(["judgements"]) == 0
    shown = capsys.readouterr().out
    assert "wire-1.0" in shown
    assert "false" in shown
    assert "\x1b" not in shown
    assert run(["judgements", "--by", "Ada", "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["rating"], told["by"], told["url"]) == ("false", "Ada", None)
    assert run(["judge", "wire-1.0", "withdrawn", "--by", "Ada"]) == 0
    assert "Ada takes back what they held of it" in capsys.readouterr().out
    assert run(["export", "schema-org"]) == 0
    assert "ClaimReview" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["judge", "wire-1.0", "false", "--by", "Ada"], 1, "why: empty: say why"),
        (["judge", "wire-1.0", "likely"], 2, "likely"),
        (["judge", "nothing", "true", "--by", "Ada", "--why", "x"], 1, "claim: nothing"),
        (["judgements", "--format", "geojson"], 2, "a judgement is nowhere"),
        (["judge", "wire-1.0", "true", "--why", "x", "--ledger", "no.db"], 1, "no such file"),
    ],
)
def test_what_cant_be_done_is_said(
    given: list[str], code: int, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(given) == code
    assert said in capsys.readouterr().err
    assert not (path.parent / "no.db").exists()
