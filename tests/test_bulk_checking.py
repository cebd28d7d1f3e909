"""Results from strangers: what bulk never wrote is told, or kept as a problem, and the rest goes in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from sayso.bulk.inputs import file_digest
from sayso.bulk.loading import Loaded, load
from sayso.bulk.tasks import CLAIMS, REPORTS, marks
from sayso.bulk.writing import Result
from sayso.cli.run import run
from sayso.ledger import Keeper, Ledger
from sayso.ledger.asking import problems
from sayso.ledger.receiving import Receiver
from sayso.model import Refusal, Report
from tests.bulking import FOREIGN, Quick, jsonl, tasks, told

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one result, of three reports and a refusal."""
    top = tmp_path_factory.mktemp("strange")
    jsonl(top / "in/a.jsonl", [told("x")])
    (task,) = tasks(top / "in", top / "out")
    for kind in (CLAIMS, REPORTS, "done"):
        (top / "out" / kind).mkdir(parents=True, exist_ok=True)
    result = Result(task)
    for id in ("one", "two"):
        result.reading(Quick().read(Report(id, told("x")["text"], published=date(2031, 3, 7))))
    result.reading(Quick().read(Report("far", FOREIGN)))
    result.refusal(Refusal("a.jsonl#4", "broken"))
    result.finish(None)
    return top / "out"


def changed(good: Path, out: Path, kind: str, change: Callable[[pa.Table], pa.Table | bytes]) -> Path:
    """The same result with one of its tables changed, and a mark that speaks of it."""
    shutil.copytree(good, out)
    (mark,) = (out / "done").iterdir()
    table = out / kind / f"{mark.stem}.parquet"
    new = change(parquet.read_table(table))
    if isinstance(new, bytes):
        table.write_bytes(new)
    else:
        parquet.write_table(new, table)
    said = json.loads(mark.read_text("utf-8"))
    said["files"][kind] = file_digest(table)
    mark.write_text(json.dumps(said), "utf-8")
    return out


def first(change: Change) -> Callable[[pa.Table], pa.Table]:
    """Changes the first row."""

    def of(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        change(rows[0])
        return pa.Table.from_pylist(rows, schema=table.schema)

    return of


def loaded(out: Path, url: str) -> tuple[Loaded, list[str]]:
    """What came of it, and what the ledger has for problems."""
    count = Loaded()
    with Ledger.open(url, create=True) as ledger:
        load(marks(out), out, Receiver(Keeper(ledger)), count)
        with ledger.reading() as connection:
            return count, sorted(str(problem.reason) for problem in problems(connection))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (REPORTS, lambda row: row.update(text=None)),
        (REPORTS, lambda row: row.update(id=None)),
        (REPORTS, lambda row: row.update(blocks=None)),
        (REPORTS, lambda row: row.update(status="taken over")),
        (REPORTS, lambda row: row.update(text=row["text"].lower())),
        (REPORTS, lambda row: row.update(claims=7)),
        (REPORTS, lambda row: row.update(blocks=[{"kind": "advert", "start": 0, "end": 4}])),
        (REPORTS, lambda row: row.update(mentions=[{"start": 5, "end": 10**9, "place": None, "when": None}])),
        (CLAIMS, lambda row: row.update(start=10**12)),
        (CLAIMS, lambda row: row.update(end=-5)),
        (CLAIMS, lambda row: row.update(report="two")),
        (CLAIMS, lambda row: row.update(type="<script>")),
        (CLAIMS, lambda row: row.update(modality=None)),
        (CLAIMS, lambda row: row.update(source=None)),
        (CLAIMS, lambda row: row.update(source={"name": "x", "kind": "king", "side": None})),
        (CLAIMS, lambda row: row.update(stances=[{"by": "x", "stance": "shrugs"}])),
        (CLAIMS, lambda row: row.update(row=None)),
        (
            CLAIMS,
            lambda row: row.update(
                places=[{"name": "x", "id": 1, "lat": float("nan"), "lon": 0.0, "precision": "region"}]
            ),
        ),
    ],
)
def test_a_row_that_bulk_never_wrote_is_a_problem_and_the_others_are_kept(
    good: Path, tmp_path: Path, kind: str, change: Change
) -> None:
    out = changed(good, tmp_path / "out", kind, first(change))
    count, told = loaded(out, str(tmp_path / "sayso.db"))
    assert count.broken == []
    if kind == CLAIMS and _unnumbered(out):  # nothing tells any more whose claims come after
        assert count.refused >= 2
    else:
        assert (count.kept, count.refused) == (2, 2)
    assert any("a.jsonl#0: row: " in reason for reason in told)


def _unnumbered(out: Path) -> bool:
    """Whether a claim does not say whose it is."""
    (table,) = (out / CLAIMS).iterdir()
    return None in parquet.read_table(table)["row"].to_pylist()


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        (REPORTS, lambda table: b"PAR1 and no more", "claims|reports"),
        (CLAIMS, lambda table: b"", "claims"),
        (REPORTS, lambda table: table.drop_columns(["text"]), "reports, text: missing"),
        (CLAIMS, lambda table: table.drop_columns(["why"]), "claims, why: missing"),
        (
            REPORTS,
            lambda table: table.set_column(
                table.schema.get_field_index("published"), "published", pa.array(["x"] * table.num_rows)
            ),
            "reports, published: string",
        ),
        (
            REPORTS,
            lambda table: table.set_column(
                table.schema.get_field_index("published"),
                "published",
                pa.array([2**31 - 1] * table.num_rows, pa.int32()).cast(pa.date32()),
            ),
            "days=2147483647",
        ),
    ],
)
def test_a_file_that_bulk_never_wrote_is_told_with_its_reason(
    good: Path, tmp_path: Path, kind: str, change: Callable[[pa.Table], pa.Table | bytes], why: str
) -> None:
    count, _ = loaded(changed(good, tmp_path / "out", kind, change), str(tmp_path / "sayso.db"))
    (broken,) = count.broken
    assert f"{kind}/" in broken.source
    assert any(part in str(broken) for part in why.split("|"))
    assert broken.fix == "do it again with `sayso bulk`"


@pytest.mark.parametrize(
    "mark",
    [{"counts": [1]}, {"asked": {}}, {"asked": {"name": [1]}}, {"files": 3}, {"position": "x"}, {"task": "../a"}],
)
def test_a_mark_that_bulk_never_wrote_is_none(
    good: Path, tmp_path: Path, mark: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(good, tmp_path / "out")
    (file,) = (tmp_path / "out/done").iterdir()
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | mark), "utf-8")
    assert run(["load", str(tmp_path / "out"), "--ledger", str(tmp_path / "sayso.db")]) == 1
    assert "results: none" in capsys.readouterr().err


def test_a_few_hundred_bytes_that_stand_for_gigabytes_cost_no_more_than_a_few_of_their_rows(
    good: Path, tmp_path: Path
) -> None:
    def bomb(table: pa.Table) -> pa.Table:
        rows = pa.Table.from_pylist(table.to_pylist()[:1] * 600, schema=table.schema)
        long = pa.DictionaryArray.from_arrays(pa.array([0] * 600, pa.int32()), pa.array(["x" * 9_000_000]))
        return rows.set_column(rows.schema.get_field_index("agency"), "agency", long)

    def unpacked(table: pa.Table) -> bytes:
        file = tmp_path / "bomb.parquet"
        parquet.write_table(bomb(table), file, compression="zstd", store_schema=False)
        return file.read_bytes()

    out = changed(good, tmp_path / "out", REPORTS, unpacked)
    assert sum(file.stat().st_size for file in (out / REPORTS).iterdir()) < 40_000
    script = """
import resource, sys
from itertools import islice
from pathlib import Path
from sayso.bulk.checking import rows
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(file,) = Path(sys.argv[1]).iterdir()
print(sum(len(row["agency"]) for row in islice(rows(file, "reports"), 60)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    told = subprocess.run(
        [sys.executable, "-c", script, str(out / REPORTS)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert int(told[0]) == 60 * 9_000_000
    assert int(told[1]) < 500_000  # kilobytes; 256 rows at once were 4.7 million
