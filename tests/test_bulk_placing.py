"""A file has its name only when it is whole and on the disk; what the killed leave behind is swept up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sayso.bulk import placing
from sayso.bulk.placing import Part, settle_folder, sweep


def test_a_part_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    part = Part(tmp_path / "a.parquet")
    part.path.write_text("half")
    assert part.path.name.startswith("."), "who reads the folder passes it over"
    part.drop()
    assert list(tmp_path.iterdir()) == []
    part = Part(tmp_path / "a.parquet")
    part.path.write_text("whole")
    part.place()
    part.drop()
    assert (tmp_path / "a.parquet").read_text() == "whole"


def test_its_bytes_are_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[str] = []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            did.append(name)
            return real(*arguments)

        return noted

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noting(name, getattr(os, name)))
    Part(tmp_path / "a.json").place()
    settle_folder(tmp_path)
    assert did == ["fsync", "replace", "fsync"]


_WRITES = """
import sys, time
from pathlib import Path
from sayso.bulk.placing import Part
part = Part(Path(sys.argv[1]))
print(part.path.name, flush=True)
time.sleep(600)
"""


def test_what_the_killed_leave_is_swept_up_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITES, str(tmp_path / "a.parquet")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        names = [process.stdout.readline().strip() for process in running if process.stdout]
        running[0].kill()
        running[0].wait()
        (tmp_path / "b.parquet").touch()
        (tmp_path / ".notes").touch()
        sweep(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {names[1], "b.parquet", ".notes"}
    finally:
        for process in running:
            process.kill()
            process.communicate()
    sweep(tmp_path / "nowhere")


def test_a_part_that_is_swept_up_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[Path] = []
    lock = placing._lock

    def swept(file: int, *, wait: bool) -> bool:
        if not gone:
            gone.extend(tmp_path.iterdir())
            gone[0].unlink()
        return lock(file, wait=wait)

    monkeypatch.setattr(placing, "_lock", swept)
    part = Part(tmp_path / "a.parquet")
    assert gone
    assert part.path not in gone
    part.place()
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]
