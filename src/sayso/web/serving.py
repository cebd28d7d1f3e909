"""On which address a room answers, and the server that does."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import quote

import uvicorn

from sayso.errors import InputError
from sayso.web.application import application
from sayso.web.connections import Connection
from sayso.web.guard import is_loopback
from sayso.web.room import Room

__all__ = ["PORT", "Server", "bound", "room_address"]

PORT: Final = 8420
_OFTEN: Final = (20_000, 20, 20)  # objects made before Python looks for garbage: an answer is made of as many


def bound(host: str, port: int, token: str | None) -> socket.socket:
    """A socket that listens there; InputError for an address beyond this machine without a token, or one in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By its protocol asyncio knows that it may send at once: else an answer in two pieces waits 40 ms for the first's
    # receipt.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if token is None and not is_loopback(host):
            raise _open_to_all(host)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host.strip("[]"), port))
        # A name is whatever the machine's tables say it is.
        if token is None and not is_loopback(sock.getsockname()[0]):
            raise _open_to_all(f"{host} ({sock.getsockname()[0]})")
        sock.listen(128)
    except (OSError, UnicodeError) as error:
        sock.close()
        said = getattr(error, "strerror", None) or error
        if getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
            fix = "give another --port, or 0 for any that is free"
            raise InputError("sayso serve", "--port", f"{port} on {host}: {said}", fix) from error
        fix = "give an address of this machine: 127.0.0.1, or 0.0.0.0 for all it has"
        raise InputError("sayso serve", "--host", f"{host}: {said}", fix) from error
    except BaseException:
        sock.close()
        raise
    return sock


def _open_to_all(host: str) -> InputError:
    return InputError("sayso serve", "--host", host, "another address than this machine's own needs --token")


def room_address(sock: socket.socket, host: str, token: str | None = None) -> str:
    """The address to open: with the token, which the first answer turns into a cookie."""
    name = host if is_loopback(host) or host not in ("0.0.0.0", "::") else socket.gethostname()  # noqa: S104 - compared
    name = f"[{name}]" if ":" in name and not name.startswith("[") else name
    return f"http://{name}:{sock.getsockname()[1]}/" + (f"?token={quote(token, safe='')}" if token else "")


class Server(uvicorn.Server):
    """Answers for a room on a bound socket: ``run(sockets=[sock])``; ``ready`` is called once it answers.

    Ctrl-C and SIGTERM are how it is meant to end: then ``run`` returns, and whoever called it may tidy up.
    """

    def __init__(self, room: Room, *, token: str | None = None, ready: Callable[[], None] = lambda: None) -> None:
        config = uvicorn.Config(
            application(room, token=token),
            http=Connection,  # one parser, whatever else is installed; and nothing that a proxy says of itself
            ws="none",
            proxy_headers=False,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            lifespan="on",
        )
        super().__init__(config)
        self._room, self._ready = room, ready

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer until told to stop."""
        if threading.current_thread() is not threading.main_thread():
            super().run(sockets)
            return
        # Once it has stopped, uvicorn lets the signal do what it did before, and SIGTERM would end us on the spot.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with suppress(KeyboardInterrupt):
                super().run(sockets)
        finally:
            signal.signal(signal.SIGTERM, before)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        # What is loaded by now stays to the end: not to be gone through whenever Python looks for garbage.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_OFTEN)
        await super().startup(sockets)
        if self.started:
            self._room.warm()
            self._ready()
