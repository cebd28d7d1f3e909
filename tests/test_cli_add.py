"""``sayso add``: what is kept, passed over, refused and said (with a reader of our own, and once with the real one)."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.run import run
from sayso.errors import InputError, LedgerError
from sayso.ledger import Keeper, Kept, Ledger
from sayso.ledger.asking import Problem, claims_of, problems, theatres, versions_of
from sayso.model import Claim, Reading, Report, Source

TEXT = "The army of Varnia said on Friday that its troops had taken the village of Hradov, north of the river."


class FakeReader:
    """One claim a report, on its first words."""

    read_ids: list[str] = []  # noqa: RUF012 - cleared by the fixture

    def __init__(self, theatre: str | None = None, model: str | None = None) -> None:
        self.theatre = theatre

    def read(self, report: Report) -> Reading:
        self.read_ids.append(report.id)
        if "unreadable" in report.text:
            raise InputError(report.id, "text", "unreadable", "write it more plainly")
        if "interrupt" in report.text:
            raise KeyboardInterrupt
        claim = Claim(f"{report.id}-1", report.id, report.text[:8], 0, 8, "capture", Source("narrator"))
        return Reading(report, (claim,), "varnia")


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    FakeReader.read_ids.clear()
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str = TEXT) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def jsonl(path: str, *lines: dict[str, Any] | str) -> str:
    return write(path, "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))


def told(id: str, words: str = "", **known: Any) -> dict[str, Any]:
    return {"id": id, "text": f"{TEXT} {words}", "published": "2031-03-07", **known}


def kept_ids(ledger: str = "sayso.db") -> list[str]:
    connection = sqlite3.connect(ledger)
    try:
        return [row[0] for row in connection.execute("select id from report order by id, published, mark, seen")]
    finally:
        connection.close()


def open_problems(ledger: str = "sayso.db", *, mended: bool = False) -> list[Problem]:
    with Ledger.open(ledger) as opened, opened.reading() as connection:
        return problems(connection, mended=mended)


def test_reports_are_kept_and_the_second_time_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    jsonl("b.jsonl", told("one"), told("two"))
    assert run(["add", "a.txt", "b.jsonl", "--published", "2031-03-07"]) == 0
    assert capsys.readouterr() == ("3 reports kept, 3 claims\n", "")
    assert kept_ids() == ["a", "one", "two"]
    FakeReader.read_ids.clear()
    assert run(["add", "a.txt", "b.jsonl", "--published", "2031-03-07"]) == 0
    assert capsys.readouterr() == ("0 reports kept, 0 claims; 3 already there\n", "")
    assert FakeReader.read_ids == [], "what is there is not read again"
    assert kept_ids() == ["a", "one", "two"]


def test_how_many_are_not_read_for_claims_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeReader, "read", lambda self, report: Reading(report, (), "varnia"))
    write("a.txt")
    write("b.txt", "Засідання ради перенесли на четвер, повідомили у місті.")
    write("c.txt", "تأجل اجتماع المجلس إلى يوم الخميس، كما قيل في المدينة.")
    assert run(["add", "a.txt", "b.txt", "c.txt", "--published", "2031-03-07"]) == 0
    told = "3 reports kept, 0 claims; 2 in other languages kept, not read for claims\n"
    assert capsys.readouterr() == (told, "")


@pytest.mark.parametrize("how", ["--ledger", "SAYSO_LEDGER", "sqlite:///"])
def test_the_ledger_is_the_one_that_is_named(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    given = []
    if how == "SAYSO_LEDGER":
        monkeypatch.setenv(how, "other.db")
    else:
        given = ["--ledger", "other.db" if how == "--ledger" else f"{how}other.db"]
    assert run(["add", "a.txt", *given]) == 0
    assert kept_ids("other.db") == ["a"]
    assert not Path("sayso.db").exists()


def test_a_changed_text_is_a_new_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", write("a.txt"), "--published", "2031-03-07"]) == 0
    assert run(["add", write("a.txt", f"{TEXT} It was quiet."), "--published", "2031-03-07"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 report kept (1 new version), 1 claim"
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        first, second = versions_of(connection, "a")
    assert (first.until, second.until) == (date(2031, 3, 7), None)


def test_lines_of_one_id_are_versions_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [told("one", f"Version {n}.") for n in range(4)]
    jsonl("b.jsonl", *lines, lines[0])
    assert run(["add", "b.jsonl"]) == 0
    assert capsys.readouterr().out == "4 reports kept (3 new versions), 4 claims; 1 already there\n"
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        assert [v.report.text[-2] for v in versions_of(connection, "one")] == ["0", "1", "2", "3"]


def test_when_a_line_was_met_orders_silent_edits() -> None:
    early, late = "2031-03-07T08:00:00Z", "2031-03-07T09:00:00Z"
    jsonl("b.jsonl", told("one", "Late.", seen=late), told("one", "Early.", seen=early))
    assert run(["add", "b.jsonl"]) == 0
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        assert [v.report.text.split()[-1] for v in versions_of(connection, "one")] == ["Early.", "Late."]


def test_a_folder_is_looked_through(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("top.txt", "march/same.txt", "april/same.html", ".hidden.txt", ".git/x.txt", "notes.pdf", "README"):
        write(f"in/{name}", TEXT if not name.endswith("html") else f"<html><body><p>{TEXT}</p></body></html>")
    jsonl("in/more/b.jsonl", told("one"))
    assert run(["add", "in"]) == 0
    seen = capsys.readouterr()
    assert kept_ids() == ["april/same", "march/same", "one", "top"]
    assert seen.err.splitlines()[0] == "sayso: 3 files passed over (1 .pdf, 1 hidden, 1 without a suffix)"
    assert FakeReader.read_ids == ["top", "april/same", "march/same", "one"], "in the same order everywhere"
    assert run(["add", "in/top.txt"]) == 0, "a file at the top of a folder is called as it is by itself"
    assert kept_ids() == ["april/same", "march/same", "one", "top"]


def test_two_files_of_one_name_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    write("a/x.txt")
    write("b/x.txt", f"{TEXT} Again.")
    assert run(["add", "a/x.txt", "b/x.txt", "--published", "2031-03-07"]) == 0
    assert "sayso: b/x.txt: id: x, as of a/x.txt: kept as a version of it; add the folder" in capsys.readouterr().err


def test_what_cannot_be_read_is_kept_as_a_problem_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", told("one"), "no json", told("three", "unreadable"), told("four"), {"id": "five"})
    write("c.txt", "")
    assert run(["add", "b.jsonl", "c.txt", "missing.txt"]) == 0
    seen = capsys.readouterr()
    assert seen.out == "2 reports kept, 2 claims; 4 could not be read: see `sayso problems`\n"
    assert len(seen.err.splitlines()) == 5
    assert "sayso: missing.txt: path: no such file or folder: check the name" in seen.err
    assert {(p.input, p.line) for p in open_problems()} == {
        ("b.jsonl#2", 2),
        ("three", None),
        ("b.jsonl#5", 5),
        ("c.txt", None),
    }
    assert run(["add", "b.jsonl", "c.txt", "--ledger", "sayso.db"]) == 0
    assert "4 could not be read: see `sayso problems --ledger sayso.db`" in capsys.readouterr().out
    assert len(open_problems()) == 4, "the same one twice stands once"


def test_a_problem_that_is_mended_is_off_the_list_until_it_comes_again(capsys: pytest.CaptureFixture[str]) -> None:
    bad: list[dict[str, Any] | str] = ["no json", told("two", "unreadable"), {"id": "three"}]
    good = [{"text": f"{TEXT} One."}, told("two"), told("three")]
    jsonl("b.jsonl", *bad)
    write("c.txt", "")
    assert run(["add", "b.jsonl", "c.txt"]) == 1
    assert len(open_problems()) == 4
    jsonl("b.jsonl", *good)
    write("c.txt")
    assert run(["add", "b.jsonl", "c.txt"]) == 0
    assert open_problems() == []
    assert len(open_problems(mended=True)) == 4
    write("c.txt", "")
    assert run(["add", "c.txt"]) == 1
    assert [p.input for p in open_problems()] == ["c.txt"]


def test_many_problems_are_not_all_told(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", *["no json"] * 30, told("one"))
    assert run(["add", "b.jsonl"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 11
    assert len(open_problems()) == 30


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["missing.txt"], "no such file or folder"),
        (["empty"], "report: none: give a file or folder with at least one report in it"),
        (["bad.jsonl"], "sayso: bad.jsonl: line 1: JSON: "),
    ],
)
def test_when_nothing_could_be_read_the_exit_code_is_1(
    sources: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    jsonl("bad.jsonl", "no json")
    assert run(["add", *sources]) == 1
    assert words in capsys.readouterr().err
    assert Path("sayso.db").exists() == (sources == ["bad.jsonl"]), "no ledger for what is not there"


def test_bad_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    assert run(["add", "a.txt", "--jobs", "0"]) == 2
    assert run(["add", "a.txt", "--published", "yesterday"]) == 2
    assert run(["add"]) == 2
    assert run(["add", "a.txt", "--theatre", "nowhere"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("sayso: theatre: name: nowhere: ")
    assert not Path("sayso.db").exists()


def test_each_report_is_told_once_it_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", told("one"), told("one", "New."), told("two"), {"id": "two", "withdrawn": "2031-03-09"})
    assert run(["add", "b.jsonl", "--verbose"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(lines) == sorted(
        [
            "one: new, 1 claim",
            "one: version, 1 claim",
            "two: new, 1 claim",
            "two: withdrawn",
            "3 reports kept (1 new version), 3 claims; 1 withdrawn",
        ]
    )
    assert run(["add", "b.jsonl", "--ledger", "other.db", "--format", "jsonl"]) == 0
    seen = capsys.readouterr()
    records = [json.loads(line) for line in seen.out.splitlines()]
    assert {"report": "one", "how": "version", "claims": 1} in records
    assert len(records) == 4
    assert seen.err == "sayso: 3 reports kept (1 new version), 3 claims; 1 withdrawn\n"


def test_a_withdrawn_report_is_withdrawn_whichever_came_first(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", told("one"), {"id": "two", "withdrawn": "2031-03-09"})
    jsonl("c.jsonl", {"id": "one", "status": "canceled", "published": "2031-03-08"}, told("two"))
    assert run(["add", "b.jsonl", "c.jsonl"]) == 0
    assert run(["add", "b.jsonl", "c.jsonl"]) == 0, "again is harmless"
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        days = [v.withdrawn for id in ("one", "two") for v in versions_of(connection, id)]
        assert all(claims_of(connection, v.key) for v in versions_of(connection, "one")), "its claims are kept"
    assert days == [date(2031, 3, 8), date(2031, 3, 9)]


def test_reports_without_a_date_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    assert run(["add", "a.txt"]) == 0
    assert capsys.readouterr().err.startswith("sayso: 1 report has no date: it is left out of answers")


def test_a_theatre_in_a_file_is_kept_with_the_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sayso.theatres import _load

    toml = _load._folder().joinpath("varnia.toml").read_text(encoding="utf-8")
    own = write("own.toml", toml)
    jsonl("b.jsonl", told("one"))
    assert run(["add", "b.jsonl", "--theatre", own]) == 0
    assert run(["add", "b.jsonl", "--theatre", str(Path(own).absolute())]) == 0
    assert "1 already there" in capsys.readouterr().out
    with Ledger.open("sayso.db") as ledger, ledger.reading() as connection:
        assert theatres(connection) == {"own": toml}
        assert [v.report.theatre for v in versions_of(connection, "one")] == ["own"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(told("one")).encode())))
    assert run(["add", "-"]) == 0
    assert kept_ids() == ["one"]


def test_interrupted_it_says_what_is_kept_and_goes_on_next_time(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", told("one"), told("two", "interrupt"), told("three"))
    assert run(["add", "b.jsonl", "--jobs", "1"]) == 130
    assert capsys.readouterr().err == "sayso: stopped: 1 report kept, 1 claim; add them again, and it goes on\n"
    assert kept_ids() == ["one"]
    jsonl("b.jsonl", told("one"), told("two"), told("three"))
    assert run(["add", "b.jsonl", "--jobs", "1"]) == 0
    assert kept_ids() == ["one", "three", "two"]
    assert FakeReader.read_ids == ["one", "two", "two", "three"]


def test_on_either_database(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    jsonl("b.jsonl", told("one"), told("one", "New."), "no json", {"id": "one", "withdrawn": "2031-03-09"})
    assert run(["add", "b.jsonl", "--ledger", database_url]) == 0
    assert run(["add", "b.jsonl", "--ledger", database_url]) == 0
    words = capsys.readouterr().out
    assert words.startswith("2 reports kept (1 new version), 2 claims; 1 withdrawn; 1 could not be read")
    assert "0 reports kept, 0 claims; 2 already there" in words
    assert database_url not in words, "it may have a password in it"
    assert run(["diff", "one", "--ledger", database_url]) == 0
    assert run(["problems", "--ledger", database_url]) == 0
    words = capsys.readouterr().out
    assert "from version 1 to 2" in words
    assert "b.jsonl#3" in words
    jsonl("b.jsonl", told("one"), told("one", "New."), told("two"))
    assert run(["add", "b.jsonl", "--ledger", database_url]) == 0
    assert run(["problems", "--ledger", database_url]) == 0
    assert capsys.readouterr().out.strip().endswith("whatever was added could be read")


def test_it_goes_on_when_nobody_listens_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    jsonl("b.jsonl", told("one"), told("two"), told("three"))
    monkeypatch.setattr("sys.stdout", Closed())
    run(["add", "b.jsonl", "--format", "jsonl"])
    assert kept_ids() == ["one", "three", "two"]


def test_a_ledger_that_fails_ends_it_and_says_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Keeper, reading: Reading, **_: Any) -> Kept:
        if reading.report.id == "two":
            raise LedgerError("sayso.db", "database", "disk full", "make room")
        return real(self, reading)

    real: Callable[..., Kept] = Keeper.keep
    monkeypatch.setattr(Keeper, "keep", full)
    jsonl("b.jsonl", told("one"), told("two"), told("three"))
    assert run(["add", "b.jsonl", "--jobs", "1"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "sayso: stopped: 1 report kept, 1 claim",
        "sayso: sayso.db: database: disk full: make room",
    ]


def test_what_no_database_takes_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: FakeReader, report: Report) -> Reading:
        return replace(real(self, report), warnings=("\ud800",) if report.id == "six" else ())

    real = FakeReader.read
    monkeypatch.setattr(FakeReader, "read", broken)
    odd = [told("a\ud800"), told("b", "\ud800"), told("c", outlet="\udfff"), told("d", outlet="x\0y"), told("e")]
    huge = f'{{"id": "f", "text": "{TEXT}", "published": "9999-12-31"}}'
    jsonl("b.jsonl", *odd, told("six"), huge, told("g"))
    assert run(["add", "b.jsonl"]) == 0
    assert kept_ids() == ["a\ufffd", "b", "c", "e", "f", "g"], "half a letter is mended where it is read"
    seen = capsys.readouterr()
    assert "d: outlet: broken characters" in seen.err
    assert "2 could not be read" in seen.out


# -- the real thing, in processes of its own -----------------------------------------------------------------------


def sayso(*arguments: str, **known: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sayso.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **known,
    )


def contents(ledger: str) -> list[tuple[Any, ...]]:
    """Whatever a ledger holds, but for when it was met."""
    connection = sqlite3.connect(ledger)
    try:
        rows: list[tuple[Any, ...]] = []
        for table in ("report", "claim", "claim_place", "figure", "stance", "source", "place", "fingerprint"):
            names = [c[1] for c in connection.execute(f"pragma table_info({table})") if c[1] != "seen"]
            rows += [
                (table, *r) for r in connection.execute(f"select {', '.join(names)} from {table} order by 1, 2, 3")
            ]
        return rows
    finally:
        connection.close()


def some(count: int) -> Sequence[dict[str, Any]]:
    return [
        told(f"r{n // 2}", f"Officials in Velmar said {n} soldiers were killed.", outlet="The Velmar Courier")
        for n in range(count)
    ]


@pytest.mark.slow
def test_stopped_or_killed_and_run_again_the_ledger_is_the_same_whatever_the_jobs() -> None:
    jsonl("b.jsonl", *some(160))  # so many that a busy machine has not read them all before it is stopped
    done = sayso("add", "b.jsonl", "--jobs", "1", "--ledger", "one.db")
    assert done.communicate()[0].startswith("160 reports kept (80 new versions), ")
    for stop, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        ledger = f"{stop.name}.db"
        stopped = sayso(
            "add", "b.jsonl", "--jobs", "2", "--ledger", ledger, "--format", "jsonl", start_new_session=True
        )
        assert stopped.stdout is not None
        acknowledged = [json.loads(stopped.stdout.readline())["report"] for _ in range(5)]
        os.killpg(stopped.pid, stop) if stop is signal.SIGINT else stopped.kill()
        rest, errors = stopped.communicate()
        assert stopped.returncode == code
        if stop is signal.SIGINT:
            assert errors.count("\n") == 1
            assert errors.startswith("sayso: stopped: ")
        acknowledged += [json.loads(line)["report"] for line in rest.splitlines()]
        assert 5 <= len(acknowledged) < 160
        assert set(acknowledged) <= set(kept_ids(ledger))
        again = sayso("add", "b.jsonl", "--jobs", "2", "--ledger", ledger)
        words, errors = again.communicate()
        assert (again.returncode, errors) == (0, "")
        assert "already there" in words
        assert contents(ledger) == contents("one.db")


@pytest.mark.slow
def test_two_at_once_to_one_ledger() -> None:
    jsonl("b.jsonl", *some(40))
    both = [sayso("add", "b.jsonl", "--jobs", "1") for _ in range(2)]
    for one in both:
        _, errors = one.communicate()
        assert (one.returncode, errors) == (0, "")
    assert len(kept_ids()) == 40


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_one_report_which_the_next_run_mends() -> None:
    jsonl("b.jsonl", *[told(f"r{n}", f"Officials said {n} soldiers were killed.") for n in range(60)])
    adding = sayso("add", "b.jsonl", "--jobs", "2", "--format", "jsonl")
    assert adding.stdout is not None
    adding.stdout.readline()
    children = Path(f"/proc/{adding.pid}/task/{adding.pid}/children")
    if not children.exists():
        adding.kill()
        adding.communicate()
        pytest.skip("this system does not tell a process's children")
    named = {int(c): Path(f"/proc/{c}/cmdline").read_text() for c in children.read_text().split()}
    os.kill(next(c for c, line in named.items() if "resource_tracker" not in line), signal.SIGKILL)
    _, errors = adding.communicate()
    assert adding.returncode == 0
    assert "the process that read it was killed (signal 9)" in errors
    assert "59 reports kept" in errors
    assert len(open_problems()) == 1
    mending = sayso("add", "b.jsonl")
    assert mending.communicate()[0].startswith("1 report kept, ")
    assert open_problems() == []


@pytest.mark.slow
def test_a_terminal_gets_a_bar_with_the_speed_and_the_time_left(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    jsonl("b.jsonl", *some(12))
    ours, theirs = pty.openpty()
    adding = subprocess.Popen(
        [sys.executable, "-m", "sayso.cli", "add", "b.jsonl", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=os.environ | {"COLUMNS": "140", "TERM": "xterm-256color"},
    )
    os.close(theirs)
    shown = b""
    started = time.monotonic()
    while time.monotonic() - started < 120:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    words = adding.communicate()[0]
    assert words.startswith("12 reports kept")
    drawn = shown.decode(errors="replace")
    assert "adding" in drawn
    assert "/12" in drawn
    assert "reports/s" in drawn
    assert "claims" in drawn
