"""Items from several processes: each source's in its order, whatever becomes of a feeder."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.working.feeding import End, Feeders


def make(source: str) -> Iterator[str]:
    """The letters of a source; some do to their process what they say, "~" only where its file is not there yet."""
    text, _, flag = source.partition(":")
    for letter in text:
        if letter == "!":
            os.kill(os.getpid(), signal.SIGKILL)
        if letter == "?":
            raise InputError(source, "letter", letter, "write another")
        if letter == "~" and not Path(flag).exists():
            Path(flag).touch()
            os._exit(3)
        yield letter


def fed(feeders: Feeders[str, str], *sources: str) -> list[str | None]:
    out: list[str | None] = [""] * len(sources)
    ended = set()
    for number, item in feeders.run(sources):
        assert number not in ended
        if isinstance(item, End):
            ended.add(number)
            out[number] = f"{out[number]}{f'({item.died})' if item.died else ''}"
        else:
            out[number] = f"{out[number]}{item}"
    assert ended == set(range(len(sources)))
    return out


def test_every_source_comes_whole_and_in_its_order_whatever_others_do(tmp_path: Path) -> None:
    once = f"ab~cd:{tmp_path / 'flag'}"
    with Feeders(2, make, deaths=2) as feeders:
        assert fed(feeders, "abc", "x!y", "", once, "de") == ["abc", "x(was killed (signal 9))", "", "ab~cd", "de"]
        assert fed(feeders, "again") == ["again"], "the processes are still there"
    assert (tmp_path / "flag").exists()


def test_what_cannot_be_made_at_all_is_raised_here() -> None:
    with Feeders(1, make) as feeders, pytest.raises(InputError, match="write another"):
        fed(feeders, "ab?c")


def test_processes_end_when_nobody_listens_any_more() -> None:
    with Feeders(1, make) as feeders:
        items = feeders.run(["x" * 100_000])
        next(items)
        (process,) = [feeder.process for feeder in feeders._busy]
        assert process.is_alive()
        items.close()  # type: ignore[attr-defined]  # an iterator that is a generator
        for _ in range(100):
            if not process.is_alive():
                return
            time.sleep(0.05)
        pytest.fail("it is still at it")
