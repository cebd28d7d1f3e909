"""Databases for tests and benches: a throw-away PostgreSQL on loopback, and a fresh database of either kind.

The server is this machine's own (Debian's package, which `make test` installs, or whatever is on the path), but the
cluster is ours: in a temporary folder, on a free port of 127.0.0.1, behind a random password. A cluster that the
machine runs is neither used nor touched. A watcher outside our process group ends the server and removes the folder
when its input closes, which the system sees to even if the tests are killed.

Chosen to be as hard to please as a user's server: the role that tests work as is no superuser, text sorts by language
(ICU) and not by bytes where the server can, and fsync is on.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

__all__ = ["NoServerError", "Server", "binaries", "server", "sqlite"]

_HOST = "127.0.0.1"
_ROLE = "sayso"
_TOOLS = ("initdb", "pg_ctl", "postgres")
_DEBIAN = Path("/usr/lib/postgresql")
_ICU_SINCE = 15  # initdb's --locale-provider
_PATIENCE = 60  # seconds for the server to start or stop
_WATCH = 'read -r _; "$1/pg_ctl" -D "$2/data" -m immediate -t "$3" -w stop; rm -rf "$2"'


class NoServerError(Exception):
    """No PostgreSQL can be started here; the message says why, on one line."""


class Server:
    """A running PostgreSQL of our own; `server` makes one. ``url`` names no one's database: make them with `database`.

    Its role may create databases. ``log`` is the file of what the server had to say.
    """

    def __init__(self, tools: Path, folder: Path, account: dict[str, Any], *, fsync: bool) -> None:
        self._tools, self._folder, self._account = tools, folder, account
        self._password = secrets.token_urlsafe(24)
        self._port = 0
        self._settings = {
            "listen_addresses": _HOST,
            "unix_socket_directories": "",
            "fsync": "on" if fsync else "off",
            "max_connections": "50",
        }
        self.log = folder / "log"

    @property
    def url(self) -> str:
        """Where to ask for databases, as SQLAlchemy writes it: ``postgresql+psycopg://...``."""
        return self._url("postgres")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a fresh, empty database, which is dropped after, whoever is still connected to it.

        The superuser drops it: the server's own autovacuum may be at work in it, whom no one else may send away.
        """
        name = f"test_{secrets.token_hex(8)}"
        self._say(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self._url(name)
        finally:
            self._say(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)), role="postgres")

    def crash(self) -> None:
        """Stop without any tidying, as when the machine's plug is pulled, and start again on the same port."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-t", str(_PATIENCE), "-w", "stop")
        self._start()

    def _create(self) -> None:
        """Lay the cluster out, start it on a free port, and make the role that tests work as."""
        secret = self._folder / "password"
        secret.write_text(self._password + "\n", encoding="utf-8")
        secret.chmod(0o644)  # its folder is its owner's alone
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if self._version() >= _ICU_SINCE:
            locale += ["--locale-provider=icu", "--icu-locale=en"]
        login = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret}"]
        self._run("initdb", "-D", str(self._data), "--no-sync", *login, *locale)
        secret.unlink()
        for last in (False, False, True):  # someone else may take the port between our look and the server's
            self._port = _free_port()
            try:
                self._start()
                break
            except NoServerError:
                if last or "already in use" not in self._words():
                    raise
        login_sql = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
        self._say(login_sql.format(sql.Identifier(_ROLE), sql.Literal(self._password)), role="postgres")

    def _start(self) -> None:
        options = [f"-c {name}={value}" for name, value in {**self._settings, "port": str(self._port)}.items()]
        self._run(
            *("pg_ctl", "-D", str(self._data), "-l", str(self.log), "-t", str(_PATIENCE), "-w"),
            *("-o", " ".join(options), "start"),
        )

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _version(self) -> int:
        return int(self._run("postgres", "--version").split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))

    def _url(self, database: str, *, role: str = _ROLE, scheme: str = "postgresql+psycopg") -> str:
        return f"{scheme}://{role}:{self._password}@{_HOST}:{self._port}/{database}"

    def _say(self, statement: sql.Composed, *, role: str = _ROLE) -> None:
        address = self._url("postgres", role=role, scheme="postgresql")
        with psycopg.connect(address, autocommit=True, connect_timeout=_PATIENCE) as connection:
            connection.execute(statement)

    def _words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def _run(self, tool: str, *arguments: str) -> str:
        try:
            done = subprocess.run(
                [str(self._tools / tool), *arguments],
                cwd=self._folder,  # where we stand may be closed to the other account
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=2 * _PATIENCE,
                **self._account,
            )
        except (OSError, subprocess.SubprocessError) as wrong:
            raise NoServerError(f"{self._tools / tool} could not be run: {wrong}") from wrong
        if done.returncode:
            heard = " ".join(f"{done.stderr} {self._words()[-600:]}".split())
            raise NoServerError(f"{self._tools / tool} failed: {heard}")
        return str(done.stdout)


@contextmanager
def server(*, fsync: bool = True) -> Iterator[Server]:
    """A PostgreSQL of our own for as long as the block lasts; `NoServerError` where none can be had.

    Without ``fsync`` it is faster and as good as ever unless the machine itself goes down.
    """
    tools, account = binaries(), _account()
    folder = _folder(account)
    watcher = subprocess.Popen(
        ["sh", "-c", _WATCH, "sh", str(tools), str(folder), str(_PATIENCE)],
        cwd="/",
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C or a timeout's signal to the tests must not end it too
        **account,
    )
    try:
        made = Server(tools, folder, account, fsync=fsync)
        made._create()
        yield made
    finally:
        watcher.communicate()  # closes its input: it stops the server and removes the folder


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The URL of a database file in ``folder`` that is not there yet; the file and its companions go after."""
    name = f"test_{secrets.token_hex(8)}.db"
    try:
        yield f"sqlite:///{folder / name}"
    finally:
        for file in folder.glob(f"{name}*"):
            file.unlink()


def binaries(debian: Path = _DEBIAN) -> Path:
    """The folder of the newest server on this machine; `NoServerError` where there is none."""
    versions = [folder for folder in debian.glob("*/bin") if folder.parent.name.isdecimal()]
    folders = sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    if on_path := shutil.which("pg_ctl"):
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if all(os.access(folder / tool, os.X_OK) for tool in _TOOLS):
            return folder
    raise NoServerError("no PostgreSQL server on this machine: `make test` installs Debian's as root")


def _account() -> dict[str, Any]:
    """Whom the server runs as, for `subprocess`: us, or for root, as which PostgreSQL won't run, someone harmless."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": ()}
    raise NoServerError("PostgreSQL won't run as root, and there is neither a 'postgres' nor a 'nobody' to run it as")


def _folder(account: dict[str, Any]) -> Path:
    """A new folder that belongs to the server's account alone."""
    for parent in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):
        if _may_write(parent, account):
            folder = Path(tempfile.mkdtemp(prefix="sayso-postgres-", dir=parent))
            if account:
                os.chown(folder, account["user"], account["group"])
            return folder
    raise NoServerError("no temporary folder that the server's account may write to")


def _may_write(folder: str, account: dict[str, Any]) -> bool:
    check: Sequence[str] = ("sh", "-c", 'test -w "$1" && test -x "$1"', "sh", folder)
    try:
        return subprocess.run(check, cwd="/", check=False, **account).returncode == 0
    except (OSError, subprocess.SubprocessError) as wrong:  # root without the right to become another
        raise NoServerError(f"the server's account could not be taken on: {wrong}") from wrong


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """Ours, without what would steer PostgreSQL's tools elsewhere, and with messages in English."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C.UTF-8"}
