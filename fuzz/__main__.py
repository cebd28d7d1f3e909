"""Throw bytes at the parsers, led by what each makes them do (atheris); a crash is anything but a refusal.

    python -m fuzz TARGET... | all [--seconds N] [--corpus DIR] [--list]

Each target runs in a process of its own for its share of N seconds, from seeds of our own. What breaks it is kept in
DIR/crash-* and shown, smallest form first; exit 1 when anything does.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fuzz.targets import TARGETS, seeds_of

__all__ = ["Outcome", "main", "throw"]

_MEMORY_MB: Final = 2048
_PATIENCE_S: Final = 20
_LONGEST: Final = 4096
_RUNS: Final = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_CRASH: Final = re.compile(r"Test unit written to (\S+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one target: how many inputs it took, and the one that broke it, with its trace."""

    target: str
    inputs: int
    broken: bytes | None = None
    told: str = ""


def throw(target: str, seconds: int, folder: Path) -> Outcome:
    """Throw at one target for so many seconds, in a process of its own."""
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    ran = subprocess.run(
        [
            sys.executable, "-m", "fuzz.throwing", target, str(corpus), f"-max_total_time={seconds}",
            f"-rss_limit_mb={_MEMORY_MB}", f"-timeout={_PATIENCE_S}", f"-max_len={_LONGEST}", "-print_final_stats=1",
            f"-artifact_prefix={folder}/crash-{target}-",
        ],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    said = ran.stdout + ran.stderr
    inputs = _RUNS.search(said)
    count = int(inputs[1]) if inputs else 0
    if ran.returncode == 0:
        return Outcome(target, count)
    written = _CRASH.search(said)
    broken = Path(written[1]).read_bytes() if written else b""
    trace = said[said.find("=== Uncaught") :].split("\n\n")[0] if "=== Uncaught" in said else said[-3000:]
    return Outcome(target, count, broken, trace[:3000])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", default=["all"], metavar="TARGET", help="or all")
    parser.add_argument("--seconds", type=int, default=600, help="in all (default %(default)s)")
    parser.add_argument("--corpus", type=Path, help="a folder to keep what was found in, and to go on from")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    given = parser.parse_args(arguments)
    if given.list:
        print("\n".join(TARGETS))
        return 0
    names = list(TARGETS) if given.targets == ["all"] else given.targets
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no target {unknown[0]!r}: --list shows them")
    each = max(1, given.seconds // len(names))
    broken = 0
    with tempfile.TemporaryDirectory(prefix="sayso-fuzz-") as passing:
        for name in names:
            outcome = throw(name, each, (given.corpus or Path(passing)).resolve())
            verdict = "sound" if outcome.broken is None else f"BROKEN by {outcome.broken!r}\n{outcome.told}"
            print(f"{name:<12} {outcome.inputs:>9,} inputs in {each} s  {verdict}", flush=True)
            broken += outcome.broken is not None
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
