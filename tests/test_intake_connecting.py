"""Do connections go where they may? What ``fetch`` makes of it is in test_intake_fetch.py, and against attackers in
test_intake_attacked.py."""

from __future__ import annotations

import time

import httpx
import pytest

from sayso.errors import FetchError
from sayso.intake.connecting import Clock, Transport, system_resolve


def test_the_system_resolver_knows_an_address_as_itself() -> None:
    assert system_resolve("127.0.0.1", 80) == ["127.0.0.1"]


def test_every_address_of_a_host_must_be_allowed_before_one_is_connected_to() -> None:
    asked: list[str] = []

    def allow(address: str) -> bool:
        asked.append(address)
        return address != "10.0.0.1"

    transport = Transport(Clock("x", 5), lambda host, port: ["192.0.2.1", "10.0.0.1"], allow)
    with httpx.Client(transport=transport) as client, pytest.raises(FetchError, match=r"mixed.example \(10.0.0.1\)"):
        client.get("http://mixed.example/")
    assert asked == ["192.0.2.1", "10.0.0.1"]


def test_a_resolver_that_never_answers_is_left_by_the_clock() -> None:
    def never(host: str, port: int) -> list[str]:
        time.sleep(1)
        return ["192.0.2.1"]

    clock = Clock("http://slow.example/", 0.1)
    with (
        httpx.Client(transport=Transport(clock, never, lambda address: True)) as client,
        pytest.raises(FetchError, match=r"time: more than 0.1 s"),
    ):
        client.get("http://slow.example/")
    assert time.monotonic() < clock.until + 0.8
