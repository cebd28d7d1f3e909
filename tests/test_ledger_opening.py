from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sayso.errors import LedgerError
from sayso.ledger import Filter, Keeper, Ledger, opening
from sayso.ledger.filters import count
from sayso.model import Claim, Reading, Report, Source

_READING = Reading(Report("a", "Hradov fell."), (Claim("a-0", "a", "Hradov", 0, 6, "capture", Source("narrator")),))


def _claims(where: str | Path) -> int:
    with Ledger.open(where) as ledger, ledger.reading() as connection:
        return count(connection, Filter())


def _made(where: str | Path) -> None:
    with Ledger.open(where, create=True) as ledger:
        Keeper(ledger).keep(_READING)


def _refused(where: str | Path | None, *, create: bool = False) -> str:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(where, create=create)
    said = str(caught.value)
    assert "\n" not in said
    assert caught.value.fix
    return said


@pytest.mark.parametrize(
    "name", ["sayso.db", "with space.db", "né 😀.db", "100%.db", "a?b#c.db", ":memory:", "-x", "x.sqlite3"]
)
def test_a_ledger_lies_in_the_file_that_is_named(tmp_path: Path, name: str) -> None:
    _made(tmp_path / name)
    assert (tmp_path / name).is_file()
    assert _claims(tmp_path / name) == 1
    assert _claims(f"sqlite:///{tmp_path / name}") == 1


def test_what_was_kept_is_there_when_it_is_opened_again(database_url: str) -> None:
    _made(database_url)
    assert _claims(database_url) == 1


def test_the_default_is_named_by_the_environment_else_a_file_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    assert "sayso.db: --ledger: no such file: add reports first" in _refused(None)
    Ledger.open(create=True).close()
    assert Path("sayso.db").exists()
    monkeypatch.setenv("SAYSO_LEDGER", "other.db")
    assert "other.db" in _refused(None)


def test_a_file_that_is_missing_is_not_made_by_reading(tmp_path: Path) -> None:
    assert "no such file: add reports first" in _refused(tmp_path / "sayso.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    assert f"no directory {tmp_path / 'nowhere'}: make it" in _refused(tmp_path / "nowhere" / "x.db", create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_directory_is_no_ledger(tmp_path: Path, create: bool) -> None:
    assert "a directory: name a file in it" in _refused(tmp_path, create=create)


def test_an_empty_file_becomes_a_ledger_by_adding_alone(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert "nothing in it: add reports first" in _refused(path)
    _made(path)
    assert _claims(path) == 1


@pytest.mark.parametrize(
    "content", [b"not a database\n" * 400, b"SQLite format 3\0" + b"\x07" * 5000, b"x", b"\0" * 4096]
)
@pytest.mark.parametrize("create", [True, False])
def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path, content: bytes, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert "not a database: name a ledger" in _refused(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_file_is_refused_and_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "insurance.db"
    other = sqlite3.connect(path)
    for table in ("claim", "report", "alembic_version (version_num)", "customer"):
        other.execute(f"create table {table if '(' in table else table + ' (x)'}")
    other.execute("insert into alembic_version values ('a1b2c3')")
    other.commit()
    other.close()
    before = path.read_bytes()
    said = _refused(path, create=create)
    assert "another program's database: name a ledger, or a file that is not there yet" in said
    # Whoever opens it to write turns its journal to WAL; its contents stay.
    assert len(path.read_bytes()) == len(before)


def _sql(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("revision", ["a1b2c3d4e5f6", "0001"])
def test_another_programs_tables_of_the_same_name_are_left_alone(
    database_url: str, create: bool, revision: str
) -> None:
    made = ("create table claim (x integer)", "create table alembic_version (version_num varchar(32))")
    _sql(database_url, *made, f"insert into alembic_version values ('{revision}')")
    assert "another program's database" in _refused(database_url, create=create)


def test_on_a_server_a_ledger_may_lie_beside_others_tables(postgres_database: str) -> None:
    _sql(postgres_database, "create table customer (x integer)")
    _made(postgres_database)
    assert _claims(postgres_database) == 1


@pytest.fixture
def postgres_database(postgres: object) -> Iterator[str]:
    with postgres.database() as url:  # type: ignore[attr-defined]
        yield url


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(database_url: str, create: bool) -> None:
    _made(database_url)
    _sql(database_url, "update alembic_version set version_num = '9999'")
    newer = f"version: 9999, newer than this sayso's {opening.HEAD}: upgrade sayso"
    assert newer in _refused(database_url, create=create)
    _sql(database_url, f"update alembic_version set version_num = '{opening.HEAD}'")
    assert _claims(database_url) == 1


def test_an_older_ledger_is_moved_by_adding_and_named_by_reading(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made(database_url)
    moved: list[Ledger] = []
    was = opening.HEAD
    monkeypatch.setattr("sayso.ledger.opening.HEAD", "9998")
    monkeypatch.setattr("sayso.ledger.opening._KNOWN", (was, "9998"))
    monkeypatch.setattr("sayso.ledger.migrating.migrate", moved.append)
    assert f"version: {was}, older than 9998: bring it up to date: sayso add PATH" in _refused(database_url)
    Ledger.open(database_url, create=True).close()
    assert len(moved) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me@localhost/x", "give a file, or postgresql://USER@HOST/DATABASE"),
        ("nosuch://x", "give a file, or postgresql://USER@HOST/DATABASE"),
        ("://", "give a file, or postgresql://USER@HOST/DATABASE"),
        ("postgresql://localhost:port/x", "give a file, or postgresql://USER@HOST/DATABASE"),
        ("postgresql+nosuch://localhost/x", "give a file, or postgresql://USER@HOST/DATABASE"),
        ("postgresql://sayso:secret@127.0.0.1:1/x?connect_timeout=2", "check the URL, and that the server is up"),
        ("postgres://sayso:secret@127.0.0.1:1/x?connect_timeout=2", "check the URL, and that the server is up"),
    ],
)
def test_a_wrong_url_is_told_with_what_to_write_instead(url: str, said: str) -> None:
    told = _refused(url, create=True)
    assert said in told
    assert "secret" not in told


def test_a_server_that_refuses_is_told_without_the_password(postgres_url: str) -> None:
    wrong = postgres_url.rsplit("/", 1)[0] + "/nosuchdatabase"
    told = _refused(wrong)
    assert "check the URL" in told
    assert postgres_url.split(":")[2].split("@")[0] not in told
    told = _refused(postgres_url.replace("sayso:", "sayso:x"))
    assert "check the URL" in told


def test_an_empty_database_is_told_from_a_ledger(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).touch()
    assert "nothing in it: add reports first: sayso add PATH" in _refused(database_url)


def test_a_broken_file_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        for n in range(300):
            keeper.keep(Reading(Report(f"r{n}", f"Text {n}. " * 50), ()))
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="restore it from a copy"):
        _made(path)


def test_reading_sees_one_state_from_its_first_question_on(database_url: str) -> None:
    _made(database_url)
    with Ledger.open(database_url, create=True) as ledger:
        with ledger.reading() as connection:
            assert count(connection, Filter()) == 1
            claim = Claim("b-0", "b", "x", 0, 1, "capture", Source("narrator"))
            Keeper(ledger).keep(Reading(Report("b", "x"), (claim,)))
            assert count(connection, Filter()) == 1
        with ledger.reading() as connection:
            assert count(connection, Filter()) == 2


# -- what can't be written to. Root may write anywhere, so a program of its own asks without that right. --------------

_READS = """
import sys
from sayso.ledger import Filter, Keeper, Ledger
from sayso.ledger.filters import count
from sayso.model import Reading, Report
from sayso.errors import LedgerError
try:
    with Ledger.open(sys.argv[1], create=sys.argv[2] == "add") as ledger:
        if sys.argv[2] == "add":
            Keeper(ledger).keep(Reading(Report("b", "x"), ()))
        with ledger.reading() as connection:
            print(count(connection, Filter()))
except LedgerError as error:
    print(error)
"""


def _asked(path: Path, what: str) -> str:
    command = [sys.executable, "-W", "error", "-c", _READS, str(path), what]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("no setpriv: root may write to whatever it likes")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


@contextmanager
def _sealed(folder: Path) -> Iterator[None]:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)
        for file in folder.iterdir():
            file.chmod(0o644)


def test_a_ledger_that_can_only_be_read_is_read_and_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    _made(path)
    with _sealed(tmp_path):
        assert _asked(path, "read") == "1"
        assert "allow writing to the file and its folder" in _asked(path, "add")
    assert _claims(path) == 1


def test_a_ledger_whose_last_words_lie_in_a_log_that_can_not_be_read_is_not_read_without_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sayso.db"
    with Ledger.open(path, create=True) as ledger:
        Keeper(ledger).keep(_READING)
        copy = tmp_path / "copy.db"
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    with _sealed(tmp_path):
        assert "copy it, with its -wal file, to where it may be written" in _asked(copy, "read")
    assert _claims(copy) == 1


def test_a_folder_that_can_not_be_written_to_takes_no_new_ledger(tmp_path: Path) -> None:
    with _sealed(tmp_path):
        said = _asked(tmp_path / "new.db", "add")
    assert "check the path and that the file may be read" in said or "allow writing" in said


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    _made(path)
    path.chmod(0o000)
    assert "check the path and that the file may be read" in _asked(path, "read")
