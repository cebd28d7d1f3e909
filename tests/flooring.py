"""What the tests of floors share: a look through a floors file's history."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["check_never_lowered"]


def check_never_lowered(path: Path, floors: Callable[[str], tuple[str, dict[str, float]]]) -> None:
    """Every version in the history that is about the same state is at most what holds now.

    ``floors`` reads a file's text: what state its floors are for, and the floors.
    """
    git = ["git", "-C", str(path.parent)]
    log = subprocess.run([*git, "log", "--format=%H", "--", path.name], capture_output=True, text=True, check=False)
    if log.returncode:
        pytest.skip("not a git checkout")
    state, low = floors(path.read_text(encoding="utf-8"))
    for commit in log.stdout.split():
        old = subprocess.run([*git, "show", f"{commit}:./{path.name}"], capture_output=True, text=True, check=False)
        if old.returncode:
            continue  # the commit that removed it, or one that a shallow clone lacks
        then, floor = floors(old.stdout)
        assert then != state or all(low[name] >= value for name, value in floor.items()), commit
