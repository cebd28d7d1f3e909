"""On which address a room answers, and the server that does."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import uvicorn

from sayso.errors import InputError
from sayso.web.application import application
from sayso.web.guard import is_loopback
from sayso.web.room import Room

__all__ = ["PORT", "Server", "bound", "room_address"]

PORT: Final = 8420


def bound(host: str, port: int, token: str | None) -> socket.socket:
    """A socket that listens there; InputError for an address beyond this machine without a token, or one in use."""
    if token is None and not is_loopback(host):
        raise InputError("sayso serve", "--host", host, "another address than this machine's own needs --token")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host.strip("[]"), port))
    except OSError as error:
        sock.close()
        fix = "give another --port, or 0 for any that is free"
        raise InputError("sayso serve", "--port", f"{port} on {host}: {error.strerror or error}", fix) from error
    return sock


def room_address(sock: socket.socket, host: str, token: str | None = None) -> str:
    """The address to open: with the token, which the first answer turns into a cookie."""
    name = host if is_loopback(host) or host not in ("0.0.0.0", "::") else socket.gethostname()  # noqa: S104 - compared
    name = f"[{name}]" if ":" in name and not name.startswith("[") else name
    return f"http://{name}:{sock.getsockname()[1]}/" + (f"?token={quote(token, safe='')}" if token else "")


class Server(uvicorn.Server):
    """Answers for a room on a bound socket: ``run(sockets=[sock])``; ``ready`` is called once it answers."""

    def __init__(self, room: Room, *, token: str | None = None, ready: Callable[[], None] = lambda: None) -> None:
        config = uvicorn.Config(
            application(room, token=token),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            lifespan="on",
        )
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
