"""Statements that are made once and run for every report, with the driver's own values: adding is mostly of these.

Nothing but speed: SQLAlchemy takes longer to make a statement ready than a file takes to run it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table
from sqlalchemy.sql import ClauseElement

__all__ = ["Prepared"]


class Prepared:
    """A statement in the words of one database; its values are given by name."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, filled: Table | None = None) -> None:
        """``filled`` is the table that an insert fills, all of its columns."""
        keys = None if filled is None else [column.name for column in filled.columns]
        made: Any = statement.compile(dialect=dialect, column_keys=keys)
        self._sql = str(made)
        self._pick: Callable[[Any], Any] | None = None
        self._days: tuple[str, ...] = ()
        if dialect.positional:
            names = list(made.positiontup)
            only = names[0]
            self._pick = itemgetter(*names) if len(names) > 1 else lambda row: (row[only],)
            if filled is not None and dialect.name == "sqlite":  # whose driver has no days
                self._days = tuple(c.name for c in filled.columns if isinstance(c.type, Date))

    def fill(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Run it for every row; for none at all, not."""
        if not rows:
            return
        for name in self._days:
            for row in rows:
                day = row[name]
                if isinstance(day, date):
                    row[name] = day.isoformat()
        given = list(rows) if self._pick is None else [self._pick(row) for row in rows]
        connection.exec_driver_sql(self._sql, given if len(given) > 1 else given[0])

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows that it finds, with the driver's own values."""
        return connection.exec_driver_sql(self._sql, self._given(values)).all()

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run it once."""
        connection.exec_driver_sql(self._sql, self._given(values))

    def _given(self, values: Mapping[str, Any]) -> Any:
        return dict(values) if self._pick is None else self._pick(values)
