"""Has anything changed since a reader last asked? Told by the ledger's stamp, before anything is asked of it.

The tag is of this run of the room, of its ledger's state and of the address. The time is when this room first saw that
state: a ledger keeps no clock of its changes, and the day of a report says nothing of when it was added.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock

from fastapi import Request
from starlette.responses import Response

from sayso.ledger.stamp import stamp
from sayso.web.room import Room

__all__ = ["Mark", "Seen", "poll"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a state of an answer is known by: its tag, and since when it has been seen so."""

    tag: str
    since: datetime

    def headers(self) -> dict[str, str]:
        """The headers that tell it."""
        return {"etag": self.tag, "last-modified": format_datetime(self.since, usegmt=True)}


class Seen:
    """The states of a room's ledger, as they were seen; threads may share it."""

    def __init__(self, room: Room) -> None:
        self._ledger = room.ledger
        self._run = secrets.token_hex(8)  # another ledger may have come to the same stamp
        self._lock = Lock()
        self._stamp: str | None = None
        self._since = datetime.now(UTC).replace(microsecond=0)

    @classmethod
    def of(cls, room: Room) -> Seen:
        """The one of this room."""
        return room.kept("seen", lambda: cls(room))

    def now(self, request: Request) -> Mark:
        """What the answer at an address is known by, as the ledger is now."""
        with self._ledger.reading() as connection:
            now = stamp(connection)
        with self._lock:
            if now != self._stamp:
                moment = datetime.now(UTC).replace(microsecond=0)
                # Of one second there may be two states; each is later than the one before.
                first = self._stamp is None
                self._stamp, self._since = now, moment if first else max(moment, self._since + timedelta(seconds=1))
            since = self._since
        said = f"{self._run} {now} {request.url}"
        # Weak: it tells that the answer is the same, not that its bytes are.
        return Mark(f'W/"{hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()}"', since)


def poll(request: Request, mark: Mark) -> Response | None:
    """ "Not modified", if whoever asks has the answer as it is; else None."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        there = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        same = "*" in there or mark.tag.removeprefix("W/") in there
    else:
        same = _not_since(request.headers.get("if-modified-since"), mark.since)
    return Response(status_code=304, headers=mark.headers()) if same else None


def _not_since(given: str | None, since: datetime) -> bool:
    try:
        asked = None if given is None else parsedate_to_datetime(given)
    except (ValueError, TypeError, OverflowError):
        return False
    if asked is None:
        return False
    return since <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))
