"""Reads many files on a Dask cluster: one file is one task, and whatever becomes of workers, what is done stays done.

The work itself is that of ``local``: a worker of the cluster reads its file in processes of its own, so that nothing in
a file can end the worker. Inputs and results lie where every worker sees them. When workers are lost, Dask gives their
files to others; a file that costs more of them than any by chance is refused, like one that ends the processes of
``local``. When the scheduler is lost, we wait for it, and give it again what has no mark.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import pickle
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sayso.bulk.inputs import feed
from sayso.bulk.local import Engine, Feed, Finished, refused
from sayso.bulk.tasks import DONE, Done, Task, why
from sayso.errors import InputError, SetupError
from sayso.model import Refusal
from sayso.theatres import brought
from sayso.version import sayso_version
from sayso.working.pool import Make, make_reader, one_thread

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["run"]

_LOST: Final = 3
"""How often a file is given to the cluster when the workers that had it are lost."""
_WAIT_S: Final = 600.0
"""How long we wait for a scheduler that does not answer."""
_ANSWER_S: Final = 5
_ADDRESS: Final = re.compile(r"(?:tcp|tls|ws|wss)://[^\s/]+:\d+")
_CALM_S: Final = 1.0
_QUIET: Final = {  # what watches the workers on a cluster of our own, for a dashboard that there is not
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "5s",
}

Told = Callable[[str], None]


def run(
    tasks: Sequence[Task],
    jobs: int,
    scheduler: str | None,
    finished: Finished = lambda _: None,
    told: Told = lambda _: None,
    *,
    make: Make = make_reader,
    feed: Feed = feed,
) -> list[InputError]:
    """Read these on the cluster of a scheduler, or on one of our own on this machine with so many workers.

    Each is told when it is done. Returns why others are not; they can be tried again. SetupError where Dask is missing
    or no scheduler answers, or where what the reader needs is missing on the workers. ``make`` and ``feed`` are as an
    Engine has them.
    """
    if not tasks:
        return []
    if scheduler is not None and not _ADDRESS.fullmatch(scheduler):
        raise InputError("--scheduler", "address", scheduler, "write it as tcp://host:8786")
    _needs_dask()
    with _cluster(jobs, scheduler) as address:
        return _Running(tasks, address, (make, feed), finished, told).run()


def _needs_dask() -> None:
    try:
        import distributed  # noqa: F401 - only to see whether it is there
    except ImportError as error:
        fix = "install it: pip install 'sayso[cluster]'; --engine local needs nothing more"
        raise SetupError("--engine dask", "distributed", "not installed", fix) from error


@contextmanager
def _cluster(jobs: int, scheduler: str | None) -> Iterator[str]:
    if scheduler is not None:
        yield scheduler
        return
    import dask
    from distributed import LocalCluster

    one_thread()
    with (
        dask.config.set(_QUIET),
        LocalCluster(  # no dashboard: it would listen for others
            n_workers=jobs,
            threads_per_worker=1,
            memory_limit=0,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
    ):
        yield str(cluster.scheduler_address)


class _Running:
    """The tasks that have no mark yet, given to a scheduler again and again until all have one."""

    def __init__(
        self, tasks: Sequence[Task], address: str, means: tuple[Make, Feed], finished: Finished, told: Told
    ) -> None:
        self._left = {task.name: task for task in tasks}
        self._failed: dict[str, InputError] = {}
        self._lost: dict[str, int] = {}
        self._address, self._means, self._finished, self._told = address, means, finished, told

    def run(self) -> list[InputError]:
        """Why some are not done."""
        since = time.monotonic()  # when the scheduler last answered
        alone = False
        waiting = False
        while self._left:
            try:
                with self._client() as client:
                    waiting = False
                    if not alone and not client.nthreads():
                        alone = True
                        self._told(f"{self._address}: no worker there yet: waiting for one")
                    try:
                        self._round(client)
                    finally:
                        since = time.monotonic()
            except (OSError, CancelledError) as error:
                self._look()
                if time.monotonic() - since > _WAIT_S:
                    fix = "start it, or name another with --scheduler; what is done stays done"
                    raise SetupError(self._address, "scheduler", error or "does not answer", fix) from error
                if self._left and not waiting:
                    waiting = True
                    self._told(f"{self._address}: the scheduler does not answer: waiting for it")
                time.sleep(_CALM_S)
        return list(self._failed.values())

    @contextmanager
    def _client(self) -> Iterator[Client]:
        from distributed import Client

        client = Client(self._address, timeout=_ANSWER_S, set_as_default=False)
        try:
            yield client
        finally:
            with suppress(OSError, TimeoutError):  # of a scheduler that is gone
                client.close(timeout=_ANSWER_S)

    def _round(self, client: Client) -> None:
        from distributed import as_completed

        given: dict[Future[Done], Task] = {}
        for task in self._left.values():
            # Packed: what another sayso could not unpack is only unpacked by the same.
            packed = pickle.dumps((task, *self._means))
            key = f"sayso-{task.name}-{time.monotonic_ns()}"
            given[client.submit(read_file, task.sayso, packed, key=key, pure=False)] = task
        for future in as_completed(list(given), loop=client.loop):
            if future.status == "cancelled":
                raise CancelledError
            self._take(given[future], future.exception() if future.status == "error" else future.result())
            future.release()

    def _take(self, task: Task, came: Done | BaseException) -> None:
        from distributed import KilledWorker

        if isinstance(came, KilledWorker):
            self._lost[task.name] = self._lost.get(task.name, 0) + 1
            if self._lost[task.name] < _LOST:
                return
            fix = "see their logs; run bulk again, and it is tried again"
            lost = InputError(task.source.name, "workers", "each that had it was lost", fix)
            self._told(str(lost))
            came = refused(task, Refusal(task.source.name, str(lost)))
        if isinstance(came, SetupError):
            raise came
        wrong = came if isinstance(came, InputError) else _wrong(task, came)
        del self._left[task.name]
        if wrong is not None:
            self._failed[task.name] = wrong
        elif isinstance(came, Done):
            self._finished(came)

    def _look(self) -> None:
        """Take what was done while nobody told us."""
        for name, task in list(self._left.items()):
            if why(task) is None and (done := Done.read(task.path(DONE))) is not None:
                del self._left[name]
                self._finished(done)


def _wrong(task: Task, came: Done | BaseException) -> InputError | None:
    """What is wrong with what a worker gave for a task; None for a result that is here, as we would have made it."""
    if not isinstance(came, Done):
        fix = f"see that the scheduler and every worker have sayso {task.sayso}; run bulk again, or with --engine local"
        return InputError(task.source.name, "worker", f"{type(came).__name__}: {came}", fix)
    mark = task.path(DONE)
    if not _is_here(mark, came):
        with suppress(OSError):
            os.listdir(mark.parent)  # a shared folder that was looked into before may be remembered as it was then
        if not _is_here(mark, came):
            fix = "name a folder that this machine and every worker share"
            return InputError(task.out, "--out", "the result is not here", fix)
    for given, there in came.theatres.items():
        here = brought(given)
        if there != (here.name, here.toml):
            mark.unlink(missing_ok=True)
            return InputError(given, "theatre", "not the same on a worker as here", "let all of them have one file")
    return None


def _is_here(mark: Path, came: Done) -> bool:
    here = Done.read(mark)
    return here is not None and here.files == came.files


# -- on a worker ----------------------------------------------------------------------------------------------------


class _Engines:
    """Engines that wait for the next file: their processes take seconds to start. One is used by one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[object, Engine]] = []
        atexit.register(self.close)

    @contextmanager
    def engine(self, task: Task, make: Make, feed: Feed) -> Iterator[Engine]:
        """An engine for a task, which then waits for the next."""
        theatre = task.given.theatre
        # A theatre's file may have changed, and processes stay where they were begun.
        known = (brought(theatre) if theatre else None, task.at, task.model, make, feed)
        engine = self._take(known) or Engine(1, theatre, task.model, make=make, feed=feed)
        try:
            yield engine
        except BaseException:
            engine.close()
            raise
        with self._lock:
            self._idle.append((known, engine))

    def _take(self, known: object) -> Engine | None:
        with self._lock:
            for at, (what, engine) in enumerate(self._idle):
                if what == known:
                    del self._idle[at]
                    return engine
            while self._idle:  # of another theatre: they would only take memory
                self._idle.pop()[1].close()
        return None

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop()[1].close()


@cache
def _engines() -> _Engines:
    return _Engines()


class _Place:
    """Where this worker stands: a path that is told from a folder is looked for from there.

    Tasks from one folder may be at work side by side; those from another wait until it is left.
    """

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._there = 0

    @contextmanager
    def at(self, folder: str) -> Iterator[None]:
        """Stand in a folder in the block; stay where we are, where there is no such folder."""
        with self._turn:
            if _elsewhere(folder):
                self._turn.wait_for(lambda: not self._there or not _elsewhere(folder))
                with suppress(OSError):  # then only paths from the root can be found
                    os.chdir(folder)
            self._there += 1
        try:
            yield
        finally:
            with self._turn:
                self._there -= 1
                self._turn.notify_all()


def _elsewhere(folder: str) -> bool:
    try:
        return not os.path.samefile(folder, ".")
    except OSError:  # one of them is not there
        return True


@cache
def _place() -> _Place:
    return _Place()


def read_file(sayso: str, packed: bytes) -> Done:
    """Read one file on a worker; the mark of its result. InputError where the worker does not see what we see.

    ``packed`` are its Task and what an Engine has beside.
    """
    host = socket.gethostname()
    if sayso != sayso_version():
        fix = "install the same version everywhere"
        raise SetupError(f"worker {host}", "sayso", f"{sayso_version()}, not {sayso}", fix)
    task, make, feed = pickle.loads(packed)  # it comes by the same way as this function
    # A worker of Dask may have no processes of its own unless it says that it is not to be ended as one.
    multiprocessing.current_process().daemon = False
    done: list[Done] = []
    with _place().at(task.at):
        _look_around(task, host)
        with _engines().engine(task, make, feed) as engine:
            engine.run([task], done.append)
    return done[0]


def _look_around(task: Task, host: str) -> None:
    fix = "inputs, --out and theatres must lie where every worker sees them under the same path"
    theatre = task.given.theatre or ""
    for path, field in ((task.source.name, "path"), (task.out, "--out"), (theatre, "theatre")):
        if field == "theatre" and not path.endswith(".toml"):
            continue
        if not Path(path).exists() or (not os.path.isabs(path) and _elsewhere(task.at)):
            raise InputError(path, field, f"not there on worker {host}", fix)
