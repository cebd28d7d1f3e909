"""Whom does a pronoun mean? The one named before that fits it best in number and gender, by where and how it stands.

Method: after Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): candidates are weighed by
recency and by their place in the sentence; who has just spoken weighs more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from sayso.model import Source
from sayso.reader.document import Document
from sayso.reader.grammar import child, children
from sayso.reader.naming import noun_phrase
from sayso.reader.people import Gender, gender_of, nature_of
from sayso.reader.roster import PERSON, Roster

__all__ = ["GROUPS", "PERSONS", "antecedent", "gender"]

PERSONS: Final[Mapping[str, Gender | None]] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f", "who": None,
}  # fmt: skip
"""Pronouns of one person, with the gender that they tell."""
GROUPS: Final = frozenset({"they", "them", "their", "these", "those", "themselves", "it", "its", "itself"})
"""Pronouns of several people or of a body."""

_PLURAL = frozenset({"they", "them", "their", "these", "those", "themselves"})
_BACK = 6  # sentences back that a pronoun reaches
_UP = frozenset({"appos", "flat", "compound", "list"})
# What the relation of a noun to its clause weighs; who acts or speaks is gone on about.
_STANDING: Final[Mapping[str, float]] = {
    "nsubj": 3.0, "nsubj:pass": 2.5, "obl:agent": 2.0, "obj": 1.5, "iobj": 0.5, "ROOT": 1.5, "nmod:poss": 0.5,
}  # fmt: skip
_SPOKE, _FAR, _FAR_PARAGRAPH, _EMBEDDED, _QUOTED, _TOLD = 2.0, 1.5, 0.75, 1.0, 4.0, 3.0
_SURE, _GUESSED, _UNLIKELY = 1.5, 0.5, 3.5
_LEAST = -9.0  # a candidate that weighs less is none


@dataclass(frozen=True, slots=True)
class _Met:
    """A candidate: the noun, the head of the phrase that it stands in, its gender and whether that is sure."""

    token: Token
    top: Token
    gender: Gender | None = None
    sure: bool = False
    worth: float = 0.0


def antecedent(
    document: Document, roster: Roster, told: Mapping[int, Source], pronoun: Token, *, state: bool = False
) -> Token | None:
    """The noun that a pronoun stands for, or an earlier pronoun whose speaker is known (a key of ``told``).

    With ``state`` the pronoun owns what a state has ("its army", "their government").
    """
    word = pronoun.lower_
    last = document.sentence_of[pronoun.i]
    best: tuple[float, Token] | None = None
    for number in range(last, max(last - _BACK, 0) - 1, -1):
        if best is not None and best[0] > (_STANDING["nsubj"] + _SPOKE + _SURE) - _FAR * (last - number):
            break  # no one so far back can weigh more
        for token in document.sentences[number]:
            if token.i >= pronoun.i:
                break
            if word in PERSONS:
                met = _person(document, roster, told, token)
            else:
                met = _state(roster, token) if state else _group(roster, told, token, word)
            if met is None:
                continue
            weight = _weight(document, told, pronoun, met, last - number)
            if weight > _LEAST and (best is None or weight >= best[0]):
                best = (weight, met.token)
    return None if best is None else best[1]


def gender(roster: Roster, name: str, beside: str = "") -> tuple[Gender | None, bool]:
    """A named person's gender and whether it is sure, by how the report describes him and by his given name."""
    words = [*roster.descriptions.get(name, "").split(), *beside.split()]
    given = name.split()[0] if " " in name else ""
    return gender_of(words, given)


def _weight(document: Document, told: Mapping[int, Source], pronoun: Token, met: _Met, back: int) -> float:
    want = PERSONS.get(pronoun.lower_)
    weight = met.worth - _FAR * back - 0.01 * (pronoun.i - met.token.i)
    weight -= _FAR_PARAGRAPH * min(2, document.paragraph_of[pronoun.i] - document.paragraph_of[met.token.i])
    weight += 2.0 if child(met.top, "case") is not None and _accords(met.top) else _STANDING.get(met.top.dep_, 0.0)
    if met.token.i in told or met.top.i in told:
        weight += _SPOKE
    verb = met.top.head
    if verb.dep_ in {"ccomp", "acl:relcl", "advcl", "acl", "csubj"}:
        weight -= _EMBEDDED
    if document.quote_of(met.token) is not None and document.quote_of(pronoun) is None:
        weight -= _QUOTED
    if back == 0 and _in_what_is_told(pronoun, met.token):
        weight -= _TOLD
    if want is not None and met.gender is not None:
        if met.gender != want:
            weight -= 2 * _UNLIKELY if met.sure else _UNLIKELY
        else:
            weight += _SURE if met.sure else _GUESSED
    return weight


def _accords(top: Token) -> bool:
    """ "according to X": X speaks."""
    return any(c.lower_ == "according" for c in children(top, "case"))


def _in_what_is_told(pronoun: Token, token: Token) -> bool:
    """Whether a noun stands in what the pronoun's own verb tells: "Darel had left, he said"."""
    cue = pronoun.head
    if cue.dep_ == "parataxis":
        return True
    node = token
    while node.head.i != node.i and node.head != cue:
        node = node.head
    return node.head == cue and node.dep_ in {"ccomp", "parataxis"}


def _top(token: Token) -> Token:
    """The head of the phrase that a name stands in: "spokesman" of "a spokesman, Ivo Darel"."""
    node = token
    while node.head.i != node.i:
        beside = node.dep_ == "nmod" and child(node, "case") is None and node.head.pos_ in {"NOUN", "PROPN"}
        if not (beside or node.dep_ in _UP):
            break
        node = node.head
    if node.dep_ in {"advmod", "amod"} and node.head.pos_ in {"NOUN", "PROPN"}:
        node = node.head  # "a farmer nearby, Ivo Darel": a parse may hang the name on the adverb
    return node


def _person(document: Document, roster: Roster, told: Mapping[int, Source], token: Token) -> _Met | None:
    if token.pos_ == "PRON":
        known = PERSONS.get(token.lower_)
        return _Met(token, token, known, sure=True) if known and token.i in told else None
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    entity = roster.entities.get(token.i)
    if entity is not None and entity.label_ in PERSON:
        if entity.root != token:
            return None
        words = [t.text for t in entity if not t.is_punct and t.lower_ not in {"'s", "’s"}]
        name = roster.people.get(" ".join(words)) or roster.people.get(words[-1] if words else "") or " ".join(words)
        top = _top(token)
        before = document.doc[entity.start - 1].text if entity.start else ""
        told_gender, sure = gender(roster, name, f"{before} {' '.join(words)} {top.text}")
        return _Met(token, top, told_gender, sure, worth=0.5)
    if token.tag_ in {"NN", "NNP"} and nature_of(token.lemma_, plural=False) == "person":
        if token.dep_ in {"compound", "flat", "nmod"} and token.head.pos_ == "PROPN":
            return None  # a title
        if token.dep_ == "appos" and _names_person(roster, token.head):
            return None  # what the name before it is
        if any(_names_person(roster, t) and t.dep_ in _UP for t in token.subtree if t != token):
            return None  # whom the name beside it stands for
        told_gender, sure = gender_of(t.text for t in noun_phrase(token))
        return _Met(token, _top(token), told_gender, sure)
    return None


def _names_person(roster: Roster, token: Token) -> bool:
    entity = roster.entities.get(token.i)
    return entity is not None and entity.label_ in PERSON and entity.root == token


def _group(roster: Roster, told: Mapping[int, Source], token: Token, word: str) -> _Met | None:
    plural = word in _PLURAL
    if token.pos_ == "PRON":
        return _Met(token, token, worth=0.5) if token.i in told and (token.lower_ in _PLURAL) == plural else None
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    entity = roster.entities.get(token.i)
    if entity is not None and entity.label_ == "ORG":
        return _Met(token, _top(token), worth=0.0 if plural else 1.0) if entity.root == token else None
    if entity is not None and entity.label_ in PERSON:
        return _Met(token, _top(token)) if plural and _joined(token) else None
    if entity is not None and token.i in told and not plural:
        return _Met(token, _top(token))
    nature = nature_of(token.lemma_, plural=token.tag_ in {"NNS", "NNPS"})
    if nature == "people" and plural:
        return _Met(token, _top(token), worth=1.0)
    if nature == "body":
        return _Met(token, _top(token), worth=-0.5 if plural else 1.0)
    return None


def _state(roster: Roster, token: Token) -> _Met | None:
    entity = roster.entities.get(token.i)
    placed = entity is not None and entity.label_ in {"LOC", "GPE"} and entity.root == token
    return _Met(token, _top(token)) if placed and token.pos_ == "PROPN" else None


def _joined(token: Token) -> bool:
    return child(token, "conj") is not None
