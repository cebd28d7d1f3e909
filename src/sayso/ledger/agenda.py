"""What is there for a watcher to do now, and when will there be more? All of one state of the ledger."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from sayso.ledger import schema as t
from sayso.ledger.feeds import WatchedFeed, feeds_of, moment
from sayso.ledger.turns import utc

__all__ = ["Agenda", "Waiting", "agenda", "busy_hosts"]

_MOST: Final = 5_000  # stories looked at for one whose host is free
_E: Final = t.feed_entry.c
_H: Final = t.feed_host.c
_STORIES: Final = (
    select(_E.key, _E.url)
    .where(_E.state == "waiting", _E.due <= bindparam("now"))
    .order_by(_E.told.desc(), _E.key)
    .limit(_MOST)
)
_NEXT: Final = select(func.min(_E.due)).where(_E.state == "waiting", _E.due > bindparam("now"))
_BUSY: Final = select(_H.name, _H.free).where(_H.free > bindparam("now"))


class Waiting(NamedTuple):
    """A story that waits, and where its page is."""

    key: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The feeds asked for, next first; the stories whose turn it is, newest first, and the ``next`` moment when it is
    that of others; the hosts that are ``busy``, each until when.
    """

    feeds: tuple[WatchedFeed, ...]
    stories: tuple[Waiting, ...]
    next: datetime | None
    busy: dict[str, datetime]


def busy_hosts(connection: Connection, now: datetime) -> dict[str, datetime]:
    """The hosts that may not be asked now, and from when on each may be."""
    return {name: datetime.fromisoformat(free) for name, free in connection.execute(_BUSY, {"now": utc(now)})}


def agenda(connection: Connection, feeds: Collection[int], now: datetime) -> Agenda:
    """What there is to do, for these feeds and for the stories of all."""
    at = {"now": utc(now)}
    return Agenda(
        tuple(feeds_of(connection, feeds)),
        tuple(Waiting(*row) for row in connection.execute(_STORIES, at)),
        moment(connection.execute(_NEXT, at).scalar()),
        busy_hosts(connection, now),
    )
