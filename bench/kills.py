"""Does a ledger keep what it has acknowledged, whatever moment its writer is killed at?

    python -m bench.kills [--kills 100] [--database sqlite|postgresql] [--seed N] [--json]

A child adds the reports of an invented war one after another, versions, withdrawals and problems among them, and says
of each that it is kept; at a random moment it is killed with SIGKILL, at times while it opens or makes the ledger. The
next child begins a little before the last that was acknowledged. After every kill: what was acknowledged must be there,
whole, once, and the database sound (SQLite's own checks of file, keys and full text; a server's keys). After every
tenth everything is added again, from the first report to the last, and the ledger must be, row by row, the one that was
never disturbed (leaving out when the ledger saw it). On PostgreSQL a tenth of the kills are the server's: its backends
ended, or the whole server stopped without any tidying.
Exits with 1 where anything is lost, doubled, half or unsound.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: a child is a fork, and a fork wants one thread

import argparse
import contextlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, Literal

from sqlalchemy import func, select, text

from bench.chronicle import stream
from sayso.errors import LedgerError
from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.model import Reading, Refusal
from tests import databases

_START: Final = datetime(2034, 3, 1, tzinfo=UTC)
_LONGEST_S: Final = {"sqlite": 0.15, "postgresql": 0.4}  # how long a child adds at most: a server takes its time
_ROUND: Final = 10  # kills until a ledger is finished and compared
_CLAIMS: Final = 1500

Step = Callable[[Keeper], object]


@dataclass(slots=True)
class Outcome:
    """What came of the kills of one database; the last five are to be 0."""

    database: str
    kills: int = 0
    while_opening: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    half: int = 0
    unsound: int = 0
    different: int = 0

    @property
    def bad(self) -> int:
        """How much went wrong."""
        return self.lost + self.twice + self.half + self.unsound + self.different


class Story:
    """What is added, step by step; the same for every child."""

    def __init__(self, seed: int) -> None:
        self.steps: list[Step] = []
        self.claims: dict[tuple[str, str | None], int] = {}  # by report id and title, which tells versions apart
        self.names: list[tuple[str, str | None] | None] = []
        for number, (report, claims) in enumerate(stream(seed, _CLAIMS)):
            seen = _START + timedelta(minutes=number)
            told = Reading(report, claims, report.theatre)
            if number % 7 == 3:
                self._step(_problem(report.id, seen))
            self._keep(told, seen)
            if number % 9 == 4:
                later = replace(report, title=f"UPDATE 1-{report.title}", text=report.text + "\n(Adds details.)")
                self._keep(replace(told, report=later), seen + timedelta(seconds=1))
            if number % 11 == 5 and report.published:
                self._step(_withdrawal(report.id, report.published + timedelta(days=2), seen))

    def _step(self, step: Step, name: tuple[str, str | None] | None = None) -> None:
        self.steps.append(step)
        self.names.append(name)

    def _keep(self, reading: Reading, seen: datetime) -> None:
        name = (reading.report.id, reading.report.title)
        self.claims[name] = len(reading.claims)
        self._step(lambda keeper: keeper.keep(reading, seen=seen), name)


def _problem(id: str, seen: datetime) -> Step:
    return lambda keeper: keeper.problem(Refusal(id, "not there yet", 1), seen=seen)


def _withdrawal(id: str, day: Any, seen: datetime) -> Step:
    return lambda keeper: keeper.withdraw(id, day, seen=seen)


def _add(url: str, story: Story, says: int | None = None, start: int = 0) -> None:
    with Ledger.open(url, create=True) as ledger:
        if says is not None:
            os.write(says, b"-1\n")
        keeper = Keeper(ledger)
        for number, step in enumerate(story.steps[start:], start):
            step(keeper)
            if says is not None:
                os.write(says, b"%d\n" % number)


def _killed(
    url: str, story: Story, start: int, delay: float, opened: bool, instead: Callable[[], None] | None
) -> tuple[bool, int]:
    """Whether a child had opened the ledger, and the last step that it acknowledged, when it was killed.

    ``delay`` is in seconds from its birth, or from when it has ``opened`` the ledger.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        code = 3
        with contextlib.suppress(LedgerError):  # what it must say of a server that is gone
            _add(url, story, says, start)
            code = 0
        os._exit(code)
    os.close(says)
    first = os.read(hears, 1) if opened else b""
    time.sleep(delay)
    if instead is None:
        os.kill(child, signal.SIGKILL)
    else:
        instead()
    with os.fdopen(hears) as heard:
        said = (first.decode() + heard.read()).split()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, 3, -signal.SIGKILL):
        raise SystemExit(f"bench: a child that lost its server ended with {code}, not with a LedgerError")
    return bool(said), max(map(int, said), default=-1)


def _look(url: str, story: Story, acknowledged: int, outcome: Outcome) -> None:
    """Count what is wrong with a ledger after a kill."""
    try:
        ledger = Ledger.open(url)
    except LedgerError as error:
        if acknowledged >= 0 or ("nothing in it" not in str(error) and "no such file" not in str(error)):
            outcome.unsound += 1
        return
    with ledger:
        outcome.unsound += not _sound(ledger)
        with ledger.reading() as connection:
            claims = select(func.count()).where(t.claim.c.report_key == t.report.c.key).scalar_subquery()
            rows = connection.execute(select(t.report.c.id, t.report.c.title, claims)).all()
    found: dict[tuple[str, str | None], int] = {}
    for id, title, count in rows:
        outcome.twice += (id, title) in found
        found[id, title] = count
        outcome.half += count != story.claims[id, title]
    wanted = {name for name in story.names[: acknowledged + 1] if name is not None}
    outcome.lost += len(wanted - found.keys())


def _sound(ledger: Ledger) -> bool:
    if not ledger.sqlite:
        orphans = (
            select(func.count())
            .select_from(t.claim_place.outerjoin(t.claim).outerjoin(t.place))
            .where(t.claim.c.key.is_(None) | t.place.c.key.is_(None))
        )
        with ledger.reading() as connection:
            return connection.execute(orphans).scalar_one() == 0
    try:
        with ledger.engine.connect() as connection:
            told = connection.execute(text("pragma integrity_check")).scalar_one()
            wrong = connection.execute(text("pragma foreign_key_check")).all()
    except Exception as error:  # noqa: BLE001 - whatever it is, the file is not sound
        print(error, file=sys.stderr)
        return False
    return told == "ok" and not wrong


def _full_text_sound(ledger: Ledger) -> bool:
    if ledger.sqlite:
        with ledger.writing() as connection:  # raises where index and rows differ
            for words in ("claim_words", "report_words"):
                connection.execute(text(f"insert into {words} ({words}, rank) values ('integrity-check', 1)"))
    return True


def contents(ledger: Ledger) -> dict[str, list[str]]:
    """All that a ledger holds, table by table, but for when it was met."""
    out = {}
    with ledger.reading() as connection:
        for table in t.metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in ("seen", "made")]
            out[table.name] = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
    return out


def run(
    kind: Literal["sqlite", "postgresql"],
    new: Callable[[], contextlib.AbstractContextManager[str]],
    kills: int,
    seed: int,
    wreck: Callable[[str, Random], Callable[[], None]] | None = None,
) -> Outcome:
    """Kill so many children; ``new`` makes a fresh database, ``wreck`` something to do to its server instead."""
    rng, story, outcome = Random(seed), Story(seed), Outcome(kind)
    with new() as url:
        _add(url, story)
        with Ledger.open(url) as ledger:
            undisturbed = contents(ledger)
    while outcome.kills < kills:
        with new() as url:
            last = -1
            for _ in range(min(_ROUND, kills - outcome.kills)):
                outcome.kills += 1
                instead = wreck(url, rng) if wreck and outcome.kills % 10 == 5 else None
                start = max(0, last - 2)  # it finds a few that are kept, and goes on
                late = rng.random() < 0.85
                opened, acknowledged = _killed(url, story, start, rng.uniform(0, _LONGEST_S[kind]), late, instead)
                outcome.while_opening += not opened
                outcome.acknowledged += max(0, acknowledged - last)
                last = max(last, acknowledged)
                _look(url, story, last, outcome)
            _add(url, story)
            with Ledger.open(url, create=True) as ledger:
                outcome.unsound += not _full_text_sound(ledger)
                outcome.different += contents(ledger) != undisturbed
    return outcome


@contextmanager
def _sqlite() -> Iterator[Callable[[], contextlib.AbstractContextManager[str]]]:
    with tempfile.TemporaryDirectory(prefix="sayso-kills-") as folder:
        yield lambda: databases.sqlite(Path(folder))


def _wrecker(server: databases.Server) -> Callable[[str, Random], Callable[[], None]]:
    def end_backends(url: str) -> None:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )

    return lambda url, rng: server.crash if rng.random() < 0.5 else lambda: end_backends(url)


def main() -> None:
    """Print what came of it, a line for each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    kinds: list[Literal["sqlite", "postgresql"]] = given.database or ["sqlite", "postgresql"]
    outcomes = []
    with ExitStack() as stack:
        for kind in kinds:
            if kind == "sqlite":
                outcomes.append(run(kind, stack.enter_context(_sqlite()), given.kills, given.seed))
            else:
                server = stack.enter_context(databases.server())
                outcomes.append(run(kind, server.database, given.kills, given.seed, _wrecker(server)))
    if given.json:
        print(json.dumps([asdict(outcome) for outcome in outcomes]))
    else:
        names = list(asdict(outcomes[0]))
        print("  ".join(f"{name.replace('_', ' '):>12}" for name in names))
        for outcome in outcomes:
            print("  ".join(f"{value:>12}" for value in asdict(outcome).values()))
    sys.exit(any(outcome.bad for outcome in outcomes))


if __name__ == "__main__":
    main()
