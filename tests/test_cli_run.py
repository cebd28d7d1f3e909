"""How the command line ends: exit codes, one-line errors, closed pipes, encodings; in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sayso.cli.run import run


def sayso(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sayso.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    before = os.times()
    done = sayso("--help")
    after = os.times()
    assert "read war reports" in done.stdout.lower()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 3, "0.4 s of the processor; loading spaCy takes seconds"
    code = (
        "import sys; from sayso.cli.run import run; run(['--help']); "
        "print({'spacy', 'onnxruntime', 'trafilatura', 'httpx', 'numpy', 'sayso.reader'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "Missing argument 'PATH|URL|-'"),
        (["read", "x", "--format", "xml"], "'xml' is not one of"),
        (["read", "x", "--published", "1.12.2023"], "write it as 2023-12-01"),
        (["read", "x", "--nonsense"], "No such option"),
        (["explian"], "No such command 'explian'"),
        (["gazetteer"], "Missing command"),
        (["explain", "x"], "Missing argument 'CLAIM'"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("sayso: ")
    assert words in told.err
    assert "--help'." in told.err


def test_bare_sayso_shows_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "gazetteer" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out.startswith("sayso ")


def test_theatres(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["theatres"]) == 0
    assert "ukraine" in capsys.readouterr().out


def test_a_pipe_that_is_closed_is_no_error() -> None:
    code = (
        "import sys\n"
        "import sayso.cli.theatres as t\n"
        "from sayso.cli import app, main\n"
        "def flood():\n"
        "    while True: print('x' * 1000)\n"
        "app.app.command('flood')(flood)\n"
        "sys.argv = ['sayso', 'flood']\n"
        "main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=30) == 0


def test_output_is_utf_8_whatever_the_locale() -> None:
    done = sayso("theatres", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == ""


def test_an_error_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "find", "\x1b[2Jno\nsuch place"]) == 1
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert told.count("\n") == 1
    assert "not found" in told


def test_the_gazetteer_finds_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "find", "Paris"]) == 0
    assert "FR" in capsys.readouterr().out
    assert run(["gazetteer", "import", "/no/such/file"]) == 1
    assert capsys.readouterr().err.startswith("sayso: /no/such/file: ")
