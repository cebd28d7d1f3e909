from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.ledger import schema as t
from sayso.ledger.statements import Prepared


def _withdrawal(report: str, day: date) -> dict[str, Any]:
    return {"report": report, "day": day, "why": "100% ? %s :x", "seen": "now", "unused": 1}


def test_prepared_statements_do_what_sqlalchemys_do(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        fill = Prepared(insert(t.withdrawal), ledger.engine.dialect, t.withdrawal)
        ask = Prepared(
            select(t.withdrawal.c.why).where(t.withdrawal.c.report == bindparam("named")), ledger.engine.dialect
        )
        rows = [_withdrawal("a", date(2034, 3, n)) for n in (1, 2)]
        with ledger.writing() as connection:
            fill.fill(connection, [])
            fill.fill(connection, rows)
            fill.fill(connection, [_withdrawal("b", date(2034, 3, 3))])
            assert [row[0] for row in ask.ask(connection, {"named": "b"})] == ["100% ? %s :x"]
            assert ask.ask(connection, {"named": "c"}) == []
        with ledger.reading() as connection:
            days = connection.execute(select(t.withdrawal.c.day).order_by(t.withdrawal.c.day)).scalars().all()
        assert days == [date(2034, 3, n) for n in (1, 2, 3)]


def test_what_the_driver_refuses_is_told_as_ever(database_url: str) -> None:
    with Ledger.open(database_url, create=True) as ledger:
        fill = Prepared(insert(t.withdrawal), ledger.engine.dialect, t.withdrawal)
        row = _withdrawal("a", date(2034, 3, 1))
        with pytest.raises(LedgerError), ledger.writing() as connection:
            fill.fill(connection, [row, dict(row)])
        with ledger.reading() as connection:
            assert connection.execute(select(t.withdrawal)).all() == []
