"""Whose words is a document? The bulletin of a ministry, a video by a group and a UN report speak for their makers."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.reader.grammar import agent, children, preposition
from sayso.reader.naming import owner
from sayso.reader.people import nature_of

__all__ = ["can_make", "maker_of"]

_OF = frozenset({"by", "from", "of"})


def maker_of(head: Token) -> Token | None:
    """The noun for who made a document: "kept by local medics", "the ministry's bulletin", "a UN report"."""
    for clause in children(head, "acl", "acl:relcl"):
        by = agent(clause)
        if by is not None and can_make(by):
            return by
    whose = owner(head)
    if whose is not None and (whose.pos_ == "PRON" or can_make(whose)):
        return whose
    after = [c for c in children(head, "nmod") if preposition(c) in _OF and can_make(c)]
    if after:
        return after[0]
    beside = [c for c in children(head, "compound", "nmod", "amod") if c.i < head.i and _body(c)]
    return beside[-1] if beside else None


def can_make(token: Token) -> bool:
    """Whether a noun names people or a body, who may be behind a document."""
    if token.ent_type_ in {"ORG", "PER", "PERSON"}:
        return True
    return nature_of(token.lemma_, plural=token.tag_ in {"NNS", "NNPS"}) in {"person", "people", "body"}


def _body(token: Token) -> bool:
    return token.ent_type_ == "ORG" or (
        token.pos_ == "NOUN" and nature_of(token.lemma_, plural=False) == "body" and token.lemma_ != "media"
    )
