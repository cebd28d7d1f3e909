from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sayso.errors import FetchError
from sayso.intake.fetch import Fetcher, StatusError
from sayso.intake.robots import allows, delay, fetch_robots

ROBOTS = "User-agent: *\nDisallow: /\n\nUser-agent: Sayso\nCrawl-delay: 2.5\nDisallow: /private\nAllow: /private/open\n"


def test_what_is_said_to_us_goes_before_what_is_said_to_all() -> None:
    assert allows(ROBOTS, "https://courier.example/2031/03/bridge")
    assert not allows(ROBOTS, "https://courier.example/private/notes")
    assert allows(ROBOTS, "https://courier.example/private/open")
    assert not allows("User-agent: *\nDisallow: /feeds/*.xml$", "https://courier.example/feeds/a.xml")


def test_how_long_to_wait() -> None:
    assert delay(ROBOTS) == 2.5
    assert delay("") == 0
    assert delay("User-agent: *\nCrawl-delay: soon") == 0
    assert delay("User-agent: *\nCrawl-delay: -5") == 0


def test_no_rules_allow_all() -> None:
    assert allows("", "https://courier.example/x")
    assert allows("<html>not found</html>", "https://courier.example/x")


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        status = int(self.headers["Host"].partition(".")[0].removeprefix("s"))
        body = {200: ROBOTS.encode(), 299: b"\xef\xbb\xbf" + ROBOTS.encode()}.get(status, b"")
        self.send_response(200 if status == 299 else status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running.server_port
        running.shutdown()
        thread.join()


FETCHER = Fetcher(resolve=lambda host, port: ["127.0.0.1"], allow=lambda ip: True, seconds=5)


def test_a_site_without_rules_allows_all_and_one_in_trouble_is_asked_later(port: int) -> None:
    assert fetch_robots(FETCHER, f"http://s200.example:{port}") == ROBOTS
    assert fetch_robots(FETCHER, f"http://s299.example:{port}") == ROBOTS, "a mark before it hides no rule"
    for status in (404, 401, 403, 410):
        assert fetch_robots(FETCHER, f"http://s{status}.example:{port}") == ""
    for status in (500, 503, 429):
        with pytest.raises(StatusError, match=str(status)):
            fetch_robots(FETCHER, f"http://s{status}.example:{port}")
    with pytest.raises(FetchError):
        fetch_robots(FETCHER, "http://s200.example:1")
