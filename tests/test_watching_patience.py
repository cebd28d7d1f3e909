from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.watching.patience import Patience
from tests.sites import START, HandClock


def failing(times: int, said: str, cause: Exception | None = None) -> Callable[[], str]:
    """A work that fails so many times."""
    tries: list[int] = []

    def work() -> str:
        tries.append(1)
        if len(tries) <= times:
            raise LedgerError("sayso.db", "database", said, "wait") from cause
        return "done"

    return work


@pytest.mark.parametrize(
    "said", ["database is locked", "database or disk is full", "the connection is closed", "disk I/O error"]
)
def test_what_passes_is_waited_out_and_told_once(said: str) -> None:
    clock, told = HandClock(), list[LedgerError]()
    work = failing(9, said)
    assert Patience(clock, told.append)(work) == "done"
    assert len(told) == 1
    assert 300 < (clock.at - START).total_seconds() < 9 * 300


def test_who_watches_once_waits_for_ten_minutes() -> None:
    clock = HandClock()
    with pytest.raises(LedgerError):
        Patience(clock, lambda error: None, 600)(failing(10**6, "database is locked"))
    assert 600 <= (clock.at - START).total_seconds() < 1200


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("file is not a database", OperationalError("", {}, sqlite3.DatabaseError())),
        ("connection failed: value too long", IntegrityError("", {}, sqlite3.IntegrityError())),
    ],
)
def test_what_time_does_not_mend_is_told_at_once(said: str, cause: Exception) -> None:
    clock = HandClock()
    with pytest.raises(LedgerError):
        Patience(clock, lambda error: None)(failing(1, said, cause))
    assert clock.at == START


def test_a_full_ledger_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself says so, and goes on as soon as there is room."""
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        clock, room = HandClock(), list[int]()

        def keep() -> None:
            with ledger.writing() as connection:
                pages = int(connection.exec_driver_sql("pragma page_count").scalar() or 0)
                connection.exec_driver_sql(f"pragma max_page_count = {pages if not room else 10**6}")
                connection.exec_driver_sql("insert into theatre values (?, 'd', ?, 's')", ("x", "y" * 1_000_000))

        patience = Patience(clock, lambda error: room.append(1))
        patience(keep)
        assert room == [1]
        with ledger.reading() as connection:
            assert connection.exec_driver_sql("select count(*) from theatre").scalar() == 1
