"""Ledgers as earlier versions of sayso left them: what later migrations added is taken away again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

__all__ = ["made_older"]

# By the migration that added them: tables, and columns of tables that were there before.
_TABLES: Final[dict[str, tuple[str, ...]]] = {"0005": ("judgement",)}
_COLUMNS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "0006": {"report": ("sayso",)},
    "0007": {"feed": ("quiet", "whole", "kept", "refused", "passed"), "feed_entry": ("listed",)},
}


def made_older(connection: Connection, version: str) -> None:
    """Make a ledger of today's version into one of an earlier, as it stood after the migration ``version``."""
    for added in sorted(_TABLES.keys() | _COLUMNS.keys(), reverse=True):
        if added <= version:
            continue
        for table, names in _COLUMNS.get(added, {}).items():
            for name in names:
                connection.execute(text(f"alter table {table} drop column {name}"))
        for table in _TABLES.get(added, ()):
            connection.execute(text(f"drop table {table}"))
    connection.execute(text("update alembic_version set version_num = :version"), {"version": version})
