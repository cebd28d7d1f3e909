"""Attribution relations: source, cue and content as stretches of words, one relation a cue (after PARC 3 and PolNeAR).

Where ``attribution`` tells whose each word is, this tells what hangs together: a quotation that goes on over sentences
is one content, and a speaker is the whole phrase that names one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from sayso.reader.attribution_attitudes import attitudes, demand_content, object_content
from sayso.reader.attribution_labels import labels
from sayso.reader.attribution_model import Attribution, Attributions, Relation
from sayso.reader.attribution_sources import cue_span, source_span
from sayso.reader.document import Document
from sayso.reader.wordlists import wordlists

__all__ = ["relations"]


def relations(document: Document, attributions: Attributions) -> list[Relation]:
    """The relations of a report in order of their cues; one told within another's content is nested."""
    found = sorted([*_relations(document, attributions), *labels(document)], key=lambda r: r.head)
    found = [_less_labelled(r, found) for r in found]
    found = [_less_asides(document, r, found) for r in found]
    over = _over(found)
    return [replace(r, nested=_is_nested(document, r, [found[k] for k in over[r.head]])) for r in found]


def _over(found: list[Relation]) -> dict[int, list[int]]:
    """The relations that have a token in their content, by token."""
    over: dict[int, list[int]] = defaultdict(list)
    for k, relation in enumerate(found):
        for j in relation.content:
            over[j].append(k)
    return over


def _less_labelled(relation: Relation, found: list[Relation]) -> Relation:
    """A paragraph that bears its speaker's name is no part of what was told before it."""
    marked = (r for r in found if r.rule == "label" and r is not relation and relation.head not in r.content)
    content = relation.content.difference(*(r.source | r.cue | r.content for r in marked))
    return replace(relation, content=content) if content else relation


def _less_asides(document: Document, relation: Relation, found: list[Relation]) -> Relation:
    """ "X said A had left, adding that B": the participle goes on with X's account and is no part of what was said."""
    content = relation.content
    for other in found:
        token = document.doc[other.head]
        if other.head in content and token.tag_ == "VBG" and relation.source == other.source and _behind_comma(token):
            content = content - {t.i for t in token.subtree}
    return replace(relation, content=content) if content else relation


def _behind_comma(token: Token) -> bool:
    first = token.left_edge
    return first.i > 0 and (first.text == "," or first.nbor(-1).text in {",", "”", '"', "''"})


def _is_nested(document: Document, relation: Relation, over: list[Relation]) -> bool:
    """Whether a relation's cue is itself somebody's words: quoted ones, or another relation's content."""
    cue = document.doc[relation.head]
    if document.quote_of(cue) is not None and not cue.is_punct:
        return True
    return any(_holds(document, outer, relation) for outer in over if outer is not relation)


def _holds(document: Document, outer: Relation, inner: Relation) -> bool:
    """Whether one relation is told within another's content; of two in each other's, the one in a quotation is."""
    if not outer.cue <= inner.content:
        return True
    quoted = [document.quote_of(document.doc[r.head]) is not None for r in (outer, inner)]
    return len(outer.content) > len(inner.content) if quoted[0] == quoted[1] else quoted[1]


def _narrowed(cue: Token, rule: str, content: frozenset[int]) -> frozenset[int]:
    """What a cue holds, without what stands around it for the claims' sake: the time, the place, the demand's verb."""
    if rule == "cue with an event as object":
        return object_content(cue) or content
    if rule == "appeal":
        return demand_content(cue) or content
    if rule == "cue with a quotation":
        about = object_content(cue)
        quoted = {j for j in content if not cue.doc[j].is_punct}
        return about if quoted <= about else content  # "stressed the need for “unity”"
    return content


def _relations(document: Document, attributions: Attributions) -> Iterator[Relation]:
    by_cue: dict[int, list[Attribution]] = defaultdict(list)
    for a in attributions.found:
        # words without a cue may be the speaker's, too unsure to be laid to anyone's charge; "apparently" is nobody's
        if a.manner == "carried" or (a.cue or "").lower() in wordlists("attitudes")["seeming"]:
            continue
        by_cue[a.cue_token if a.cue_token >= 0 else a.carried_from].append(a)
    for cue, told in by_cue.items():
        if cue < 0:
            continue
        first = min(told, key=lambda a: a.carried_from)
        content = frozenset().union(*(a.content for a in told))
        content = _narrowed(document.doc[cue], first.rule, content)
        who = first.passed_by if first.passed_by >= 0 else first.source_token
        named = document.doc[who] if who >= 0 else None
        source = source_span(document, named, document.doc[cue]) - content if named is not None else frozenset()
        yield Relation(cue, source, cue_span(document.doc[cue]), content - {cue}, first.rule)
    yield from (r for r in attitudes(document) if r.head not in by_cue)
