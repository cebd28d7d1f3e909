"""How many of a report's annotated claims were read, and how many of their fields are right?

The measures are those of the project's shared scorer: spans matched by the overlap of their words, fields
judged on matched claims and counted over all annotated ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sayso.model import Claim
from sayso.score.agreement import FIELDS, OPTIONAL, WHOLE, Field, Names, agrees, given
from sayso.score.gold import Gold

__all__ = ["Miss", "Score", "Tally", "figures", "pairs", "score", "total"]

_WORD: Final = re.compile(r"\w+(?:['’\-]\w+)*")
_ENOUGH: Final = 0.5  # the least overlap, as F1 of words, at which two spans are one claim


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is not as annotated: ``gold`` and ``read`` are the claims, None where there is none."""

    report: str
    what: Field | Literal["not found", "not in gold"]
    gold: Claim | None
    read: Claim | None

    def line(self) -> str:
        """The miss in one line for people."""
        claim = self.gold or self.read
        assert claim is not None
        text = " ".join(claim.text.split())
        if self.what in ("not found", "not in gold"):
            return f"{self.report}: {self.what} [{claim.type}] {text!r}"
        told = [_plain(getattr(c, self.what)) for c in (self.gold, self.read) if c]
        return f"{self.report}: {self.what} gold={told[0]} read={told[-1]} in {text[:90]!r}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up across reports: claims annotated, read, matched and wholly right, and each field's."""

    gold: int = 0
    read: int = 0
    found: int = 0
    whole: int = 0
    right: Mapping[Field, int] = field(default_factory=dict)
    asked: Mapping[Field, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold,
            self.read + other.read,
            self.found + other.found,
            self.whole + other.whole,
            {f: self.right.get(f, 0) + other.right.get(f, 0) for f in FIELDS},
            {f: self.asked.get(f, 0) + other.asked.get(f, 0) for f in FIELDS},
        )


@dataclass(frozen=True, slots=True)
class Score:
    """One report's tally, and what was missed in it."""

    report: str
    tally: Tally
    misses: tuple[Miss, ...] = ()


def score(gold: Gold, read: Sequence[Claim], names: Names | None = None) -> Score:
    """Compare the claims read from a report with its annotated ones; ``names`` tells which names are one."""
    names = names or Names()
    paired = pairs(gold.report.text, gold.claims, read)
    right: Counter[Field] = Counter()
    asked: Counter[Field] = Counter()
    misses: list[Miss] = []
    whole = 0
    for i, wanted in enumerate(gold.claims):
        said = read[paired[i]] if i in paired else None
        if said is None:
            misses.append(Miss(gold.report.id, "not found", wanted, None))
        good = {f: said is not None and agrees(f, wanted, said, names) for f in FIELDS}
        whole += all(good[f] for f in WHOLE)
        for name in FIELDS:
            if name in OPTIONAL and not given(name, wanted) and not (said and given(name, said)):
                continue
            asked[name] += 1
            right[name] += good[name]
            if said and not good[name]:
                misses.append(Miss(gold.report.id, name, wanted, said))
    matched = set(paired.values())
    misses += [Miss(gold.report.id, "not in gold", None, c) for j, c in enumerate(read) if j not in matched]
    tally = Tally(len(gold.claims), len(read), len(paired), whole, dict(right), dict(asked))
    return Score(gold.report.id, tally, tuple(misses))


def total(scores: Iterable[Score]) -> Tally:
    """The tallies of many reports as one: every claim weighs the same."""
    return sum((s.tally for s in scores), Tally())


def figures(tally: Tally) -> dict[str, float]:
    """A tally as shares from 0 to 1 (``gold`` and ``read`` are counts), to three decimals."""
    gold, read = max(1, tally.gold), max(1, tally.read)
    found, precise = tally.found / gold, tally.found / read
    shares = {"found": found, "precise": precise, "claim_f1": _harmonic(found, precise)}
    shares |= {f: tally.right.get(f, 0) / max(1, tally.asked.get(f, 0)) for f in FIELDS}
    shares |= {"whole": tally.whole / gold, "whole_f1": _harmonic(tally.whole / gold, tally.whole / read)}
    return {"gold": tally.gold, "read": tally.read, **{k: round(v, 3) for k, v in shares.items()}}


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def pairs(text: str, gold: Sequence[Claim], read: Sequence[Claim]) -> dict[int, int]:
    """Annotated claim to claim read, one to one: best overlap first, a right type breaking near ties."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]

    def covered(claim: Claim) -> set[int]:
        return {start for start, end in words if start < claim.end and end > claim.start}

    spans = [covered(c) for c in read]
    ranked: list[tuple[float, bool, float, int, int]] = []
    for i, wanted in enumerate(gold):
        span = covered(wanted)
        for j, said in enumerate(read):
            common = len(span & spans[j])
            overlap = 2 * common / (len(span) + len(spans[j])) if common else 0.0
            if overlap >= _ENOUGH:
                ranked.append((round(overlap, 1), wanted.type == said.type, overlap, i, j))
    out: dict[int, int] = {}
    for *_, i, j in sorted(ranked, reverse=True):
        if i not in out and j not in out.values():
            out[i] = j
    return out


def _plain(value: Any) -> str:
    """A field's value for a line: names and figures without the classes around them."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_plain, value))}]"
    parts = [getattr(value, name) for name in getattr(value, "__slots__", ())]
    shown = [str(part) for part in parts if part is not None]
    return " ".join(shown) if parts else str(value)
