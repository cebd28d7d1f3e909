"""``sayso watch`` and ``sayso watched``: what they print, keep and refuse; and how a watch ends."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

from sayso.cli import watch
from sayso.cli.run import run
from sayso.ledger import Ledger
from sayso.ledger.asking import theatres
from sayso.watching import Said, Tally
from tests.sites import START, Item, read, rss

TEXT = "<p>Ostrya's Defence Ministry said on Tuesday that its troops had captured the town of Hradov.</p>"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SAYSO_LEDGER", "SAYSO_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "feed.xml").write_text(rss(Item("c-1", None, body=TEXT, at=START)))
    return tmp_path


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are kept as they are: loading the reader takes seconds."""
    monkeypatch.setattr(watch, "_reads", lambda theatre, model: read)


def test_once_from_a_file(here: Path, unread: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "feed.xml", "--once"]) == 0
    kept, last = capsys.readouterr().out.splitlines()
    assert kept == f"kept: {(here / 'feed.xml').as_uri()}#c-1: 0 claims"
    assert last == "1 feed asked; 1 report kept, 0 claims"
    assert run(["watch", "feed.xml", "--once"]) == 0
    assert capsys.readouterr().out == "0 feeds asked; 0 reports kept, 0 claims\n"


def test_what_fails_is_told_in_one_line_and_listed(
    here: Path, unread: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "bad.xml").write_text("<html>Sign in</html>")
    assert run(["watch", "bad.xml", "--once"]) == 1
    said = capsys.readouterr()
    assert said.out == "0 feeds asked; 0 reports kept, 0 claims; 1 could not be read: see `sayso problems`\n"
    url = (here / "bad.xml").as_uri()
    assert said.err == f"sayso: {url}: feed: a page, not a feed: give the address of its RSS, Atom or JSON feed\n"
    assert run(["watch", "feed.xml", "bad.xml", "--once", "--verbose"]) == 0
    assert f"asked: {(here / 'feed.xml').as_uri()}: 1 new" in capsys.readouterr().out
    assert run(["problems", "--format", "json"]) == 0
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["input"] == url


def test_feeds_as_a_table_and_for_programs(here: Path, unread: None, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bad.xml").write_text("<html>Sign in</html>")
    run(["watch", "feed.xml", "bad.xml", "--once", "--theatre", "varnia"])
    capsys.readouterr()
    assert run(["watched"]) == 0
    table = capsys.readouterr().out
    assert {"Velmar", "Courier", "page,", "failures", "next"} <= set(table.split())
    assert run(["watched", "--format", "json"]) == 0
    bad, good = json.loads(capsys.readouterr().out)
    assert (good["title"], good["theatre"], good["state"], good["kept"]) == (
        "The Velmar Courier",
        "varnia",
        "watched",
        1,
    )
    assert good["asked"].endswith("Z")
    assert good["next"] > good["asked"]
    assert (bad["failures"], bad["answered"], bad["failing"]) == (1, None, bad["asked"])
    assert run(["watched", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["failures"] for row in rows] == ["1", "0"]


def test_a_feed_is_asked_anew_when_told_to(here: Path, unread: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(["watch", "feed.xml", "--once"])
    url = (here / "feed.xml").as_uri()
    assert run(["watched", "--again", url]) == 0
    capsys.readouterr()
    assert run(["watch", "feed.xml", "--once"]) == 0
    assert capsys.readouterr().out == "1 feed asked; 0 reports kept, 0 claims\n"
    assert run(["watched", "--again", "https://courier.example/feed"]) == 1
    assert capsys.readouterr().err.startswith("sayso: https://courier.example/feed: feed: never watched: ")


def test_no_feed_yet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watched"]) == 1
    Ledger.open("sayso.db", create=True).close()
    assert run(["watched"]) == 0
    assert "no feed is watched" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere.opml"], 1, "nowhere.opml: path: No such file or directory: give an OPML file"),
        (["feed.xml", "--theatre", "atlantis"], 1, "atlantis"),
        (["feed.xml", "--contact", "a\nb"], 2, "is no contact"),
        (["feed.xml", "--pace", "0"], 2, "--pace"),
        ([], 2, "Missing argument"),
    ],
)
def test_what_is_wrong_is_told_before_a_ledger_is_made(
    here: Path, arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", "--once", *arguments]) == code
    assert told in capsys.readouterr().err
    assert not (here / "sayso.db").exists()


def test_it_says_honestly_what_it_is() -> None:
    assert watch._agent(None) == f"sayso/{version('sayso')} (reads news feeds for its user)"
    assert "(+mailto:desk@example.org; reads news" in watch._agent(watch._contact(" desk@example.org "))
    assert "(+https://example.org/bot; " in watch._agent(watch._contact("https://example.org/bot"))


def test_a_theatre_of_ones_own_is_kept_under_its_name(here: Path, unread: None) -> None:
    varnia = files("sayso.theatres").joinpath("varnia.toml").read_text(encoding="utf-8")
    (here / "own.toml").write_text(varnia, encoding="utf-8")
    assert run(["watch", "feed.xml", "--once", "--theatre", "own.toml"]) == 0
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        assert list(theatres(connection)) == ["own"]


def test_nothing_from_a_feed_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    showing = watch._Showing(verbose=True, live=False)
    showing(Said("kept", "https://courier.example/\x1b[2J", "1\nclaim"))
    showing(Said("failed", "x", "x: \x1b]0;title\x07"))
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert said.out.count("\n") == said.err.count("\n") == 1


def test_the_sum() -> None:
    tally = Tally(asked=2, failed=1, new=3, kept=2, versions=1, claims=7, refused=1)
    assert watch._sum(tally) == (
        "2 feeds asked; 2 reports kept (1 new version), 7 claims; 2 could not be read: see `sayso problems`"
    )


@pytest.mark.slow
def test_it_reads_keeps_and_ends_in_order_when_told_to(here: Path) -> None:
    command = [sys.executable, "-m", "sayso.cli", "watch", "feed.xml", "--theatre", "varnia"]
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline().endswith("#c-1: 1 claim\n")
            program.send_signal(signal.SIGTERM)
            _, said = program.communicate(timeout=30)
        finally:
            program.kill()
    assert program.returncode == 0, said
    assert said == "sayso: stopped: 1 feed asked; 1 report kept, 1 claim; start it again, and it goes on\n"
