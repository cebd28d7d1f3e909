"""Connections to a served room that ask for nothing, slowly."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sayso.web import Room
from sayso.web.connections import Connection
from tests.rooms import kept, served
from tests.siege import READINGS

ASKED = b"GET /static/icon.svg HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """Where a room answers that waits no longer than two seconds for what is asked."""
    monkeypatch.setattr(Connection, "HEAD_S", 2.0)
    room = Room.open(kept(tmp_path / "sayso.db", READINGS[:1]))
    with closing(room), served(room) as address:
        parts = urlsplit(address)
        yield str(parts.hostname), int(parts.port or 0)


def answer(line: socket.socket) -> bytes:
    """All that comes until it is closed."""
    line.settimeout(20)
    came = b""
    while part := line.recv(65_536):
        came += part
    return came


def test_a_request_whose_head_does_not_come_is_not_waited_for(door: tuple[str, int]) -> None:
    with ExitStack() as opened:
        lines = [opened.enter_context(socket.create_connection(door, 20)) for _ in range(40)]
        for n, line in enumerate(lines):
            line.sendall((b"", b"GET / HT", ASKED, ASKED + b"X: " + b"y" * 500)[n % 4])
        assert [answer(line) for line in lines] == [b""] * 40


def test_a_letter_now_and_then_keeps_none_open(door: tuple[str, int]) -> None:
    with socket.create_connection(door, 20) as line:
        line.sendall(ASKED)
        start = time.monotonic()
        with suppress(OSError):  # closed, in one of the ways that a system tells it
            while time.monotonic() - start < 20:
                line.sendall(b"x")
                time.sleep(0.05)
        assert time.monotonic() - start < 20


def test_one_connection_may_ask_again_and_slowly(door: tuple[str, int]) -> None:
    with socket.create_connection(door, 20) as line:
        for _ in range(3):
            for part in (ASKED[:9], ASKED[9:], b"\r\n"):
                line.sendall(part)
                time.sleep(0.1)
            line.settimeout(20)
            told = line.recv(65_536)
            while b"</svg>" not in told:
                told += line.recv(65_536)
            assert told.startswith(b"HTTP/1.1 200")
        line.sendall(ASKED + b"Connection: close\r\n\r\n")
        assert b"</svg>" in answer(line)
