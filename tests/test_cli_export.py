"""``sayso export``: every format goes to a file or to standard output, whole or not at all, narrowed as a list is."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sayso.cli.run import run
from sayso.errors import InputError
from sayso.exports import formats
from sayso.exports.formats import FORMATS
from tests.rooms import kept
from tests.siege import READINGS

HERE = [name for name in FORMATS if name != "followthemoney" or find_spec("followthemoney")]
"""The formats that need nothing which is not installed."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(kept(tmp_path_factory.mktemp("export") / "sayso.db", READINGS))


@pytest.mark.parametrize("named", [("export",), ("export", "--list"), ("export", "csv", "--list")])
def test_the_formats_are_listed_a_line_each(named: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(named) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(FORMATS)
    for line, form in zip(lines[1:], FORMATS.values(), strict=True):
        assert form.about.split()[-1] in line, "cut, or over two lines"


@pytest.mark.parametrize("name", HERE)
def test_a_file_and_standard_output_get_the_same(
    name: str, path: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"out{FORMATS[name].suffix}"
    out.write_bytes(b"of before")
    assert run(["export", name, "--ledger", path, "--out", str(out)]) == 0
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert run(["export", name, "--ledger", path]) == 0
        stdout.flush()
        printed, said = capfdbinary.readouterr()
    assert said == b""
    assert printed == out.read_bytes() != b"of before"
    assert [each.name for each in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("name", HERE)
def test_nothing_asked_for_is_a_file_too(name: str, path: str, tmp_path: Path) -> None:
    out = tmp_path / "none"
    assert run(["export", name, "--ledger", path, "--on", "1990-01-01", "--out", str(out)]) == 0
    assert out.exists()


def test_it_is_narrowed_as_the_lists_are(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--place", "Hradov", "--type", "casualties", "--known", "2031-03-05", "--ledger", path]
    assert run(["claims", *asked, "--format", "jsonl"]) == 0
    listed = capsys.readouterr().out
    assert run(["export", "jsonl", *asked]) == 0
    assert capsys.readouterr().out == listed != ""
    assert run(["export", "jsonl", *asked, "--limit", "1"]) == 0
    assert capsys.readouterr().out == listed.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["nonesuch"], 2, "'nonesuch' is no format: give one of jsonl, csv"),
        (["geojson", "--excel"], 2, "geojson is no table for Excel: --excel goes with csv, acled, ged, hxl"),
        (["csv", "--within", "5"], 2, "--within goes with --place"),
        (["csv", "--side", "Elsewhere"], 1, "--side: Elsewhere: no claim has it: give one of Ostrya, Varnia"),
        (["csv", "--out", "."], 1, "--out: Is a directory: name a file that can be written"),
        (["csv", "--out", "no/such/folder"], 1, "--out: No such file or directory: name a file"),
    ],
)
def test_what_cant_be_done_is_said(
    given: list[str], code: int, said: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *given, "--ledger", path]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["csv", "acled", "ged", "hxl"])
def test_excel_is_told_how_a_table_is_written(name: str, path: str, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    assert run(["export", name, "--ledger", path, "--out", str(plain)]) == 0
    assert run(["export", name, "--ledger", path, "--out", str(marked), "--excel"]) == 0
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_bytes_are_not_for_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    form = replace(FORMATS["csv"], name="bytes", binary=True)
    monkeypatch.setattr(formats, "FORMATS", {"bytes": form})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["export", "bytes"]) == 2
    assert "bytes is no text for a terminal: give --out FILE" in capsys.readouterr().err


def test_what_breaks_off_leaves_the_file_as_it_was(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(claims: Iterable[Any], out: io.TextIOBase) -> None:
        out.write(str(next(iter(claims))))
        raise InputError("the pen", "ink", "none", "fill it")

    out = tmp_path / "out.csv"
    out.write_text("of before")
    monkeypatch.setattr(formats, "FORMATS", {"csv": replace(FORMATS["csv"], write=broken)})
    assert run(["export", "csv", "--ledger", path, "--out", str(out)]) == 1
    assert out.read_text() == "of before"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_no_file_takes_the_place_of_a_pipe(path: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # what is written waits within the pipe
    try:
        assert run(["export", "csv", "--ledger", path, "--limit", "1", "--out", str(pipe)]) == 0
        assert os.read(reading, 100).startswith(b"report,published,")
    finally:
        os.close(reading)
    assert pipe.is_fifo()
