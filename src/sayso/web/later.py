"""Answers that take long: begun when they are first asked for, and kept for as long as the ledger stays as it is.

A page comes at once with what there is, says what is still being weighed, and fetches that. Nothing is ever shown that
is not of the ledger as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import func, select

from sayso.ledger import schema as t
from sayso.ledger.stamp import stamp
from sayso.web.room import Room

__all__ = ["Later"]

_T = TypeVar("_T")

_AT_ONCE_S: Final = 0.05  # how long a page waits for what may take long
_SOON_S: Final = 1.5  # in a ledger so small that it comes by then
_SMALL: Final = 20_000  # claims
_KEPT: Final = 128


class Later:
    """The answers of a room that take long; threads may share it."""

    def __init__(self, room: Room) -> None:
        self._ledger = room.ledger
        self._kept: dict[Hashable, tuple[str, Future[Any]]] = {}
        self._patience = "", _AT_ONCE_S
        self._closed = False
        self._lock = Lock()
        # One at a time of each sort: Python does one thing at a time, and whoever asks for a page goes first.
        self._quick = ThreadPoolExecutor(1, thread_name_prefix="sayso-soon")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="sayso-later")

    @classmethod
    def of(cls, room: Room) -> Later:
        """The one of this room; it ends with it."""
        return room.kept("later", lambda: cls(room))

    def get(self, key: Hashable, make: Callable[[], _T], *, whole: bool = False, quick: bool = False) -> _T | None:
        """The answer of this name as the ledger is now; None where it is not there soon, which ``whole`` waits for.

        What is ``quick`` as a rule does not stand in line behind what never is. What goes wrong is raised for whoever
        waits, and tried anew for the next.
        """
        while True:
            future = self._begun(key, make, quick)
            try:
                answer: _T = future.result(None if whole else self._patience[1])
            except TimeoutError:
                return None
            except CancelledError:  # the ledger changed, or too many asked for other things, before its turn came
                if self._closed or not whole:
                    return None
                continue
            return answer

    def _begun(self, key: Hashable, make: Callable[[], Any], quick: bool) -> Future[Any]:
        """What is being made, or was, of the ledger as it is now."""
        with self._ledger.reading() as connection:
            now = stamp(connection)
            if self._patience[0] != now:
                some = select(t.claim.c.key).limit(_SMALL).subquery()
                small = connection.execute(select(func.count()).select_from(some)).scalar_one() < _SMALL
                self._patience = now, _SOON_S if small else _AT_ONCE_S
        with self._lock:
            found = self._kept.pop(key, None)
            if found is None or found[0] != now or _failed(found[1]):
                if found is not None:
                    found[1].cancel()
                found = now, (self._quick if quick else self._long).submit(make)
            self._kept[key] = found  # the last asked for stands last
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))[1].cancel()
            return found[1]

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True
        for workers in (self._quick, self._long):
            workers.shutdown(wait=True, cancel_futures=True)


def _failed(future: Future[Any]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)
