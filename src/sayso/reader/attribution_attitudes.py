"""Who thinks, wants, praises or questions what: attributions that tell of a bearing, not of an event.

Read off the tree by frames: a verb with a clause ("hopes that"), with an infinitive ("wants to"), with an object
("praised the plan"), with a preposition ("spoke of"); an adjective after "be" ("is sure that"); a noun with an owner
("his belief that"). The words are in ``data/attitudes.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.reader.attribution_model import Relation, content_of
from sayso.reader.attribution_sources import cue_span, source_span
from sayso.reader.document import Document
from sayso.reader.grammar import agent, child, children, is_clause, particle, preposition, subject
from sayso.reader.wordlists import wordlists

__all__ = ["attitudes", "demand_content", "object_content"]


_ABOUT = frozenset(
    {"about", "of", "over", "on", "for", "against", "with", "regarding", "at", "to", "toward", "towards"}
)
_Found = tuple[Token | None, frozenset[int], str]  # who, what, and by which frame


def attitudes(document: Document) -> Iterator[Relation]:
    """Every attitude of a report, in order of the text."""
    for sentence in document.sentences:
        for token in sentence:
            if token.pos_ == "VERB":
                found = _verb(document, token)
            elif token.pos_ == "ADJ":
                found = _adjective(token)
            elif token.pos_ == "NOUN":
                found = _noun(token)
            else:
                continue
            if found is not None and found[1]:
                who, content, rule = found
                source = source_span(document, who, token) - content if who is not None else frozenset()
                yield Relation(token.i, source, cue_span(token) - content, content - {token.i}, rule)


def _verb(document: Document, token: Token) -> _Found | None:
    words = wordlists("attitudes")
    lemma = token.lemma_.lower()
    more = particle(token)
    full = f"{lemma}_{more}" if more else lemma
    if token.tag_ == "VBN" and token.lower_ in words["adjectives"]:
        return _adjective(token)
    framed: tuple[frozenset[int], str] | None = None
    if lemma in words["thought"] | words["voiced"] | words["will"] | words["urging"] or full in words["object"]:
        framed = _clause(document, token, lemma)
    framed = framed or _light(token, lemma) or _taken(token, lemma)
    if framed is None and full in words["object"] and not _modifies(token):
        content = object_content(token)
        named = any(document.doc[j].pos_ == "PROPN" for j in content)
        framed = (content, "attitude to an object") if len(content) > 1 or named else None
    if framed is None:
        framed = _oblique(token, lemma)
    passive = child(token, "aux:pass") is not None or (token.tag_ == "VBN" and token.dep_ == "acl")
    if passive and agent(token) is None:
        return _held(token, lemma)
    if framed is None:
        return None
    source = agent(token) if passive else subject(token)
    if source is None or source.i in framed[0]:
        return None
    return source, framed[0], framed[1]


def _clause(document: Document, token: Token, lemma: str) -> tuple[frozenset[int], str] | None:
    """What a verb of thought or will has as a clause, an infinitive, or words in quotation marks."""
    words = wordlists("attitudes")
    held = child(token, "ccomp") or _question(token)
    quoted = held is not None and document.quote_of(held) is not None and document.quote_of(token) is None
    if quoted and lemma in words["voiced"]:
        return content_of(held.subtree if held else ()), "voiced"
    if held is not None and is_clause(held) and lemma in words["thought"] | words["object"]:
        return content_of(held.subtree), "thought"
    wanted = child(token, "xcomp")
    if wanted is not None and lemma in words["will"] and any(c.tag_ == "TO" for c in wanted.children):
        whom = child(token, "obj", "iobj")
        return content_of([*(whom.subtree if whom is not None else ()), *wanted.subtree]), "will"
    if wanted is not None and lemma in words["urging"] and child(token, "obj", "iobj") is not None:
        whom = child(token, "obj", "iobj")
        return content_of([*(whom.subtree if whom is not None else ()), *wanted.subtree]), "urging"
    put = child(token, "obj")
    if lemma == "put" and put is not None and put.lower_ == "it":
        said = token.head if token.dep_ == "advcl" else held
        return (content_of(said.subtree, token), "put it") if said is not None else None
    return None


def _light(token: Token, lemma: str) -> tuple[frozenset[int], str] | None:
    """ "voiced concern about the dam": what the noun is about."""
    words = wordlists("attitudes")
    noun = child(token, "obj")
    if lemma not in words["light"] or noun is None or noun.lemma_.lower() not in words["felt"]:
        return None
    for c in (*noun.children, *token.children):
        if c.i <= noun.i:
            continue
        if c.dep_ in {"acl", "ccomp"} and is_clause(c) and c.tag_ not in {"VBN", "VBG"}:
            return content_of(c.subtree), "light verb"
        if c.dep_ in {"nmod", "acl"} and c.head == noun and _preposition(c) in _ABOUT:
            return content_of(c.subtree) - {t.i for t in children(c, "case", "mark")}, "light verb"
    return None


def _taken(token: Token, lemma: str) -> tuple[frozenset[int], str] | None:
    """ "sees the talks as a trap": the thing and what it is taken for."""
    thing = child(token, "obj")
    if lemma not in wordlists("attitudes")["taking"] or thing is None:
        return None
    what = child(token, "xcomp") or next((c for c in children(token, "obl") if preposition(c) == "as"), None)
    if what is None or what.i < thing.i or what.tag_ in {"VB", "VBG"}:
        return None
    return content_of([*thing.subtree, *what.subtree]), "taken for"


def _preposition(token: Token) -> str:
    before = child(token, "case", "mark")
    return "" if before is None else before.lower_


def _held(token: Token, lemma: str) -> _Found | None:
    """ "is expected to last", "was seen as a threat": an opinion that nobody is named for."""
    whom = child(token, "nsubj:pass")
    what = child(token, "xcomp") or next((c for c in children(token, "obl") if preposition(c) == "as"), None)
    if lemma not in wordlists("attitudes")["held"] or whom is None or what is None or agent(token) is not None:
        return None
    return None, content_of([*whom.subtree, *what.subtree]), "held by nobody named"


def _question(token: Token) -> Token | None:
    """ "has not said when it will reopen": a question that parses take for a time."""
    return next(
        (c for c in children(token, "advcl") if c.left_edge.tag_ == "WRB" and c.left_edge.i == token.i + 1), None
    )


def object_content(token: Token) -> frozenset[int]:
    """What a verb is about when it is told by its object: the object, and what it is taken for ("as a threat")."""
    passive = child(token, "aux:pass") is not None
    about = child(token, "nsubj:pass") if passive else child(token, "obj")
    if about is None:
        return frozenset()
    heads = [about]
    for c in token.children:
        if c.i > max(token.i, about.i) and (
            c.dep_ in {"xcomp", "ccomp"} or (c.dep_ == "obl" and preposition(c) == "as")
        ):
            heads.append(c)
    return frozenset(j for h in heads for j in content_of(h.subtree))


def _modifies(verb: Token) -> bool:
    """ "voters who support him", "tried to defend it": a clause that tells which ones, or what was tried."""
    if verb.dep_ == "acl:relcl":
        return verb.left_edge.i > 0 and verb.left_edge.nbor(-1).text != "," and verb.left_edge.text != ","
    return verb.dep_ in {"acl", "xcomp"}


def demand_content(token: Token) -> frozenset[int]:
    """What is demanded, with whom it is demanded of: "urged [residents to leave]", "called for [a truce]"."""
    if child(token, "aux:pass") is not None:
        return frozenset()
    kept: set[int] = set()
    for c in token.children:
        before = _preposition(c)
        wanted = c.dep_ in {"obj", "iobj", "xcomp", "ccomp"} or (
            c.dep_ in {"obl", "advcl"} and before in {"for", "on", "upon", "to", "about", "against"} and c.pos_ != "NUM"
        )
        if c.i > token.i and wanted:
            kept |= content_of(c.subtree)
            if c.dep_ in {"obl", "advcl"}:
                kept -= {t.i for t in children(c, "case", "mark") if t.lower_ == before and before != "to"}
    return frozenset(kept)


def _oblique(token: Token, lemma: str) -> tuple[frozenset[int], str] | None:
    words = wordlists("attitudes")
    for c in token.children:
        if c.i > token.i and c.dep_ in {"obl", "advcl", "ccomp"}:
            mark = child(c, "case", "mark")
            if mark is not None and f"{lemma}_{mark.lower_}" in words["oblique"]:
                return content_of(c.subtree) - {mark.i}, "attitude with a preposition"
    return None


def _adjective(token: Token) -> _Found | None:
    words = wordlists("attitudes")
    if token.lower_ not in words["adjectives"] or child(token, "cop", "aux:pass") is None:
        return None
    source = subject(token)
    held = next((c for c in children(token, "ccomp", "xcomp", "advcl", "obl") if c.i > token.i), None)
    if (
        source is None
        or held is None
        or (held.dep_ == "obl" and preposition(held) in {"", "in", "at", "after", "before"})
    ):
        return None
    return source, content_of(held.subtree), "adjective"


def _noun(token: Token) -> _Found | None:
    words = wordlists("attitudes")
    if token.lemma_.lower() not in words["nouns"]:
        return None
    owner = child(token, "nmod:poss")
    if owner is None:
        return None
    for c in token.children:
        if (
            c.i > token.i
            and c.dep_ in {"acl", "ccomp"}
            and (c.tag_ == "VB" or is_clause(c))
            and c.tag_ not in {"VBN", "VBG"}
        ):
            return owner, content_of(c.subtree), "noun with a clause"
    return None
