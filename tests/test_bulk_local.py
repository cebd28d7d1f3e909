"""Many files on one machine: the same bytes however many processes read, and whatever ends some of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyarrow import parquet

from sayso.bulk.local import Engine, refused
from sayso.bulk.tasks import DONE, Done, marks
from sayso.model import Refusal
from tests.bulking import feed_poisoned, jsonl, made, many, results, tasks, told


def read(inputs: Path | Sequence[Path], out: Path, jobs: int = 2) -> list[Done]:
    done: list[Done] = []
    with Engine(jobs, make=made, feed=feed_poisoned) as engine:
        engine.run(tasks(inputs, out), done.append)
    return done


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("inputs"), 3, 12)


@pytest.fixture(scope="module")
def by_one(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of the inputs."""
    out = tmp_path_factory.mktemp("by-one")
    read(inputs, out, 1)
    return out


def rows(out: Path, name: str, kind: str = "reports") -> list[dict[str, object]]:
    (path,) = (out / kind).glob(f"{name}*.parquet")
    found: list[dict[str, object]] = parquet.read_table(path).to_pylist()
    return found


def test_a_deadly_report_costs_itself_alone_and_a_poisoned_file_what_comes_after(by_one: Path) -> None:
    zero = rows(by_one, "0")
    assert [row["status"] for row in zero] == ["read", "refused", *["read"] * 5, "refused", *["read"] * 5, "withdrawn"]
    assert str(zero[7]["reason"]).startswith("0-deadly: reader: the process that read it was killed (signal 9): ")
    assert len(rows(by_one, "0", "claims")) == 11
    poison = rows(by_one, "poison")
    assert [row["id"] for row in poison[:1]] == ["before"]
    (lost,) = poison[1:]
    assert "the process that unpacked it was killed (signal 9) each time: what came before is kept" in str(
        lost["reason"]
    )
    counts = {Path(done.source).stem: dict(done.counts) for done in marks(by_one)}
    assert counts["0"] == {"reports": 11, "claims": 11, "refused": 2, "withdrawn": 1}
    assert counts["poison"] == {"reports": 1, "claims": 1, "refused": 1}


def test_more_processes_write_the_same_bytes(inputs: Path, by_one: Path, tmp_path: Path) -> None:
    done = read(inputs, tmp_path, 3)
    assert len(done) == 4
    assert results(tmp_path) == results(by_one)
    assert marks(tmp_path) == marks(by_one), "the marks too say nothing of when and how"
    assert tasks(inputs, tmp_path) == [], "what is done is left alone"


def test_stopped_in_the_middle_it_leaves_whole_files_only_and_goes_on(
    inputs: Path, by_one: Path, tmp_path: Path
) -> None:
    def stop(_done: Done) -> None:
        raise KeyboardInterrupt

    two = [inputs / "1.jsonl", inputs / "2.jsonl"]
    wanted = {path: data for path, data in results(by_one).items() if Path(path).name[:2] in ("1.", "2.")}
    with pytest.raises(KeyboardInterrupt), Engine(2, make=made) as engine:
        engine.run(tasks(two, tmp_path), stop)
    there = results(tmp_path)
    assert there
    assert there.items() < wanted.items(), "no file is there that is not whole, and not all are"
    assert len(tasks(two, tmp_path)) == 1
    read(two, tmp_path)
    assert results(tmp_path) == wanted


def test_a_file_that_changes_while_it_is_read_is_read_again_the_next_time(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [told(str(n)) for n in range(20)])
    out = tmp_path / "out"

    def change(_claims: int) -> None:
        jsonl(path, [told("other")])

    with Engine(1, make=made) as engine:
        engine.run(tasks(path, out), stepped=change)
    (done,) = marks(out)
    assert done.input is None
    assert len(tasks(path, out)) == 1


def test_a_source_that_cannot_even_be_opened_is_noted_and_tried_again(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [told("one")])
    out = tmp_path / "out"
    (task,) = tasks(path, out)
    done = refused(task, Refusal(str(path), f"{path}: path: Permission denied: give a folder that you may read"))
    assert done.counts == {"refused": 1}
    assert json.loads(task.path(DONE).read_text())["input"] is None
    assert tasks(path, out) == [task]
