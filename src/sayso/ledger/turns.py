"""How do writers, in several processes, keep out of each other's way?

A file has one writer at a time anyway. On a server, those who write of one report ask for it first, and whoever meets
another all the same begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

from sqlalchemy import Connection

from sayso.errors import LedgerError
from sayso.ledger.keys import value_key

__all__ = ["TRIES", "again", "take_turns", "utc"]

TRIES: Final = 8
_T = TypeVar("_T")


def take_turns(connection: Connection, *reports: str | None) -> None:
    """Make writers of one report, by its id or address, wait for each other until their transactions end."""
    if connection.dialect.name != "sqlite":
        for number in sorted(value_key("report", name) for name in set(reports) - {None}):
            connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (number,))


def again(work: Callable[[], _T]) -> _T:
    """Do it again where another writer was in the way for a moment: then nothing of the first try was kept."""
    for _ in range(TRIES):
        try:
            return work()
        except LedgerError as error:
            if not _passing(error.__cause__):
                raise
    return work()


def _passing(error: BaseException | None) -> bool:
    """Whether a server's refusal came of another writer: the same key, a deadlock, a row that had just changed."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state in ("23505", "40001", "40P01")


def utc(when: datetime | None = None) -> str:
    """A moment, by default this one, as it is kept: ISO 8601 in UTC."""
    moment = (when or datetime.now(UTC)).astimezone(UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
