from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.seeds import SEEDS
from fuzz.targets import TARGETS, seeds_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_takes_its_seeds_and_the_least_of_inputs(name: str) -> None:
    for data in (*seeds_of(name), b"", b"\0", b"\xff\xfe", b"\n\n", b"\x1f\x8b", b"{" * 500, b"<" * 500):
        TARGETS[name](data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("encoding", bytes([7]) + b"It\x92s open"),  # labelled "undefined", which Python has for an encoding
        ("encoding", bytes([6]) + b"It\x92s open"),  # "idna"
        ("sniffed", "жa жb жc".encode()),  # half of its letters are Latin, and begin no word
        ("jsonl", b'{"outlet": "\\ud800", "text": "Shells hit the market in Hradov on 3 March, the mayor said."}'),
        ("mail", b"From: =?utf-8?q?\xaa\x9a <a@n\xd1>\nDate: x\n\nShells hit the market in Hradov, the mayor said.\n"),
        ("feed", b'<?xml version="1.0" encoding="undefined"?><rss>\xd0\xff</rss>'),
        ("sniffed", SEEDS["warc"][0].replace(b"charset=utf-8", b"charset=:\0cp1252\n")),
        ("gazetteer", b"9" * 40 + b"\tH\tH\tH\t4\t-1\tP\tPPL\tVA\t\t01\t\t\t\t120\t\t150\tE\t2031"),
    ],
)
def test_what_broke_one_once(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.slow
def test_a_few_seconds_of_throwing_break_nothing() -> None:
    pytest.importorskip("atheris", reason="no atheris for this Python: nothing is thrown")
    names = ("sniffed",)  # the one with most behind it
    run = subprocess.run(
        [sys.executable, "-m", "fuzz", *names, "--seconds", "3"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    assert run.stdout.count("sound") == len(names)


def test_what_breaks_a_target_is_shown(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="no atheris for this Python: nothing is thrown")
    probe = (
        "import fuzz.targets as t; t.TARGETS['dates'] = lambda data: 1 // (len(data) < 3); "
        "import fuzz.throwing as x; x.main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe, "dates", "-runs=2000", f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert "ZeroDivisionError" in run.stdout + run.stderr
    assert list(tmp_path.glob("crash-*"))
