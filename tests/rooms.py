"""A served room for tests: a real server on a free port of loopback, over a ledger of reports of the invented war."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso.ledger import Keeper, Ledger
from sayso.model import Reading
from sayso.web import Room
from sayso.web.serving import Server, bound

__all__ = ["kept", "served"]


@contextmanager
def served(room: Room, *, token: str | None = None) -> Iterator[str]:
    """Serve ``room`` while the block lasts; gives its address, without a slash at the end."""
    ready = threading.Event()
    sock = bound("127.0.0.1", 0, token)
    server = Server(room, token=token, ready=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        assert ready.wait(20), "the room did not begin to answer"
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        sock.close()
    assert not thread.is_alive(), "the room did not stop"


def kept(path: Path, readings: Iterable[Reading]) -> Path:
    """A ledger in a file with these readings in it."""
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in readings:
            keeper.keep(reading)
    return path
