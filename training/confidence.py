"""Fits the confidences and draws their reliability: ``python -m training.confidence [--gold]``.

The labelled reports that no head was trained on are read; of every claim's field the signs and whether it was right
are written down. The weights are fitted on four fifths of them and tried on the rest, in turn (the table printed),
then on all (the file).
``--gold`` prints the reliability on the shared gold reports instead, which nothing is fitted on.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch

from bench._shared import HELD_OUT, gold_files
from sayso.gazetteer import open_gazetteer
from sayso.reader.compose import compose
from sayso.reader.confidence import BIAS, FIELDS, confidence
from sayso.reader.document import prepare
from sayso.reader.encoder import WEIGHTS
from sayso.reader.language import load_pipeline
from sayso.score import Gold, Names, agrees, load_gold, pairs
from sayso.theatres import Theatre, load
from training.claims import as_gold, held_out, theatre_of
from training.reports import read_reports

_PENALTY = 1.0
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One claim's field: its signs, whether it was right, in which report."""

    field: str
    signs: frozenset[str]
    right: bool
    report: str


def outcomes(golds: Iterable[tuple[Gold, Theatre]]) -> list[Outcome]:
    """Every field of every claim read; fields of a claim that is none are not asked."""
    nlp, gazetteer = load_pipeline(), open_gazetteer()
    out: list[Outcome] = []
    for gold, theatre in golds:
        claims, why = compose(next(prepare(nlp, [gold.report])), theatre, gazetteer)
        matched = {j: i for i, j in pairs(gold.report.text, gold.claims, claims).items()}
        names = Names.of(theatre.demonyms)
        for j, claim in enumerate(claims):
            signs = why[claim.id].signs
            wanted = gold.claims[matched[j]] if j in matched else None
            for name in FIELDS:
                if name == "claim":
                    out.append(Outcome(name, frozenset(signs[name]), wanted is not None, gold.report.id))
                elif wanted is not None:
                    right = agrees(name, wanted, claim, names)  # type: ignore[arg-type]  # FIELDS less "claim" are fields
                    out.append(Outcome(name, frozenset(signs[name]), right, gold.report.id))
    return out


def fit(found: Sequence[Outcome]) -> dict[str, float]:
    """One field's weights."""
    names = [BIAS, *sorted({s for o in found for s in o.signs})]
    index = {s: k for k, s in enumerate(names)}
    matrix = torch.zeros(len(found), len(names))
    for n, o in enumerate(found):
        matrix[n, 0] = 1.0
        for s in o.signs:
            matrix[n, index[s]] = 1.0
    right = torch.tensor([float(o.right) for o in found])
    weight = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(matrix @ weight, right, reduction="sum")
        total = loss + _PENALTY * (weight[1:] ** 2).sum()
        total.backward()
        return total

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return {s: round(float(w), 3) for s, w in zip(names, weight.detach(), strict=True)}


def share(weights: dict[str, float], signs: Iterable[str]) -> float:
    """What weights make of signs."""
    return 1 / (1 + math.exp(-(weights[BIAS] + sum(weights.get(s, 0.0) for s in signs))))


def reliability(told: Sequence[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """The expected calibration error, and per tenth: the mean confidence, the share right, how many."""
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, right in told:
        tenths[min(9, int(p * 10))].append((p, right))
    rows = [
        (sum(p for p, _ in ts) / len(ts), sum(r for _, r in ts) / len(ts), len(ts)) for _, ts in sorted(tenths.items())
    ]
    return sum(abs(a - b) * n for a, b, n in rows) / max(1, len(told)), rows


def _print(name: str, told: Sequence[tuple[float, bool]]) -> None:
    error, rows = reliability(told)
    shown = "  ".join(f"{p:.2f}:{r:.2f}({n})" for p, r, n in rows)
    print(f"{name:<9} n={len(told):<5} error {error:.3f}  said:right(n) {shown}", flush=True)


def main() -> None:
    """Fit, print, write; or print for the gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.gold:
        golds = [load_gold(f)[0] for f in gold_files() if f.stem not in HELD_OUT]
        found = outcomes((g, load(g.report.theatre or "generic")) for g in golds)
        for name in FIELDS:
            _print(name, [(confidence({name: o.signs})[name], o.right) for o in found if o.field == name])
        return
    apart = [r for r in read_reports() if held_out(r)]
    found = outcomes((as_gold(r), theatre_of(r)) for r in apart)
    folds = {r.head["report"]: n % _FOLDS for n, r in enumerate(apart)}
    weights: dict[str, dict[str, float]] = {}
    for name in FIELDS:
        mine = [o for o in found if o.field == name]
        told = []
        for fold in range(_FOLDS):
            fitted = fit([o for o in mine if folds[o.report] != fold])
            told += [(share(fitted, o.signs), o.right) for o in mine if folds[o.report] == fold]
        _print(name, told)
        weights[name] = fit(mine)
    path = WEIGHTS / "confidence.json"
    path.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
