"""Has a ledger changed since? A mark that is another one after every change, whoever made it."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from sayso.ledger import schema as t
from sayso.ledger.opening import Ledger

__all__ = ["Moment"]


class Moment:
    """The mark of a ledger; threads may share it. Costs next to nothing in a file, a few milliseconds on a server."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._own: Any = None  # the one connection whose numbers can be held against each other
        self._lock = Lock()

    def __call__(self) -> Hashable:
        """The mark as it is now."""
        with self._lock, self._ledger.telling_errors():
            if self._ledger.sqlite:
                self._own = self._own or self._ledger.engine.raw_connection()
                version: int = self._own.cursor().execute("pragma data_version").fetchone()[0]
                return version
            r = t.report.c
            counts = (func.count(), func.max(r.seen), func.count(r.until), func.count(r.withdrawn))
            decided = [select(func.max(of.c.key)).scalar_subquery() for of in (t.review, t.decision)]
            with self._ledger.reading() as connection:
                return tuple(connection.execute(select(*counts, *decided)).one())

    def close(self) -> None:
        """Let its connection go."""
        with self._lock:
            if self._own is not None:
                self._own.close()
                self._own = None
