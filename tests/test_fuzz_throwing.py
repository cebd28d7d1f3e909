from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.__main__ import Outcome, alone, main, throw
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


def test_each_target_has_its_time_and_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, int]] = []

    def thrown(target: str, seconds: int, folder: Path) -> Outcome:
        asked.append((target, seconds))
        return Outcome(target, 1200, 7.0, 3.0, broken=b"x" if target == "opml" else None)

    monkeypatch.setattr("fuzz.__main__.throw", thrown)
    assert main(["dates", "opml", "text", "--each", "7", "--jobs", "2"]) == 1
    assert sorted(asked) == [("dates", 7), ("opml", 7), ("text", 7)]
    told = capsys.readouterr().out.splitlines()
    assert told[1].split() == ["dates", "1,200", "7", "3", "sound"]
    assert told[2].endswith("BROKEN by b'x'")
    assert told[-1] == "3 targets, 3,600 inputs, 1 broken"
    assert main(["text", "dates", "--seconds", "8"]) == 0
    assert asked[3:] == [("text", 4), ("dates", 4)]


def test_what_only_waited_is_told_from_what_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for cost, broken in ((0.1, None), (25.0, b"slow")):
        hung = tmp_path / "crash-dates-timeout-1"
        hung.write_bytes(b"slow")
        said = f"stat::number_of_executed_units: 10\nTest unit written to {hung}\n"
        runs = iter([(70, said, 2.0, 1.0), (0, "stat::number_of_executed_units: 5\n", 5.0, 4.0)])
        monkeypatch.setattr("fuzz.__main__._run", lambda *_, runs=runs: next(runs))
        monkeypatch.setattr("fuzz.__main__.alone", lambda *_, cost=cost: cost)
        outcome = throw("dates", 7, tmp_path)
        assert outcome.broken == broken
        assert (outcome.inputs, outcome.waited) == ((15, 1) if broken is None else (10, 0))


def test_an_input_alone_is_measured_by_the_processors_clock(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"4 March 2031")
    assert 0 <= alone("dates", file) < 10
