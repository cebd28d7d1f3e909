"""Which body is meant? "The group", "the charity", "the rebels" and "the Front" are bodies that the report names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from sayso.reader.grammar import child, children, preposition
from sayso.reader.naming import bare, is_definite, noun_phrase, text_of
from sayso.reader.people import people_words
from sayso.reader.roster import Body, Roster

__all__ = ["body_of", "called", "called_after"]

_SELF = frozenset({"itself", "himself", "herself", "themselves"})
_GIVEN = frozenset({"go", "give", "use", "identify", "introduce"})  # these need "name", "sign" or "as" for a name
_NAMES = frozenset({"name", "sign", "nickname", "alias", "pseudonym", "initial", "initials"})


def body_of(roster: Roster, head: Token, paragraph_of: Sequence[int]) -> str | None:
    """The name of the body that a bare definite noun stands for, None when the report names none so described.

    ``paragraph_of`` is the document's, by token.
    """
    if not (is_definite(head) and bare(head)):
        return None
    lemma = head.lemma_.lower()
    words = people_words()
    if head.text[:1].isupper() and head.tag_ == "NNP":
        return _last(head, (b for b in roster.bodies if _last_word(b) == lemma and " " in b.name))
    if lemma in words.rebels and head.tag_ == "NNS":
        armed = [
            b for b in roster.bodies if {_last_word(b), _first_word(b)} & words.armed or b.described & words.rebels
        ]
        near = [b for b in armed if paragraph_of[b.at] == paragraph_of[head.i] and b.at < head.i]
        told = [b for b in armed if b.described & words.rebels]
        full = {roster.acronyms.get(b.name, b.name) for b in near[-1:] or told or armed}
        return full.pop() if len(full) == 1 else None
    if lemma not in words.bodies or head.tag_ != "NN":
        return None
    found = _last(head, (b for b in roster.bodies if lemma in b.described and _last_word(b) != lemma))
    return found or _last(head, (b for b in roster.bodies if _last_word(b) == lemma and " " in b.name))


def _last(head: Token, bodies: Iterator[Body]) -> str | None:
    before = [b for b in bodies if b.at < head.i]
    return before[-1].name if before else None


def _last_word(body: Body) -> str:
    return body.name.split()[-1].lower() if body.name else ""


def _first_word(body: Body) -> str:
    return body.name.split()[0].lower() if body.name else ""


def called(head: Token) -> str | None:
    """The name that a clause gives: "a pilot who goes by Molar", "a group calling itself the Grey Hand"."""
    for clause in children(head, "acl", "acl:relcl"):
        for verb in (clause, *children(clause, "xcomp", "conj")):
            if verb.lemma_ not in people_words().calling:
                continue
            given = _given(verb)
            if given is not None:
                return text_of([t for t in noun_phrase(given) if t.text not in {"“", "”", '"'}])
    return None


def _given(verb: Token) -> Token | None:
    later = [t for t in verb.subtree if t.i > verb.i]
    names = [t for t in later if t.pos_ == "PROPN" and not (t.dep_ in {"flat", "compound"} and t.head in later)]
    if not names:
        return None
    words = {t.lower_ for t in later}
    if verb.lemma_ in _GIVEN:
        plain = preposition(names[0]) in {"by", "as"} and names[0].head == verb
        return next((t for t in names if t.i > verb.i), None) if words & _NAMES or plain else None
    as_name = next((t for t in names if preposition(t) == "as"), None)
    if verb.lemma_ == "know" or as_name is not None:
        return as_name
    return names[0] if names[0].head == verb and (verb.tag_ == "VBN" or words & _SELF) else None


def called_after(head: Token) -> Token | None:
    """The ground that a body or office is called after by a common noun: "country" in "the country's military"."""
    whose = child(head, "nmod:poss")
    if whose is None or whose.pos_ != "NOUN" or whose.lemma_.lower() not in people_words().grounds:
        return None
    return whose if bare(whose) or all(c.pos_ in {"DET", "PART"} for c in whose.children) else None
