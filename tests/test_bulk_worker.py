"""What a worker of a cluster does with a file, and what it says where it does not see what bulk sees."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.bulk import worker
from sayso.bulk.tasks import CLAIMS, plan
from sayso.errors import InputError, SetupError
from sayso.intake.building import Given
from sayso.intake.finding import Source
from tests.bulking import jsonl, tasks, told

_PATIENCE_S = 120.0  # for a machine that has other things to do


def test_a_worker_with_another_sayso_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (task,) = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    monkeypatch.setattr(worker, "sayso_version", lambda: "0.0.1")
    with pytest.raises(SetupError, match=r"sayso: 0\.0\.1, not .*: install the same version everywhere"):
        worker.read_file(task.sayso, b"what only its own version can unpack")
    assert not task.path(CLAIMS).exists()


@pytest.mark.parametrize("lacks", ["input", "out", "theatre", "folder"])
def test_a_worker_that_does_not_see_what_it_needs_says_what_and_where(
    lacks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Given(history=True, theatre=str(tmp_path / "own.toml"))
    jsonl(tmp_path / "a.jsonl", [told("one")])
    (tmp_path / "own.toml").touch()
    monkeypatch.chdir(tmp_path)
    name = "a.jsonl" if lacks == "folder" else str(tmp_path / "a.jsonl")
    ((task, _),) = plan([Source(name)], tmp_path / "out", given)
    if lacks == "folder":  # a worker that has a file of this name elsewhere must not take that for it
        task = replace(task, at=str(tmp_path / "gone"))
    missing = {"input": tmp_path / "a.jsonl", "out": tmp_path / "out", "theatre": tmp_path / "own.toml"}.get(lacks)
    if missing is not None:
        missing.rename(tmp_path / "elsewhere")
    field = {"out": "--out", "theatre": "theatre"}.get(lacks, "path")
    told_ = rf"{missing or name}: {field}: not there on worker .*: inputs, --out and theatres must lie where"
    with pytest.raises(InputError, match=told_):
        worker._look_around(task, "far")


def test_tasks_from_one_folder_are_at_work_together_and_those_from_another_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    place, stood = worker._Place(), list[str]()

    def stand() -> None:
        with place.at(str(tmp_path / "other")):
            stood.append(Path.cwd().name)

    waiting = threading.Thread(target=stand)
    with place.at(str(tmp_path / "one")), place.at(str(tmp_path / "one")):
        waiting.start()
        stood.append(Path.cwd().name)
    waiting.join(_PATIENCE_S)
    assert stood == ["one", "other"]
    with place.at(str(tmp_path / "gone")):
        assert Path.cwd().name == "other"
