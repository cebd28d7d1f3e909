"""Answers that take long: begun once, kept while the ledger stays as it is, tried again when they failed."""

from __future__ import annotations

import threading

import pytest

from sayso.web import Room
from sayso.web import later as later_module
from sayso.web.later import Later
from tests.siege import READINGS, SEEN


def test_what_is_not_there_yet_is_told_and_comes_later(example_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later_module, "_SOON_S", 0.01)
    later, go = Later.of(example_room), threading.Event()
    made: list[int] = []

    def slow() -> str:
        go.wait(10)
        made.append(1)
        return "weighed"

    assert later.get("slow", slow) is None
    assert later.get("slow", slow) is None
    go.set()
    assert later.get("slow", slow, whole=True) == "weighed"
    assert later.get("slow", slow) == "weighed"
    assert len(made) == 1
    assert Later.of(example_room) is later


def test_a_change_of_the_ledger_is_seen(example_room: Room) -> None:
    later = Later.of(example_room)
    assert later.get("n", lambda: 1, whole=True) == 1
    assert later.get("n", lambda: 2, whole=True) == 1
    example_room.write(lambda keeper: keeper.keep(READINGS[0], seen=SEEN))
    assert later.get("n", lambda: 2, whole=True) == 2


def test_what_failed_is_told_and_tried_again(example_room: Room) -> None:
    later = Later.of(example_room)

    def fails() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        later.get("x", fails, whole=True)
    assert later.get("x", lambda: 3, whole=True) == 3


def test_only_so_many_are_kept(example_room: Room) -> None:
    later = Later.of(example_room)
    for n in range(200):
        assert later.get(n, lambda n=n: n, whole=True) == n  # type: ignore[misc] # a lambda's default
    assert later.get(0, lambda: -1, whole=True) == -1
    assert later.get(199, lambda: -1, whole=True) == 199


def test_whoever_waits_is_answered_though_the_line_is_cleared(
    example_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    later, go = Later.of(example_room), threading.Event()
    busy = threading.Thread(target=lambda: later.get("busy", lambda: go.wait(10), whole=True))
    busy.start()
    got: list[int | None] = []
    waits = threading.Thread(target=lambda: got.append(later.get("mine", lambda: 5, whole=True)))
    waits.start()
    monkeypatch.setattr(later_module, "_SOON_S", 0.0)
    example_room.write(lambda keeper: keeper.keep(READINGS[0], seen=SEEN))  # the patience is reckoned anew
    for n in range(200):  # so many others that the first in line is let go
        later.get(n, lambda: 0)
    assert later.get("now", lambda: 7, whole=True, quick=True) == 7
    go.set()
    waits.join(20)
    busy.join(20)
    assert got == [5]
