"""When may a host be asked again, and what does its robots.txt say? Kept, so that two watchers are no more than one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.ledger import schema as t
from sayso.ledger.agenda import busy_hosts
from sayso.ledger.fitting import shown
from sayso.ledger.opening import Ledger
from sayso.ledger.turns import utc

__all__ = ["Hosts", "Rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of an origin's robots.txt; ``text`` is None while it could not be had, for a reason."""

    text: str | None
    wrong: str | None = None


class Hosts:
    """Hosts and origins, in a ledger that is open to write."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._insert: Any = sqlite_insert if ledger.sqlite else postgresql_insert

    def busy(self, now: datetime) -> dict[str, datetime]:
        """The hosts that may not be asked now, and from when on each may be."""
        with self.ledger.reading() as connection:
            return busy_hosts(connection, now)

    def take(self, name: str, now: datetime, until: datetime) -> bool:
        """Take a host for one visit, until it is given back or at most until a moment; False where it is not free."""
        h = t.feed_host.c
        row = {"name": shown(name), "free": utc(until)}
        taking = update(t.feed_host).where(h.name == row["name"], h.free <= utc(now)).values(free=row["free"])
        with self.ledger.writing() as connection:
            if connection.execute(taking).rowcount == 1:
                return True
            adding = self._insert(t.feed_host).on_conflict_do_nothing().returning(h.name)
            return connection.execute(adding, row).first() is not None

    def give_back(self, name: str, free: datetime) -> None:
        """End a visit: nobody asks the host again before ``free``."""
        mine = update(t.feed_host).where(t.feed_host.c.name == shown(name))
        with self.ledger.writing() as connection:
            connection.execute(mine.values(free=utc(free)))

    def rules(self, origin: str, now: datetime) -> Rules | None:
        """What an origin's robots.txt said when it was last asked; None where it must be asked (again)."""
        h = t.feed_host.c
        known = select(h.robots, h.wrong).where(h.name == origin, h.until > utc(now))
        with self.ledger.reading() as connection:
            row = connection.execute(known).first()
        return None if row is None else Rules(row.robots, row.wrong)

    def keep_rules(
        self, origin: str, text: str | None, now: datetime, until: datetime, *, wrong: str | None = None
    ) -> None:
        """Keep what an origin's robots.txt said (None: it could not be had), to hold until a moment."""
        said = {"robots": text and shown(text), "until": utc(until), "wrong": wrong and shown(wrong)}
        adding = self._insert(t.feed_host).on_conflict_do_update(index_elements=[t.feed_host.c.name], set_=said)
        with self.ledger.writing() as connection:
            connection.execute(adding, {"name": shown(origin), "free": utc(now), **said})
