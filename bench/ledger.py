"""What does a ledger of a million claims cost: to write, to grow, to ask? On one core, reading apart.

    python -m bench.ledger [--claims 1000000] [--database sqlite|postgresql] [--at FILE] [--queries 300] [--json]
    python -m bench.ledger --ask FILE|URL

Reports with their true claims come from the chronicle's stream, made in this process and kept in a child of its own,
which times nothing but keeping: claims a second (by the clock, and of processor time), what a claim costs in windows of
10,000, how flat that is (the last fifth of the windows to those from 10,000 to 60,000), and the child's peak memory.
Beside it, on the same machine in the same minute, the same claims go into one bare table, one transaction a report.
Then the ledger is asked from a warm process: searches for words and pairs of words drawn from its claims, common and
rare, places by name on days, and events by their claims, as known on days and now: the 95th percentile of each, by the
clock and of processor time, which what else runs on the machine lengthens less.

--at keeps the ledger in a new file; --ask only asks one that is there. A figure that misses its goal is marked.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: one core

import argparse
import gc
import json
import pickle
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import func, select

from bench.chronicle import stream, stream_theatre
from bench.chronicle.stream import START
from sayso.answers import Asked, event, place, search
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger
from sayso.ledger import schema as t
from sayso.ledger.rows import claim_rows
from sayso.model import Reading
from tests import databases

_THEATRE: Final = "streamed"
_WINDOW: Final = 10_000
_PLAIN: Final = 20_000
_DAYS: Final = 730

# figure: (goal, whether more is better)
GOALS: Final[dict[str, tuple[float, bool]]] = {
    "claims a second": (2000, True),
    "cost, last to first": (1.5, False),
    "peak memory, MB": (500, False),
    "search, p95 ms": (50, False),
    "place, p95 ms": (50, False),
    "event, p95 ms": (50, False),
}


def _readings(stdin: Any) -> Iterator[Reading]:
    while True:
        try:
            yield pickle.load(stdin)
        except EOFError:
            return


def write(url: str) -> None:
    """The child: keep what comes in, and print what it cost."""
    windows: list[tuple[float, float, int]] = []
    wall = cpu = 0.0
    claims = reports = since = 0
    with Ledger.open(url, create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in _readings(sys.stdin.buffer):
            begun, busy = time.perf_counter(), time.process_time()
            keeper.keep(reading)
            wall += time.perf_counter() - begun
            cpu += time.process_time() - busy
            reports += 1
            since += len(reading.claims)
            if since >= _WINDOW:
                windows.append((wall, cpu, since))
                claims += since
                wall, cpu, since = 0.0, 0.0, 0
        if since:
            windows.append((wall, cpu, since))
            claims += since
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"windows": windows, "claims": claims, "reports": reports, "memory": memory}))


def plain(path: Path) -> None:
    """Another child: the claims' rows into one bare table, one transaction a report."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    spent, claims = 0.0, 0
    made = False
    for number, reading in enumerate(_readings(sys.stdin.buffer)):
        rows = claim_rows(reading.claims, number, reading.report.published, {})["claim"]
        values = [tuple(str(v) if isinstance(v, date) else v for v in row.values()) for row in rows]
        marks = ", ".join("?" * len(values[0]))
        begun = time.perf_counter()
        if not made:
            connection.execute(f"create table claim ({', '.join(rows[0])}, primary key (key))")
            made = True
        connection.execute("begin immediate")
        connection.executemany(f"insert into claim values ({marks})", values)
        connection.execute("commit")
        spent += time.perf_counter() - begun
        claims += len(rows)
    print(json.dumps({"rate": claims / spent}))


def _feed(arguments: Sequence[str], claims: int, seed: int, core: int | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.ledger", *arguments]
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    for report, told in stream(seed, claims):
        pickle.dump(Reading(report, told, _THEATRE), child.stdin, pickle.HIGHEST_PROTOCOL)
    child.stdin.close()
    said = child.stdout.read()
    if child.wait() != 0:
        sys.exit("bench: the writer failed; see above")
    return dict(json.loads(said))


def written(url: str, claims: int, seed: int, core: int | None, *, beside: bool) -> dict[str, float]:
    """Figures of writing so many claims to an empty ledger."""
    out: dict[str, float] = {}
    if beside:
        with tempfile.TemporaryDirectory(prefix="sayso-bench-") as folder:
            rate = _feed(["--plain", str(Path(folder) / "plain.db")], min(claims, _PLAIN), seed, core)["rate"]
        out["bare table, claims a second"] = rate
    told = _feed(["--writer", url], claims, seed, core)
    windows = told["windows"]
    costs = [[1e6 * window[by] / window[2] for window in windows] for by in (0, 1)]
    out["claims"], out["reports"] = told["claims"], told["reports"]
    out["claims a second"] = told["claims"] / sum(window[0] for window in windows)
    out["claims a CPU-second"] = told["claims"] / sum(window[1] for window in windows)
    if beside:
        out["to a bare table"] = out["claims a second"] / out["bare table, claims a second"]
    for name, cost in (("cost", costs[0]), ("CPU cost", costs[1])):
        first = statistics.median(cost[1:6] or cost)
        last = statistics.median(cost[-max(1, len(cost) // 5) :])
        out[f"{name} a claim at first, us"], out[f"{name} a claim at last, us"] = first, last
        out[f"{name}, last to first"] = last / first
    out["peak memory, MB"] = told["memory"]
    for n, chunk in enumerate(_chunks(costs[0], 5)):
        out[f"cost by 50,000: {n * 5 * _WINDOW + 5 * _WINDOW:,}"] = statistics.median(chunk)
    return out


def _chunks(values: Sequence[float], size: int) -> Iterator[Sequence[float]]:
    for at in range(0, len(values), size):
        yield values[at : at + size]


def _p(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _timed(name: str, asks: Sequence[Callable[[], Any]], out: dict[str, float]) -> None:
    for ask in asks[:10]:
        ask()  # warm
    times, busy = [], []
    for ask in asks[10:]:  # what has been asked before is remembered
        begun, at_work = time.perf_counter(), time.process_time()
        ask()
        times.append(1000 * (time.perf_counter() - begun))
        busy.append(1000 * (time.process_time() - at_work))
    out[f"{name}, p50 ms"], out[f"{name}, p95 ms"] = _p(times, 0.5), _p(times, 0.95)
    out[f"{name}, worst ms"], out[f"{name}, p95 CPU ms"] = max(times), _p(busy, 0.95)


def asked(url: str, queries: int, seed: int) -> dict[str, float]:
    """Figures of asking a ledger, from this process."""
    rng = Random(seed)
    out: dict[str, float] = {}
    with Ledger.open(url) as ledger:
        with ledger.reading() as connection:
            out["claims"] = connection.execute(select(func.count()).select_from(t.claim)).scalar_one()
            low, high = connection.execute(select(func.min(t.claim.c.key), func.max(t.claim.c.key))).one()
            drawn: list[Any] = []
            while len(drawn) < queries:
                at = select(t.claim.c.id, t.claim.c.text, t.claim.c.key).where(t.claim.c.key >= rng.randint(low, high))
                drawn += connection.execute(at.order_by(t.claim.c.key).limit(1)).all()
            named = select(t.place.c.name).join(t.claim_place, t.claim_place.c.place_key == t.place.c.key)
            at_hand = t.claim_place.c.claim_key.in_([row.key for row in drawn])
            names = list(connection.execute(named.where(at_hand)).scalars())

        gc.collect()
        gc.freeze()  # as the reading room does when it opens
        gc.set_threshold(20_000, 20, 20)

        def day() -> date | None:
            return START + timedelta(days=rng.randrange(_DAYS)) if rng.random() < 0.5 else None

        def words(n: int) -> str:
            found = re.findall(r"[^\W\d_]+", rng.choice(drawn).text)
            return " ".join(rng.sample(found, min(n, len(found)))) if found else "army"

        singles = [words(1) for _ in range(queries)]
        pairs = [words(2) for _ in range(queries)]
        _timed("search for a word", [partial(search, ledger, w) for w in singles], out)
        _timed("search for two", [partial(search, ledger, w) for w in pairs], out)
        dated = [partial(search, ledger, w, Asked(known=day())) for w in [*singles, *pairs]]
        _timed("search", dated, out)
        _timed("place", [partial(_place, ledger, rng.choice(names), day(), day()) for _ in range(queries)], out)
        _timed("event", [partial(_event, ledger, row.id, day()) for row in drawn], out)
    return out


def _place(ledger: Ledger, name: str, on: date | None, known: date | None) -> None:
    with suppress(InputError):  # nobody had named it by then
        place(ledger, name, on=on, known=known)


def _event(ledger: Ledger, claim: str, known: date | None) -> None:
    with suppress(InputError):  # nobody had told of it by then
        event(ledger, claim, known=known)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--at", type=Path)
    parser.add_argument("--ask")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--core", type=int, help="the processor that the writer is bound to")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--writer", help=argparse.SUPPRESS)
    parser.add_argument("--plain", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.writer:
        write(given.writer)
        return
    if given.plain:
        plain(given.plain)
        return
    figures: dict[str, float] = {}
    with ExitStack() as stack:
        url = given.ask or _new(given, stack)
        if not given.ask:
            figures |= written(url, given.claims, given.seed, given.core, beside=given.database == "sqlite")
            if given.database == "sqlite":
                size = Path(url).stat().st_size
                figures["file, MB"], figures["bytes a claim"] = size / 2**20, size / figures["claims"]
        figures |= asked(url, given.queries, given.seed)
        print(json.dumps(figures) if given.json else _table(figures))


def _new(given: argparse.Namespace, stack: ExitStack) -> str:
    if given.database == "postgresql":
        url = stack.enter_context(stack.enter_context(databases.server()).database())
    elif given.at:
        if given.at.exists():
            sys.exit(f"bench: {given.at}: there is such a file already: name another, or ask it with --ask")
        url = str(given.at)
    else:
        url = str(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-bench-"))) / "ledger.db")
    with Ledger.open(url, create=True) as ledger:
        Keeper(ledger).theatre(_THEATRE, stream_theatre(given.seed))
    return url


def _table(figures: dict[str, float]) -> str:
    lines = []
    for name, value in figures.items():
        goal, more = GOALS.get(name, (None, True))
        missed = goal is not None and (value < goal if more else value > goal)
        wanted = (
            ""
            if goal is None
            else f"  (goal: {'at least' if more else 'under'} {goal:g}{'; MISSED' if missed else ''})"
        )
        lines.append(f"{name:<32}{value:>14,.{0 if value >= 1000 or value == int(value) else 2}f}{wanted}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
