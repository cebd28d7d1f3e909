"""Which words name a source: the whole phrase with its titles and appositions, without the clause that it speaks in."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.reader.document import Document
from sayso.reader.grammar import SUBJECTS, children

__all__ = ["source_span"]

_RELATIVE = frozenset({"WDT", "WP"})
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
    while kept and kept[0] != head and (_blank(kept[0], "([$#") or kept[0].pos_ == "ADP"):
        kept.pop(0)
    while kept and _blank(kept[-1], ")]%"):
        kept.pop()
    return frozenset(t.i for t in kept)


def _blank(token: Token, but: str) -> bool:
    """Whether a token at an edge is a mark that isn't part of a name."""
    return (token.is_punct or token.is_space) and token.text not in but


def _relative(head: Token, cue: Token) -> Token | None:
    """The relative pronoun that stands for a source in the cue's clause."""
    node = cue
    while node.head.i != node.i:
        if node.dep_ == "acl:relcl" and node.head == head:
            return next((c for c in children(node, *SUBJECTS) if c.tag_ in _RELATIVE), None)
        node = node.head
    return None


def _phrase(document: Document, token: Token, cue: Token, *, top: bool) -> Iterator[Token]:
    yield token
    for c in token.children:
        if top and c.dep_ in _OUTSIDE and not (c.dep_ == "punct" and token.left_edge.i < c.i < token.right_edge.i):
            continue
        if c == cue or c.is_ancestor(cue):
            continue
        if c.dep_ in _CLAUSES and document.quote_of(c) != document.quote_of(token):
            continue
        yield from _phrase(document, c, cue, top=False)
