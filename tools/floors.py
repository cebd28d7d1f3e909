"""How well are the shipped examples read, and may the floor rise? The figures that CI holds the reader to.

    python -m tools.floors                  the figures now, beside their floors; exit 1 where one is not reached
    python -m tools.floors --raise          writes the figures as floors, and refuses to lower any (`make floors`)
    python -m tools.floors --misses         lists what is read otherwise than annotated
    python -m tools.floors --offsets FILE   fills in `start` and `end` of an annotation whose claims have their `text`

Annotations are tests/floors/NAME.json; the texts ship in src/sayso/examples/. A floor holds for one state of the
annotations, named by their digest: who adds a report or corrects one begins anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sayso.examples import REPORT, REPORTS
from sayso.model import Report
from sayso.score import FIELDS, Gold, Names, Score, figures, load_gold, score, total

if TYPE_CHECKING:
    from sayso.reader import Reader

__all__ = ["FLOORS", "FOLDER", "annotated", "digest", "floors", "measured", "scores"]

FOLDER: Final = Path(__file__).resolve().parent.parent / "tests" / "floors"
FLOORS: Final = FOLDER / "floors.toml"
HELD: Final = ("claim_f1", *FIELDS, "whole", "whole_f1")
_STEP: Final = 0.01


def example_reports() -> dict[str, Report]:
    """Every shipped report as intake reads it, by its id."""
    from sayso.intake import read_source

    read = [item for path in (REPORT, REPORTS) for item in read_source(str(path))]
    refused = [item for item in read if not isinstance(item, Report)]
    if refused:
        sys.exit(f"floors: {refused[0].id}: refused: {refused[0].reason}")
    return {item.id: item for item in read if isinstance(item, Report)}


def annotated() -> list[Gold]:
    """The annotated examples, each with its report as intake reads it."""
    reports = example_reports()
    golds = load_gold(FOLDER, {name: report.text for name, report in reports.items()})
    return [Gold(replace(reports[gold.report.id], theatre=gold.report.theatre), gold.claims) for gold in golds]


def scores(reader: Reader) -> list[Score]:
    """One score a report."""
    from sayso.theatres import load

    told = []
    for gold in annotated():
        reading = reader.read(gold.report)
        names = Names.of(load(reading.theatre).demonyms) if reading.theatre else Names()
        told.append(score(gold, reading.claims, names))
    return told


def measured(told: Sequence[Score]) -> dict[str, float]:
    """The figures that floors are kept for, over all reports together."""
    every = figures(total(told))
    return {name: every[name] for name in HELD}


def digest() -> str:
    """Names the state of the annotations: another state, other floors."""
    content = b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.json")))
    return hashlib.sha256(content).hexdigest()[:12]


def floors(text: str) -> tuple[str, dict[str, float]]:
    """The digest and the floors that a floors.toml holds."""
    told = tomllib.loads(text)
    return str(told["annotations"]), {str(k): float(v) for k, v in told["floors"].items()}


def written(found: Mapping[str, float]) -> str:
    """A floors.toml of these figures, rounded down to a hundredth."""
    lines = [f"{name} = {math.floor(value / _STEP + 1e-9) * _STEP:.2f}" for name, value in found.items()]
    return "\n".join(
        [
            "# What the reader must reach on the annotated examples beside this file. May only rise: `make floors`.",
            f'annotations = "{digest()}"',
            "",
            "[floors]",
            *lines,
            "",
        ]
    )


def fill_offsets(file: Path) -> None:
    """Write `start` and `end` of every claim, found by its `text`: in order, each from where the one before began."""
    gold = json.loads(file.read_text(encoding="utf-8"))
    text = example_reports()[gold["report"]].text
    at = 0
    for number, claim in enumerate(gold["claims"]):
        start = text.find(claim["text"], at)
        if start < 0:
            start = text.find(claim["text"])
        if start < 0:
            sys.exit(f"floors: {file.name}: claims[{number}].text: {claim['text']!r} is not in the report")
        claim |= {"start": start, "end": start + len(claim["text"])}
        at = start
    gold["claims"].sort(key=lambda claim: (claim["start"], claim["end"]))
    head = ",\n ".join(
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in gold.items() if k != "claims"
    )
    rows = ",\n  ".join(json.dumps(claim, ensure_ascii=False) for claim in gold["claims"])
    file.write_text(f'{{{head},\n "claims": [\n  {rows}\n ]}}\n', encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Check, list or raise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--raise", dest="lift", action="store_true", help="write the figures reached as floors")
    parser.add_argument("--misses", action="store_true", help="list what is read otherwise than annotated")
    parser.add_argument("--offsets", type=Path, metavar="FILE", help="fill in the spans of an annotation")
    options = parser.parse_args(argv)
    if options.offsets:
        fill_offsets(options.offsets)
        return 0

    from sayso.reader import Reader

    told = scores(Reader())
    found = measured(told)
    if options.misses:
        print("\n".join(miss.line() for one in told for miss in one.misses))
    held = floors(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else ("", {})
    low = held[1] if held[0] == digest() else {}
    for name, value in found.items():
        print(f"{name:<10}{value:>8.3f}" + (f"   floor {low[name]:.2f}" if name in low else ""))
    below = [name for name in low if found[name] < low[name]]
    if below:
        print(f"below the floor: {', '.join(below)}", file=sys.stderr)
        return 1
    if options.lift:
        FLOORS.write_text(written(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
