"""Reads reports on every core, in processes of our own, and gives the readings in the order of the reports.

Each worker is a process with one pipe to us, so that we know which report it is on: one that dies or hangs costs that
report alone, and is started anew. Workers are spawned, not forked, and end by themselves when their pipe closes,
which the system sees to even if we are killed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import connection, get_context
from queue import SimpleQueue
from typing import Any, Final, Protocol

from sayso.errors import InputError, SaysoError
from sayso.model import Reading, Refusal, Report
from sayso.refusing import attempt, patience, too_long

__all__ = [
    "FEW",
    "Make",
    "Pool",
    "Reads",
    "cores",
    "ignoring_interrupts",
    "make_reader",
    "one_thread",
    "readings",
]

FEW: Final = 8
"""Fewer reports than this are read here: a worker takes seconds to start."""
_AHEAD: Final = 2  # reports that a worker has been given: one it reads, one to go on with at once
_WAITING: Final = 16  # readings a worker that may wait for an earlier, slow one: bounds what is held in memory
_WORKER_BYTES: Final = 400_000_000  # what a worker takes at most, with room for long reports
_RETIRES: Final = 5_000  # reports after which a worker makes room for a fresh one: what readers remember only grows
_GRACE_S: Final = 20.0  # a worker gives a report up by itself; one that can't even do that is ended so much later
_START_S: Final = 120.0  # to start, a worker loads the pipeline and may compile the gazetteer
_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Reads(Protocol):
    """What reads reports; `sayso.reader.Reader` does."""

    def read(self, report: Report) -> Reading:
        """Read one report."""


def one_thread() -> None:
    """Have numpy, where it is not loaded yet, reckon in one thread unless the user says otherwise.

    More would only get in each other's way, and sums would not come out the same here and there to the last bit.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def cores() -> int:
    """How many workers this machine carries: one a core that we may use, and no more than fit in free memory."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError), open("/proc/meminfo", encoding="ascii") as lines:
        free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)
        if free is not None:
            usable = min(usable, max(free // _WORKER_BYTES, 1))
    return usable


def make_reader(theatre: str | None, model: str | None) -> Reads:
    """The reader itself, made where it reads."""
    one_thread()
    from sayso.reader import Reader

    return Reader(theatre=theatre, model=model)


Make = Callable[[str | None, str | None], Reads]
Answers = Generator[Reading | Refusal, None, None]


def readings(
    reports: Iterable[Report],
    jobs: int,
    theatre: str | None = None,
    model: str | None = None,
    make: Make = make_reader,
) -> Answers:
    """Read reports, one answer for each, in their order; up to ``jobs`` at once.

    What can't be read is a Refusal: also a report that its worker died of, or that took too long. SetupError when the
    theatre or the model can't be loaded. Reports are taken only as they are needed; to stop, close the iterator.
    ``make`` makes what reads them, from the theatre and the model; it must be found by its name in another process.
    """
    waiting = iter(reports)
    first = list(islice(waiting, FEW)) if jobs > 1 else []
    if jobs > 1 and len(first) == FEW:
        return _with_a_pool(chain(first, waiting), jobs, (make, theatre, model))
    return _here(chain(first, waiting), (make, theatre, model))


def _with_a_pool(reports: Iterator[Report], jobs: int, settings: tuple[Make, str | None, str | None]) -> Answers:
    make, theatre, model = settings
    with Pool(jobs, theatre, model, make) as pool:
        yield from pool.run(reports)


def _here(reports: Iterable[Report], settings: tuple[Make, str | None, str | None]) -> Answers:
    make, *named = settings
    reader: Reads | None = None
    for report in reports:
        if reader is None:  # loading it takes a second, and what needs no reading should not wait for it
            reader = make(*named)
        yield attempt(reader.read, report)


def _died(report: Report, code: int | None) -> Refusal:
    how = f"was killed (signal {-code})" if code is not None and code < 0 else f"ended ({code})"
    fix = "add it again with --jobs 1; if memory ran out, split the report"
    return Refusal(report.id, str(InputError(report.id, "reader", f"the process that read it {how}", fix)))


# -- a worker -------------------------------------------------------------------------------------------------------


def _work(pipe: connection.Connection, make: Make, theatre: str | None, model: str | None) -> None:
    """Answer every report that comes with a reading, a refusal or an error, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us all: the parent decides
    given: SimpleQueue[Report] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, given), daemon=True).start()
    try:
        reader = make(theatre, model)
        pipe.send(None)
        while True:
            pipe.send(attempt(reader.read, given.get()))
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except SaysoError as error:
        pipe.send(error)
    except Exception as error:  # whatever it is, the parent is to know
        pipe.send(error)
        raise


def _receive(pipe: connection.Connection, given: SimpleQueue[Report]) -> None:
    # In a thread of its own: the parent never waits for us to take a report, and when it is gone, so are we.
    try:
        while True:
            given.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)


# -- the pool -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Job:
    report: Report
    answer: Reading | Refusal | None = None
    deaths: int = 0  # of workers that were on it


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    pipe: connection.Connection
    jobs: deque[_Job] = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0  # when it began what it is at
    answered: int = 0

    def deadline(self) -> float:
        """When it has hung; never, while it has nothing to do."""
        if not self.ready:
            return self.since + _START_S
        return self.since + patience(self.jobs[0].report) + _GRACE_S if self.jobs else float("inf")


class Pool:
    """Processes that read; ``run`` may be called again and again, each time when the last has given all its answers.

    A report is given up when so many workers as ``deaths`` died of it: one will do where a death is most likely the
    report's own fault, more where workers are ended for other reasons too.
    """

    def __init__(
        self,
        size: int,
        theatre: str | None = None,
        model: str | None = None,
        make: Make = make_reader,
        *,
        deaths: int = 1,
    ) -> None:
        self._size, self._settings, self._deaths = size, (make, theatre, model), deaths
        self._context = get_context("spawn")
        self._workers: list[_Worker] = []
        self._again: deque[_Job] = deque()  # what workers that are gone had not read
        self._unborn = 0  # workers in a row that ended before they could read

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they are at."""
        while self._workers:
            _end(self._workers.pop())

    def run(self, reports: Iterable[Report]) -> Answers:
        """One answer for each report, in their order, as `readings` gives them; to stop early, close the iterator."""
        waiting = iter(reports)
        order: deque[_Job] = deque()
        more = True
        try:
            while more or order:
                more = self._give(waiting, order, more)
                self._listen()
                while order and (answer := order[0].answer) is not None:
                    order.popleft()
                    yield answer
        finally:
            if more or order:  # they are still at something that nobody wants any more
                self.close()
                self._again.clear()

    def _give(self, reports: Iterator[Report], order: deque[_Job], more: bool) -> bool:
        """Hand out reports, one to each worker before any has two; False when there are no more."""
        while True:
            staying = (worker for worker in self._workers if worker.answered < _RETIRES)
            worker = min(staying, key=lambda w: len(w.jobs), default=None)
            if (worker is None or worker.jobs) and len(self._workers) < self._size:
                worker = None  # there is room for one more
            elif worker is None or len(worker.jobs) >= _AHEAD:
                return more
            if self._again:
                job = self._again.popleft()
            elif not more or len(order) >= self._size * _WAITING:
                return more
            elif (report := next(reports, None)) is None:
                return False
            else:
                order.append(job := _Job(report))
            self._send(worker or self._start(), job)

    def _start(self) -> _Worker:
        if not self._workers and self._settings[0] is make_reader:
            from sayso.gazetteer import open_gazetteer

            open_gazetteer()  # the first time it is compiled: once, not by each worker
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, *self._settings), daemon=True)
        with ignoring_interrupts():  # which it inherits, until it is able to say so itself
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, since=time.monotonic()))
        return self._workers[-1]

    def _send(self, worker: _Worker, job: _Job) -> None:
        if not worker.jobs and worker.ready:
            worker.since = time.monotonic()
        worker.jobs.append(job)
        with suppress(OSError):  # it is gone: its pipe will tell us so
            worker.pipe.send(job.report)

    def _listen(self) -> None:
        """Take in what workers have to say, and end those that have hung."""
        if not self._workers:
            return
        until = min(worker.deadline() for worker in self._workers)
        wait = None if until == float("inf") else max(until - time.monotonic(), 0.0)
        heard = connection.wait([worker.pipe for worker in self._workers], wait)
        for worker in [w for w in self._workers if w.pipe in heard]:
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker, hung=False)
                continue
            if isinstance(said, Exception):
                raise said
            if said is None:
                worker.ready, self._unborn = True, 0
            else:
                worker.jobs.popleft().answer = said
                worker.answered += 1
                if worker.answered >= _RETIRES and not worker.jobs:
                    self._workers.remove(worker)
                    _end(worker)
            worker.since = time.monotonic()
        if not heard:
            now = time.monotonic()
            for worker in [w for w in self._workers if w.deadline() <= now]:
                self._lost(worker, hung=True)

    def _lost(self, worker: _Worker, *, hung: bool) -> None:
        """A worker is gone: what it was on is answered for it, and what it had not begun is read by another."""
        self._workers.remove(worker)
        _end(worker)
        if worker.ready and worker.jobs:
            job = worker.jobs[0]
            job.deaths += 1
            if hung:
                job.answer = too_long(job.report, patience(job.report))
            elif job.deaths >= self._deaths:
                job.answer = _died(job.report, worker.process.exitcode)
            if job.answer is not None:
                worker.jobs.popleft()
        elif not worker.ready:
            self._unborn += 1
            if self._unborn > 2 * self._size:
                told = f"ended with {worker.process.exitcode} before they could read"
                raise InputError("add", "worker processes", told, "free some memory, or add with --jobs 1")
        self._again.extend(worker.jobs)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


@contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Have Ctrl-C do nothing in the block, and in processes that are started in it until they say otherwise."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
