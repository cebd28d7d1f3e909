"""What ships: the wheel holds what running needs, and the set-up files agree with each other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import sayso

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonical(name): version for name, version in pairs}


@pytest.mark.parametrize("group", ["dependencies", "test"])
def test_every_dependency_is_pinned(group: str) -> None:
    wanted = PROJECT["dependencies"] if group == "dependencies" else PROJECT["optional-dependencies"][group]
    missing = {canonical(re.split(r"[<>=!~\[; ]", line)[0]) for line in wanted} - set(pins())
    assert not missing, "`make constraints` pins them"


def test_importing_sayso_loads_nothing_heavy() -> None:
    code = "import sys, sayso, sayso.model; print({'spacy', 'onnxruntime', 'trafilatura', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_version_is_told_once() -> None:
    assert PROJECT["version"] == metadata.version("sayso"), "install again: pip install -e ."
    latest = re.search(r"^## \[?([\w.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest is not None
    assert latest.group(1) in {"Unreleased", PROJECT["version"]}


def test_nothing_in_the_package_is_left_out_of_git() -> None:
    """What git ignores is missing from a clone, however well the tests pass here."""
    done = subprocess.run(
        ["git", "status", "--ignored", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    ignored = [line for line in done.stdout.splitlines() if line.startswith("!!") and "__pycache__" not in line]
    assert ignored == []


def test_ships_types_examples_theatres_and_weights() -> None:
    package = Path(sayso.__file__).parent
    for needed in (
        "py.typed",
        "examples/report.txt",
        "examples/reports.jsonl",
        "theatres/ukraine.toml",
        "theatres/sudan.toml",
        "theatres/varnia.toml",
        "reader/weights/joint.int8.onnx",
    ):
        assert (package / needed).is_file(), needed


def test_ci_runs_make_test_and_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(r"\bmake test\b", script.read_text(encoding="utf-8"))
