"""A report made ready for the rules: one parsed Doc in the report's own offsets, its paragraphs and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from sayso.intake.paragraphs import LONGEST_WORD
from sayso.model import Block, Report
from sayso.reader.claim_scores import ClaimScores, scores_of
from sayso.reader.quotes import QuoteSpan, find_quotes, quote_at
from sayso.reader.repairs import repair

__all__ = ["Document", "Paragraph", "prepare"]

_APART: Any = {"exclude": ["user_data"]}
_READ = frozenset({"body", "caption"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block that is read for claims, with its sentences."""

    number: int
    block: Block
    sentences: tuple[Span, ...]


@dataclass(slots=True)
class Document:
    """What every rule of the reader looks at.

    Token offsets (``token.idx``) are code points of ``report.text``. ``paragraph_of`` and
    ``sentence_of`` are by token index; -1 where a token isn't read. ``scores`` is what the trained heads say of each
    token.
    """

    report: Report
    doc: Doc
    paragraphs: list[Paragraph]
    quotes: list[QuoteSpan]
    sentence_of: list[int] = field(default_factory=list)
    paragraph_of: list[int] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    scores: ClaimScores | None = None

    def quote_of(self, token: Token) -> QuoteSpan | None:
        """The quote that a token stands in, if any."""
        return quote_at(self.quotes, token.idx)

    def paragraph(self, token: Token) -> Paragraph:
        """The paragraph of a token that is read."""
        return self.paragraphs[self.paragraph_of[token.i]]


def _blocks(report: Report) -> list[Block]:
    return list(report.blocks) or [Block("body", 0, len(report.text))]


def _pieces(report: Report) -> Iterator[tuple[int, int, Block | None]]:
    """The whole text cut at block borders; a piece that isn't read has no block."""
    at = 0
    for block in _blocks(report):
        if block.start > at:
            yield at, block.start, None
        if block.end > block.start:
            yield block.start, block.end, block if block.kind in _READ else None
        at = max(at, block.end)
    if at < len(report.text):
        yield at, len(report.text), None


def prepare(nlp: Language, reports: Iterable[Report]) -> Iterator[Document]:
    """Parse reports, one after another: only what is read costs a parse.

    A report is a batch of its own, since company changes how the encoder reads (see there).
    """
    for report in reports:
        pieces = list(_pieces(report))
        yield _join(nlp, report, pieces, list(nlp.pipe(report.text[a:b] for a, b, block in pieces if block)))


def _join(nlp: Language, report: Report, pieces: list[tuple[int, int, Block | None]], parsed: list[Doc]) -> Document:
    made = iter(parsed)
    docs: list[Doc] = []
    owners: list[Block | None] = []
    for a, b, block in pieces:
        doc = next(made) if block else _unread(nlp, report.text[a:b])
        docs.append(doc)
        owners.append(block)
    # what hangs on the parts is joined below, by us (spaCy's types forget `exclude`)
    whole = Doc.from_docs(docs, ensure_whitespace=False, **_APART) if docs else Doc(nlp.vocab)
    assert whole is not None
    read = [(block.start, block.end) for block in owners if block]
    quotes = find_quotes(report.text, read)
    repair(whole, quotes)
    out = Document(report, whole, [], [], [-1] * len(whole), [-1] * len(whole), [])
    out.scores = scores_of(docs)
    at = 0
    for doc, block in zip(docs, owners, strict=True):
        end = at + len(doc)
        if block:
            piece: Any = whole[at:end]  # spaCy's types forget Span.sents
            sentences = tuple(s for s in piece.sents if report.text[s.start_char : s.end_char].strip())
            for sentence in sentences:  # by slices: a token made for each of its words would cost more than the rest
                length = sentence.end - sentence.start
                out.sentence_of[sentence.start : sentence.end] = [len(out.sentences)] * length
                out.paragraph_of[sentence.start : sentence.end] = [len(out.paragraphs)] * length
                out.sentences.append(sentence)
            out.paragraphs.append(Paragraph(len(out.paragraphs), block, sentences))
        at = end
    out.quotes = quotes
    return out


def _unread(nlp: Language, text: str) -> Doc:
    """A piece that isn't read: tokenized for its offsets, with an empty parse so that it can be joined.

    What is too long to be a word is one: a tokenizer takes signs off its ends one by one, and looks it over for each.
    """
    long = len(text) >= LONGEST_WORD and len(text.split(maxsplit=1)) == 1 and not text[-1].isspace()
    doc = Doc(nlp.vocab, words=[text], spaces=[False]) if long and not text[0].isspace() else nlp.make_doc(text)
    if len(doc):
        n = len(doc)
        doc = Doc(
            nlp.vocab,
            words=[t.text for t in doc],
            spaces=[bool(t.whitespace_) for t in doc],
            heads=[0] * n,
            deps=["ROOT"] + ["dep"] * (n - 1),
            tags=[""] * n,
            pos=["X"] * n,
            lemmas=[t.text for t in doc],
        )
    return doc
