"""`sayso digest`: Markdown, a page or JSON, to the screen or a file that appears whole."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.options import recent
from tests import rooms
from tests.siege import READINGS


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(rooms.kept(tmp_path_factory.mktemp("digest") / "sayso.db", READINGS))


def _said(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["digest", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_was_learned_is_printed_as_markdown(siege: str) -> None:
    told = _said(
        "--ledger", siege, "--since", "2031-03-05", "--until", "2031-03-05", "--room", "http://localhost:8420/"
    )
    assert told.startswith("# What was learned on 5 Mar 2031")
    assert "](http://localhost:8420/places/9001?" in told


def test_a_page_goes_to_a_file(siege: str, tmp_path: Path) -> None:
    out = tmp_path / "today.html"
    assert _said("--ledger", siege, "--format", "html", "--out", str(out)) == ""
    assert "What was learned on 11 Mar 2031" in out.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["today.html"]


def test_programs_get_json(siege: str) -> None:
    told = json.loads(_said("--ledger", siege, "--since", "2031-03-12", "--format", "json"))
    assert (told["empty"], told["sections"]) == (True, [])
    assert (
        json.loads(_said("--ledger", siege, "--side", "Ostrya", "--since", "2031-03-04", "--format", "json"))["claims"]
        == 2
    )


@pytest.mark.parametrize(
    ("word", "days"),
    [
        *(("today", 0), ("Yesterday", 1), ("24h", 1), ("25 hours", 2), ("36hrs ago", 2), ("1d", 1), ("7 days", 7)),
        *(("1 day ago", 1), ("2w", 14), ("1 week", 7)),
    ],
)
def test_days_not_long_ago_may_be_told_in_words(word: str, days: int) -> None:
    before = date.today()
    assert recent(word) in {before - timedelta(days), date.today() - timedelta(days)}


def test_a_day_may_be_told_with_its_hour(siege: str) -> None:
    assert _said("--ledger", siege, "--since", "2031-03-05T06:00Z").startswith("# What was learned, 5–11 Mar 2031")
    assert "Nothing was published" in _said("--ledger", siege, "--since", "2031-03-20T06:00", "--until", "2031-03-20")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "2031-03-05", "--until", "2031-03-04"), "swap them"),
        (("--since", "last week"), "is no day: write it as 2023-12-01, today, yesterday, or how long ago"),
        (("--since", "2031-02-30"), "is no day"),
        (("--since", "999999w"), "is no day"),
        (("--since", "3 hays"), "is no day"),
        (("--room", "javascript:x"), "no address of a reading room"),
        (("--within", "5"), "--within goes with --place"),
    ],
)
def test_wrong_usage_is_told(siege: str, arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(app, ["digest", "--ledger", siege, *arguments])
    assert done.exit_code == 2
    assert said in " ".join(done.output.replace("│", " ").split())


def test_a_name_that_nobody_has_is_an_error_and_writes_nothing(siege: str, tmp_path: Path) -> None:
    out = tmp_path / "today.md"
    done = CliRunner().invoke(app, ["digest", "--ledger", siege, "--side", "Nobody", "--out", str(out)])
    assert done.exit_code != 0
    assert not out.exists()
