"""How long may a connection be held without asking for anything? Its head must come soon, or it is closed.

The server waits for ever for the rest of a request's first lines; a few hundred connections that send a letter now and
then would leave nobody else one. What comes after the head, and how large it may be, is the guard's (``guard.py``).
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Connection"]


class Connection(H11Protocol):
    """A connection that is closed when a request has begun, or was to begin, and is not whole after ``HEAD_S``."""

    HEAD_S: ClassVar[float] = 20.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody is there; asyncio tells."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Something came; asyncio tells."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer went out, and another request may come."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._leave()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._leave()
        elif self._late is None:
            self._late = self.loop.call_later(self.HEAD_S, self.transport.close)

    def _leave(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
