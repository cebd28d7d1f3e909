"""Whatever is asked of the room, by whoever: it may be refused, and never breaks."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from starlette.testclient import TestClient

from sayso.reader import Reader
from sayso.web import Room, application
from tests import rooms
from tests.room_pages import Examples, operations

_EXAMPLES: Final = 10
"""Of each kind, for each operation: the description has dozens."""

# As they stand in an address.
_TEXTS: Final = (
    "%00",
    "a%00b",
    "%ED%A0%80",  # half a surrogate pair in what would be UTF-8
    "%ED%A0%BD%ED%B8%80",
    "%FF%FE",
    "%C0%AF",
    "%",
    "%zz",
    "%u0041",
    "x" * 400,
    "x" * 5000,
    "%F0%9F%87%BA" * 100,
    "a+OR+1%3D1",
    "%27%22%60",
    "%22",
    "%22%22+%22",
    "NEAR(a+b)",
    "a*+AND+-+%5E",
    "%25_%25",
    "%5C",
    "..%2F..%2F..%2Fetc%2Fpasswd",
    "%0D%0Aset-cookie:x=1",
    "%E2%80%AE%E2%80%8B%EF%BB%BF",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 400,
    "NaN",
    "1e400",
    "0x10",
    "٣",
    "true",
    "null",
    "{}",
    "[]",
    ".json",
    "x.json",
    "%23",
    "%3F",
    "%2F",
    "%20",
    "narrator",
    "__proto__",
)
_DAYS: Final = ("0001-01-01", "9999-12-31", "2031-02-29", "2031-13-01", "0000-00-00", "99999-01-01", "-0001-01-01")
_NUMBERS: Final = (
    "-1",
    "0",
    "-0",
    "1e400",
    "nan",
    "inf",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 400,
    "1.5",
)


# Whole requests, as bytes.
_RAW: Final = (
    b"GET /claims?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /claims/\xed\xa0\x80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://evil.example/claims HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://evil.example/claims HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /static/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static/" + b"x" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static/%2e%2e%2fapplication.py HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static/..%5c..%5capplication.py HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static//etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static/room.css HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + b"0-1," * 1000 + b"2-3\r\n\r\n",
    b"GET /static/room.css HTTP/1.1\r\nHost: localhost\r\nRange: bytes=5-1\r\n\r\n",
    b"GET /static/room.css HTTP/1.1\r\nHost: localhost\r\nRange: bytes=99999999999999999999-\r\n\r\n",
    b"GET /static/room.css HTTP/1.1\r\nHost: localhost\r\nIf-Modified-Since: never\r\n\r\n",
    b"HEAD /claims HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    b"POST /claims HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /claims HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    b"POST /claims HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxx\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: eDEyMzQ1Njc4OTAxMjM0NQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: \xff\r\nCookie: \xff=\xfe\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
)


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory, example_ledger: Path, reader: Reader) -> Iterator[Room]:
    """A room over the example reports that may be written to and read in."""
    own = tmp_path_factory.mktemp("hostile") / "sayso.db"
    shutil.copyfile(example_ledger, own)
    room = Room.open(own)
    room.kept("reader", lambda: reader)
    yield room
    room.close()


@pytest.fixture(scope="module")
def base(writable: Room) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        with rooms.served(writable) as address:
            yield address


def test_nothing_that_fits_the_description_or_does_not_fit_it_breaks_the_room(base: str) -> None:
    schema = schemathesis.openapi.from_url(f"{base}/openapi.json")
    example = Examples(lambda path: httpx.get(f"{base}{path}", trust_env=False).json())
    broken: list[str] = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        # What may be asked is asked of things that are there: made-up names would end at "not found".
        known = example.names(operation.path) or None
        for mode, names in ((GenerationMode.POSITIVE, known), (GenerationMode.NEGATIVE, None)):

            @settings(
                max_examples=_EXAMPLES,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(mode, path_parameters=names))
            def ask(case: Any) -> None:
                answer = case.call()
                if answer.status_code >= 500:
                    broken.append(f"{answer.status_code} {case.as_curl_command()}")

            with suppress(Unsatisfiable):  # what takes anything can be asked nothing wrong
                ask()
    assert broken == []


def _asked(path: str, plain: str, told: dict[str, Any], turn: int) -> Iterator[str]:
    """Addresses of one page with something odd in each."""
    parameters = told.get("parameters", [])
    kinds: dict[str, list[str]] = {"path": [], "date": [], "number": [], "text": []}
    for one in parameters:
        schema = str(one["schema"])
        if one["in"] == "path":
            kinds["path"].append(one["name"])
        elif one["in"] == "query":
            kind = (
                "date" if "'date'" in schema else "number" if "'number'" in schema or "'integer'" in schema else "text"
            )
            kinds[kind].append(one["name"])
    yield plain
    for name in kinds["path"]:
        for text in _TEXTS:
            yield path.replace(f"{{{name}}}", text)
            yield path.replace(f"{{{name}}}", f"{text}%2F{text}")[:6000]
    # Each page has its own of these in turn, so that among all pages every pair comes up.
    names = cycle(kinds["text"] or ["unknown"])
    for _ in range(turn):
        next(names)
    for text in _TEXTS:
        yield f"{plain}?{next(names)}={text}"
    for name in kinds["date"]:
        for text in _DAYS:
            yield f"{plain}?{name}={text}"
    for name in kinds["number"]:
        for text in _NUMBERS:
            yield f"{plain}?{name}={text}"
            yield f"{plain}?{name}={text}&place=Hradov"
    if kinds["date"]:
        yield f"{plain}?" + "&".join(f"{name}=0001-01-01" for name in kinds["date"])
        yield f"{plain}?" + "&".join(f"{name}=9999-12-31" for name in kinds["date"])
    yield f"{plain}?" + "&".join(f"{name}={quote('Hradov')}" for name in kinds["text"])
    yield f"{plain}?" + "&".join(f"{one['name']}=a&{one['name']}=b" for one in parameters if one["in"] == "query")


def test_no_path_and_no_parameter_breaks_a_page(writable: Room) -> None:
    broken = []
    with TestClient(application(writable), base_url="http://localhost", raise_server_exceptions=False) as client:
        pages = [
            (path, told) for method, path, told in operations(client.get("/openapi.json").json()) if method == "GET"
        ]
        example = Examples(lambda path: client.get(path).json())
        for turn, (path, told) in enumerate(pages):
            for address in _asked(path, example(path), told, turn):
                answer = client.get(address, follow_redirects=False)
                if answer.status_code >= 500 or "\n" in answer.headers.get("location", ""):
                    broken.append(f"{answer.status_code} {address[:300]}")
    assert broken == []


def test_no_request_however_it_is_written_breaks_the_server(base: str) -> None:
    there = urlsplit(base)
    wrong = []
    for asked in _RAW:
        with socket.create_connection((there.hostname, there.port), timeout=10) as connection:
            connection.sendall(asked)
            head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
        assert head, asked[:200]
        status = int(head.split(b" ", 2)[1])
        if status >= 500 or b"evil.example" in head or b"root:" in body:
            wrong.append((status, asked[:200], head))
        elif status == 200:
            assert b"content-security-policy" in head
    assert wrong == []


def test_looking_changes_nothing(writable: Room) -> None:
    def kept() -> list[Any]:
        from sqlalchemy import text

        from sayso.ledger.schema import metadata

        with writable.ledger.reading() as connection:
            return [connection.execute(text(f"select count(*) from {table}")).scalar() for table in metadata.tables]

    before = kept()
    with TestClient(application(writable), base_url="http://localhost") as client:
        example = Examples(lambda path: client.get(path).json())
        for method, path, _ in operations(client.get("/openapi.json").json()):
            if method == "GET":
                client.get(example(path))
                client.head(example(path))
    assert kept() == before
