"""Write a chronicle to files.

    python -m bench.chronicle --seed 1 --reports 500 --out DIR

DIR gets theatre.toml (for `--theatre`), reports.jsonl (what `sayso add` reads, a line a version, in order of
publication), claims.jsonl (the true claims, as `sayso read` would print them) and truth.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.chronicle.war import Chronicle, chronicle
from sayso.model import record


def _truth(told: Chronicle) -> dict[str, Any]:
    truth = told.truth
    return {
        "days": [day.isoformat() for day in told.days],
        "withdrawals": {report: day.isoformat() for report, day in told.withdrawals.items()},
        "copies": dict(truth.original),
        "events": dict(truth.event),
        "accounts": dict(truth.account),
        "against": {claim: list(who) for claim, who in truth.against.items() if who},
        "control": {
            town: [
                {
                    "known": step.known.isoformat(),
                    "gone": step.gone.isoformat() if step.gone else None,
                    "since": step.since.isoformat(),
                    "status": step.status.status,
                    "sides": list(step.status.sides),
                }
                for step in steps
            ]
            for town, steps in truth.control.items()
        },
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Write the files; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    theatre = folder / "theatre.toml"
    told = chronicle(options.seed, options.reports, str(theatre.resolve()))
    theatre.write_text(told.theatre, encoding="utf-8")
    with (folder / "reports.jsonl").open("w", encoding="utf-8") as out:
        for each in told.reports:
            report = each.report
            meta = {name: getattr(report, name) for name in ("id", "title", "outlet", "agency", "theatre", "text")}
            meta["published"] = report.published.isoformat() if report.published else None
            print(json.dumps(meta, ensure_ascii=False), file=out)
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as out:
        for each in told.reports:
            for claim in each.claims:
                print(json.dumps(record(claim), ensure_ascii=False), file=out)
    (folder / "truth.json").write_text(json.dumps(_truth(told), indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"{len(told.reports)} reports, {len(told.truth.event)} claims: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
