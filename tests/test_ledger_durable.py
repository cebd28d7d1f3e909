"""What befalls a ledger while it is written: kills, a full disk, another writer, a server that goes away."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from sayso.errors import LedgerError
from sayso.ledger import Filter, Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.asking import versions_of
from sayso.ledger.filters import count
from sayso.model import Claim, Place, Reading, Report, Source
from tests import databases

_SEEN = datetime(2034, 3, 1, tzinfo=UTC)
_DAY = date(2034, 3, 1)


def _reading(number: int, id: str | None = None, url: str | None = None, day: int = 0, words: int = 30) -> Reading:
    id = id or f"r{number}"
    story = f"Troops of column {number} entered Hradov. " + " ".join(f"word{number}x{n}" for n in range(words))
    report = Report(id, story, published=_DAY + timedelta(days=day), url=url)
    claims = tuple(
        Claim(
            f"{id}-{n}", id, story[:6], 0, 6, "capture", Source(f"source {n}"), places=(Place(f"place {number % 5}"),)
        )
        for n in range(3)
    )
    return Reading(report, claims)


def _contents(ledger: Ledger) -> dict[str, list[str]]:
    with ledger.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in t.metadata.sorted_tables
        }


def _kills(kind: str, kills: int, seed: int = 7) -> dict[str, Any]:
    command = [sys.executable, "-W", "error", "-m", "bench.kills", "--json", "--seed", str(seed)]
    command += ["--kills", str(kills), "--database", kind]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (outcome,) = json.loads(done.stdout)
    assert outcome["kills"] == kills
    return dict(outcome)


@pytest.mark.slow
def test_a_file_outlives_the_kills_of_its_writer() -> None:
    assert _kills("sqlite", 12)["acknowledged"] > 0


@pytest.mark.slow
@pytest.mark.usefixtures("postgres")  # for its skip, where there is no server to be had
def test_a_server_outlives_the_kills_of_its_writer_and_its_own() -> None:
    assert _kills("postgresql", 6)["acknowledged"] > 0


# -- a full disk -------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["a small disk", "a small file"])
def small(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where only two megabytes fit: a disk of its own where one may be mounted, and a file that may not grow."""
    if request.param == "a small file":
        connect = sqlite3.connect

        def capped(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **kwargs)
            connection.execute("pragma max_page_count = 500")
            return connection

        monkeypatch.setattr(sqlite3, "connect", capped)
        yield tmp_path
        return
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if not mounted or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk may be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _until_refused(keeper: Keeper, readings: list[Reading]) -> tuple[str, int]:
    """What is said when there is no more room, and how many were kept by then."""
    for number, reading in enumerate(readings):
        try:
            keeper.keep(reading, seen=_SEEN)
        except LedgerError as error:
            return str(error), number
    return "", len(readings)


def test_a_full_disk_is_told_and_what_was_kept_is_safe(small: Path) -> None:
    path = small / "sayso.db"
    with Ledger.open(path, create=True) as ledger:
        keeper = Keeper(ledger)
        told, kept = _until_refused(keeper, [_reading(number, words=200) for number in range(2000)])
        assert "full: make room on the disk and add again: what was kept is safe" in told
        assert kept > 10
        with ledger.reading() as connection:  # it goes on answering
            assert count(connection, Filter()) == 3 * kept
        with pytest.raises(LedgerError, match="make room"):
            keeper.keep(_reading(9999, words=5000), seen=_SEEN)
    with Ledger.open(path) as ledger, ledger.reading() as connection:
        assert count(connection, Filter()) == 3 * kept
        assert connection.execute(text("pragma integrity_check")).scalar_one() == "ok"


def test_with_room_again_adding_goes_on_to_the_same_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = [_reading(number, words=200) for number in range(150)]
    with Ledger.open(tmp_path / "whole.db", create=True) as ledger:
        for reading in readings:
            Keeper(ledger).keep(reading, seen=_SEEN)
        whole = _contents(ledger)
    with Ledger.open(tmp_path / "full.db", create=True) as ledger:
        keeper = Keeper(ledger)
        with ledger.engine.connect() as connection:
            connection.execute(text("pragma max_page_count = 300"))
        assert "make room" in _until_refused(keeper, readings)[0]
        with ledger.engine.connect() as connection:
            connection.execute(text("pragma max_page_count = 1000000"))
        hows = [keeper.keep(reading, seen=_SEEN).how for reading in readings]
        assert {"unchanged", "new"} == set(hows)
        assert _contents(ledger) == whole


# -- two writers -------------------------------------------------------------------------------------------------------

_ADDS = """
import sys
from tests.test_ledger_durable import add_some
add_some(sys.argv[1], int(sys.argv[2]))
"""


def _shared() -> list[Reading]:
    """Many reports, some versions of each other by id, by address, or by way of a third."""
    out = [_reading(number) for number in range(40)]
    for day in range(5):
        for number in range(3):
            out.append(
                _reading(100 + 10 * number + day, f"v{number}", f"https://example.org/{(number + day) % 4}", day)
            )
    return out


def add_some(url: str, which: int) -> None:
    """Add what all add, each in an order of its own."""
    readings = _shared()
    readings = readings[::-1] if which % 2 else readings
    turn = len(readings) * which // 3
    with Ledger.open(url, create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in readings[turn:] + readings[:turn]:
            keeper.keep(reading, seen=_SEEN)
            if reading.report.id == "v1":
                keeper.withdraw("v1", _DAY + timedelta(days=9), seen=_SEEN)


def test_programs_that_add_the_same_at_once_make_the_ledger_that_one_would(
    new_database: Callable[[], AbstractContextManager[str]],
) -> None:
    with new_database() as one, new_database() as many:
        add_some(one, 0)
        command = [sys.executable, "-W", "error", "-c", _ADDS, many]
        running = [subprocess.Popen([*command, str(n)], stderr=subprocess.PIPE, text=True) for n in range(3)]
        assert [process.communicate(timeout=250)[1] for process in running] == [""] * 3
        assert [process.returncode for process in running] == [0] * 3
        with Ledger.open(one) as expected, Ledger.open(many) as found:
            assert _contents(found) == _contents(expected)


def test_threads_with_a_keeper_each_make_the_ledger_that_one_would(database_url: str) -> None:
    # Reports that meet as often as can be: the turns that writers take on a server are what is tried here.
    pairs = [("x", "1"), ("x", "2"), ("y", "2"), ("y", "3"), ("z", "3"), ("z", "1"), ("w", "2")]
    readings = [
        _reading(n, id, f"https://example.org/{page}", n % 4, words=5) for n, (id, page) in enumerate(pairs * 4)
    ]
    with Ledger.open(database_url, create=True) as ledger:

        def add(some: list[Reading]) -> None:
            keeper = Keeper(ledger)
            for reading in some:
                keeper.keep(reading, seen=_SEEN)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(add, [readings[n::4] for n in range(4)]))
        with ledger.reading() as connection:
            at_once = {v.report: v.until for id in "xyzw" for v in versions_of(connection, id)}
    assert len(at_once) == len(readings)
    with databases.sqlite(Path(os.environ.get("TMPDIR", "/tmp"))) as url, Ledger.open(url, create=True) as ledger:
        for reading in readings:
            Keeper(ledger).keep(reading, seen=_SEEN)
        with ledger.reading() as connection:
            assert {v.report: v.until for id in "xyzw" for v in versions_of(connection, id)} == at_once


def test_a_writer_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sayso.db"
    monkeypatch.setattr("sayso.ledger.opening._WAIT_S", 0.2)
    with Ledger.open(path, create=True) as ledger, Ledger.open(path, create=True) as other, other.writing():
        with pytest.raises(LedgerError, match="another program is writing: wait for it, then add again"):
            Keeper(ledger).keep(_reading(1))
        with ledger.reading() as connection:  # readers don't wait for a writer
            assert count(connection, Filter()) == 0


# -- a server that goes away -------------------------------------------------------------------------------------------


def _end_connections(url: str) -> None:
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
        )


def _cut_while_writing(ledger: Ledger, url: str) -> None:
    with ledger.writing() as connection:
        _end_connections(url)
        connection.execute(text("select 1"))


def test_a_connection_that_is_cut_is_told_and_the_next_one_works(postgres: databases.Server) -> None:
    with postgres.database() as url, Ledger.open(url, create=True) as ledger:
        keeper = Keeper(ledger)
        keeper.keep(_reading(1))
        _end_connections(url)
        assert keeper.keep(_reading(2)).how == "new"  # between two reports nobody notices
        with pytest.raises(LedgerError, match="check the URL, and that the server is up"):
            _cut_while_writing(ledger, url)
        assert keeper.keep(_reading(3)).how == "new"
        with ledger.reading() as connection:
            assert count(connection, Filter()) == 9


@pytest.mark.slow
def test_a_server_that_crashes_has_what_it_acknowledged(postgres: databases.Server) -> None:
    with postgres.database() as url, Ledger.open(url, create=True) as ledger:
        keeper = Keeper(ledger)
        for number in range(20):
            keeper.keep(_reading(number))
        postgres.crash()
        assert keeper.keep(_reading(20)).how == "new"
        with ledger.reading() as connection:
            assert count(connection, Filter()) == 63
