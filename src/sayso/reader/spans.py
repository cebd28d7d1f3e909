"""Where a claim begins and ends: the smallest clause or phrase that carries it."""

from __future__ import annotations

import itertools

from spacy.tokens import Span, Token

from sayso.reader.attribution_model import Attributions
from sayso.reader.document import Document
from sayso.reader.grammar import child, is_clause
from sayso.reader.units import Unit

__all__ = ["bounds"]


def bounds(
    unit: Unit, taken: set[int], attributions: Attributions, sentence: Span, document: Document
) -> tuple[int, int]:
    """First and last token of the smallest clause that carries the claim; (1, 0) where nothing is left.

    ``taken`` holds the heads of the sentence's claims, whose words are theirs.
    """
    told = unit.attribution
    if unit.kind == "appeal" and told is not None:
        return _trim([sentence.doc[j] for j in sorted(told.content)])
    mine = {h.i for h in unit.heads}
    kept = _below(unit.head, mine, unit, taken, attributions)
    if unit.kind == "noun" and told is not None and told.rule == "cue with an event as object":
        # what follows the event noun after its cue belongs to it, up to the next claim
        rest = [sentence.doc[j] for j in sorted(told.content) if j > unit.head.i]
        kept = [*kept, *itertools.takewhile(lambda t: t.i not in taken or t.i in mine, rest)]
        others = [sentence.doc[j] for j in sorted(taken - mine) if j > unit.head.i]
        end = others[0].left_edge.i if others else sentence.end
        kept = [t for t in kept if t.i < end]
    event = unit.trigger.event_noun if unit.trigger else None
    if event is not None and unit.head.dep_ == "acl:relcl" and event.i < unit.head.i:
        kept += [t for t in sentence.doc[event.left_edge.i : unit.head.i] if t.dep_ != "case" or t.head != event]
    if unit.kind in {"noun", "holding"}:
        kept = [t for t in kept if not (t.dep_ in {"case", "mark"} and t.head == unit.head)]
    if told is not None:
        kept = [t for t in kept if t.i in told.content]
    quote = document.quote_of(unit.head)
    if quote is not None and told is not None and quote.start <= unit.head.left_edge.idx:
        kept = [t for t in kept if t.idx < quote.end]  # what stands behind the quotation is the speaker's clause
    kept = [t for t in kept if sentence.start <= t.i < sentence.end]
    return _trim(sorted(kept, key=lambda t: t.i))


def _below(token: Token, mine: set[int], unit: Unit, taken: set[int], attributions: Attributions) -> list[Token]:
    """A token with what hangs on it, less other claims and speakers' clauses."""
    kept = [token]
    for c in token.children:
        if c.i in mine or not _apart(c, token, unit, taken, attributions):
            kept += _below(c, mine, unit, taken, attributions)
    return kept


def _apart(c: Token, parent: Token, unit: Unit, taken: set[int], attributions: Attributions) -> bool:
    """Whether a child's subtree is another claim or a speaker's clause, not part of this one."""
    if _speaks(c, attributions):
        return True
    if c.dep_ in {"mark", "cc"} and parent == unit.head:
        return True
    if c.dep_ in {"conj", "parataxis", "advcl", "acl", "acl:relcl", "list"}:
        holds = c.dep_ in {"parataxis", "conj"} and is_clause(c) and any(t.i in taken for t in c.subtree)
        if c.i in taken or holds:
            # a relative clause in the middle stays: the span has to hold together
            return not (c.dep_ in {"acl", "acl:relcl"} and c.i < unit.head.i)
    if c.dep_ == "parataxis" and c.i > parent.i:
        return True
    if unit.kind == "holding":
        held = c.lower_ in {"held", "occupied", "controlled"}
        return c.dep_ in {"appos", "acl:relcl", "acl", "conj"} and not held and not c.ent_type_
    if c.dep_ == "obl" and c.i in taken:
        return True
    return c.dep_ == "conj" and is_clause(c) and is_clause(parent) and child(c, "nsubj", "nsubj:pass") is not None


def _speaks(c: Token, attributions: Attributions) -> bool:
    """Whether a child opens a speaker's clause or an "according to" phrase."""
    cue = attributions.cue_tokens.get(c.i)
    if cue is not None and attributions.found[cue].rule != "hearsay adverb":
        return True
    near = [attributions.cue_tokens[t.i] for t in (c, *c.children) if t.i in attributions.cue_tokens]
    return any(attributions.found[k].rule == "according to" for k in near)


def _trim(tokens: list[Token]) -> tuple[int, int]:
    """Bounds without punctuation, conjunctions and marks at the edges."""
    while tokens and (
        tokens[0].is_punct
        or tokens[0].is_space
        or tokens[0].lower_ in {"when", "where"}
        or (tokens[0].dep_ in {"cc", "mark"} and tokens[0].tag_ != "TO")
    ):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space) and tokens[-1].text not in {"%", ")", "]"}:
        tokens.pop()
    if not tokens:
        return 1, 0
    return tokens[0].i, tokens[-1].i
