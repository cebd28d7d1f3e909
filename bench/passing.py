"""What does a page cost that is passed over? Beside a bare pass of the archive reader over the same file.

    python -m bench.passing [FILE] [--size 100M] [--json]

Without FILE an invented crawl of --size is made, with nothing about the war in it (bench.crawl). Three passes, each in
processor time of this process, which what else runs on the machine lengthens less than the clock's: FastWARC alone,
reading every response; the same through our records; and as `sayso add` reads it, filters and all. The figure that has
a goal is what the filters and all else of ours cost a page, on top of the bare pass. Memory is this process's peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from fastwarc import ArchiveIterator, WarcRecordType

from bench.crawl import pages, write
from bench.crawl.__main__ import size
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.finding import Source, items
from sayso.intake.told import Passed, Told
from sayso.intake.warc_records import records

_T = TypeVar("_T")
GOAL: Final = 1.0  # ms a page that is passed over


def _bare(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(bool(each.reader.read()) for each in ArchiveIterator(stream, WarcRecordType.response))


def _walked(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(1 for _ in records(stream, lambda each: each.record_type == WarcRecordType.response, LIMIT_BYTES))


def _sifted(file: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in items(Source(str(file)), Given()):
        kind = item.why if isinstance(item, Passed) else "to be read" if isinstance(item, Told) else "refused"
        found[kind] += 1
    return found


def _timed(work: Callable[[Path], _T], file: Path) -> tuple[_T, float]:
    begun = time.process_time()
    made = work(file)
    return made, time.process_time() - begun


def measure(file: Path) -> dict[str, float | int | dict[str, int]]:
    """The figures of one file."""
    next(iter(items(Source(str(file)), Given())), None)  # what is loaded once is no page's cost
    count, bare = _timed(_bare, file)
    _, walked = _timed(_walked, file)
    found, sifted = _timed(_sifted, file)
    count = max(count, 1)
    return {
        "bytes": file.stat().st_size,
        "pages": count,
        "bare pass, ms a page": round(1000 * bare / count, 3),
        "our records, ms a page": round(1000 * walked / count, 3),
        "filters and all, ms a page": round(1000 * sifted / count, 3),
        "on top of the bare pass, ms a page": round(1000 * (sifted - bare) / count, 3),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "items": dict(found.most_common()),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--size", type=size, default=100_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        file = options.file
        if file is None:
            file = Path(folder) / "crawl.warc.gz"
            write(file, pages(1, war=0), size=options.size)
        found = measure(file)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            told = ", ".join(f"{n:,} {what}" for what, n in value.items()) if isinstance(value, dict) else f"{value:,}"
            print(f"{name:36} {told}")
    missed = float(str(found["on top of the bare pass, ms a page"])) >= GOAL
    if missed:
        print(f"more than {GOAL} ms a page that is passed over", file=sys.stderr)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
