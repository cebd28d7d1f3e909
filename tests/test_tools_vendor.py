"""What comes from npm: as published, as pinned, credited; and the check that says so can fail."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tools import vendor

ROOT = Path(__file__).resolve().parent.parent


def test_what_ships_is_as_it_was_published() -> None:
    assert vendor.differences() == []


def test_every_package_is_credited() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for package in vendor.packages():
        assert package.name in notice
        assert package.home in notice
        assert package.licence in notice
        if package.files:
            assert (package.folder / "LICENSE").stat().st_size > 100


def test_what_ships_is_light_and_has_no_maps_of_its_sources() -> None:
    files = [path for path in vendor.FOLDER.rglob("*") if path.is_file()]
    assert not [path.name for path in files if path.suffix == ".map"]
    assert sum(path.stat().st_size for path in files) < 2_000_000


def test_no_script_that_ships_makes_code_of_text() -> None:
    """The page's policy forbids it; htmx alone can, and is told not to (allowEval)."""
    for path in vendor.FOLDER.rglob("*.mjs"):
        text = path.read_text(encoding="utf-8")
        assert re.search(r"(?<![\w.$])(?:eval|new Function)\s*\(", text) is None


def test_a_difference_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(vendor.FOLDER, copy)
    monkeypatch.setattr(vendor, "FOLDER", copy)
    (copy / "htmx" / "htmx.min.js").write_text("alert(1)", encoding="utf-8")
    (copy / "htmx" / "more.js").write_text("", encoding="utf-8")
    (copy / "maplibre-gl" / "LICENSE").unlink()
    index = json.loads((copy / "index.json").read_text(encoding="utf-8"))
    index["packages"][0]["version"] = "0"
    (copy / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert vendor.differences() == [
        "index.json and tools/vendor.toml name different packages",
        "maplibre-gl/LICENSE is in the index and not there",
        "htmx/more.js is there and not in the index",
        "htmx/htmx.min.js is not as it was published",
    ]
