"""Reads many files on a Dask cluster: one file is one task, and whatever becomes of workers, what is done stays done.

The work itself is that of ``local``: a worker of the cluster reads its file in processes of its own, so that nothing in
a file can end the worker. Inputs and results lie where every worker sees them. When workers are lost, Dask gives their
files to others; a file that costs more of them than any by chance is refused, like one that ends the processes of
``local``. When the scheduler is lost, we wait for it, and give it again what has no mark.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sayso.bulk.inputs import feed
from sayso.bulk.local import Feed, Finished, refused
from sayso.bulk.tasks import DONE, Done, Task, why
from sayso.bulk.worker import read_file
from sayso.errors import InputError, SetupError
from sayso.intake.finding import items
from sayso.model import Refusal
from sayso.theatres import brought
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
        holding_interrupts() as let_go,
        LocalCluster(  # no dashboard: it would listen for others
            n_workers=jobs,
            threads_per_worker=1,
            memory_limit=0,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
    ):
        let_go()
        yield str(cluster.scheduler_address)


@contextmanager
def holding_interrupts() -> Iterator[Callable[[], None]]:
    """Have Ctrl-C wait until it is let go, or the block ends; what is started meanwhile never hears of it.

    A cluster that is interrupted while it starts leaves nothing but tracebacks: ours, and those of its workers.
    """
    ours = threading.current_thread() is threading.main_thread() and hasattr(signal, "pthread_sigmask")
    if not ours or signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):
        yield lambda: None
        return
    came: list[int] = []
    resource_tracker.ensure_running()  # whoever starts it has SIGINT let through afterwards
    # What is started inherits what is blocked. Another thread of ours may hear of it all the same, and have us called.
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def let_go() -> None:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        if came:
            came.clear()
            raise KeyboardInterrupt

    try:
        yield let_go
    finally:
        let_go()


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
        if isinstance(came, InputError) and not Path(task.source.name).exists():
            came = _gone(task) or came
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


def _gone(task: Task) -> Done | None:
    """Note of an input that is gone, here too, what one machine would note of it; None where it is back."""
    refusal = next(items(task.source, task.given), None)
    return refused(task, refusal) if isinstance(refusal, Refusal) else None


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
