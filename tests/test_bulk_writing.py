"""Two Parquet files and a mark: the same bytes for the same rows, and nothing half done to be seen."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from sayso.bulk import writing
from sayso.bulk.tasks import CLAIMS, REPORTS, Task, marks
from sayso.bulk.writing import Result
from sayso.errors import InputError
from sayso.model import Count, Reading, Refusal
from tests.bulking import jsonl, results, tasks, told
from tests.siege import READINGS


@pytest.fixture
def task(tmp_path: Path) -> Task:
    (one,) = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    return one


def test_the_same_rows_are_the_same_bytes_and_in_groups_by_their_number_alone(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_ROWS", 3)
    out = Path(task.out)
    written: list[dict[str, bytes]] = []
    for _ in range(2):
        result = Result(task)
        for reading in READINGS:
            result.reading(reading)
        seen = {name: data for name, data in results(out).items() if not Path(name).name.startswith(".")}
        assert seen == (written[0] if written else {}), "nothing is seen until it is whole"
        result.finish(None)
        written.append(results(out))
    assert written[0] == written[1]
    assert parquet.ParquetFile(task.path(REPORTS)).num_row_groups == 2
    kept = parquet.read_table(task.path(CLAIMS)).column("id").to_pylist()
    assert kept == [claim.id for reading in READINGS for claim in reading.claims]


def test_what_is_abandoned_leaves_nothing(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_CHARACTERS", 1)
    result = Result(task)
    result.reading(READINGS[0])
    result.abandon()
    assert results(Path(task.out)) == {}
    assert marks(Path(task.out)) == []


def test_a_file_without_reports_gives_two_empty_tables(task: Task) -> None:
    done = Result(task).finish(None)
    assert done.counts == {}
    assert [parquet.read_table(task.path(kind)).num_rows for kind in (CLAIMS, REPORTS)] == [0, 0]


def test_what_no_ledger_takes_is_refused_in_the_words_of_the_ledger(task: Task) -> None:
    reading = next(r for r in READINGS if r.claims)
    beyond = replace(reading.claims[0], counts=(Count("killed", 2**70),))
    result = Result(task)
    result.reading(Reading(reading.report, (beyond,)))
    result.reading(Reading(replace(reading.report, id="x" * 501), ()))
    result.refusal(Refusal("c.txt", "empty"))
    assert result.finish(None).counts == {"refused": 3}
    one, two, _ = parquet.read_table(task.path(REPORTS)).to_pylist()
    id = reading.report.id
    assert one["reason"].startswith(f"{id}: ledger: {id}: figure n: ")
    assert "501 characters: give one of at most 500" in two["reason"]


def test_a_full_disk_is_told(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "ParquetWriter", full)
    with pytest.raises(InputError, match="--out: No space left on device: make room, or name another folder"):
        Result(task).finish(None)


def test_of_a_disk_that_is_really_full_the_reason_is_told_and_nothing_is_left(task: Task) -> None:
    result = Result(task)
    for reading in READINGS:
        result.reading(reading)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
    try:
        with pytest.raises(InputError, match="--out: File too large: make room, or name another folder"):
            result.finish(None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    del result
    assert results(Path(task.out)) == {}
