"""What every test gets: no network and a cache of its own; and, for the asking, what is dear to make or to load."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from sayso.model import Reading, Report
from tests import databases, rooms

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from sayso.reader import Reader
    from sayso.web import Room

# A test says the same on every machine: no examples by chance in CI, and no failing for a slow processor.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The gazetteer is compiled once a run into a folder of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach no machine but this one."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the shipped pipeline; loading it costs seconds, so tests share it."""
    from sayso.reader import Reader

    return Reader()


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of `sayso demo`, built once a run; to be read only, `demo_copy` is there to be written to."""
    from sayso.cli.demo import build

    path = tmp_path_factory.mktemp("demo") / "sayso-demo.db"
    build(path, jobs=1)
    return path


@pytest.fixture
def demo_copy(demo_ledger: Path, tmp_path: Path) -> Path:
    """A copy of the demo's ledger for one test to write in."""
    return Path(shutil.copy(demo_ledger, tmp_path / "sayso-demo.db"))


@pytest.fixture(scope="session")
def example_readings(reader: Reader) -> tuple[Reading, ...]:
    """The example reports of the invented war, as the reader reads them."""
    from sayso.examples import REPORTS
    from sayso.intake import read_source

    return tuple(reader.read(report) for report in read_source(str(REPORTS)) if isinstance(report, Report))


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory: pytest.TempPathFactory, example_readings: tuple[Reading, ...]) -> Path:
    """A ledger with them in it, for tests that only read; who writes asks for ``example_room``."""
    return rooms.kept(tmp_path_factory.mktemp("example") / "sayso.db", example_readings)


@pytest.fixture
def example_room(tmp_path: Path, example_ledger: Path) -> Iterator[Room]:
    """A room over a ledger of the test's own, with the example reports in it."""
    from sayso.web import Room

    own = tmp_path / "room.db"
    shutil.copyfile(example_ledger, own)
    room = Room.open(own)
    yield room
    room.close()


@pytest.fixture
def client(example_room: Room) -> Iterator[TestClient]:
    """Asks ``example_room`` without a server between; errors come as answers, as a browser would have them."""
    from starlette.testclient import TestClient

    from sayso.web import application

    with TestClient(application(example_room), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Asks a room over the small ledger of a siege (tests/siege.py), for tests that only read; errors are raised."""
    from starlette.testclient import TestClient

    from sayso.web import Room, application
    from tests.siege import READINGS

    room = Room.open(rooms.kept(tmp_path_factory.mktemp("siege") / "sayso.db", READINGS))
    with TestClient(application(room), base_url="http://localhost") as asking:
        yield asking
    room.close()


@pytest.fixture(scope="session")
def linked_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which claims came by every kind of way (tests/linking.py), for tests that only read."""
    from tests.linking import filled

    return Path(filled(tmp_path_factory.mktemp("linked") / "sayso.db"))


@pytest.fixture(scope="session")
def hostile_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every word is an injection (tests/hostile.py), for tests that only read."""
    from tests.hostile import kept

    return kept(tmp_path_factory.mktemp("hostile") / "sayso.db")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a chromium on this machine; tests that ask for it are skipped where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no chromium on this machine: `make test` installs one where it may")


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Server]:
    """A PostgreSQL server of this run's own; where none can be had, tests that ask for it are skipped, in CI failed."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(databases.server())
        except databases.NoServerError as why:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no PostgreSQL: {why}")
        yield running


@pytest.fixture(scope="session")
def postgres_url(postgres: databases.Server) -> str:
    """The URL of that server, for its database ``postgres``; its role may create more."""
    return postgres.url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[str]]:
    """Makes a fresh, empty database on every call, for one `with` block; what `@given` tests need, on both kinds."""
    if request.param == "sqlite":
        return partial(databases.sqlite, tmp_path_factory.mktemp("databases"))
    server: databases.Server = request.getfixturevalue("postgres")
    return server.database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, empty database, once in a file and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sayso.db'}"
        return
    server: databases.Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url
