"""Who may ask for what: hosts, the token, posts from other sites, sizes; and the headers that keep pages harmless.

Pure ASGI, in front of everything, so that no page can forget it. A page never runs what a report says: its text is
escaped, and if that failed the policy would still let no script run but the room's own files.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

__all__ = ["HEADERS", "LIMIT_BYTES", "Guard", "Rules", "is_loopback"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LIMIT_BYTES: Final = 20_000_000
"""What one request may bring: a few thousand reports."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    # Not "no-referrer": with it browsers say "Origin: null" of the room's own forms, which then look like a stranger's.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_COOKIE: Final = "sayso_token"
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]/?#@\s]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard goes by: the token that is asked for, if any, the hosts it answers to, and the largest body.

    Without a token only names of this very machine are answered to, so that a page elsewhere whose name is made to
    point here (DNS rebinding) gets nothing. With one, any name will do: such a page has no token.
    """

    token: str | None = None
    limit: int = LIMIT_BYTES


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


class _TooLargeError(Exception):
    """The body went past the limit while it was read."""


class Guard:
    """Lets a request through to ``app`` or answers it itself, and puts the headers on every answer."""

    def __init__(self, app: App, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of the room uses another protocol
            await send({"type": "websocket.close", "code": 1008})
            return
        begun = False

        async def harmless(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": _with_headers(message.get("headers", []))}
            await send(message)

        headers = _headers(scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await _answer(harmless, *refused)
            return
        try:
            await self._app(scope, self._counted(receive), harmless)
        except _TooLargeError:
            if begun:
                raise
            await _answer(harmless, 413, _large(self._rules.limit))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        host = _HOST.fullmatch(headers.get("host", ""))
        if host is None or (self._rules.token is None and not is_loopback(host["name"])):
            return 421, "This room answers to localhost only; another address needs sayso serve --token.", []
        if scope["method"] not in _SAFE and not _own(headers):
            return 403, "Posts from other sites are refused.", []
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return 400, "The content-length is no number.", []
        if int(length) > self._rules.limit:
            return 413, _large(self._rules.limit), []
        return self._token_refused(scope, headers)

    def _token_refused(
        self, scope: Scope, headers: dict[str, str]
    ) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        token = self._rules.token
        if token is None:
            return None
        bearer = headers.get("authorization", "")
        if bearer.lower().startswith("bearer ") and _same(bearer[7:].strip(), token):
            return None
        if _same(_cookie(headers.get("cookie", "")), token):
            return None
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token")
        if scope["method"] == "GET" and given is not None and _same(given, token):
            # From the address into a cookie, so that it stands in no history, no link and no picture of the screen.
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            target = quote(scope["path"], safe="/:@!$&'()*+,;=~-._") + (f"?{rest}" if rest else "")
            secret = quote(token, safe="")
            cookie = f"{_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict"
            # One slash: "//host" would lead away.
            where = "/" + target.lstrip("/\\")
            return 303, "", [(b"location", where.encode("latin-1")), (b"set-cookie", cookie.encode("latin-1"))]
        return 401, "This room asks for its token: open the address that sayso serve printed.", []

    def _counted(self, receive: Receive) -> Receive:
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._rules.limit:
                raise _TooLargeError
            return message

        return counted


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _own(headers: dict[str, str]) -> bool:
    """Whether a post comes from the room's own pages, or from a program; a browser always tells where from."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    scheme, _, rest = origin.partition("://")
    return scheme in ("http", "https") and rest.lower() == headers.get("host", "").lower()


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass"))


def _cookie(given: str) -> str:
    try:
        found = SimpleCookie(given).get(_COOKIE)
    except CookieError:
        return ""
    from urllib.parse import unquote

    return unquote(found.value) if found is not None else ""


def _large(limit: int) -> str:
    return f"More than {limit:,} bytes: send fewer reports at once, or use sayso add."


def _with_headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in given}
    own = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in there]
    if b"cache-control" not in there:
        own.append((b"cache-control", b"private, no-cache"))
    return [*given, *own]


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    body = f"{text}\n".encode() if text else b""
    kept = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*kept, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})
