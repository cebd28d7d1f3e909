"""What does a worker of a cluster do with one file? It reads it as ``local`` does, in processes of its own.

So nothing in a file can end the worker. Paths are told from the folder where bulk is run, and looked for from there.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import pickle
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from sayso.bulk.local import Engine, Feed
from sayso.bulk.tasks import Done, Task
from sayso.errors import InputError, SetupError
from sayso.theatres import brought
from sayso.version import sayso_version
from sayso.working.pool import Make

__all__ = ["read_file"]


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
            while self._idle:  # of another theatre or folder: they would only take memory
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
