"""Throw bytes at the parsers, led by what each makes them do (atheris); a crash is anything but a refusal.

    python -m fuzz TARGET... | all [--seconds N | --each N] [--jobs N] [--corpus DIR] [--list]

Each target runs in a process of its own, for its share of the seconds or for so many, from seeds of our own. What
breaks it is kept in DIR/crash-* and shown, smallest form first; exit 1 when anything does.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fuzz.targets import TARGETS, seeds_of

__all__ = ["Outcome", "alone", "main", "throw"]

_MEMORY_MB: Final = 2048
_PATIENCE_S: Final = 20
_LONGEST: Final = 4096
_RUNS: Final = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_CRASH: Final = re.compile(r"Test unit written to (\S+)")
_HEAD: Final = f"{'target':<12} {'inputs':>11} {'seconds':>8} {'of the processor':>17}  outcome"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one target: how many inputs it took in how long, and the one that broke it, with its trace.

    ``own`` is the time that the processor gave it, and ``waited`` how many inputs seemed to hang and only waited.
    """

    target: str
    inputs: int = 0
    seconds: float = 0.0
    own: float = 0.0
    waited: int = 0
    broken: bytes | None = None
    told: str = ""

    def line(self) -> str:
        """A line of the table."""
        verdict = "sound" if self.broken is None else f"BROKEN by {self.broken!r}"
        return f"{self.target:<12} {self.inputs:>11,} {self.seconds:>8.0f} {self.own:>17.0f}  {verdict}"


def throw(target: str, seconds: int, folder: Path) -> Outcome:
    """Throw at one target for so many seconds, in a process of its own.

    On a busy machine an input may wait longer than one may take: that is tried alone, by the processor's clock.
    """
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    so_far = Outcome(target)
    while True:
        code, said, took, own = _run(target, max(1, seconds - int(so_far.seconds)), folder)
        inputs = _RUNS.search(said)
        so_far = replace(
            so_far,
            inputs=so_far.inputs + (int(inputs[1]) if inputs else 0),
            seconds=so_far.seconds + took,
            own=so_far.own + own,
        )
        if code == 0:
            return so_far
        written = _CRASH.search(said)
        broken = Path(written[1]) if written else None
        if broken is not None and broken.name.startswith(f"crash-{target}-timeout-"):
            cost = alone(target, broken)
            if cost < _PATIENCE_S:
                so_far = replace(so_far, waited=so_far.waited + 1)
                if so_far.seconds < seconds:
                    continue
                return so_far
            said += f"\nalone it took {cost:.1f} s of the processor"
        trace = said[said.find("=== Uncaught") :].split("\n\n")[0] if "=== Uncaught" in said else said[-3000:]
        return replace(so_far, broken=broken.read_bytes() if broken else b"", told=trace[:3000])


def _run(target: str, seconds: int, folder: Path) -> tuple[int, str, float, float]:
    """How a process ended that threw for so long, what it said, and what time it took by both clocks."""
    options = [
        f"-max_total_time={seconds}", f"-rss_limit_mb={_MEMORY_MB}", f"-timeout={_PATIENCE_S}", f"-max_len={_LONGEST}",
        "-print_final_stats=1", f"-artifact_prefix={folder}/crash-{target}-",
    ]  # fmt: skip
    start = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "fuzz.throwing", target, str(folder / target), *options],
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        told = said.read().decode("utf-8", "replace")
    return process.returncode, told, time.monotonic() - start, usage.ru_utime + usage.ru_stime


def alone(target: str, file: Path) -> float:
    """How many seconds of the processor one input costs, in a process of its own."""
    ours = (
        "import sys, time; from pathlib import Path; from fuzz.targets import TARGETS; start = time.process_time(); "
        "TARGETS[sys.argv[1]](Path(sys.argv[2]).read_bytes()); print(time.process_time() - start)"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ours, target, str(file)], capture_output=True, text=True, check=False
    )
    return float(ran.stdout.split()[-1]) if ran.returncode == 0 else float("inf")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", default=["all"], metavar="TARGET", help="or all")
    parser.add_argument("--seconds", type=int, default=600, help="in all (default %(default)s)")
    parser.add_argument("--each", type=int, help="seconds for each target, instead")
    parser.add_argument("--jobs", type=int, default=1, help="targets at once (default %(default)s)")
    parser.add_argument("--corpus", type=Path, help="a folder to keep what was found in, and to go on from")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    given = parser.parse_args(arguments)
    if given.list:
        print("\n".join(TARGETS))
        return 0
    names = list(TARGETS) if given.targets == ["all"] else given.targets
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no target {unknown[0]!r}: --list shows them")
    each = given.each or max(1, given.seconds // len(names))
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="sayso-fuzz-") as passing, ThreadPoolExecutor(given.jobs) as jobs:
        folder = (given.corpus or Path(passing)).resolve()
        print(_HEAD, flush=True)
        for outcome in jobs.map(lambda name: throw(name, each, folder), names):
            outcomes.append(outcome)
            print(outcome.line() + (f"\n{outcome.told}" if outcome.told else ""), flush=True)
    broken = sum(outcome.broken is not None for outcome in outcomes)
    waited = sum(outcome.waited for outcome in outcomes)
    print(
        f"{len(outcomes)} targets, {sum(one.inputs for one in outcomes):,} inputs, {broken} broken"
        + (f"; {waited} seemed to hang, and only waited for the processor" if waited else "")
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
