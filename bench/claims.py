"""How well are the shared gold reports read? Figures per report and in total, beside what is to be reached.

    python -m bench.claims [--only NAME ...] [--each] [--misses [FIELD]] [--seen] [--json]

The reports go the way that a user's go: JSONL, intake, reader. Where the shared scorer is present it judges too, and a
difference between its figures and ours is an error. One report is held out (bench/_shared.py): it counts in the
totals, and what was missed in it is never shown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench._shared import HELD_OUT, gold_files, shared, write_reports
from sayso.intake import read_source
from sayso.model import Reading, Refusal, Report, record
from sayso.reader import Reader
from sayso.score import FIELDS, Names, Score, figures, load_gold, score, total
from sayso.theatres import load

GOALS: Final[Mapping[str, float]] = {
    "claim_f1": 0.88,
    "source": 0.85,
    "type": 0.80,
    "places": 0.80,
    "when": 0.75,
    "whole_f1": 0.65,
}
SEED_GOALS: Final[Mapping[str, float]] = {"claim_f1": 0.92, "whole": 0.75}
SHOWN: Final = ("gold", "read", "found", "precise", "claim_f1", *FIELDS, "whole", "whole_f1")


def read_reports(files: Sequence[Path], reader: Reader) -> dict[str, Reading]:
    """Every report of the gold files as read, by its id."""
    readings: dict[str, Reading] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        write_reports(files, path)
        for report in read_source(str(path)):
            if isinstance(report, Refusal):
                sys.exit(f"bench: {report.id}: refused: {report.reason}")
            readings[report.id] = reader.read(report)
    return readings


def judged(files: Sequence[Path], readings: Mapping[str, Reading]) -> dict[str, float] | None:
    """The shared scorer's figures over the same claims; None where there is no such scorer."""
    judge = shared() / "score" / "score_claims.py"
    if not judge.is_file():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "read.jsonl"
        lines = [json.dumps(record(c), ensure_ascii=False) for r in readings.values() for c in r.claims]
        path.write_text("\n".join(lines), encoding="utf-8")
        only = [file.stem for file in files]
        command = [sys.executable, str(judge), "score", str(shared() / "gold"), str(path), "--json", "--only", *only]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def names_of(report: Report) -> Names:
    """Which names are one in a report's theatre."""
    return Names.of(load(report.theatre).demonyms) if report.theatre else Names()


def table(rows: Mapping[str, Mapping[str, float]], goals: Mapping[str, float]) -> str:
    """Figures side by side: a row a figure, a column a group, the goal last."""
    lines = [" " * 10 + "".join(f"{name:>14}" for name in rows) + f"{'goal':>8}"]
    for figure in SHOWN:
        cells = "".join(f"{row[figure]:>14.3g}" for row in rows.values())
        lines.append(f"{figure:<10}{cells}" + (f"{goals[figure]:>8}" if figure in goals else ""))
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit 1 where a goal is missed or the judge disagrees."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="these reports (a part of the name will do)"
    )
    parser.add_argument("--each", action="store_true", help="figures of every report that is not held out")
    parser.add_argument("--misses", nargs="?", const="all", metavar="FIELD", help="list what is wrong (in one field)")
    parser.add_argument("--seen", action="store_true", help="leave the held-out reports out altogether")
    parser.add_argument("--json", action="store_true", help="print the groups' figures as JSON and nothing else")
    options = parser.parse_args(argv)

    files = [f for f in gold_files() if not options.only or any(part in f.stem for part in options.only)]
    if options.seen or options.only:
        files = [f for f in files if f.stem not in HELD_OUT]
    if not files:
        sys.exit(f"bench: --only {' '.join(options.only)}: no such report that may be looked at")
    golds = [load_gold(file)[0] for file in files]
    readings = read_reports(files, Reader())
    scores = {g.report.id: score(g, readings[g.report.id].claims, names_of(g.report)) for g in golds}
    groups = _groups(scores)
    if options.json:
        print(json.dumps(groups, indent=1))
        return 0
    for name, told in scores.items():
        if name in HELD_OUT:
            continue
        if options.misses:
            wanted = [m for m in told.misses if options.misses in ("all", m.what)]
            print("\n".join(m.line() for m in wanted))
        if options.each:
            print(f"{name}: " + "  ".join(f"{k} {v}" for k, v in figures(told.tally).items()))
    print(table(groups, GOALS))

    short = [f"{n} {groups['all'][n]} < {goal}" for n, goal in GOALS.items() if groups["all"][n] < goal]
    if seed := groups.get("seed"):
        short += [f"seed {n} {seed[n]} < {goal}" for n, goal in SEED_GOALS.items() if seed[n] < goal]
    print("goals missed: " + "; ".join(short) if short else "every goal is reached")
    judge = judged(files, readings)
    if judge is None:
        print("no shared scorer here to judge")
        return bool(short)
    apart = {k: (groups["all"][k], judge[k]) for k in judge if groups["all"][k] != judge[k]}
    print(f"the shared scorer differs (ours, its): {apart}" if apart else "the shared scorer says the same")
    return bool(short or apart)


def _groups(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    members = {
        "all": set(scores),
        "seen": set(scores) - HELD_OUT,
        "held out": set(scores) & HELD_OUT,
        "seed": {"seed"} & set(scores),
        "sudan, seen": {n for n in scores if "sudan" in n} - HELD_OUT,
    }
    return {g: figures(total(scores[n] for n in sorted(names))) for g, names in members.items() if names}


if __name__ == "__main__":
    sys.exit(main())
