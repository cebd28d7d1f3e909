"""A claim where it stands: the paragraphs around it, cut so that it and the words it rests on can be marked."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.exports.layout import Paragraph, paragraphs
from sayso.exports.segments import cut
from sayso.model import BlockKind, Claim, Report, Why

__all__ = ["Passage", "Stretch", "passage"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words, from code point ``start`` on: whether they are the claim's, and which fields rest on them."""

    text: str
    start: int
    claimed: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, and whether others were left out before it."""

    kind: BlockKind
    stretches: tuple[Stretch, ...]
    gap: bool


def passage(report: Report, claim: Claim, why: Why, *, around: int = 1) -> list[Passage]:
    """The paragraphs that a claim and its reasons stand in, each with so many before and after it."""
    every = paragraphs(report)
    rests = [(name, span) for name, spans in why.spans.items() for span in spans]
    spans = [(claim.start, claim.end), *(span for _, span in rests)]
    here = {n for n, p in enumerate(every) if any(start < p.end and end > p.start for start, end in spans)}
    shown = sorted({m for n in here for m in range(n - around, n + around + 1) if 0 <= m < len(every)})
    return [_passage(report, claim, rests, every[n], gap=n - 1 not in shown and n > 0) for n in shown]


def _passage(
    report: Report, claim: Claim, rests: list[tuple[str, tuple[int, int]]], paragraph: Paragraph, *, gap: bool
) -> Passage:
    base, length = paragraph.start, paragraph.end - paragraph.start
    names = list(dict.fromkeys(name for name, _ in rests))
    support = [[(start - base, end - base) for name, (start, end) in rests if name == one] for one in names]
    # The claim is the first span, and has no words beside it; each field's words lie beside an empty one.
    spans = [(claim.start - base, claim.end - base), *((0, 0) for _ in names)]
    stretches = tuple(
        Stretch(
            report.text[base + s.start : base + s.end],
            base + s.start,
            bool(s.claims),
            tuple(names[n - 1] for n in s.beside),
        )
        for s in cut(length, spans, [[], *support])
    )
    return Passage(paragraph.kind, stretches, gap)
