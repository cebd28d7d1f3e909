"""The columns of a ledger as it is, held for whoever asks again: read whole once, then kept up with what changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock, Thread
from typing import Final

from sqlalchemy import Connection, text

from sayso.ledger.columns import Columns, read_columns
from sayso.ledger.joining import joined
from sayso.ledger.stamp import stamp

__all__ = ["Held"]

_FEW: Final = 300  # changed reports that are sooner read than all
_CHANGED: Final = text("select distinct report_key from change where n > :n and report_key is not null limit :most")


class Held:
    """The columns of one ledger; threads may share them. ``reading`` opens a connection to it.

    Nothing is read before somebody asks for that: a command that answers once has its answer sooner without. Where
    more has changed than is soon read, they are read anew in a thread of its own.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading
        self._lock = Lock()
        self._state: tuple[str, Columns] | None = None
        self._behind = False

    def read(self, connection: Connection) -> Columns:
        """The columns as of this connection's state, whatever it takes."""
        now = stamp(connection)
        with self._lock:
            found = self._at(connection, now)
            if found is None:
                found = read_columns(connection)
                self._state = now, found
            return found

    def soon(self, connection: Connection) -> Columns | None:
        """The columns as of this connection's state, if they can be had soon; None where they were never read."""
        if self._state is None:
            return None
        now = stamp(connection)
        if self._state[0] == now:
            return self._state[1]
        if not self._lock.acquire(blocking=False):
            return None  # somebody is reading them
        try:
            found = self._at(connection, now)
        finally:
            self._lock.release()
        if found is None:
            self._catch_up()
        return found

    def _at(self, connection: Connection, now: str) -> Columns | None:
        """What is held, with the few reports that have changed since; None where it is not held or they are many."""
        if self._state is None:
            return None
        then, columns = self._state
        if then == now:
            return columns
        if connection.dialect.name != "sqlite" or int(now) < int(then):  # a connection may look at what was
            return None
        asked = {"n": int(then), "most": _FEW + 1}
        changed = list(connection.execute(_CHANGED, asked).scalars())
        if len(changed) > _FEW:
            return None
        if changed:
            columns = joined(columns, read_columns(connection, changed))
        self._state = now, columns
        return columns

    def _catch_up(self) -> None:
        if not self._behind:
            self._behind = True
            Thread(target=self._reread, name="sayso-columns", daemon=True).start()

    def _reread(self) -> None:
        try:
            with self._reading() as connection:
                self.read(connection)
        finally:
            self._behind = False
