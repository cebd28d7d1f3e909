"""What stands at this web address? One page, fetched with limits on where, how much and how long.

``fetch`` is for a page that its user asked for. A ``Fetcher`` asks again and again, in its owner's name: only for what
has changed; it tells a refusal's status, and leaves a redirect to another site to whoever has manners to keep there.
"""

from __future__ import annotations

import ssl
import typing
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpcore
import httpx

from sayso.errors import FetchError
from sayso.intake.addresses import is_public
from sayso.intake.connecting import Allow, Clock, Resolve, Transport, system_resolve
from sayso.intake.encoding import LIMIT_BYTES, LIMIT_TEXT
from sayso.intake.freshness import fresh

__all__ = [
    "DEADLINE_S",
    "MAX_REDIRECTS",
    "PAGES",
    "Elsewhere",
    "Fetched",
    "Fetcher",
    "Fetches",
    "StatusError",
    "Wanted",
    "fetch",
]

DEADLINE_S = 30.0
MAX_REDIRECTS = 5
_AGENT = "sayso (reads one page for its user)"
_NOT_MODIFIED: Final = 304
_FOR_GOOD: Final = (301, 308)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kinds of content are asked for; with no ``types`` any is taken. ``fix`` is for who gets another."""

    accept: str
    types: tuple[str, ...] = ()
    fix: str = ""


PAGES: Final = Wanted(
    "text/html, application/xhtml+xml, text/plain;q=0.9",
    ("text/html", "application/xhtml+xml", "text/plain", "application/x-ndjson", "application/jsonl", ""),
    "give the address of an HTML or text page",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as received: the last address, its bytes uncompressed, and what the server says they are.

    ``etag`` and ``modified`` are what to ask with the next time; ``unchanged`` answers such a question, without bytes.
    ``moved`` is where the address asked for now lies for good; ``fresh`` for how many seconds more it holds.
    """

    url: str
    data: bytes
    content_type: str
    charset: str | None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False
    moved: str | None = None
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect to another origin, that was not followed."""

    url: str
    for_good: bool


class StatusError(FetchError):
    """A server answered, and not with the page: ``status``, and the ``Retry-After`` that it sent."""

    def __init__(
        self, source: str, field: str, value: object, fix: str, status: int = 0, retry_after: str | None = None
    ) -> None:
        super().__init__(source, field, value, fix)
        self.status, self.retry_after = status, retry_after

    def __reduce__(self) -> tuple[type[StatusError], tuple[str, str, object, str, int, str | None]]:  # type: ignore[override]  # two more
        return type(self), (self.source, self.field, self.value, self.fix, self.status, self.retry_after)


def _checked(url: str, source: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address as one that may be asked for, or FetchError."""
    try:
        parsed = base.join(url) if base is not None else httpx.URL(url)
        host = parsed.host  # which may be no name at all: "xn--a" stands for no letters
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchError(source, "URL", url, "give a whole address, such as https://example.org/report") from None
    if parsed.scheme not in ("http", "https"):
        raise FetchError(source, "scheme", parsed.scheme or "none", "only http and https are fetched")
    if not host:
        raise FetchError(source, "host", "none", "give a whole address, such as https://example.org/report")
    if parsed.userinfo:
        raise FetchError(source, "URL", f"credentials for {host}", "leave out the name and password")
    return parsed.copy_with(fragment=None)


def _inflate(chunks: Iterable[bytes], encoding: str, source: str, limit: int) -> bytes:
    """The body, uncompressed, at no time more than ``limit`` bytes of it."""
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(source, "content-encoding", encoding, "save the page to a file instead")
    inflater = zlib.decompressobj(wbits=31) if encoding.endswith("gzip") else None
    body = bytearray()
    for chunk in chunks:
        try:
            body += inflater.decompress(chunk, limit + 1 - len(body)) if inflater else chunk
        except zlib.error:
            raise FetchError(source, "body", "broken gzip", "try later, or save the page to a file") from None
        if len(body) > limit:
            raise FetchError(source, "size", f"more than {limit:,} bytes", f"at most {_limit_text(limit)} are fetched")
    return bytes(body)


class Fetches(typing.Protocol):
    """What fetches, as ``Fetcher`` does."""

    def get(
        self,
        url: str,
        wanted: Wanted = PAGES,
        *,
        limit: int = LIMIT_BYTES,
        etag: str | None = None,
        modified: str | None = None,
        permit: Callable[[str], None] | None = None,
    ) -> Fetched | Elsewhere:
        """What stands at an address."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches in the name of ``agent``: http or https, public addresses only, at most ``seconds`` in all.

    Every redirect (five at most) is checked as the first address was. ``resolve`` and ``allow`` are for
    tests: how a host is looked up, and which addresses may be connected to.
    """

    agent: str = _AGENT
    resolve: Resolve = system_resolve
    allow: Allow = is_public
    seconds: float = DEADLINE_S
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(
        self,
        url: str,
        wanted: Wanted = PAGES,
        *,
        limit: int = LIMIT_BYTES,
        etag: str | None = None,
        modified: str | None = None,
        permit: Callable[[str], None] | None = None,
    ) -> Fetched | Elsewhere:
        """What stands at ``url``, at most ``limit`` bytes of it; FetchError (StatusError for what a server refuses).

        ``etag`` and ``modified`` are those of the last answer: where it still holds, this one says so and has no bytes.
        With ``permit`` a redirect that leaves the origin is told and not followed; another is shown to it first, and it
        may raise FetchError.
        """
        clock = Clock(url, self.seconds)
        target = _checked(url, url)
        # One encoding, whose output can be bounded while it is undone.
        headers = {"User-Agent": self.agent, "Accept": wanted.accept, "Accept-Encoding": "gzip", **self.headers}
        headers |= {name: value for name, value in _conditions(etag, modified) if value}
        transport = Transport(clock, self.resolve, self.allow)
        moved, lasting = None, True
        try:
            with httpx.Client(transport=transport, headers=headers, trust_env=False, follow_redirects=False) as client:
                for _ in range(MAX_REDIRECTS + 1):
                    with client.stream("GET", target) as response:
                        if response.has_redirect_location:
                            before, target = target, _checked(response.headers["location"], url, target)
                            client.cookies.clear()
                            lasting = lasting and response.status_code in _FOR_GOOD and not _worse(before, target)
                            if permit is not None:
                                if _origin(target) != _origin(before):
                                    return Elsewhere(str(target), lasting)
                                permit(str(target))
                            moved = str(target) if lasting else moved
                            continue
                        if response.status_code == _NOT_MODIFIED and (etag or modified):
                            return Fetched(
                                str(target), b"", "", None, etag, modified, unchanged=True, moved=moved,
                                fresh=fresh(response.headers),
                            )  # fmt: skip
                        return _receive(response, url, str(target), wanted, limit, moved)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise clock.error() from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, ssl.SSLError, OSError) as failed:
            reason = str(failed) or type(failed).__name__
            raise FetchError(url, "connection", reason, "check the address, or save the page to a file") from None
        raise FetchError(url, "redirects", f"more than {MAX_REDIRECTS}", "give the address of the page itself")


def fetch(
    url: str,
    *,
    resolve: Resolve = system_resolve,
    allow: Allow = is_public,
    limit: int = LIMIT_BYTES,
    seconds: float = DEADLINE_S,
) -> Fetched:
    """The page at ``url``: http or https, public addresses only, at most ``limit`` bytes and ``seconds`` in all.

    Every redirect (five at most) is checked as the first address was. ``resolve`` and ``allow`` are for
    tests: how a host is looked up, and which addresses may be connected to. Raises FetchError.
    """
    got = Fetcher(resolve=resolve, allow=allow, seconds=seconds).get(url, limit=limit)
    assert isinstance(got, Fetched), "redirects are followed"
    return got


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _worse(before: httpx.URL, after: httpx.URL) -> bool:
    """Whether a redirect gives up the encrypted connection: that is followed, and never kept."""
    return before.scheme == "https" and after.scheme == "http"


def _conditions(etag: str | None, modified: str | None) -> Iterator[tuple[str, str | None]]:
    # What a server sent may go back to it only as one line of plain signs.
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)):
        yield name, value if value and value.isascii() and value.isprintable() else None


def _receive(
    response: httpx.Response, source: str, final: str, wanted: Wanted, limit: int, moved: str | None
) -> Fetched:
    if response.status_code != 200:
        value = f"{response.status_code} {response.reason_phrase}".strip()
        fix = "open the address in a browser and save the page to a file"
        after = response.headers.get("retry-after")
        raise StatusError(source, "status", value, fix, response.status_code, after)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if wanted.types and content_type not in wanted.types:
        raise FetchError(source, "content-type", content_type, wanted.fix)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise FetchError(source, "size", f"{int(length):,} bytes", f"at most {_limit_text(limit)} are fetched")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    data = _inflate(response.iter_raw(), encoding, source, limit)
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    return Fetched(
        final, data, content_type, response.charset_encoding, etag, modified, moved=moved, fresh=fresh(response.headers)
    )


def _limit_text(limit: int) -> str:
    return LIMIT_TEXT if limit >= LIMIT_BYTES else f"{limit:,} bytes"
