"""Where may a connection go, and how long may it take? To public addresses that were checked, within one clock.

What ``fetch`` asks httpx for goes through this ``Transport``: no connection is made in any other way.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import typing
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import httpcore
import httpx

from sayso.errors import FetchError
from sayso.intake.addresses import is_disguised

__all__ = ["Allow", "Clock", "Resolve", "Transport", "system_resolve"]

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host at a port, as text."""
Allow = Callable[[str], bool]
"""Whether an address may be connected to."""


def system_resolve(host: str, port: int) -> list[str]:
    """All addresses of a host by the system's resolver, as text."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Clock:
    """What is left of the time for the whole fetch, redirects and all."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url, self.seconds = url, seconds
        self.until = time.monotonic() + seconds

    def error(self) -> FetchError:
        """What to say when nothing is left."""
        return FetchError(self.url, "time", f"more than {self.seconds:g} s", "try later, or save the page to a file")

    def left(self) -> float:
        """Seconds; FetchError when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise self.error()
        return left


class _Stream(httpcore.NetworkStream):
    """A connection on which every read and write stays within the clock, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._clock.left()), self._clock)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class _Guard(httpcore.NetworkBackend):
    """Opens connections, and only to addresses that were checked.

    The check stands where the connection is made: a name is resolved once, all its addresses are checked,
    and one of these very addresses is connected to, so that a second answer of the resolver (DNS
    rebinding) changes nothing. TLS still checks the certificate against the name.
    """

    def __init__(self, clock: Clock, resolve: Resolve, allow: Allow) -> None:
        self._clock, self._resolve, self._allow = clock, resolve, allow
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if is_disguised(host):
            raise FetchError(self._clock.url, "host", host, "write the host's name, or its address in the common form")
        addresses = self._lookup(host, port)
        for address in addresses:
            if not self._allow(address):
                value = host if host == address else f"{host} ({address})"
                raise FetchError(self._clock.url, "address", value, "only public addresses are fetched")
        for nth, address in enumerate(addresses, 1):
            try:
                return _Stream(self._inner.connect_tcp(address, port, self._clock.left()), self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if nth == len(addresses):
                    raise
        raise FetchError(self._clock.url, "host", host, "no address is known for it; check the spelling")

    def _lookup(self, host: str, port: int) -> list[str]:
        """Addresses of a host, within the clock: the system's resolver knows no timeout of its own."""
        found: list[str] = []
        failed: list[OSError | UnicodeError] = []

        def work() -> None:
            try:
                found.extend(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        worker.join(self._clock.left())
        if worker.is_alive():
            raise self._clock.error()
        if failed or not found:
            raise FetchError(self._clock.url, "host", host, "no address is known for it; check the spelling")
        return list(found)


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: Iterable[bytes], close: Callable[[], None]) -> None:
        self._inner, self._close = inner, close

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._close()


@cache
def _authorities() -> ssl.SSLContext:
    """Whom certificates are trusted from; reading them takes longer than most fetches."""
    return httpx.create_ssl_context()


class Transport(httpx.BaseTransport):
    """httpx over guarded connections, straight to the host: no proxy could make the check for us.

    ``resolve`` looks a host up, ``allow`` says which addresses may be connected to.
    """

    def __init__(self, clock: Clock, resolve: Resolve, allow: Allow) -> None:
        guard = _Guard(clock, resolve, allow)
        self._pool = httpcore.ConnectionPool(ssl_context=_authorities(), network_backend=guard)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request; httpx calls it."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        stream = typing.cast("Iterable[bytes]", answer.stream)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(stream, answer.close))

    def close(self) -> None:
        """Close what is open; httpx calls it."""
        self._pool.close()
