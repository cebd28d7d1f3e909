"""Tests of ``sayso.web.serving``: the socket that a room answers on."""

from __future__ import annotations

import socket

from sayso.web.serving import bound


def test_answers_are_sent_at_once() -> None:
    # What asyncio accepts on a socket of no protocol waits for receipts: 40 ms for every page.
    with bound("127.0.0.1", 0, None) as sock:
        assert sock.proto == socket.IPPROTO_TCP
