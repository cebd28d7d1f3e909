"""Which words name a source: the whole phrase with its titles and appositions, without the clause that it speaks in."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.grammar import SUBJECTS, children

__all__ = ["cue_span", "source_span"]

_RELATIVE = frozenset({"WDT", "WP"})
_NEAR = 2  # words between an adverb and the cue that it belongs to
_OUTSIDE = frozenset({"case", "mark", "cc", "parataxis", "advcl", "punct"})  # of the head: no part of the phrase
_CLAUSES = frozenset({"acl:relcl", "acl", "advcl", "parataxis", "ccomp", "nsubj", "csubj"})


def source_span(document: Document, head: Token, cue: Token) -> frozenset[int]:
    """The words of the phrase that ``head`` heads, as the source of what ``cue`` tells.

    "the mayor, who said ..." gives "who": the relative is what stands before the cue.
    """
    relative = _relative(head, cue)
    if relative is not None:
        return frozenset({relative.i})
    kept = sorted(set(_phrase(document, head, cue, top=True)), key=lambda t: t.i)
    # A dateline hangs on the name behind it: "KAMSIN — Mayor Ivo Darel said".
    dash = next((k for k, t in enumerate(kept) if t.text in {"-", "--", "–", "—"} and t.i < head.i and _spaced(t)), -1)
    kept = kept[dash + 1 :]
    while kept and kept[0] != head and (_blank(kept[0], "([$#") or kept[0].pos_ == "ADP"):
        kept.pop(0)
    while kept and _blank(kept[-1], ")]%"):
        kept.pop()
    return frozenset(t.i for t in kept)


def _spaced(token: Token) -> bool:
    """Whether blanks stand around a dash, as they never do around a hyphen."""
    return bool(token.whitespace_) and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _blank(token: Token, but: str) -> bool:
    """Whether a token at an edge is a mark that isn't part of a name."""
    return (token.is_punct or token.is_space) and token.text not in but


def cue_span(token: Token) -> frozenset[int]:
    """The words that carry an attribution: the cue with auxiliaries, "not" and particle."""
    words = {token.i}
    for c in token.children:
        if c.dep_ in {"aux", "aux:pass", "cop", "compound:prt", "fixed", "neg"} or (
            c.dep_ == "advmod" and not any(c.children) and abs(c.i - token.i) <= _NEAR
        ):
            words.add(c.i)
    if token.lower_ == "according" and token.i + 1 < len(token.doc):
        words.add(token.i + 1)
    return frozenset(words)


def _relative(head: Token, cue: Token) -> Token | None:
    """The relative pronoun that stands for a source in the cue's clause."""
    node = cue
    while node.head.i != node.i:
        if node.dep_ == "acl:relcl" and node.head == head:
            return next((c for c in children(node, *SUBJECTS) if c.tag_ in _RELATIVE), None)
        node = node.head
    return None


def _aside(clause: Token) -> bool:
    """ "Darel, visiting the town, said": what one does meanwhile, or tells besides ("who warned ..."), names nobody."""
    if clause.dep_ == "acl:relcl":
        return clause.lemma_.lower() in cues().speech
    first = clause.left_edge
    return clause.dep_ in {"acl", "advcl"} and (first.text == "," or (first.i > 0 and first.nbor(-1).text == ","))


def _phrase(document: Document, token: Token, cue: Token, *, top: bool) -> Iterator[Token]:
    yield token
    for c in token.children:
        if top and c.dep_ in _OUTSIDE and not (c.dep_ == "punct" and token.left_edge.i < c.i < token.right_edge.i):
            continue
        if c == cue or c.is_ancestor(cue):
            continue
        if c.dep_ in _CLAUSES and (document.quote_of(c) != document.quote_of(token) or _aside(c)):
            continue
        yield from _phrase(document, c, cue, top=False)
