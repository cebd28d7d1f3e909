"""How well the pipeline reads raw text, against treebanks: predicted words meet gold words only where spans agree.

Method: the evaluation of the CoNLL 2018 shared task. Spans are counted in characters other than white space; every
figure is an F1 over all words of either side, so that a word cut otherwise costs in each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from training.data import Sentence

__all__ = ["KINDS", "Figure", "Layer", "compare", "gold_layer", "measure", "predicted_layer", "raw_text"]

KINDS = ("PER", "ORG", "LOC")

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word's span, its tags, the span of its head (None for the root) and its universal relation."""

    span: Extent
    upos: str
    xpos: str
    head: Extent | None
    relation: str


@dataclass(slots=True)
class Layer:
    """What one side says of a document; ``named`` are the stretches whose entities somebody annotated."""

    words: list[Word] = field(default_factory=list)
    sentences: set[Extent] = field(default_factory=set)
    entities: set[tuple[int, int, str]] = field(default_factory=set)
    named: list[Extent] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """Counts behind one F1; they add up over documents."""

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """F1 in per cent; 0 where there is nothing to find."""
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


def _bare(text: str) -> str:
    return "".join(text.split())


def _universal(relation: str) -> str:
    return relation.split(":")[0].lower()


def raw_text(sentences: Iterable[Sentence]) -> str:
    """Sentences of one document as they were written, with a space between them.

    A sentence whose words do not spell its text is given by its words.
    """
    made = []
    for s in sentences:
        spelled = s.text is not None and _bare(s.text) == _bare("".join(s.words))
        made.append(s.text if spelled and s.text is not None else " ".join(s.words))
    return " ".join(made)


def _entities(spans: list[Extent], tags: Iterable[str | None]) -> Iterator[tuple[int, int, str]]:
    opened: tuple[int, int, str] | None = None
    for span, tag in zip(spans, tags, strict=True):
        if tag is not None and tag.startswith("I-") and opened and opened[2] == tag[2:]:
            opened = (opened[0], span[1], opened[2])
            continue
        if opened:
            yield opened
        opened = (*span, tag[2:]) if tag and tag != "O" else None
    if opened:
        yield opened


def gold_layer(sentences: Iterable[Sentence]) -> Layer:
    """What a treebank says of one document."""
    layer = Layer()
    at = 0
    for s in sentences:
        spans: list[Extent] = []
        for word in s.words:
            spans.append((at, at + len(_bare(word))))
            at = spans[-1][1]
        layer.sentences.add((spans[0][0], spans[-1][1]))
        if s.entities is not None:
            layer.named.append((spans[0][0], spans[-1][1]))
            layer.entities.update(_entities(spans, s.entities))
        if s.upos and s.xpos and s.heads and s.relations:
            for j, span in enumerate(spans):
                head = spans[s.heads[j] - 1] if s.heads[j] else None
                layer.words.append(Word(span, s.upos[j], s.xpos[j], head, _universal(s.relations[j])))
    return layer


def predicted_layer(doc: Doc) -> Layer:
    """What the pipeline says of one document."""
    layer = Layer()
    spans: list[Extent] = []
    at = 0
    for token in doc:
        spans.append((at, at + len(_bare(token.text))))
        at = spans[-1][1]
    for token in doc:
        if not token.is_space:
            head = None if token.head.i == token.i else spans[token.head.i]
            layer.words.append(Word(spans[token.i], token.pos_, token.tag_, head, _universal(token.dep_)))
    for sentence in doc.sents:
        extent = (spans[sentence.start][0], spans[sentence.end - 1][1])
        if extent[0] < extent[1]:
            layer.sentences.add(extent)
    layer.entities = {(spans[e.start][0], spans[e.end - 1][1], e.label_) for e in doc.ents}
    return layer


def compare(gold: Layer, found: Layer) -> dict[str, Figure]:
    """Counts for one document: sentences, tokens, UPOS, XPOS, UAS, LAS, and entities overall and by kind."""
    by_span = {w.span: w for w in found.words}
    pairs = [(g, by_span[g.span]) for g in gold.words if g.span in by_span]
    right = {
        "tokens": len(pairs),
        "UPOS": sum(g.upos == f.upos for g, f in pairs),
        "XPOS": sum(g.xpos == f.xpos for g, f in pairs),
        "UAS": sum(g.head == f.head for g, f in pairs),
        "LAS": sum(g.head == f.head and g.relation == f.relation for g, f in pairs),
    }
    figures = {k: Figure(n, len(gold.words), len(found.words)) for k, n in right.items()}
    figures["sentences"] = Figure(len(gold.sentences & found.sentences), len(gold.sentences), len(found.sentences))
    told = {e for e in found.entities if any(a <= e[0] < b for a, b in gold.named)}
    figures["entities"] = Figure(len(gold.entities & told), len(gold.entities), len(told))
    for kind in KINDS:
        ours, theirs = ({e for e in side if e[2] == kind} for side in (gold.entities, told))
        figures[kind] = Figure(len(ours & theirs), len(ours), len(theirs))
    return figures


def measure(nlp: Language, sentences: Iterable[Sentence]) -> dict[str, Figure]:
    """Run the pipeline on each document's raw text and add up the counts."""
    total: dict[str, Figure] = {}
    for _, group in groupby(sentences, key=lambda s: s.document):
        document = list(group)
        found = predicted_layer(nlp(raw_text(document)))
        for name, figure in compare(gold_layer(document), found).items():
            sum_up = total.setdefault(name, Figure())
            sum_up.right += figure.right
            sum_up.gold += figure.gold
            sum_up.found += figure.found
    return total
