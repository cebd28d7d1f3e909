"""How well are our own labelled reports read? Those that no head was trained on, in total and by kind of report.

    python -m bench.own [--only PART] [--trained] [--each] [--misses [FIELD]]

The wars in them are invented: the reader is told the names of their places, and places are compared by name. Figures
are for comparing one state of the reader with another, and for finding out what is read badly without looking at the
shared gold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench.claims import names_of, table
from sayso.gazetteer import open_gazetteer
from sayso.reader.compose import compose
from sayso.reader.document import prepare
from sayso.reader.language import load_pipeline
from sayso.score import figures, score, total
from training.claims import as_gold, held_out, theatre_of
from training.reports import read_reports


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", metavar="PART", help="reports with this in their name")
    parser.add_argument("--trained", action="store_true", help="the reports that the heads were trained on instead")
    parser.add_argument("--each", action="store_true", help="figures of every report")
    parser.add_argument("--misses", nargs="?", const="all", metavar="FIELD", help="list what is wrong (in one field)")
    options = parser.parse_args(argv)
    chosen = [r for r in read_reports() if held_out(r) != options.trained and options.only in r.head["report"]]
    nlp, gazetteer = load_pipeline(), open_gazetteer()
    scores = {}
    for labelled in chosen:
        gold = as_gold(labelled)
        claims, _ = compose(next(prepare(nlp, [gold.report])), theatre_of(labelled), gazetteer)
        scores[gold.report.id] = score(gold, claims, names_of(gold.report))
    for name, told in scores.items():
        if options.misses:
            print("\n".join(m.line() for m in told.misses if options.misses in ("all", m.what)))
        if options.each:
            print(f"{name}: " + "  ".join(f"{k} {v}" for k, v in figures(told.tally).items()))
    families = sorted({n.rpartition("-")[0] for n in scores})
    groups = {"all": list(scores), **{f: [n for n in scores if n.startswith(f"{f}-")] for f in families}}
    print(table({g: figures(total(scores[n] for n in members)) for g, members in groups.items()}, {}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
