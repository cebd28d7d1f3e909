"""Who may ask for what: hosts, the token, posts from other sites, sizes; and the headers that keep pages harmless.

Pure ASGI, in front of everything, so that no page can forget it. A page never runs what a report says: its text is
escaped, and if that failed the policy would still let no script run but the room's own files.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

__all__ = ["HEADERS", "LIMIT_BYTES", "PATIENCE_S", "Guard", "Rules", "is_loopback"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refused = tuple[int, str, list[tuple[bytes, bytes]]]

LIMIT_BYTES: Final = 20_000_000
"""What one request may bring: a few thousand reports."""
PATIENCE_S: Final = 30.0
"""How long a body may pause before it is given up: whoever drips bytes would hold the room's connections."""
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
# Two of these would mean one thing to us and another to whoever stands between.
_ONCE: Final = ("host", "origin", "content-length", "transfer-encoding", "authorization", "sec-fetch-site", "referer")
_DIGITS: Final = 18
_FAILED: Final[Refused] = (500, "This failed, and it is our fault: the room's own output says how.", [])
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]/?#@\s]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard goes by: the token that is asked for, if any, the hosts it answers to, and the largest body.

    Without a token only names of this very machine are answered to, so that a page elsewhere whose name is made to
    point here (DNS rebinding) gets nothing. With one, any name will do: such a page has no token.
    """

    token: str | None = None
    limit: int = LIMIT_BYTES
    patience: float = PATIENCE_S

    def __post_init__(self) -> None:
        if self.token is not None and not self.token.strip():
            raise ValueError("a token must not be empty: whoever shows none would have shown it")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


class _BodyError(Exception):
    """The body went past the limit while it was read, or stopped coming."""


class _Body:
    """Hands on a body as far as the rules go; ``refused`` is then what to answer."""

    def __init__(self, receive: Receive, rules: Rules) -> None:
        self._receive, self._rules = receive, rules
        self._size, self._more = 0, True
        self.refused: Refused | None = None

    async def __call__(self) -> Message:
        if not self._more:  # all that can come now is that whoever asked has gone, and that may take its time
            return await self._receive()
        try:
            async with asyncio.timeout(self._rules.patience):
                message = await self._receive()
        except TimeoutError:
            self.refused = 408, "The rest of this did not come.", []
            raise _BodyError from None
        self._size += len(message.get("body", b""))
        self._more = message.get("more_body", False)
        if self._size > self._rules.limit:
            self.refused = 413, _large(self._rules.limit), []
            raise _BodyError
        return message


class _Answer:
    """Sends an answer with the headers of every answer."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send, self._body = send, body
        self.begun = False
        self._instead = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            if self._body.refused is not None:
                # Who reads forms says "bad request" of whatever goes wrong with a body; we know better what did.
                self._instead = True
                await _answer(self._send, *self._body.refused)
                return
            message = {**message, "headers": _with_headers(message.get("headers", []))}
        if not self._instead:
            await self._send(message)


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
        if (refused := self._refused(scope)) is not None:
            await _answer(send, *refused)
            return
        body = _Body(receive, self._rules)
        answer = _Answer(send, body)
        try:
            await self._app(scope, body, answer)
        except Exception as error:
            # The server's own answer to a failure would go out without the headers; it still writes down what failed.
            if not answer.begun:
                await _answer(send, *(body.refused or _FAILED))
                if isinstance(error, _BodyError):
                    return
            raise

    def _refused(self, scope: Scope) -> Refused | None:
        headers = _headers(scope)
        several = Counter(name.lower() for name, _ in scope["headers"])
        if twice := [name for name in _ONCE if several[name.encode()] > 1]:
            return 400, f"The {twice[0]} is given twice.", []
        if "transfer-encoding" in headers and "content-length" in headers:
            return 400, "The body has two lengths.", []
        host = _HOST.fullmatch(headers.get("host", ""))
        if host is None or (self._rules.token is None and not is_loopback(host["name"])):
            return 421, "This room answers to localhost only; another address needs sayso serve --token.", []
        if scope["method"] in _SAFE:
            if not _looked_at(headers):
                return 403, "Other sites may lead here, and take nothing from here.", []
        elif not _own(headers):
            return 403, "Posts from other sites are refused.", []
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()):
            return 400, "The content-length is no number.", []
        if len(length) > _DIGITS or int(length) > self._rules.limit:
            return 413, _large(self._rules.limit), []
        return None if self._rules.token is None else self._token_refused(scope, headers, self._rules.token)

    def _token_refused(self, scope: Scope, headers: dict[str, str], token: str) -> Refused | None:
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if scope["method"] == "GET" and any(_same(value.encode("utf-8", "replace"), token) for value in given):
            # From the address into a cookie, so that it stands in no history, no link and no picture of the screen.
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            target = _target(scope) + (f"?{rest}" if rest else "")
            # Not "Strict": browsers would not send it to where a link in a message leads. Posts tell their origin.
            cookie = f"{_COOKIE}={quote(token, safe='')}; Path=/; HttpOnly; SameSite=Lax"
            told = {"location": target, "set-cookie": cookie, "cache-control": "no-store"}
            return 303, "", [(name.encode(), value.encode("latin-1")) for name, value in told.items()]
        bearer = headers.get("authorization", "")
        if bearer.lower().startswith("bearer ") and _same(bearer[7:].strip().encode("latin-1"), token):
            return None
        if any(_same(value, token) for value in _cookies(headers.get("cookie", ""))):
            return None
        return 401, "This room asks for its token: open the address that sayso serve printed.", []


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _looked_at(headers: dict[str, str]) -> bool:
    """Whether a page is opened, or what is asked for is for a page of the room; browsers tell, programs don't.

    Another site may lead here. It may not have what is here as a part of its own pages: how long that takes, or whether
    it fails, would tell what the ledger holds.
    """
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return True
    return (
        headers.get("sec-fetch-mode", "navigate") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
    )


def _own(headers: dict[str, str]) -> bool:
    """Whether a post comes from the room's own pages, or from a program; a browser always tells where from."""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    # A browser too old to tell the origin of a form still tells the page that it stood on.
    origin = headers.get("origin", headers.get("referer"))
    if origin is None:
        return True
    scheme, _, rest = origin.partition("://")
    place = rest if "origin" in headers else rest.partition("/")[0]
    return scheme in ("http", "https") and place.lower() == headers.get("host", "").lower()


def _target(scope: Scope) -> str:
    """The path asked for, as it may stand in a Location: one slash in front, since "//host" would lead away."""
    raw = scope.get("raw_path")
    path = quote(scope["path"], safe="/:@!$&'()*+,;=~-._") if raw is None else quote(raw, safe="/:@!$&'()*+,;=~-._%")
    return "/" + path.lstrip("/")


def _same(given: bytes, token: str) -> bool:
    return hmac.compare_digest(given, token.encode("utf-8", "surrogatepass"))


def _cookies(given: str) -> Iterator[bytes]:
    """Every cookie of our name. By hand: one that another program set for this machine may be written in any way."""
    for pair in given.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == _COOKIE:
            yield unquote_to_bytes(value)


def _large(limit: int) -> str:
    return f"More than {limit:,} bytes: send fewer reports at once, or use sayso add."


def _with_headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in given}
    own = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in there]
    if b"cache-control" not in there:
        own.append((b"cache-control", b"private, no-cache"))
    return [*given, *own]


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = f"{text}\n".encode() if text else b""
    kept = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": _with_headers(kept)})
    await send({"type": "http.response.body", "body": body})
