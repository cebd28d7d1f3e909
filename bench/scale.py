"""What does reading in bulk cost, how well does it use the cores, and is its memory constant?

    python -m bench.scale [--folder DIR] [--files 8] [--size 128M] [--big 1G] [--rounds 2] [--json]

A crawl of invented news sites (bench.crawl, 5 in 100 pages about a war) is written as ``--files`` web archives of
``--size`` and one of ``--big``; what lies in --folder already is used again. `sayso bulk` then reads the small ones,
each time into a new folder: on one core, on two, and on two by a Dask cluster of its own, in turn, ``--rounds`` times,
from the start of the process to its end. The big one is read on two cores while the memory of all processes is looked
at (what each has to itself, and its share of what they share). Beside it stand, over the first small file, a bare
pass of the archive reader (FastWARC), of the extractor (trafilatura) over its pages, and of our intake; and what
`sayso load` takes of one run's results.

The results of all runs are compared byte for byte. Figures by the clock want an idle machine: the load is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import psutil

from bench.chronicle import stream_theatre
from bench.crawl import pages, write
from bench.crawl.__main__ import size
from sayso.bulk.inputs import PassedOver, feed
from sayso.bulk.loading import Loaded, load
from sayso.bulk.tasks import marks
from sayso.intake.building import Given
from sayso.intake.finding import Source
from sayso.intake.told import Told
from sayso.ledger import Keeper, Ledger
from sayso.ledger.receiving import Receiver

_SEED: Final = 1
_SHARE: Final = 0.05
_LOOK_S: Final = 0.5
_PARTS: Final = 5  # of a run, whose memory is told one by one
GOALS: Final = {"two cores, times one": 1.8, "dask, times local": 1 / 1.15}


@dataclass(slots=True)
class Run:
    """One run: seconds by the clock and of all processors, and the most memory in each part of it, in MB."""

    wall: float
    cpu: float
    reports: int
    claims: int
    passed: int
    memory: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Pass:
    """A bare pass over a file: processor seconds, and how many things went by."""

    cpu: float
    number: int
    bytes: int

    @property
    def each_ms(self) -> float:
        """Milliseconds for one."""
        return 1000 * self.cpu / max(self.number, 1)

    @property
    def megabytes(self) -> float:
        """MB a second."""
        return self.bytes / 1e6 / self.cpu


def archive(path: Path, bytes_: int, seed: int, share: float = _SHARE) -> Path:
    """A web archive, unless it is there."""
    if not path.exists():
        part = path.with_name(f".{path.name}")
        write(part, pages(seed, war=share), size=bytes_, seed=seed)
        part.rename(path)
    return path


def bulk(inputs: Sequence[Path], out: Path, cores: int, *how: str, watched: bool = False) -> Run:
    """Run `sayso bulk` on so many cores of this machine; exits where it fails."""
    usable = sorted(os.sched_getaffinity(0))[:cores]
    command = ["sayso", "bulk", *map(str, inputs), "--out", str(out), "--jobs", str(cores), *how]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso.cli", *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, usable),
    )  # fmt: skip
    looks = list(_memory(process)) if watched else []
    _, told = process.communicate()
    wall = time.perf_counter() - begun
    if process.returncode:
        sys.exit(f"bench: {' '.join(command)}: {told}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = marks(out)
    return Run(
        wall,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        sum(mark.counts.get("reports", 0) for mark in done),
        sum(mark.counts.get("claims", 0) for mark in done),
        sum(sum(mark.passed.values()) for mark in done),
        [max(looks[len(looks) * n // _PARTS : len(looks) * (n + 1) // _PARTS], default=0) for n in range(_PARTS)],
    )


def _memory(process: subprocess.Popen[str]) -> Iterator[float]:
    """What all its processes take, in MB, again and again until it ends."""
    while process.poll() is None:
        taken = 0
        try:
            top = psutil.Process(process.pid)
            for one in (top, *top.children(recursive=True)):
                taken += one.memory_full_info().pss
        except psutil.Error:  # one ended while we looked
            pass
        else:
            yield taken / 1e6
        time.sleep(_LOOK_S)


def measured(work: Callable[[], int], path: Path) -> Pass:
    """Processor seconds of this process for a pass over a file."""
    begun = time.process_time()
    number = work()
    return Pass(time.process_time() - begun, number, path.stat().st_size)


def reader_pass(path: Path) -> int:
    """Every record of an archive, by FastWARC alone."""
    from fastwarc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        return sum(1 for record in ArchiveIterator(stream, WarcRecordType.response) if record.reader.read() is not None)


def extractor_pass(path: Path) -> tuple[Pass, int]:
    """Every page of an archive by trafilatura alone, the reading of the archive left out."""
    import trafilatura
    from fastwarc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        found = ArchiveIterator(stream, WarcRecordType.response)
        bodies = [body for record in found if record.http_headers.status_code == 200 and (body := record.reader.read())]
    return measured(lambda: sum(1 for body in bodies if trafilatura.extract(body) or True), path), len(bodies)


def intake_pass(path: Path, about: str) -> tuple[Pass, int]:
    """What our intake makes of an archive: all that went by, and how many reports came of it."""
    reports = 0

    def work() -> int:
        nonlocal reports
        passed = 0
        for item in feed((Source(str(path)), Given(history=True, about=about))):
            reports += isinstance(item, Told)
            passed += sum(item.counts.values()) if isinstance(item, PassedOver) else 0
        return reports + passed

    return measured(work, path), reports


def same(one: Path, other: Path) -> bool:
    """Whether two runs wrote the same bytes."""
    names = [path.relative_to(one) for kind in ("claims", "reports") for path in sorted((one / kind).iterdir())]
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where runs differ or a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "sayso-scale")
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--size", type=size, default=128_000_000)
    parser.add_argument("--big", type=size, default=10**9)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    given.folder.mkdir(parents=True, exist_ok=True)
    theatre = given.folder / "war.toml"
    theatre.write_text(stream_theatre(_SEED), encoding="utf-8")
    small = [archive(given.folder / f"small-{given.size}-{n}.warc", given.size, _SEED + n) for n in range(given.files)]
    told = _Figures(given.json)
    told.say(f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    plain = archive(given.folder / "none.warc", 20_000_000, _SEED, 0.0)
    _passes(told, small[0], plain, archive(given.folder / "none.warc.gz", 5_000_000, _SEED, 0.0))
    with tempfile.TemporaryDirectory(dir=given.folder) as out:
        good = _runs(told, small, Path(out), given.rounds, theatre)
        if given.big:
            big = archive(given.folder / f"big-{given.big}.warc", given.big, _SEED)
            good &= _big(told, big, Path(out), theatre)
    return 0 if good else 1


class _Figures:
    """Prints figures, as lines or as JSON."""

    def __init__(self, plain: bool) -> None:
        self._json = plain

    def say(self, words: str) -> None:
        """A line for people."""
        if not self._json:
            print(words, flush=True)

    def put(self, name: str, words: str, **values: object) -> None:
        """One figure."""
        print(json.dumps({"figure": name, **values}) if self._json else f"{name:<34}{words}", flush=True)


def _passes(told: _Figures, path: Path, none: Path, packed: Path) -> None:
    for name, one in (("FastWARC alone", path), ("FastWARC alone, gzipped", packed)):
        reader = measured(lambda one=one: reader_pass(one), one)  # type: ignore[misc]  # mypy knows no such default
        told.put(name, f"{reader.megabytes:8.0f} MB a CPU-second, {reader.each_ms:.2f} ms a page", **asdict(reader))
    extractor, _ = extractor_pass(path)
    told.put("trafilatura alone", f"{extractor.each_ms:8.2f} ms a page", **asdict(extractor))
    intake_pass(none, "conflict")  # what is loaded and compiled once
    for name, one in (("intake, nothing about a war", none), ("the same, gzipped", packed)):
        passed, _ = intake_pass(one, "conflict")
        words = f"{passed.each_ms:8.2f} ms a page, {passed.megabytes:.0f} MB a CPU-second"
        told.put(name, words, **asdict(passed))
    taken, reports = intake_pass(path, "conflict")
    told.put(
        "intake",
        f"{taken.each_ms:8.2f} ms a page, {taken.megabytes:.0f} MB a CPU-second; {reports} reports of {taken.number}",
        **asdict(taken),
    )


def _runs(told: _Figures, small: Sequence[Path], out: Path, rounds: int, theatre: Path) -> bool:
    ways: dict[str, tuple[int, tuple[str, ...]]] = {
        "one core": (1, ()),
        "two cores": (2, ()),
        "dask, two cores": (2, ("--engine", "dask")),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    folders: list[Path] = []
    for number in range(rounds):
        for name, (cores, how) in ways.items():
            folders.append(out / f"{name.replace(', ', '-').replace(' ', '-')}-{number}")
            run = bulk(small, folders[-1], cores, *how, "--theatre", str(theatre))
            runs[name].append(run)
            pages_ = run.reports + run.passed
            words = (
                f"{run.wall:8.1f} s, {run.cpu:.1f} CPU-s: {pages_ / run.wall:.0f} pages a second, "
                f"{run.reports / run.wall:.1f} reports read"
            )
            told.put(name, words, **asdict(run))
    equal = all(same(folders[0], folder) for folder in folders[1:])
    told.put("the same bytes", f"{'yes' if equal else 'NO':>8}", same=equal)
    wall = {name: statistics.median(run.wall for run in some) for name, some in runs.items()}
    good = equal
    for name, ratio in (
        ("two cores, times one", wall["one core"] / wall["two cores"]),
        ("dask, times local", wall["two cores"] / wall["dask, two cores"]),
    ):
        met = ratio >= GOALS[name]
        told.put(name, f"{ratio:8.2f} (goal {GOALS[name]:.2f}){'' if met else '  MISSED'}", ratio=ratio)
        good &= met
    _cost(told, runs["two cores"])
    _load(told, folders[0])
    for folder in folders:
        shutil.rmtree(folder)
    return good


def _cost(told: _Figures, runs: Sequence[Run]) -> None:
    run = min(runs, key=lambda each: each.cpu)
    each = run.cpu / max(run.reports, 1)
    hours = run.cpu / max(run.reports + run.passed, 1) * 1e6 / 3600
    told.put(
        "a million",
        f"{hours:8.1f} core-hours for pages of such a crawl; at most {each * 1e6 / 3600:.0f} for reports that are read",
        pages=hours, reports=each * 1e6 / 3600, claims=run.claims / max(run.reports, 1),
    )  # fmt: skip


def _load(told: _Figures, folder: Path) -> None:
    ledger = folder / "sayso.db"
    done = marks(folder)
    loaded = Loaded()
    begun = time.process_time()
    with Ledger.open(ledger, create=True) as opened:
        load(done, folder, Receiver(Keeper(opened)), loaded)
    cpu = time.process_time() - begun
    rate = loaded.kept / cpu
    told.put("load, into a file", f"{rate:8.0f} reports a CPU-second, {loaded.claims / cpu:.0f} claims", reports=rate)


def _big(told: _Figures, path: Path, out: Path, theatre: Path) -> bool:
    run = bulk([path], out / "big", 2, "--theatre", str(theatre), watched=True)
    parts = ", ".join(f"{part:.0f}" for part in run.memory)
    rate = path.stat().st_size / 1e6 / run.wall
    told.put(
        "one big file, two cores",
        f"{run.wall:8.1f} s, {run.cpu:.1f} CPU-s: {rate:.0f} MB a second, {run.reports} reports",
        **asdict(run),
    )  # fmt: skip
    told.put("cores it kept busy", f"{run.cpu / run.wall:8.2f}", busy=run.cpu / run.wall)
    constant = run.memory[-1] <= 1.1 * max(run.memory[_PARTS // 2], 1)  # by then all is loaded and met
    told.put(
        "its memory, MB, fifth by fifth",
        f"{parts}{'' if constant else '  GROWS'}",
        memory=run.memory,
        constant=constant,
    )
    return constant


if __name__ == "__main__":
    sys.exit(main())
