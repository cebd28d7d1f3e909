from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest

from sayso.errors import FetchError
from sayso.intake.fetch import Fetched, fetch

PAGE = b"<html><p>The bridge is open.</p></html>"


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client hangs up, as it should
            self._answer()

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=koi8-r", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> None:
        name, _, rest = self.path.strip("/").partition("/")
        if name == "page":
            self._send(PAGE)
        elif name == "host":
            self._send(self.headers["Host"].encode())
        elif name == "gzip":
            self._send(gzip.compress(PAGE), Content_Encoding="gzip")
        elif name == "bomb":
            self._send(gzip.compress(b"a" * 5_000_000), Content_Encoding="gzip")
        elif name == "broken":
            self._send(b"no gzip at all", Content_Encoding="gzip")
        elif name == "br":
            self._send(b"x", Content_Encoding="br")
        elif name == "big":
            self._send(b"a" * 300_000)
        elif name == "announced":
            self._send(b"", Content_Length="99999999999")
        elif name == "pdf":
            self._send(b"%PDF", Content_Type="application/pdf")
        elif name == "missing":
            self._send(b"", 404)
        elif name == "to":
            self._send(b"", 302, Location=rest)
        elif name == "hops":
            self._send(b"", 302, Location=f"/hops/{int(rest) - 1}" if int(rest) else "/page")
        elif name == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
            for _ in range(100):
                self.wfile.write(b"X-Slow: 1\r\n")
                time.sleep(0.05)
        elif name == "dripbody":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(100):
                self.wfile.write(b"a")
                time.sleep(0.05)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://news.example:{running.server_port}"
        running.shutdown()
        thread.join()


def resolve(host: str, port: int) -> list[str]:
    return {
        "news.example": ["127.0.0.1"],
        "inside.example": ["10.0.0.1"],
        "both.example": ["127.0.0.1", "10.0.0.1"],
    }.get(host, []) or [host]


def get(url: str, *, limit: int = 100_000, seconds: float = 10.0) -> Fetched:
    return fetch(url, resolve=resolve, allow=lambda ip: ip == "127.0.0.1", limit=limit, seconds=seconds)


def test_a_page(server: str) -> None:
    assert get(f"{server}/page#part") == Fetched(f"{server}/page", PAGE, "text/html", "koi8-r")
    assert get(f"{server}/gzip").data == PAGE


def test_the_host_asked_for_is_the_name_not_the_address(server: str) -> None:
    assert get(f"{server}/host").data.startswith(b"news.example:")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("bomb", "size: more than 100,000 bytes"),
        ("big", "size: more than 100,000 bytes"),
        ("announced", "size: 99,999,999,999 bytes"),
        ("broken", "body: broken gzip"),
        ("br", "content-encoding: br"),
        ("pdf", "content-type: application/pdf"),
        ("missing", "status: 404 Not Found"),
        ("hops/5", "redirects: more than 5"),
        ("to/http://inside.example/", "address: inside.example (10.0.0.1): only public addresses"),
        ("to/http://both.example/", "address: both.example (10.0.0.1): only public addresses"),
        ("to/http://169.254.169.254/latest", "address: 169.254.169.254: only public addresses"),
        ("to/http://[::1]/", "address: ::1: only public addresses"),
        ("to/http://2130706433/", "host: 2130706433"),
        ("to/http://0x7f000001/", "host: 0x7f000001"),
        ("to/file:///etc/passwd", "scheme: file"),
        ("to/ftp://news.example/", "scheme: ftp"),
        ("to/http://user:secret@news.example/", "URL: credentials for news.example"),
    ],
)
def test_refusals_also_behind_redirects(server: str, path: str, told: str) -> None:
    with pytest.raises(FetchError) as refused:
        get(f"{server}/{path}")
    assert str(refused.value).startswith(f"{server}/{path}: {told}"[:120])
    assert "secret" not in told


def test_five_redirects_are_followed(server: str) -> None:
    assert get(f"{server}/hops/4").url == f"{server}/page"


@pytest.mark.parametrize("path", ["drip", "dripbody"])
def test_the_deadline_is_for_the_whole_and_dripping_does_not_stretch_it(server: str, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"time: more than 0.4 s"):
        get(f"{server}/{path}", seconds=0.4)
    assert time.monotonic() - started < 2


def test_a_slow_resolver_is_not_waited_for() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(1)
        return []

    with pytest.raises(FetchError, match=r"time: more than 0.1 s"):
        fetch("http://news.example/", resolve=slow, seconds=0.1)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/",
        "http://0.0.0.0/", "http://0/", "http://127.1/", "http://0177.0.0.1/", "http://2130706433/", "http://0x7f.1/",
        "http://169.254.169.254/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://1.1.1.1@127.0.0.1/",
        "https://user@example.org/", "http:///nothing", "http://", "ftp://example.org/", "file:///etc/passwd",
        "http://exa mple.org/", "http://[::1", "gopher://example.org/", "http://127.0.0.1:99999/",
    ],
)  # fmt: skip
def test_by_default_nothing_private_is_reached(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", never)
    with pytest.raises(FetchError) as refused:
        fetch(url, resolve=_local_only)
    assert "\n" not in str(refused.value)


def _local_only(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host == "localhost" else [host]


def test_the_address_checked_is_the_address_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])  # a resolver that changes its mind
    connected: list[str] = []

    def note(self: object, host: str, port: int, timeout: float | None = None) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("closed")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", note)
    with pytest.raises(FetchError, match=r"connection: closed"):
        fetch("http://rebind.example/", resolve=lambda host, port: next(answers))
    assert connected == ["93.184.216.34"]


def test_an_unknown_host() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match=r"host: nowhere.example: no address is known"):
        fetch("http://nowhere.example/", resolve=unknown)
