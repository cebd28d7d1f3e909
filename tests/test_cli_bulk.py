"""``sayso bulk`` and ``sayso load`` as they are run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.bulk import cluster, local
from sayso.bulk.local import Engine
from sayso.bulk.tasks import Done, Task, marks
from sayso.cli.run import run
from sayso.errors import InputError
from sayso.examples import REPORTS
from tests.bulking import jsonl, made, results, told


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads with the tests' quick reader."""
    monkeypatch.setattr(local, "Engine", lambda jobs, *_: Engine(jobs, make=made))


@pytest.mark.usefixtures("quick")
def test_read_again_changed_loaded_and_loaded_again(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl(Path("in/a.jsonl"), [told("one"), "no json", {"id": "one", "withdrawn": "2031-03-09"}])
    jsonl(Path("in/b.jsonl"), [told("two"), told("three", published=None)])
    Path("in/notes.pdf").touch()
    assert run(["bulk", "in", "gone.jsonl", "--out", "out", "--jobs", "1"]) == 0
    seen = capsys.readouterr()
    assert seen.out == "2 files read: 3 reports, 3 claims; 1 withdrawn; 1 could not be read\n"
    assert seen.err.splitlines() == [
        "sayso: gone.jsonl: path: no such file or folder: check the name; a web address starts with https://",
        "sayso: 1 file passed over (1 .pdf)",
        "sayso: 1 report without a date; give --published, or dates in the input",
    ]
    assert run(["bulk", "in", "--out", "out", "--jobs", "1"]) == 0
    assert capsys.readouterr().out == "0 files read: 0 reports, 0 claims; 2 files done before\n"
    jsonl(Path("in/b.jsonl"), [told("two"), told("three")])
    assert run(["bulk", "in", "--out", "out", "--jobs", "1"]) == 0
    seen = capsys.readouterr()
    assert seen.out == "1 file read: 2 reports, 2 claims; 1 file done before\n"
    assert "sayso: in/b.jsonl: has changed since it was read: it is done anew" in seen.err
    assert run(["load", "out", "--ledger", "it.db"]) == 0
    words = "3 reports kept, 3 claims; 1 withdrawn; 1 could not be read: see `sayso problems --ledger it.db`\n"
    assert capsys.readouterr().out == words
    assert run(["load", "out", "--ledger", "it.db"]) == 0
    assert capsys.readouterr().out.startswith("0 reports kept, 0 claims; 3 already there; ")


@pytest.mark.usefixtures("quick")
def test_what_is_not_whole_is_told_and_done_again(capsys: pytest.CaptureFixture[str]) -> None:
    jsonl(Path("a.jsonl"), [told("one")])
    assert run(["bulk", "a.jsonl", "--out", "out"]) == 0
    next(Path("out/claims").iterdir()).unlink()
    capsys.readouterr()
    assert run(["load", "out", "--ledger", "it.db"]) == 1
    assert "claims: No such file or directory: do it again with `sayso bulk`" in capsys.readouterr().err
    assert run(["bulk", "a.jsonl", "--out", "out"]) == 0
    assert "a.jsonl: was read, but the result is gone or broken: it is done anew" in capsys.readouterr().err
    (done,) = marks(Path("out"))
    replace(done, sayso="0.0.1").write("out")
    assert run(["bulk", "a.jsonl", "--out", "out"]) == 0
    assert "a.jsonl: was read by another sayso: it is done anew" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["bulk", "gone.jsonl", "--out", "out"], 1, "no such file or folder"),
        (["bulk", "empty", "--out", "out"], 1, "report: none: give a file or folder with at least one report in it"),
        (["bulk", "-", "--out", "out"], 1, "-: input: no file: give files and folders"),
        (["bulk", "a.jsonl"], 2, "Missing option '--out'"),
        (["bulk", "a.jsonl", "--out", "out", "--scheduler", "tcp://127.0.0.1:1"], 2, "for --engine dask"),
        (["bulk", "a.jsonl", "--out", "out", "--theatre", "nowhere"], 1, "theatre: name: nowhere"),
        (["load", "gone"], 1, "gone: folder: no results in it"),
        (["load", "."], 1, ".: folder: no results in it"),
    ],
)
def test_bad_input_and_bad_usage(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jsonl(Path("a.jsonl"), [told("one")])
    Path("empty").mkdir()
    assert run(arguments) == code
    assert words in capsys.readouterr().err
    assert not Path("sayso.db").exists()


def test_stopped_it_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Stopped(Engine):
        def run(self, tasks: object, finished: Callable[[Done], None] = lambda _: None, stepped: object = None) -> None:
            finished(Done("a-1", 0, "1", 1, {"name": "a"}, None, {}, {"reports": 2, "claims": 5}, {}, {}))
            raise KeyboardInterrupt

    monkeypatch.setattr(local, "Engine", Stopped)
    jsonl(Path("a.jsonl"), [told("one")])
    assert run(["bulk", "a.jsonl", "--out", "out"]) == 130
    assert capsys.readouterr().err == (
        "sayso: stopped: 1 file read: 2 reports, 5 claims; run it again, and it goes on\n"
    )


def test_files_that_a_cluster_could_not_do_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(tasks: list[Task], *_: object) -> list[InputError]:
        return [InputError(task.source.name, "workers", "lost", "run bulk again") for task in tasks]

    monkeypatch.setattr(cluster, "run", failing)
    jsonl(Path("a.jsonl"), [told("one")])
    assert run(["bulk", "a.jsonl", "--out", "out", "--engine", "dask"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "sayso: a.jsonl: workers: lost: run bulk again",
        "sayso: 1 file could not be done: run it again to try them once more",
    ]


@pytest.mark.slow
def test_with_the_real_reader_two_processes_and_a_cluster_write_the_same_bytes() -> None:
    lines = [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()]
    jsonl(Path("in/a.jsonl"), lines[:2])
    jsonl(Path("in/b.jsonl"), lines[2:4])
    assert run(["bulk", "in", "--out", "here", "--jobs", "2"]) == 0
    assert run(["bulk", "in", "--out", "there", "--jobs", "1", "--engine", "dask"]) == 0
    assert results(Path("here")) == results(Path("there"))
    assert sum(done.counts["reports"] for done in marks(Path("here"))) == 4
