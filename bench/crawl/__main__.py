"""Write a web archive of invented news pages, the same for a seed.

    python -m bench.crawl --size 1G --out crawl.warc.gz [--share 0.05] [--foreign 0.2] [--seed 1] [--theatre war.toml]

The size is the file's own: what ends in .gz is gzipped, a member a record, as crawlers do. --share is how many of the
pages are about the war, --foreign how many are in other languages; --pages ends after so many instead. --theatre writes
the war's theatre too, for `sayso add --theatre`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.chronicle import stream_theatre
from bench.crawl import pages, write

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


def size(text: str) -> int:
    """The bytes that "1G", "250M" or "4096" stand for."""
    number, unit = text.rstrip("KMGkmg"), text[-1:].upper() if text[-1:].isalpha() else ""
    return int(float(number) * _UNITS[unit])


def main(argv: Sequence[str] | None = None) -> int:
    """Write it, and say what is in it; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=size, default=10**9)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--foreign", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=None)
    parser.add_argument("--theatre", type=Path, default=None, metavar="FILE")
    options = parser.parse_args(argv)
    if options.theatre is not None:
        options.theatre.write_text(stream_theatre(options.seed), encoding="utf-8")
    found = pages(options.seed, war=options.share, foreign=options.foreign)
    made = write(options.out, found, size=options.size, seed=options.seed, most=options.pages)
    told = f"{made.records:,} records, {made.pages:,} pages, {made.war:,} about the war"
    print(f"{options.out}: {made.bytes:,} bytes, {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
