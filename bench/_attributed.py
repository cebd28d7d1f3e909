"""Our own annotated attributions (tests/floors/attribution.txt), scored as the shared scorer scores PolNeAR."""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench._shared import ROOT
from sayso.model import Report
from sayso.reader.attribution import attribute
from sayso.reader.attribution_relations import relations
from sayso.reader.document import Document, prepare
from sayso.reader.language import load_pipeline
from sayso.reader.speakers import Cast
from sayso.theatres import load

__all__ = ["FLOORS", "PARAGRAPHS", "Told", "dice", "digest", "floors", "link", "measured", "misses", "parse", "written"]

PARAGRAPHS: Final = ROOT / "tests" / "floors" / "attribution.txt"
FLOORS: Final = ROOT / "tests" / "floors" / "attribution.toml"
LINKED: Final = 0.5  # Dice over words from which two contents, or two sources, are the same
_ONE: Final = 1.6  # points that one paragraph of these counts for
_MARK: Final = re.compile(r"([SCT])(\d(?:,\d)*)\[([^\[\]]+)\]")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution by the words of its roles, each word by where it begins; the source may be empty."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def parse(line: str) -> tuple[str, list[Told]]:
    """A paragraph of the notation, which its file explains, as plain text and the attributions in it."""
    text, at = "", 0
    spans: dict[str, dict[str, set[int]]] = defaultdict(lambda: {"S": set(), "C": set(), "T": set()})
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        for number in mark[2].split(","):
            spans[number][mark[1]] |= {len(text) + w.start() for w in _WORD.finditer(mark[3])}
        text += mark[3]
        at = mark.end()
    text += line[at:]
    if set(text) & set("[]"):
        raise ValueError(f"a bracket too many: {line}")
    return text, [Told(frozenset(s["S"]), frozenset(s["C"]), frozenset(s["T"])) for s in spans.values()]


def dice(a: frozenset[int], b: frozenset[int]) -> float:
    """How alike two sets of words are; two empty ones are the same."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def link(gold: Sequence[Told], found: Sequence[Told]) -> dict[int, int]:
    """Which found attribution is which annotated one: one to one, the most alike contents first."""
    pairs = sorted(
        (-dice(a.content, b.content), -dice(a.source, b.source), i, j)
        for i, a in enumerate(gold)
        for j, b in enumerate(found)
    )
    linked: dict[int, int] = {}
    for near, _, i, j in pairs:
        if -near >= LINKED and i not in linked and j not in linked.values():
            linked[i] = j
    return linked


def _lines(content: str) -> Iterator[str]:
    return (line for line in content.splitlines() if line and not line.startswith("#"))


def read(text: str) -> list[Told]:
    """The outermost attributions that are found in a paragraph read by itself."""
    (document,) = prepare(load_pipeline(), [Report("own", text, theatre="varnia")])
    found = relations(document, attribute(document, Cast(document, load("varnia"))))
    return [Told(*(_words(document, tokens) for tokens in (r.source, r.cue, r.content))) for r in found if not r.nested]


def _words(document: Document, tokens: frozenset[int]) -> frozenset[int]:
    spans = ((document.doc[j].idx, document.doc[j].text) for j in tokens)
    return frozenset(at + w.start() for at, word in spans for w in _WORD.finditer(word))


def measured(content: str) -> dict[str, float]:
    """Precision, recall and F1 of contents linked and sources right, over all paragraphs, in per cent."""
    right = annotated = told = 0
    for line in _lines(content):
        text, gold = parse(line)
        found = read(text)
        right += sum(dice(gold[i].source, found[j].source) >= LINKED for i, j in link(gold, found).items())
        annotated += len(gold)
        told += len(found)
    return {
        "precision": 100 * right / max(1, told),
        "recall": 100 * right / annotated,
        "F1": 200 * right / (told + annotated),
    }


def misses(content: str) -> Iterator[str]:
    """The paragraphs in which something is told otherwise than annotated, with what was found."""
    for line in _lines(content):
        text, gold = parse(line)
        found = read(text)
        same = {i for i, j in link(gold, found).items() if dice(gold[i].source, found[j].source) >= LINKED}
        if len(same) < max(len(gold), len(found)):
            yield line
            for one in found:
                yield "    " + " | ".join(_shown(text, words) for words in (one.source, one.cue, one.content))


def _shown(text: str, words: frozenset[int]) -> str:
    return " ".join(m.group() for m in _WORD.finditer(text) if m.start() in words)


def digest(content: str) -> str:
    """Names the state of the paragraphs: another state, other floors."""
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def floors(text: str) -> tuple[str, dict[str, float]]:
    """The digest and the floors that an attribution.toml holds."""
    told = tomllib.loads(text)
    return str(told["paragraphs"]), {str(k): float(v) for k, v in told["floors"].items()}


def written(state: str, figures: Mapping[str, float]) -> str:
    """An attribution.toml of these figures, less one paragraph's worth: int8 differs a little between processors."""
    return "\n".join(
        [
            "# What the reader must reach on attribution.txt, contents linked and sources right, in per cent.",
            "# May only rise: `python -m bench.attribution --raise`.",
            f'paragraphs = "{state}"',
            "",
            "[floors]",
            *(f"{name} = {math.floor(value - _ONE)}" for name, value in figures.items()),
            "",
        ]
    )
