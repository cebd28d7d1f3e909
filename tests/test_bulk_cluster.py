"""Many files on a Dask cluster of this machine: whatever is killed, the same bytes as by one process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from distributed import KilledWorker
from pyarrow import parquet

from sayso.bulk import cluster
from sayso.bulk.local import Engine
from sayso.bulk.tasks import CLAIMS, REPORTS, Done, Task, marks
from sayso.errors import InputError, SetupError
from tests.bulking import feed_poisoned, jsonl, made, many, own_theatre, results, tasks, told

_PATIENCE_S = 120.0  # for a machine that has other things to do


class Cluster:
    """A scheduler and two workers with their nannies, as they are started on a cluster, each to be killed at will."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._folder = folder
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it all; also in the stead of what was killed."""
        where = ("--host", "127.0.0.1", "--port", str(self._port))
        self._scheduler = self._run("dask_scheduler", *where, "--no-dashboard", "--no-show")
        nanny = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
        self._workers = [self._run("dask_worker", self.address, *nanny) for _ in range(2)]

    def kill_workers(self) -> None:
        """Kill the processes that do the work; their nannies start others."""
        for nanny in self._workers:
            for worker in _children(nanny.pid):
                worker.kill()

    def kill(self) -> None:
        """Kill all of it: the scheduler first, and so nobody says goodbye."""
        gone = []
        for process in filter(None, (self._scheduler, *self._workers)):
            gone += _children(process.pid, recursive=True)
            process.kill()
            process.wait()
        for child in gone:
            with _gone_already():
                child.kill()
        psutil.wait_procs(gone, timeout=_PATIENCE_S)

    def _run(self, command: str, *arguments: str) -> subprocess.Popen[bytes]:
        given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join([root, *(os.path.abspath(folder) for folder in given if folder)])
        environment = {**os.environ, "PYTHONPATH": path, "DASK_TEMPORARY_DIRECTORY": str(self._folder)}
        with (self._folder / f"{command}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command}", *arguments], stdout=log, stderr=log,
                env=environment, cwd=self._folder,
            )  # fmt: skip


def _children(pid: int, *, recursive: bool = False) -> list[psutil.Process]:
    with _gone_already():
        return list(psutil.Process(pid).children(recursive=recursive))
    return []


class _gone_already:  # noqa: N801 - reads as the words of a `with`
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, psutil.NoSuchProcess)


@pytest.fixture(scope="module")
def dask_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("inputs"), 4, 30)


@pytest.fixture(scope="module")
def by_one(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of the inputs, without a cluster."""
    out = tmp_path_factory.mktemp("by-one")
    with Engine(1, make=made, feed=feed_poisoned) as engine:
        engine.run(tasks(inputs, out))
    return out


def on(running: Cluster, given: list[Task], then: Callable[[int], None] = lambda _: None) -> list[InputError]:
    """Have tasks done on a cluster; after each, something else may be done to it."""
    done: list[Done] = []

    def finished(one: Done) -> None:
        done.append(one)
        then(len(done))

    return cluster.run(given, 2, running.address, finished, make=made, feed=feed_poisoned)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_is_killed_the_result_is_the_same(
    dask_cluster: Cluster, inputs: Path, by_one: Path, tmp_path: Path
) -> None:
    def strike(done: int) -> None:
        if done == 1:
            dask_cluster.kill_workers()
        if done == 2:
            dask_cluster.kill()
            dask_cluster.start()

    given = tasks(inputs, tmp_path)
    assert len(given) == 5
    assert on(dask_cluster, given, strike) == []
    assert results(tmp_path) == results(by_one)
    assert marks(tmp_path) == marks(by_one)
    assert tasks(inputs, tmp_path) == []


@pytest.mark.slow
def test_an_input_that_is_gone_is_refused_as_on_one_machine(dask_cluster: Cluster, tmp_path: Path) -> None:
    here, gone = (jsonl(tmp_path / f"{name}.jsonl", [told(name)]) for name in ("here", "gone"))
    by_workers, by_us = (tasks([here, gone], tmp_path / out) for out in ("workers", "us"))
    gone.unlink()
    assert on(dask_cluster, by_workers) == []
    with Engine(1, make=made) as engine:
        engine.run(by_us)
    assert results(tmp_path / "workers") == results(tmp_path / "us")
    assert marks(tmp_path / "workers") == marks(tmp_path / "us")


@pytest.mark.slow
def test_paths_are_those_of_where_bulk_is_run(
    dask_cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        jsonl(Path("in/a.jsonl"), [told(folder), "no json"])
        assert on(dask_cluster, tasks(Path("in"), Path("out"))) == []
        done += [str(row["id"]) for row in parquet.read_table("out/reports").to_pylist()]
    assert done == ["one", "in/a.jsonl#2", "other", "in/a.jsonl#2"], "as on one machine"


def running(given: list[Task], words: list[str] | None = None) -> cluster._Running:
    say = (words if words is not None else []).append
    return cluster._Running(given, "tcp://127.0.0.1:1", (made, feed_poisoned), lambda _: None, say)


def test_a_file_whose_workers_are_lost_again_and_again_is_refused_and_tried_by_the_next_run(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [told("one")])
    (task,) = tasks(path, tmp_path / "out")
    words: list[str] = []
    one = running([task], words)
    for _ in range(cluster._LOST):
        assert one._left
        one._take(task, KilledWorker("key", None, 3))  # type: ignore[arg-type]  # whichever it was
    assert not one._left
    assert one._failed == {}
    (done,) = marks(tmp_path / "out")
    assert done.counts == {"refused": 1}
    (row,) = parquet.read_table(task.path(REPORTS)).to_pylist()
    assert "a.jsonl: workers: each that had it was lost: see their logs" in row["reason"]
    assert words == [row["reason"]]
    assert tasks(path, tmp_path / "out") == [task]


@pytest.fixture
def read(tmp_path: Path) -> Task:
    """A task that a worker has done."""
    own = own_theatre(tmp_path)
    (task,) = tasks(jsonl(tmp_path / "a.jsonl", [told("one", theatre=str(own))]), tmp_path / "out")
    with Engine(1, make=made) as engine:
        engine.run([task])
    return task


def test_a_result_that_is_not_seen_here_and_a_fault_are_told(read: Task, tmp_path: Path) -> None:
    (other,) = tasks(jsonl(tmp_path / "b.jsonl", [told("one")]), tmp_path / "out")
    (done,) = marks(tmp_path / "out")
    one = running([read, other])
    one._take(read, replace(done, files={**done.files, CLAIMS: "of another folder"}))
    one._take(other, IndexError("out of range"))
    first, second = one._failed.values()
    assert "--out: the result is not here: name a folder that this machine and every worker share" in str(first)
    assert "b.jsonl: worker: IndexError: out of range: see that the scheduler and every worker have say" in str(second)
    far = InputError(read.source.name, "path", "not there on worker far", "let it lie where every worker sees it")
    hidden = running([read])
    hidden._take(read, far)
    assert list(hidden._failed.values()) == [far]
    with pytest.raises(SetupError):
        running([read])._take(read, SetupError("worker", "theatre", "nowhere", "choose another"))


def test_a_theatre_that_is_another_on_a_worker_is_told_and_its_result_not_taken(read: Task, tmp_path: Path) -> None:
    (done,) = marks(tmp_path / "out")
    same = running([read])
    same._take(read, done)
    assert same._failed == {}
    own = tmp_path / "own.toml"
    own.write_text(own.read_text("utf-8") + "\n# as it is here\n", "utf-8")
    one = running([read])
    one._take(read, done)
    (error,) = one._failed.values()
    assert "own.toml: theatre: not the same on a worker as here: let all of them have one file" in str(error)
    assert marks(tmp_path / "out") == []


def test_of_what_was_done_before_the_input_changed_nothing_is_taken(read: Task) -> None:
    one = running([read])
    jsonl(Path(read.source.name), [told("another")])
    one._look()
    assert list(one._left) == [read.name]
    jsonl(Path(read.source.name), [told("one", theatre=str(Path(read.source.name).with_name("own.toml")))])
    one._look()
    assert not one._left


def test_a_cluster_without_workers_is_waited_for_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Empty:
        def __enter__(self) -> Empty:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def nthreads(self) -> dict[str, int]:
            return {}

    (task,) = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    words: list[str] = []
    one = running([task], words)
    rounds = iter([one._lost.clear, one._left.clear])
    monkeypatch.setattr(one, "_client", Empty)
    monkeypatch.setattr(one, "_round", lambda _: next(rounds)())
    assert one.run() == []
    assert words == ["tcp://127.0.0.1:1: no worker there yet: waiting for one"], "once"


def test_a_scheduler_that_never_answers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT_S", 0.5)
    monkeypatch.setattr(cluster, "_ANSWER_S", 1)
    given = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    words: list[str] = []
    with pytest.raises(SetupError, match=r"tcp://127.0.0.1:1: scheduler: .*: start it, or name another"):
        cluster.run(given, 1, "tcp://127.0.0.1:1", told=words.append)
    assert words in ([], ["tcp://127.0.0.1:1: the scheduler does not answer: waiting for it"]), "it says so once"


@pytest.mark.parametrize("address", ["head", "head:8786", "ftp://head:1", "tcp://head", "tcp://head:8786/x"])
def test_an_address_that_is_none_is_told_at_once(address: str, tmp_path: Path) -> None:
    given = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    with pytest.raises(InputError, match=r"--scheduler: address: .*: write it as tcp://host:8786"):
        cluster.run(given, 1, address)


def test_without_dask_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    given = tasks(jsonl(tmp_path / "a.jsonl", [told("one")]), tmp_path / "out")
    with pytest.raises(SetupError, match=r"distributed: not installed: .* pip install 'sayso\[cluster\]'"):
        cluster.run(given, 1, None)
    assert cluster.run([], 1, None) == [], "where nothing is to be done nothing is needed"


_INHERITS = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


@pytest.mark.parametrize("other", [False, True])
def test_an_interrupt_waits_while_a_cluster_starts_and_its_workers_never_hear_of_it(other: bool) -> None:
    before = signal.getsignal(signal.SIGINT)
    started: list[str] = []
    end = threading.Event()

    def start() -> None:
        with cluster.holding_interrupts() as let_go:
            os.kill(os.getpid(), signal.SIGINT)
            command = [sys.executable, "-c", _INHERITS]
            started.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            let_go()
            started.append("what was to be interrupted")

    thread = threading.Thread(target=end.wait)  # one that hears it, as a progress bar's does
    if other:
        thread.start()
    with pytest.raises(KeyboardInterrupt):
        start()
    end.set()
    assert started == ["True\n"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.getsignal(signal.SIGINT) is before
