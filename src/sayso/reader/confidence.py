"""How sure is each field of a claim: the share of claims with the same signs in which the field was right.

Method: logistic regression over signs (the rule that decided, what the trained heads gave it, what kind of clause and
of source it is), fitted on labelled reports that no head was trained on (``training.confidence``), so that of the
fields given as 0.8 about eight in ten are right. ``docs/accuracy.md`` has the reliability curve.
``weights/confidence.json`` has the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

__all__ = ["FIELDS", "bucket", "confidence"]

FIELDS = ("claim", "type", "source", "actor", "places", "when", "modality")
"""What is told a confidence: that it is a claim at all, and the fields that a reviewer looks at."""

_WEIGHTS = Path(__file__).parent / "weights" / "confidence.json"
BIAS = "always"


@cache
def _weights() -> dict[str, dict[str, float]]:
    if not _WEIGHTS.is_file():
        return {}
    weights: dict[str, dict[str, float]] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return weights


def bucket(name: str, share: float | None) -> str:
    """A probability as a sign: finer near one, where most lie."""
    if share is None:
        return f"{name} unknown"
    for limit in (0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.35, 0.2):
        if share >= limit:
            return f"{name} from {limit}"
    return f"{name} low"


def confidence(signs: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """The confidence of each field, 0 to 1 with two decimals, from its signs; empty where no weights are."""
    weights = _weights()
    out: dict[str, float] = {}
    for name, table in weights.items():
        total = table.get(BIAS, 0.0) + sum(table.get(s, 0.0) for s in set(signs.get(name, ())))
        out[name] = round(1 / (1 + math.exp(-total)), 2)
    return out
