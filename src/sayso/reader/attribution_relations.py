"""Attribution relations: source, cue and content as stretches of words, one relation a cue (after PARC 3 and PolNeAR).

Where ``attribution`` tells whose each word is, this tells what hangs together: a quotation that goes on over sentences
is one content, and a speaker is the whole phrase that names one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from sayso.reader.attribution_attitudes import attitudes
from sayso.reader.attribution_model import Attribution, Attributions
from sayso.reader.attribution_sources import source_span
from sayso.reader.document import Document

__all__ = ["Relation", "relations"]


@dataclass(frozen=True, slots=True)
class Relation:
    """Who (``source``) tells by what words (``cue``) what (``content``): token indices, each may be empty."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    rule: str
    nested: bool = False


def relations(document: Document, attributions: Attributions) -> list[Relation]:
    """The relations of a report in order of their cues; one told within another's content is nested."""
    found = sorted(_relations(document, attributions), key=lambda r: min(r.cue))
    over: dict[int, list[int]] = defaultdict(list)  # token -> the relations that have it in their content
    for k, relation in enumerate(found):
        for j in relation.content:
            over[j].append(k)
    return [replace(r, nested=_is_nested(document, r, [found[k] for k in over[min(r.cue)]])) for r in found]


def _is_nested(document: Document, relation: Relation, over: list[Relation]) -> bool:
    """Whether a relation's cue is itself somebody's words: quoted ones, or another relation's content."""
    if document.quote_of(document.doc[min(relation.cue)]) is not None:
        return True
    return any(_holds(document, outer, relation) for outer in over if outer is not relation)


def _holds(document: Document, outer: Relation, inner: Relation) -> bool:
    """Whether one relation is told within another's content; of two in each other's, the one in a quotation is."""
    if not outer.cue <= inner.content:
        return True
    quoted = [document.quote_of(document.doc[min(r.cue)]) is not None for r in (outer, inner)]
    return len(outer.content) > len(inner.content) if quoted[0] == quoted[1] else quoted[1]


def _relations(document: Document, attributions: Attributions) -> Iterator[Relation]:
    by_cue: dict[int, list[Attribution]] = defaultdict(list)
    for a in attributions.found:
        if a.manner == "carried":
            continue  # words after a quotation that may be the speaker's: too unsure to be laid to anyone's charge
        by_cue[a.cue_token if a.cue_token >= 0 else a.carried_from].append(a)
    for cue, told in by_cue.items():
        if cue < 0:
            continue
        first = min(told, key=lambda a: a.carried_from)
        content = frozenset().union(*(a.content for a in told))
        named = document.doc[first.source_token] if first.source_token >= 0 else None
        source = source_span(document, named, document.doc[cue]) - content if named is not None else frozenset()
        yield Relation(source, _cue(document.doc[cue]), content - {cue}, first.rule)
    for found in attitudes(document):
        if found.cue.i in by_cue:
            continue
        source = source_span(document, found.source, found.cue) - found.content if found.source else frozenset()
        yield Relation(source, _cue(found.cue), found.content - {found.cue.i}, found.rule)


def _cue(token: Token) -> frozenset[int]:
    return frozenset({token.i})
