"""Opens a ledger: a SQLite file, or a PostgreSQL database by its URL, made when it is new and moved to this version."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sayso.errors import LedgerError
from sayso.ledger.holding import Held
from sayso.ledger.remembering import Remembered

__all__ = ["DEFAULT", "HEAD", "Ledger"]

DEFAULT: Final = "sayso.db"
HEAD: Final = "0007"
"""The newest migration; a test holds it to what lies in ``migrations/``."""
_KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
_OURS: Final = frozenset(("report", "source", "place", "claim", "claim_place", "figure", "stance"))
# With WAL, readers and one writer don't wait for each other. NORMAL leaves out a flush a transaction: what was said to
# be kept outlives any end of the process; a power cut may take the last moments, and never breaks the file. What lies
# in the log goes to its place every 4,000 pages (16 MB), so that pages which many reports touch are written once.
_PRAGMAS: Final = (
    "journal_mode = wal",
    "synchronous = normal",
    "wal_autocheckpoint = 4000",
    "foreign_keys = on",
    "cache_size = -65536",
)
_MAGIC: Final = b"SQLite format 3\0"
_WAIT_S: Final = 60.0


class Ledger:
    """An open ledger: where it is, and connections to it. Made by ``Ledger.open``.

    ``name`` is what people call it, without a password. Threads may share it: each block has a connection of its own.
    ``remembered`` are answers that are dear, each until something changes; ``columns`` what all claims are counted by.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self.sqlite = engine.dialect.name == "sqlite"
        self.remembered = Remembered()
        self.columns = Held(self.reading)
        # On a server writers meet row by row, and must see what the other has just kept.
        self._to_write = {"sayso_writing": True} if self.sqlite else {"isolation_level": "READ COMMITTED"}

    @classmethod
    def open(cls, where: str | Path | None = None, *, create: bool = False) -> Ledger:
        """The ledger at a path or database URL; by default SAYSO_LEDGER, else ``sayso.db`` here.

        With ``create`` a missing one is made, and an older one is moved to this version's tables; without, it is opened
        to read, and may lie in a file that can only be read. LedgerError for one that is missing, broken, of a newer
        version, or no ledger.
        """
        given = str(where or os.environ.get("SAYSO_LEDGER") or DEFAULT).removeprefix("sqlite:///")
        ledger = cls(*(_on_server(given) if "://" in given else _in_file(given, create)))
        try:
            with ledger.telling_errors():
                ledger._check(create)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger from its first question to its end."""
        with self.telling_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: kept whole when the block ends, gone when it fails; waits for another writer."""
        with self.telling_errors(), self.engine.connect() as connection:
            connection.execution_options(**self._to_write)
            with connection.begin():
                yield connection

    @contextmanager
    def telling_errors(self) -> Iterator[None]:
        """Turn what the database says into a LedgerError that names this ledger and the fix."""
        try:
            yield
        except DBAPIError as error:
            raise LedgerError(self.name, "database", _said(error), _fix(error)) from error

    def _check(self, create: bool) -> None:
        version = self._version()
        if version == HEAD:
            return
        if version is not None and version not in _KNOWN:  # _version lets only our own numbers through
            fix = "upgrade sayso, or name another ledger"
            raise LedgerError(self.name, "version", f"{version}, newer than this sayso's {HEAD}", fix)
        if not create:
            if version is None:
                raise LedgerError(self.name, "ledger", "nothing in it", "add reports first: sayso add PATH")
            raise LedgerError(
                self.name, "version", f"{version}, older than {HEAD}", "bring it up to date: sayso add PATH"
            )
        from sayso.ledger.migrating import migrate  # Alembic takes a while to load

        migrate(self)

    def _version(self) -> str | None:
        """The migration that the ledger is at; None for an empty database, LedgerError for somebody else's."""
        with self.engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            found = None
            if "alembic_version" in tables:
                found = connection.execute(text("select version_num from alembic_version")).scalar()
        if found is not None and tables >= _OURS and re.fullmatch(r"\d{4}", str(found)):
            return str(found)
        # A file is one program's; on a server our tables may stand beside another's, if no two share a name.
        others = tables - {"alembic_version"} if self.sqlite else tables & _OURS
        if found is not None or others:
            raise LedgerError(
                self.name, "ledger", "another program's database", "name a ledger, or a file that is not there yet"
            )
        return None


def _on_server(given: str) -> tuple[Engine, str]:
    try:
        url = make_url(given)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise LedgerError(
                _shown(url), "--ledger", url.drivername, "give a file, or postgresql://USER@HOST/DATABASE"
            )
        # A server may have been restarted since the last question: each connection is tried before it is used.
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True), _shown(url)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # ValueError: a port that is no number
        raise LedgerError("--ledger", "URL", error, "give a file, or postgresql://USER@HOST/DATABASE") from error
    except ModuleNotFoundError as error:
        raise LedgerError(given.split("@")[-1], "driver", error.name, "pip install 'sayso[postgres]'") from error


def _shown(url: URL) -> str:
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _in_file(given: str, create: bool) -> tuple[Engine, str]:
    path = Path(given).expanduser()
    if path.is_dir():
        raise LedgerError(given, "--ledger", "a directory", "name a file in it")
    if not path.exists():
        if not create:
            raise LedgerError(given, "--ledger", "no such file", "add reports first (sayso add PATH), or name another")
        if not path.parent.is_dir():
            raise LedgerError(given, "--ledger", f"no directory {path.parent}", "make it, or name another file")
    elif _is_something_else(path):  # SQLite takes a very short file of any kind for an empty one of its own
        raise LedgerError(given, "--ledger", "not a database", "name a ledger, or a file that is not there yet")

    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        creator=(lambda: _to_write(path)) if create else (lambda: _to_read(path)),
    )
    event.listen(engine, "begin", _begin)
    return engine, given


def _is_something_else(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError:  # SQLite will tell
        return False
    return bool(start) and start != _MAGIC


def _to_write(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "rwc")
    try:
        for pragma in _PRAGMAS:
            _patiently(connection, f"pragma {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    # Of two programs that turn a new file to WAL at once, SQLite refuses one without letting it wait.
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _to_read(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "ro")
    try:
        connection.execute("select count(*) from sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise sqlite3.OperationalError("unable to open its log, where the last reports are") from error
        # A disc that can't be written to, and no program's log beside the file: it can't change either.
        connection = _connect(path, "ro&immutable=1")
    connection.execute("pragma cache_size = -65536")
    connection.execute("pragma mmap_size = 1073741824")
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Transactions are begun by us (below): Python's own way begins none before DDL, and none that can wait its turn.
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    # SQLite's own knows no letters beyond ASCII.
    connection.create_function("sayso_lower", 1, lambda s: s and s.lower(), deterministic=True)
    return connection


def _begin(connection: Connection) -> None:
    # A writer takes its turn at once: to be refused later, after reading, could not be waited out.
    writing = connection.get_execution_options().get("sayso_writing")
    connection.exec_driver_sql("begin immediate" if writing else "begin")


def _said(error: DBAPIError) -> str:
    return str(error.orig or error).strip().splitlines()[0]


# What databases say, and what to do about it; the first that fits.
_FIXES: Final = (
    ("disk is full|no space left|disk full", "make room on the disk and add again: what was kept is safe"),
    ("readonly|read-only|permission denied", "allow writing to the file and its folder, or name another ledger"),
    ("not a database|malformed", "name a ledger; if it is one, restore it from a copy"),
    ("locked|busy", "another program is writing: wait for it, then add again"),
    ("unable to open its log", "copy it, with its -wal file, to where it may be written, and open that"),
    ("unable to open", "check the path and that the file may be read"),
    ("connection|could not translate|authentication|does not exist", "check the URL, and that the server is up"),
)


def _fix(error: DBAPIError) -> str:
    said = str(error.orig or error).lower()
    return next((fix for words, fix in _FIXES if re.search(words, said)), "see the database's own log")
