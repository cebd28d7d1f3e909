"""Mends what parsers of news are known to get wrong, before any rule reads the tree.

Each repair is about a construction of English, not about a sentence; each moves one word to another head.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from sayso.reader.cues import cues
from sayso.reader.grammar import child, children, is_finite

__all__ = ["repair"]

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SUBJECT = ("nsubj", "nsubj:pass")


def repair(doc: Doc) -> Doc:
    """Apply every repair to a parsed document, in place."""
    moves: list[tuple[Token, Token, str]] = []
    for token in doc:
        if token.pos_ == "VERB":
            moves.extend(_that_less(token))
            moves.extend(_twin_subjects(token))
        elif token.lower_ in _DAYS:
            moves.extend(_day_of_subject(token))
    moved: set[int] = set()
    for token, head, dep in moves:
        if token.i not in moved and not token.is_ancestor(head):
            moved.add(token.i)
            token.head = head
            token.dep_ = dep
    return doc


def _that_less(verb: Token) -> list[tuple[Token, Token, str]]:
    """ "said an attack on X had killed one": the noun after the cue is the subject of what was said, not its object."""
    if verb.lemma_.lower() not in cues().clausal:
        return []
    for clause in children(verb, "ccomp"):
        if clause.i < verb.i or clause.pos_ not in {"VERB", "AUX"} or not is_finite(clause) or child(clause, *_SUBJECT, "expl") is not None:
            continue
        if any(c.dep_ == "mark" for c in clause.children):
            continue
        between = [c for c in verb.children if verb.i < c.i < clause.i and c.dep_ in {"obj", "nsubj", "obl", "xcomp"} and c.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET"} and child(c, "case") is None and not c.ent_type_ == "DATE"]
        if between and verb.lemma_ != "tell":
            passive = child(clause, "aux:pass") is not None
            return [(between[-1], clause, "nsubj:pass" if passive else "nsubj")]
    return []


def _twin_subjects(verb: Token) -> list[tuple[Token, Token, str]]:
    """ "spokesman Ivo Darel said": two subjects side by side are one, a title and a name."""
    subjects = [c for c in children(verb, "nsubj") if c.i < verb.i]
    if len(subjects) != 2:
        return []
    first, second = subjects
    if second.left_edge.i == first.right_edge.i + 1 and second.pos_ == "PROPN" and first.pos_ in {"NOUN", "PROPN"}:
        return [(second, first, "flat")]
    return []


def _day_of_subject(token: Token) -> list[tuple[Token, Token, str]]:
    """ "the Ministry on Wednesday announced": the day dates the verb, not the speaker."""
    head = token.head
    if token.dep_ not in {"nmod", "appos", "flat", "compound"} or head.dep_ not in _SUBJECT or head.pos_ not in {"NOUN", "PROPN"}:
        return []
    verb = head.head
    plain = token.i > head.i and verb.i > token.i and not any(c.lower_ in {"'s", "’s"} for c in token.children)
    return [(token, verb, "obl")] if plain and verb.pos_ == "VERB" else []
