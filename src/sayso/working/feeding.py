"""Makes items in processes of our own: what several sources hold, each in its order, whatever becomes of a process.

A source that ends its process costs itself alone. A feeder takes one source after another, and runs only so far ahead
as its pipe holds.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

from sayso.working.pool import ignoring_interrupts

__all__ = ["End", "Feeders"]

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class End:
    """A source has no more; ``died`` says of what its feeders died where it could be read no further."""

    died: str | None = None


@dataclass(slots=True, eq=False)
class _Feeder(Generic[S]):
    process: Any
    pipe: connection.Connection
    number: int = 0  # of the source that it is at
    fed: int = 0  # how many items of it have come
    deaths: int = 0  # of feeders that died after just so many


class Feeders(Generic[S, T]):
    """Processes that make items of sources by ``make``, which must be found by its name in another process.

    A source is given up when ``deaths`` feeders in a row died of it at the same item.
    """

    def __init__(self, size: int, make: Callable[[S], Iterable[T]], *, deaths: int = 1) -> None:
        self._size, self._make, self._deaths = size, make, deaths
        self._context = get_context("spawn")
        self._idle: list[_Feeder[S]] = []
        self._busy: list[_Feeder[S]] = []

    def __enter__(self) -> Feeders[S, T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for feeder in self._idle + self._busy:
            _end(feeder)
        self._idle.clear()
        self._busy.clear()

    def run(self, sources: Sequence[S]) -> Iterator[tuple[int, T | End]]:
        """Every item with the number of its source, and an End for each; several sources at once, each in its order.

        An exception of ``make`` is raised here.
        """
        waiting = deque(range(len(sources)))
        try:
            while waiting or self._busy:
                while waiting and len(self._busy) < self._size:
                    feeder = self._idle.pop() if self._idle else self._start()
                    feeder.number, feeder.fed, feeder.deaths = waiting.popleft(), 0, 0
                    self._send(feeder, sources)
                heard = connection.wait([feeder.pipe for feeder in self._busy])
                for feeder in [f for f in self._busy if f.pipe in heard]:
                    yield from self._hear(feeder, sources)
        finally:
            for feeder in self._busy:  # it is at something that nobody wants any more
                _end(feeder)
            self._busy.clear()

    def _hear(self, feeder: _Feeder[S], sources: Sequence[S]) -> Iterator[tuple[int, T | End]]:
        try:
            said = feeder.pipe.recv()
        except (EOFError, OSError):
            yield from self._lost(feeder, sources)
            return
        if isinstance(said, Exception):
            raise said
        if isinstance(said, End):
            self._busy.remove(feeder)
            self._idle.append(feeder)
        else:
            feeder.fed, feeder.deaths = feeder.fed + 1, 0
        yield feeder.number, said

    def _lost(self, feeder: _Feeder[S], sources: Sequence[S]) -> Iterator[tuple[int, T | End]]:
        self._busy.remove(feeder)
        _end(feeder)
        if feeder.deaths + 1 >= self._deaths:
            code = feeder.process.exitcode
            how = f"was killed (signal {-code})" if code is not None and code < 0 else f"ended ({code})"
            yield feeder.number, End(how)
            return
        again = self._start()
        again.number, again.fed, again.deaths = feeder.number, feeder.fed, feeder.deaths + 1
        self._send(again, sources)

    def _start(self) -> _Feeder[S]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_feed, args=(theirs, self._make), daemon=True)
        with ignoring_interrupts():
            process.start()
        theirs.close()
        return _Feeder(process, ours)

    def _send(self, feeder: _Feeder[S], sources: Sequence[S]) -> None:
        self._busy.append(feeder)
        try:
            feeder.pipe.send((sources[feeder.number], feeder.fed))
        except OSError:  # it is gone: its pipe will tell us so
            return


def _end(feeder: _Feeder[Any]) -> None:
    feeder.pipe.close()
    feeder.process.kill()
    feeder.process.join()


# -- a feeder -------------------------------------------------------------------------------------------------------

_END: Final = End()


def _feed(pipe: connection.Connection, make: Callable[[S], Iterable[T]]) -> None:
    """Send the items of every source that comes, but for those that an earlier feeder sent, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us all: the parent decides
    given: SimpleQueue[tuple[S, int]] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, given), daemon=True).start()
    try:
        while True:
            source, there = given.get()
            for number, item in enumerate(make(source)):
                if number >= there:
                    pipe.send(item)
            pipe.send(_END)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except Exception as error:  # whatever it is, the parent is to know
        pipe.send(error)
        raise


def _receive(pipe: connection.Connection, given: SimpleQueue[tuple[S, int]]) -> None:
    # In a thread of its own: when the parent is gone, so are we, in the middle of a long stretch without items too.
    try:
        while True:
            given.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)
