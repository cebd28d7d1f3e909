from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from sayso.cli.writing import replacing, whole
from sayso.errors import InputError


def test_a_file_appears_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    whole("first ✓", out)
    assert out.read_text("utf-8") == "first ✓"
    with suppress(ZeroDivisionError), replacing(out) as beside:
        beside.write_text("half", "utf-8")
        raise ZeroDivisionError
    assert out.read_text("utf-8") == "first ✓"
    assert list(tmp_path.iterdir()) == [out]


def test_a_link_keeps_leading_where_it_led(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before")
    link.symlink_to(real)
    whole("after", link)
    assert link.is_symlink()
    assert real.read_text() == "after"


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    whole("words", pipe)
    reader.join(10)
    assert read == [b"words"]
    assert pipe.is_fifo()


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--out: .*: name a file that can be written"):
        whole("words", tmp_path / "no folder" / "out.txt")
