"""Which files are to be read: those that nobody has read yet, and those that are not what they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.bulk import tasks as module
from sayso.bulk.local import Engine
from sayso.bulk.tasks import CLAIMS, DONE, REPORTS, Done, marks, plan
from sayso.errors import InputError
from sayso.intake.building import Given
from sayso.intake.finding import Source, found
from tests.bulking import jsonl, made, own_theatre, told

GIVEN = Given(history=True)


@pytest.fixture(scope="module")
def _done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tasks")
    jsonl(folder / "a.jsonl", [told("one", theatre=str(own_theatre(folder)))])
    given = [task for task, _ in plan([Source(str(folder / "a.jsonl"))], folder / "out", GIVEN)]
    with Engine(1, make=made) as engine:
        engine.run(given)
    return folder


@pytest.fixture
def done(_done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a file that was read into ``out``, as it was after; the test may do with it what it wants."""
    held = {path: path.read_bytes() for path in _done.rglob("*") if path.is_file()}
    monkeypatch.chdir(tmp_path)
    yield _done
    for path, data in held.items():
        path.write_bytes(data)


def why(folder: Path, given: Given = GIVEN, model: str | None = None) -> str | None:
    ((_, reason),) = plan([Source(str(folder / "a.jsonl"))], folder / "out", given, model)
    return reason


def test_what_is_done_is_left_alone_however_it_is_named(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why(done) is None
    ((task, _),) = plan([Source(str(done / "a.jsonl"))], done / "out", GIVEN)
    monkeypatch.chdir(done)
    ((same, _),) = plan([Source("a.jsonl")], done / "out", GIVEN)
    assert same.name == task.name, "one file has one result"
    assert task.name.startswith("a.jsonl-")
    for name in ("a.jsonl", "./a.jsonl", f"../{done.name}/a.jsonl"):
        ((_, reason),) = plan(found([name]).sources, done / "out", GIVEN)
        assert reason is None, name
    lying = found([str(done)]).sources
    assert [reason for task, reason in plan(lying, done / "out", GIVEN) if task.name == same.name] == [None]


def test_one_report_that_is_called_otherwise_is_done_anew(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(told("x")["text"])
    alone, among = Source(str(tmp_path / "in/a.txt")), Source(str(tmp_path / "in/a.txt"), "in/a")
    with Engine(1, make=made) as engine:
        engine.run([task for task, _ in plan([alone], tmp_path / "out", GIVEN)])
    assert [reason for _, reason in plan([alone], tmp_path / "out", GIVEN)] == [None]
    assert [reason for _, reason in plan([among], tmp_path / "out", GIVEN)] == ["name"], "its id is another"


def test_results_are_in_the_order_of_the_last_run(done: Path) -> None:
    other = Source(str(jsonl(done / "b.jsonl", [told("two")])))
    planned = list(plan([other, Source(str(done / "a.jsonl"))], done / "out", GIVEN))
    assert [reason for _, reason in planned] == ["new", None]
    assert [mark.position for mark in marks(done / "out")] == [1]


def test_a_file_that_was_only_touched_is_not_done_anew(done: Path) -> None:
    os.utime(done / "a.jsonl", ns=(1, 1))
    assert why(done) is None


def test_whatever_a_result_depends_on_has_it_done_anew(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why(done, replace(GIVEN, outlet="Meridian")) == "options"
    assert why(done, model="en_core_web_sm") == "options"
    with monkeypatch.context() as patch:
        patch.setattr(module, "TABLES", module.TABLES + 1)
        assert why(done) == "sayso"
    own = done / "own.toml"
    own.write_text(own.read_text("utf-8") + "\n# another word\n", "utf-8")
    assert why(done) == "theatre"
    jsonl(done / "a.jsonl", [told("another")])
    assert why(done) == "input"


def test_another_version_of_sayso_does_it_anew(done: Path) -> None:
    (mark,) = marks(done / "out")
    replace(mark, sayso="0.0.1").write(str(done / "out"))
    assert why(done) == "sayso"


def test_a_result_or_a_mark_that_is_gone_or_broken_is_made_again(done: Path) -> None:
    (mark,) = marks(done / "out")
    reports = done / "out" / REPORTS / f"{mark.task}.parquet"
    reports.write_bytes(reports.read_bytes()[:-1] + b"!")
    assert why(done) == "lost", "load takes no file that its mark does not speak of"
    (done / "out" / CLAIMS / f"{mark.task}.parquet").unlink()
    assert why(done) == "lost"
    for broken in ("", "[]", "{}", '{"task": 1}'):
        (done / "out" / DONE / f"{mark.task}.json").write_text(broken)
        assert why(done) == "new"


def test_a_mark_comes_back_as_it_was_written(done: Path) -> None:
    (mark,) = marks(done / "out")
    assert mark.theatres == {str(done / "own.toml"): ("own", (done / "own.toml").read_text("utf-8"))}
    assert mark.counts == {"reports": 1, "claims": 1}
    mark.write(str(done / "out"))
    assert Done.read(done / "out" / DONE / f"{mark.task}.json") == mark


def test_reports_of_a_folder_are_called_by_their_paths_and_one_file_is_one_task(tmp_path: Path) -> None:
    for name in ("in/a/x.txt", "in/b/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("words")
    sources = found([str(tmp_path / "in"), str(tmp_path / "in")]).sources
    planned = [task for task, _ in plan(sources, tmp_path / "out", GIVEN)]
    assert [(task.source.id, task.position) for task in planned] == [("a/x", 0), ("b/x", 1)]
    assert len({task.name for task in planned}) == 2


@pytest.mark.parametrize("name", ["-", "https://example.org/a.html"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file: give files and folders; `sayso add` reads other sources"):
        list(plan([Source(name)], tmp_path, GIVEN))


def test_a_pipe_is_refused_for_it_can_be_read_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    with pytest.raises(InputError, match=r"a\.jsonl: input: no file: give files and folders"):
        list(plan([Source(str(tmp_path / "a.jsonl"))], tmp_path / "out", GIVEN))


def test_what_a_run_that_was_killed_left_half_done_is_swept_up(done: Path) -> None:
    left = done / "out" / CLAIMS / ".a.parquet.0123.part"
    left.touch()
    assert why(done) is None
    assert not left.exists()


def test_a_folder_that_may_not_be_written_to_is_told_before_anything_is_read(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests as root may write anywhere
    with pytest.raises(InputError, match=r"claims: --out: may not be written to: name a folder that you may write to"):
        why(done)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match=r"--out: .*: name a folder that you may write to"):
        list(plan([Source("a.jsonl")], tmp_path / "out", GIVEN))
    with pytest.raises(InputError, match="no results in it: give the folder that `sayso bulk --out` wrote to"):
        marks(tmp_path)
