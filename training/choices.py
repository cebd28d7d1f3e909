"""Learns the weights by which the reader chooses between readings: ``python -m training.choices [--rounds N]``.

Every labelled report is read, what the reader had to choose from is written down, and the options that agree with the
annotation are the right ones. What it chose before steers what it may choose from later ("the time of the claim
before"), so that a few rounds are made, each with the weights of the last. Method: conditional log-linear model,
penalised (L2), fitted by L-BFGS.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from sayso.gazetteer import open_gazetteer
from sayso.model import Claim
from sayso.reader.choices import RULE, Chooser, Option, merged
from sayso.reader.compose import compose
from sayso.reader.document import prepare
from sayso.reader.encoder import WEIGHTS
from sayso.reader.language import load_pipeline
from sayso.score import Field, Names, agrees, pairs
from training.claims import as_gold, held_out, theatre_of
from training.reports import Labelled, read_reports

__all__ = ["Case", "Recorder", "fit"]

# Asked of "when" and "source" too, learned choices lost on real news what they won on our own: rules decide those.
QUESTIONS: tuple[Field, ...] = ("places",)
_PENALTY = 6.0
_PRIOR = 2.0
_SMALL = 0.02

Case = tuple[list[Option[Any]], list[bool]]
"""What there was to choose from, and which of it is right."""


class Recorder(Chooser):
    """Chooses as another would, and writes down between what."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__(weights)
        self.asked: dict[str, list[list[Option[Any]]]] = defaultdict(list)

    def learned(self, question: str) -> bool:
        return True

    def choose(self, question: str, options: Sequence[Option[Any]]) -> tuple[Option[Any], float | None]:
        self.asked[question].append(merged(options))
        return super().choose(question, options)


def _right(question: Field, wanted: Claim, claim: Claim, value: Any) -> bool:
    return agrees(question, wanted, replace(claim, **{question: value}), Names())


def cases(reports: Sequence[Labelled], weights: Mapping[str, Mapping[str, float]]) -> dict[str, list[Case]]:
    """Read the reports with the weights so far; the choices met, where one of the options is right."""
    nlp, gazetteer = load_pipeline(), open_gazetteer()
    out: dict[str, list[Case]] = {q: [] for q in QUESTIONS}
    for labelled in reports:
        gold = as_gold(labelled)
        document = next(prepare(nlp, [gold.report]))
        recorder = Recorder(weights)
        claims, _ = compose(document, theatre_of(labelled), gazetteer, recorder)
        for i, j in pairs(gold.report.text, gold.claims, claims).items():
            for question in QUESTIONS:
                asked = recorder.asked[question]
                if not asked:
                    continue
                right = [_right(question, gold.claims[i], claims[j], o.value) for o in asked[j]]
                if any(right) and not all(right):
                    out[question].append((asked[j], right))
    return out


def fit(found: Sequence[Case], penalty: float = _PENALTY, prior: float = _PRIOR) -> dict[str, float]:
    """Weights that make the right options likely."""
    signs = sorted({s for options, _ in found for o in options for s in o.signs})
    index = {s: k for k, s in enumerate(signs)}
    widest = max(len(options) for options, _ in found)
    rows, cols, cells = [], [], 0
    mask = torch.full((len(found), widest), -1e9)
    good = torch.full((len(found), widest), -1e9)
    for n, (options, right) in enumerate(found):
        for k, option in enumerate(options):
            mask[n, k] = 0.0
            if right[k]:
                good[n, k] = 0.0
            for sign in option.signs:
                rows.append(n * widest + k)
                cols.append(index[sign])
                cells += 1
    matrix = torch.sparse_coo_tensor(
        torch.tensor([rows, cols]), torch.ones(cells), (len(found) * widest, len(signs))
    ).coalesce()
    # what speaks against the rules has to be strong: they know of kinds of text that were not labelled
    before = torch.tensor([prior if s == RULE else 0.0 for s in signs])
    weight = before.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weight], max_iter=120, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.sparse.mm(matrix, weight[:, None]).view(len(found), widest)
        loss = torch.logsumexp(scores + mask, 1) - torch.logsumexp(scores + good, 1)
        total = loss.sum() + penalty * ((weight - before) ** 2).sum()
        total.backward()
        return total

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return {s: round(float(w), 3) for s, w in zip(signs, weight.detach(), strict=True) if abs(w) >= _SMALL}


def accuracy(found: Sequence[Case], weights: Mapping[str, float]) -> tuple[float, float]:
    """Share right by the weights, and by taking the first option."""
    chooser = Chooser({"q": weights})
    hits = first = 0
    for options, right in found:
        chosen, _ = chooser.choose("q", options)
        hits += right[[o.value for o in options].index(chosen.value)]
        first += right[0]
    return hits / max(1, len(found)), first / max(1, len(found))


def main() -> None:
    """Fit in rounds, print what it gains on reports that are not trained on, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--penalty", type=float, default=_PENALTY)
    parser.add_argument("--prior", type=float, default=_PRIOR)
    parser.add_argument("--out", type=Path, default=WEIGHTS / "choices.json")
    args = parser.parse_args()
    torch.set_num_threads(1)
    reports = read_reports()
    train, test = [r for r in reports if not held_out(r)], [r for r in reports if held_out(r)]
    weights: dict[str, dict[str, float]] = {}
    for n in range(args.rounds):
        found, others = cases(train, weights), cases(test, weights)
        weights = {q: fit(found[q], args.penalty, args.prior) for q in QUESTIONS if found[q]}
        for q in weights:
            seen, told = accuracy(found[q], weights[q]), accuracy(others[q], weights[q])
            gain = f"right {seen[0]:.3f} (first option {seen[1]:.3f})"
            apart = f"held out, {len(others[q])} cases: {told[0]:.3f} (first option {told[1]:.3f})"
            print(f"round {n + 1} {q}: {len(found[q])} cases, {gain}; {apart}; {len(weights[q])} weights", flush=True)
    args.out.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
