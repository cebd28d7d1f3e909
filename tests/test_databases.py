from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, make_url, text

from tests import databases


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def ask(url: str, question: str) -> object:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return row[0]


@pytest.mark.parametrize("again", [1, 2])
def test_every_test_gets_an_empty_database_that_keeps_what_it_is_given(database_url: str, again: int) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (word TEXT)"))
        connection.execute(text("INSERT INTO kept VALUES ('Hradov')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT word FROM kept")).scalar_one() == "Hradov"
    engine.dispose()


@settings(max_examples=3)
@given(word=st.text("abc", max_size=3))
def test_a_database_for_every_example(new_database: Callable[[], AbstractContextManager[str]], word: str) -> None:
    with new_database() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (word TEXT)"))
            connection.execute(text("INSERT INTO kept VALUES (:word)"), {"word": word})
        engine.dispose()


def test_files_go_with_their_database(tmp_path: Path) -> None:
    with databases.sqlite(tmp_path) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.execute(text("CREATE TABLE kept (word TEXT)"))
        assert list(tmp_path.iterdir())
        engine.dispose()
    assert list(tmp_path.iterdir()) == []


def test_the_server_listens_on_loopback_alone_and_wants_its_password(
    postgres: databases.Server, postgres_url: str
) -> None:
    facts = (postgres.log.parent / "data/postmaster.pid").read_text(encoding="utf-8").splitlines()
    assert facts[3:6] == [str(make_url(postgres_url).port), "", "127.0.0.1"]  # port, folder of sockets, address
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            plain(make_url(plain(postgres_url)).set(password="guessed").render_as_string(hide_password=False))
        )


def test_the_server_is_as_hard_to_please_as_a_users(postgres_url: str) -> None:
    assert ask(postgres_url, "SHOW fsync") == "on"
    assert ask(postgres_url, "SHOW server_encoding") == "UTF8"
    assert ask(postgres_url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("role", ["sayso", "postgres"])  # autovacuum's own connections are no more ours than the latter
def test_a_database_goes_although_someone_is_still_connected(postgres: databases.Server, role: str) -> None:
    with postgres.database() as url:
        left_open = psycopg.connect(plain(make_url(url).set(username=role).render_as_string(hide_password=False)))
        name = make_url(url).database
    assert ask(postgres.url, f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == 0
    left_open.close()


@pytest.mark.slow
def test_what_was_committed_outlives_a_crash_and_nothing_outlives_the_block() -> None:
    try:
        with databases.server() as own:
            folder = own.log.parent
            with own.database() as url:
                with psycopg.connect(plain(url)) as connection:
                    connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
                own.crash()
                assert ask(url, "SELECT n FROM kept") == 7
    except databases.NoServerError as why:
        pytest.skip(f"no PostgreSQL: {why}")
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain(own.url), connect_timeout=5)


_HELD = """
import time
from tests.databases import server
with server(fsync=False) as own:
    print(own.log.parent, own.url, flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
def test_a_killed_run_leaves_neither_server_nor_folder(postgres: databases.Server) -> None:
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", _HELD], cwd=root, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder, url = run.stdout.readline().split()
        run.send_signal(signal.SIGKILL)
    until = time.monotonic() + 60
    while Path(folder).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(plain(url))


def test_the_newest_whole_server_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(databases.NoServerError, match="make test"):
        databases.binaries(tmp_path)
    for version, tools in {"9": 3, "15": 3, "17": 1, "notes": 3}.items():
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for tool in ("initdb", "pg_ctl", "postgres")[:tools]:
            (folder / tool).touch(0o755)
    assert databases.binaries(tmp_path) == tmp_path / "15/bin"


def test_a_server_that_will_not_run_is_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tool in ("initdb", "pg_ctl", "postgres"):
        (tmp_path / tool).write_text("#!/bin/sh\necho broken >&2; exit 3\n", encoding="utf-8")
        (tmp_path / tool).chmod(0o755)
    monkeypatch.setattr(databases, "binaries", lambda: Path("/nonexistent"))
    with pytest.raises(databases.NoServerError, match="could not be run"), databases.server():
        pass
    tmp_path.chmod(0o755)
    monkeypatch.setattr(databases, "binaries", lambda: tmp_path)
    with pytest.raises(databases.NoServerError, match=r"broken|could not be run"), databases.server():
        pass
