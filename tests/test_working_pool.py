"""Readings from several processes: one answer for each report, in order, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.errors import InputError, SetupError
from sayso.model import Reading, Refusal, Report
from sayso.working import pool


class Fragile:
    """Does to its process what the report says."""

    def __init__(self, theatre: str | None, model: str | None) -> None:
        if theatre == "nowhere":
            raise SetupError("--theatre", "name", theatre, "choose another")
        if model == "deadly":
            os._exit(3)

    def read(self, report: Report) -> Reading:
        match report.text:
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "end":
                os._exit(7)
            case "hang":
                time.sleep(1000)
            case "deaf":
                signal.signal(signal.SIGALRM, signal.SIG_IGN)
                time.sleep(1000)
            case "french":
                raise InputError(report.id, "language", "French", "give an English report")
            case "bug":
                raise IndexError("out of\nrange")
            case "slow":
                time.sleep(0.3)
            case text if text.startswith("once ") and not Path(text[5:]).exists():
                Path(text[5:]).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return Reading(report, (), str(os.getpid()))


def reports(*texts: str) -> list[Report]:
    return [Report(f"r{n}", text) for n, text in enumerate(texts)]


def answers(*texts: str, jobs: int = 2) -> list[str]:
    given = reports(*texts)
    got = list(pool.readings(given, jobs, make=Fragile))
    ids = [a.id if isinstance(a, Refusal) else a.report.id for a in got]
    assert ids == [r.id for r in given], "one answer for each, in order"
    return [a.reason if isinstance(a, Refusal) else a.report.text for a in got]


GOOD = ["good"] * pool.FEW


def test_answers_come_in_the_order_of_the_reports() -> None:
    texts = ["slow", *GOOD, "french", "bug", "slow", *GOOD]
    told = answers(*texts)
    assert [t for t in told if t in ("slow", "good")] == [t for t in texts if t in ("slow", "good")]
    assert told[9] == "r9: language: French: give an English report"
    assert told[10] == "r10: reader: IndexError: out of\nrange: a fault of sayso, SAYSO_DEBUG=1 shows where"
    assert answers(*texts, jobs=1) == told


def test_few_are_read_here_and_many_elsewhere() -> None:
    def where(count: int) -> set[str | None]:
        got = pool.readings(reports(*["slow"] * count), 2, make=Fragile)
        return {a.theatre for a in got if isinstance(a, Reading)}

    assert where(pool.FEW - 1) == {str(os.getpid())}
    elsewhere = where(pool.FEW)
    assert len(elsewhere) == 2
    assert str(os.getpid()) not in elsewhere


def test_a_worker_that_dies_costs_the_report_it_was_on() -> None:
    told = answers(*GOOD, "die", *GOOD, "end", "die", "good")
    assert [t for t in told if t != "good"] == [
        "r8: reader: the process that read it was killed (signal 9): add it again with --jobs 1; if memory ran out, "
        "split the report",
        "r17: reader: the process that read it ended (7): add it again with --jobs 1; if memory ran out, split the "
        "report",
        "r18: reader: the process that read it was killed (signal 9): add it again with --jobs 1; if memory ran out, "
        "split the report",
    ]


def test_workers_make_room_for_fresh_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_RETIRES", 8)
    given = reports(*["good"] * 30)
    got = [a for a in pool.readings(given, 2, make=Fragile) if isinstance(a, Reading)]
    assert [a.report for a in got] == given
    assert len({a.theatre for a in got}) >= 3


def test_where_workers_die_of_other_things_a_report_gets_another_try(tmp_path: Path) -> None:
    given = reports(*GOOD, f"once {tmp_path / 'flag'}", "die", "good")
    with pool.Pool(2, make=Fragile, deaths=2) as workers:
        for _ in range(2):
            got = list(workers.run(given))
            assert [a.id for a in got if isinstance(a, Refusal)] == ["r9"], "what ended a worker once is read"
            assert len(got) == len(given)
    assert (tmp_path / "flag").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_that_takes_too_long_is_given_up(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_PATIENCE", "1")
    told = answers("hang", *GOOD, jobs=jobs)
    assert told == ["r0: reader: given up after 1 seconds: split the report, or try it again", *GOOD]


def test_a_worker_that_cannot_even_give_up_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_PATIENCE", "1")
    monkeypatch.setattr(pool, "_GRACE_S", 0.5)
    assert "given up after 1 seconds" in answers(*GOOD, "deaf", "good")[8]


def test_what_cannot_be_set_up_is_told_once() -> None:
    for count in (1, pool.FEW):
        with pytest.raises(SetupError, match="nowhere: choose another"):
            list(pool.readings(reports(*["good"] * count), 2, "nowhere", make=Fragile))


def test_workers_that_never_start_are_no_endless_wait() -> None:
    with pytest.raises(InputError, match=r"worker processes: ended with 3 before .* --jobs 1"):
        list(pool.readings(reports(*GOOD), 2, None, "deadly", make=Fragile))


def test_reports_are_taken_only_as_they_are_needed() -> None:
    taken = 0

    def many() -> Iterator[Report]:
        nonlocal taken
        for report in reports(*["good"] * 1000):
            taken += 1
            yield report

    got = pool.readings(many(), 2, make=Fragile)
    for _ in range(3):
        next(got)
    assert taken < 100
    got.close()


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
            import sys
            from sayso.working import pool
            from tests.test_working_pool import Fragile, reports
            if __name__ == "__main__":
                for reading in pool.readings(reports(*["slow"] * 500), 2, make=Fragile):
                    print(reading.theatre, flush=True)
        """)
    )
    # A script finds modules beside itself only: where the tests lie it must be told, as pytest is by `pythonpath`.
    root = Path(__file__).resolve().parents[1]
    found = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, str(script)]
    environment = {**os.environ, "PYTHONPATH": found}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        told = parent.stdout.readline()
        parent.kill()
    worker = int(told)
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if "Z" in Path(f"/proc/{worker}/stat").read_text().split()[2:3]:
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


def test_there_is_at_least_one_core() -> None:
    assert pool.cores() >= 1
