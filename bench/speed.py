"""How fast is reading, against the bare pipeline? One core, one run, the two in turn.

    python -m bench.speed [--rounds N] [--json]

Prints words a CPU-second of the bare pipeline (tagger, parser, entities) and of reading, over the same reports in the
same process, as medians of N rounds; the CPU time of reading as a multiple of the pipeline's; how long a fresh process
takes to the first claim of a report; and the peak memory of a process that reads them all. The texts are the shared
gold reports, or the shipped examples where there are none. Words are runs of non-blanks.
"""

from __future__ import annotations

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
    os.environ[_threads] = "false" if _threads == "TOKENIZERS_PARALLELISM" else "1"
# Before numpy and the ONNX runtime are imported: they size their thread pools by what they see then.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import argparse  # noqa: E402 - see above
import gc  # noqa: E402 - see above
import json  # noqa: E402 - see above
import statistics  # noqa: E402 - see above
import subprocess  # noqa: E402 - see above
import sys  # noqa: E402 - see above
import tempfile  # noqa: E402 - see above
import time  # noqa: E402 - see above
from collections.abc import Callable, Mapping, Sequence  # noqa: E402 - see above
from pathlib import Path  # noqa: E402 - see above
from typing import Final  # noqa: E402 - see above

from bench._shared import ROOT, gold_files, shared, write_reports  # noqa: E402 - see above
from sayso.intake import read_source  # noqa: E402 - see above
from sayso.model import Report  # noqa: E402 - see above
from sayso.reader import Reader  # noqa: E402 - see above
from sayso.reader.language import load_pipeline  # noqa: E402 - see above

# figure: (goal, whether more is better)
GOALS: Final[Mapping[str, tuple[float, bool]]] = {
    "bare words a CPU-second": (5000, True),
    "reading, times the bare": (1.5, False),
    "reports of 400 words a second": (8, True),
    "cold start to first claim, s": (3.0, False),
    "peak memory, MB": (700, False),
}


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, for one call."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def fresh(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, float]:
    """A fresh `sayso` process: wall seconds to its first line of output, and its peak memory in MB."""
    command = [sys.executable, "-m", "sayso.cli", *arguments]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})})
    assert child.stdout is not None
    line = child.stdout.readline()
    first = time.perf_counter() - start
    child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not line.startswith(b"{"):
        sys.exit(f"bench: {' '.join(command)}: exit {child.returncode}, first line {line[:80]!r}")
    return first, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(source: Path, first: Path, rounds: int) -> dict[str, float]:
    """Every figure over the reports in ``source``; ``first`` holds the report for the cold start."""
    nlp, reader = load_pipeline(), Reader()
    reports = [r for r in read_source(str(source)) if isinstance(r, Report)]
    texts = [r.text for r in reports]
    words = sum(len(t.split()) for t in texts)
    bare = lambda: list(nlp.pipe(texts))  # noqa: E731 - two calls of one shape
    reading = lambda: list(reader.read_all(reports))  # noqa: E731 - as above
    cpu(bare), cpu(reading)  # once unmeasured: caches, lazy imports
    pairs = [(cpu(bare), cpu(reading)) for _ in range(rounds)]
    bare_s, reading_s = (statistics.median(times) for times in zip(*pairs, strict=True))

    fresh(["read", str(first), "--format", "jsonl"])  # the gazetteer is compiled by now, the files are in memory
    starts = [fresh(["read", str(first), "--format", "jsonl"])[0] for _ in range(3)]
    _, memory = fresh(["read", str(source), "--format", "jsonl"])
    with tempfile.TemporaryDirectory() as empty:
        ever, _ = fresh(["read", str(first), "--format", "jsonl"], {"SAYSO_CACHE": empty})
    return {
        "words": words,
        "bare words a CPU-second": words / bare_s,
        "reading words a CPU-second": words / reading_s,
        "reading, times the bare": statistics.median(r / b for b, r in pairs),
        "reports of 400 words a second": words / reading_s / 400,
        "cold start to first claim, s": statistics.median(starts),
        "first start ever, s": ever,
        "peak memory, MB": memory,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures beside the goals; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        every, first = Path(folder) / "every.jsonl", Path(folder) / "first.jsonl"
        if (Path(os.environ.get("SAYSO_SHARED", ROOT.parent / "shared")) / "gold").is_dir():
            write_reports(gold_files(), every)
            write_reports([shared() / "gold" / "seed.json"], first)
        else:
            lines = (ROOT / "src/sayso/examples/reports.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
            every.write_text("".join(lines), encoding="utf-8")
            first.write_text(lines[0], encoding="utf-8")
        told = measure(every, first, options.rounds)
    if options.json:
        print(json.dumps({k: round(v, 3) for k, v in told.items()}))
        return 0
    missed = 0
    for name, value in told.items():
        goal, more = GOALS.get(name, (None, True))
        bad = goal is not None and (value < goal if more else value > goal)
        missed += bad
        aim = f"   goal {'>=' if more else '<='} {goal:g}{'   MISSED' if bad else ''}" if goal is not None else ""
        print(f"{name:<32}{value:>10,.2f}{aim}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
