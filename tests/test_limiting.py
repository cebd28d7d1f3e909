from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from sayso.limiting import TooLongError, limited


def busy(seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def in_a_thread(work: Callable[[], object]) -> list[object]:
    """What came of work in another thread: what it gave, or what it raised."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(work())
        except BaseException as error:  # noqa: BLE001 - it is what is asked for
            came.append(type(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return came


def too_long() -> str:
    with limited(0.1):
        busy()
    return "done"


def soon() -> str:
    with limited(20):
        busy(0.01)
    return "done"


def test_work_that_takes_too_long_is_given_up_in_any_thread() -> None:
    with pytest.raises(TooLongError):
        too_long()
    assert in_a_thread(too_long) == [TooLongError]


def test_work_that_is_done_in_time_is_left_alone() -> None:
    assert soon() == "done"
    assert in_a_thread(soon) == ["done"]


def test_an_expression_that_is_busy_for_good_is_given_up_in_the_main_thread() -> None:
    with pytest.raises(TooLongError), limited(0.1):
        re.match(r"(?:a+)+$", "a" * 64 + "b")


def test_no_rule_takes_it_for_a_fault_of_its_own() -> None:
    def hushed() -> str:
        with limited(0.1):
            while True:
                with suppress(Exception):  # as careless code has it
                    busy()

    with pytest.raises(TooLongError):
        hushed()
    assert in_a_thread(hushed) == [TooLongError]


def test_an_error_of_the_work_is_its_own() -> None:
    def fails() -> None:
        with limited(20):
            raise KeyError("x")

    with pytest.raises(KeyError):
        fails()
    assert in_a_thread(fails) == [KeyError]


def test_what_ends_at_the_last_moment_leaves_nothing_behind() -> None:
    def close() -> int:
        given_up = 0
        for _ in range(300):
            try:
                with limited(0.002):
                    busy(0.002)
            except TooLongError:
                given_up += 1
            busy(0.0005)  # where an error that came late would be raised
        return given_up

    assert 0 <= close() <= 300
    (given_up,) = in_a_thread(close)
    assert isinstance(given_up, int)


def test_an_alarm_that_somebody_else_has_set_still_comes() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    earlier = signal.setitimer(signal.ITIMER_REAL, 0.2)[0]
    try:
        with limited(20):
            busy(0.05)
        busy(0.3)
    finally:
        signal.setitimer(signal.ITIMER_REAL, earlier)
        signal.signal(signal.SIGALRM, before)
    assert rung == [signal.SIGALRM]
