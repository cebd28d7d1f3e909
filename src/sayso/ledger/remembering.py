"""Answers that are dear, kept for as long as nothing in their ledger changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from sayso.ledger.stamp import stamp

__all__ = ["Remembered"]

_T = TypeVar("_T")
_MOST: Final = 256


class Remembered:
    """Some answers about one ledger by their question, each with the ledger's stamp; threads may share it.

    Of more than ``most`` those that were asked for longest ago are let go.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()

    def answer(self, connection: Connection, question: Hashable, make: Callable[[], _T]) -> _T:
        """The answer to a question as of this connection's state of the ledger; made where it is not remembered."""
        now = stamp(connection)
        with self._lock:
            kept = self._kept.get(question)
            if kept is not None and kept[0] == now:
                self._kept.move_to_end(question)
                return kept[1]  # type: ignore[no-any-return] # one question, one kind of answer
        # Not under the lock: who asks something else need not wait.
        made = make()
        with self._lock:
            self._kept[question] = now, made
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
