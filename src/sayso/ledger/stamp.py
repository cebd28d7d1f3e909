"""Has anything changed? A value that is another one after every report, withdrawal, decision, review, judgement or
theatre kept.

A file has a log of its changes, kept by triggers in the very transaction that makes them, whatever program makes them;
its last number is what a connection's state of the file is known by. On a server transactions end in another order than
they begin, so that no such number tells; there it is which transactions a connection sees, as the server names them.
Anybody's work on that server changes that, so that it may change where nothing has; never the other way round.

Ask for it in the same block as for the answer: both are then of one state. Two ledgers may have the same stamp.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

__all__ = ["stamp"]

_LAST: Final = text("select coalesce(max(n), 0) from change")
_SEEN: Final = text("select cast(pg_current_snapshot() as text)")


def stamp(connection: Connection) -> str:
    """What a connection's state of its ledger is known by."""
    sqlite = connection.dialect.name == "sqlite"
    return str(connection.execute(_LAST if sqlite else _SEEN).scalar())
