"""Which reports are kept back until their time (an embargo), and which of them may be read now?

What waits answers nothing: it is no report yet, only what will be read once it may be. A newer version of a report
takes the place of one that waits, and what takes a report back, or keeps a version as new, ends its wait
(``keeping.py``).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select

from sayso.intake.told import Held, Told
from sayso.ledger import schema as t
from sayso.ledger.fitting import check_id, check_rows
from sayso.ledger.keys import value_key
from sayso.ledger.opening import Ledger
from sayso.ledger.turns import again, take_turns, utc
from sayso.model import Block, Report

__all__ = ["Waits", "due", "hold", "waits"]


@dataclass(frozen=True, slots=True)
class Waits:
    """That a report (by id) waits, and until when."""

    report: str
    until: datetime


def hold(ledger: Ledger, held: Held) -> bool:
    """Keep a report back until its time; False where a newer version of it waits, or it was taken back since."""
    report = held.report
    check_id(report.id)
    row = {
        "key": value_key("waiting", report.id),
        "report": report.id,
        "until": utc(held.until),
        "told": _written(report),
        "seen": utc(held.seen or held.until),
    }
    check_rows(report.id, "waiting", [row])
    return again(lambda: _hold(ledger, row))


def _hold(ledger: Ledger, row: dict[str, object]) -> bool:
    c, w = t.waiting.c, t.withdrawal.c
    with ledger.writing() as connection:
        take_turns(connection, str(row["report"]))
        day = date.fromisoformat(str(row["seen"])[:10])
        gone = select(w.day).where(w.report == row["report"], w.day >= day)
        newer = select(c.key).where(c.report == row["report"], c.seen > row["seen"])
        if connection.execute(gone).first() is not None or connection.execute(newer).first() is not None:
            return False
        connection.execute(delete(t.waiting).where(c.report == row["report"]))
        connection.execute(insert(t.waiting), row)
    return True


def due(ledger: Ledger, now: datetime | None = None) -> list[Told]:
    """The reports whose time has come, the first first; kept with their ``seen``, they wait no longer."""
    c = t.waiting.c
    ready = select(c.told, c.until).where(c.until <= utc(now)).order_by(c.until, c.key)
    with ledger.reading() as connection:
        return [Told(_read(row.told), datetime.fromisoformat(row.until)) for row in connection.execute(ready)]


def waits(ledger: Ledger, now: datetime | None = None) -> list[Waits]:
    """What still waits, the first first."""
    c = t.waiting.c
    asked = select(c.report, c.until).where(c.until > utc(now)).order_by(c.until, c.key)
    with ledger.reading() as connection:
        return [Waits(row.report, datetime.fromisoformat(row.until)) for row in connection.execute(asked)]


def _written(report: Report) -> str:
    told = asdict(report)
    told["published"] = report.published.isoformat() if report.published else None
    return json.dumps(told, ensure_ascii=False)


def _read(written: str) -> Report:
    told = json.loads(written)
    published = date.fromisoformat(told.pop("published")) if told.get("published") else told.pop("published")
    blocks = tuple(Block(**block) for block in told.pop("blocks"))
    return Report(**told, published=published, blocks=blocks)
