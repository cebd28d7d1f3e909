"""Sites for a watcher to visit: a real server on 127.0.0.1 under many names, and a clock that is moved by hand."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from sayso.intake.fetch import Fetcher
from sayso.model import Reading, Report

START = datetime(2031, 3, 4, 12, tzinfo=UTC)
RSS = "application/rss+xml"


class HandClock:
    """A clock that stands still but while somebody sleeps."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Move on."""
        assert seconds > 0
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answer:
    """What a site says to one request."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request as a site saw it."""

    at: datetime
    host: str
    path: str
    headers: dict[str, str]


class Sites:
    """Pages by host and path, and a log of who asked; what is not there is 404, as is every robots.txt."""

    def __init__(self, port: int, clock: HandClock) -> None:
        self.port, self.clock = port, clock
        self.pages: dict[tuple[str, str], Answer | Callable[[Asked], Answer]] = {}
        self.log: list[Asked] = []

    def url(self, host: str, path: str) -> str:
        """Where a page is."""
        return f"http://{host}:{self.port}{path}"

    def put(
        self, host: str, path: str, body: str | bytes = b"", status: int = 200, kind: str = "text/html", **headers: str
    ) -> None:
        """Have a page there from now on."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[host, path] = Answer(data, status, {"Content-Type": kind, **named})

    def asked(self, host: str, path: str | None = None) -> list[Asked]:
        """The requests to a host (for one path), without those for robots.txt."""
        return [a for a in self.log if a.host == host and (a.path == path if path else a.path != "/robots.txt")]

    def fetcher(self, seconds: float = 5.0) -> Fetcher:
        """What reaches these sites and no others."""
        return Fetcher("sayso/test (+mailto:desk@example.org)", _resolve, lambda ip: ip == "127.0.0.1", seconds)

    def answer(self, asked: Asked) -> Answer:
        """What there is to say."""
        self.log.append(asked)
        found = self.pages.get((asked.host, asked.path), Answer(status=404))
        return found(asked) if callable(found) else found


def _resolve(host: str, port: int) -> list[str]:
    if host == "inside.example":
        return ["10.0.0.1"]
    return ["127.0.0.1"] if host.endswith(".example") else []


@contextlib.contextmanager
def serving(clock: HandClock) -> Iterator[Sites]:
    """The sites, served."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            answer = sites.answer(Asked(clock.now(), host, self.path, {k.lower(): v for k, v in self.headers.items()}))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        sites = Sites(running.server_port, clock)
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield sites
        running.shutdown()
        thread.join()


@dataclass(frozen=True)
class Item:
    """A story in a feed."""

    guid: str
    url: str | None
    title: str = "Bridge in Hradov reopened"
    at: datetime | None = START
    body: str | None = None


def rss(*items: Item, title: str = "The Velmar Courier", extra: str = "") -> str:
    """A feed of stories."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title>{extra}{''.join(map(_item, items))}</channel></rss>"
    )


def _item(item: Item) -> str:
    return (
        f'<item><guid isPermaLink="false">{escape(item.guid)}</guid><title>{escape(item.title)}</title>'
        + (f"<link>{escape(item.url)}</link>" if item.url else "")
        + (f"<pubDate>{format_datetime(item.at)}</pubDate>" if item.at else "")
        + (f"<content:encoded><![CDATA[{item.body}]]></content:encoded>" if item.body else "")
        + "</item>"
    )


def page(words: str = "The bridge in Hradov is open again.", title: str = "Bridge reopened", head: str = "") -> str:
    """A page with a report on it."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>Varnia's General Staff said on Tuesday that its troops had left the town. {words}</p></article></body>"
    )


def read(report: Report) -> Reading:
    """A reading without claims: what is watched here is how reports come, not what is in them."""
    return Reading(report, ())


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path
