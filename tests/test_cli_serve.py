"""``sayso serve`` as a program: it says where it answers, answers there, and ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from sayso.ledger import Ledger

COMMAND = [sys.executable, "-m", "sayso.cli", "serve"]
SAID = re.compile(r"the reading room over (?P<ledger>.+): (?P<address>http://\S+)")


@contextmanager
def started(*options: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program and the address that it said; killed at the end if it runs still."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options], cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stderr is not None
            said = SAID.search(program.stderr.readline())
            assert said is not None
            yield program, said["address"]
        finally:
            program.kill()


def refused(*options: str, cwd: Path) -> str:
    """The one line that it refuses with."""
    done = subprocess.run([*COMMAND, *options], cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def end(program: subprocess.Popen[str], how: signal.Signals) -> str:
    program.send_signal(how)
    _, said = program.communicate(timeout=30)
    assert program.returncode == 0, said
    return said


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_answers_there_and_ends_when_told_to(tmp_path: Path, how: signal.Signals) -> None:
    with started("--ledger", "new.db", cwd=tmp_path) as (program, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        answer = httpx.get(address, trust_env=False)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
        assert httpx.get(address, headers={"host": "evil.example"}, trust_env=False).status_code == 421
        assert end(program, how) == ""
    # It let the ledger go: what was in the log beside the file lies in it.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.db"]
    Ledger.open(tmp_path / "new.db").close()


def test_with_a_token_it_answers_to_whoever_shows_it(tmp_path: Path) -> None:
    with started("--host", "0.0.0.0", "--token", "open sesame", cwd=tmp_path) as (program, address):
        port = re.findall(r":(\d+)/\?token=open%20sesame$", address)[0]
        there = f"http://127.0.0.1:{port}/"
        with httpx.Client(trust_env=False, follow_redirects=True) as client:
            assert client.get(there).status_code == 401
            opened = client.get(f"{there}?token=open%20sesame")
            assert (opened.status_code, str(opened.url)) == (200, there)
            assert client.get(f"{there}claims").status_code == 200
        assert "sesame" not in end(program, signal.SIGTERM)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "0"])
@pytest.mark.parametrize("token", [[], ["--token", ""]])
def test_an_open_address_needs_a_token(tmp_path: Path, host: str, token: list[str]) -> None:
    from sayso.cli.run import run

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it began to answer")

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        patch.setattr("uvicorn.Server.run", never)
        assert run(["serve", "--host", host, *token]) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_it_refuses_it_tells_in_a_line(tmp_path: Path) -> None:
    assert "needs --token" in refused("--host", "0.0.0.0", cwd=tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        assert f"--port: {port} on 127.0.0.1" in refused("--port", port, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_machine_is_a_wrong_host(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sayso.cli.run import run

    for host in ("192.0.2.1", "nowhere.invalid", "x" * 80):
        assert run(["serve", "--host", host, "--token", "t"]) == 1
        assert "--host" in capsys.readouterr().err


def test_a_ledger_of_a_newer_version_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sayso.cli.run import run

    file = tmp_path / "sayso.db"
    Ledger.open(file, create=True).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    assert run(["serve", "--ledger", str(file), "--port", "0"]) == 1
    said = capsys.readouterr().err
    assert "9999, newer than this sayso's" in said
    assert said.count("\n") == 1


def test_what_is_no_ledger_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sayso.cli.run import run

    file = tmp_path / "notes.txt"
    file.write_text("my notes")
    assert run(["serve", "--ledger", str(file), "--port", "0"]) == 1
    assert "not a database" in capsys.readouterr().err
    assert file.read_text() == "my notes"
    assert run(["serve", "--ledger", str(tmp_path / "no" / "such.db"), "--port", "0"]) == 1
    assert "no directory" in capsys.readouterr().err


def test_a_ledger_that_may_only_be_read_is_shown(tmp_path: Path, example_ledger: Path) -> None:
    from sayso.web import Room

    file = tmp_path / "sayso.db"
    file.write_bytes(example_ledger.read_bytes())
    file.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.MonkeyPatch.context() as patch:
            if os.geteuid() == 0:  # root may write to anything; SQLite is told what another would be
                patch.setattr("sayso.ledger.opening._to_write", _no_writing)
            room = Room.open(file)
        assert not room.writable
        with pytest.raises(Exception, match="may only be read"):
            room.write(lambda _: None)
        room.close()
    finally:
        tmp_path.chmod(0o755)
    assert file.read_bytes() == example_ledger.read_bytes()


def _no_writing(_: Path) -> sqlite3.Connection:
    raise sqlite3.OperationalError("attempt to write a readonly database")
