"""Turns CLEAR-style trees, which spaCy's own English models make, into the Universal Dependencies that our rules read.

Source of the correspondence: the CLEAR guidelines (Choi and Palmer 2012) against UD version 2. Prepositions and
copulas change places with what they govern; the rest is other names. What UD tells apart and CLEAR does not stays so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

__all__ = ["is_clear", "to_universal"]

_CLEAR_ONLY = frozenset({"nsubjpass", "dobj", "pobj", "prep", "auxpass"})
_NAMES = {
    "acomp": "xcomp",
    "agent": "advmod",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "hyph": "punct",
    "infmod": "acl",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nn": "compound",
    "npadvmod": "obl",
    "nsubjpass": "nsubj:pass",
    "num": "nummod",
    "number": "compound",
    "oprd": "xcomp",
    "partmod": "acl",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "possessive": "case",
    "preconj": "cc",
    "predet": "det",
    "prep": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "rcmod": "acl:relcl",
    "relcl": "acl:relcl",
    "subtok": "goeswith",
    "tmod": "obl",
}
_ENTITIES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})


def is_clear(labels: Collection[str]) -> bool:
    """Whether a parser's labels are CLEAR's."""
    return len(_CLEAR_ONLY & set(labels)) > 1


@dataclass(slots=True)
class _Tree:
    """A document's heads and relations while they are changed."""

    doc: Doc
    heads: list[int]
    deps: list[str]

    def children(self, head: int, *deps: str) -> Iterator[int]:
        return (j for j, h in enumerate(self.heads) if h == head and j != head and (not deps or self.deps[j] in deps))

    def first(self, head: int, *deps: str) -> int | None:
        return next(self.children(head, *deps), None)

    def move(self, token: int, head: int, dep: str) -> None:
        self.heads[token], self.deps[token] = head, dep

    def move_children(self, old: int, new: int, *, but: Collection[str] = ()) -> None:
        for j in list(self.children(old)):
            if j != new and self.deps[j] not in but:
                self.heads[j] = new


def _is_preposition(tree: _Tree, j: int) -> bool:
    """ "because [prep] of [pcomp]" are two, "after [prep] leaving [pcomp]" is one; a dative may be a bare noun."""
    dep = tree.deps[j]
    return dep in {"prep", "agent"} or (dep in {"dative", "pcomp"} and tree.doc[j].tag_ in {"IN", "TO"})


def _is_coordinated(tree: _Tree, j: int) -> bool:
    return tree.deps[j] == "conj" and tree.doc[j].tag_ in {"IN", "TO"} and _is_preposition(tree, tree.heads[j])


def _preposition(tree: _Tree, j: int) -> None:
    """ "into [prep] the town [pobj]": the town hangs where "into" hung, and "into" on the town as its case.

    Prepositions in a row ("out of", "according to", "because of") all become case of the one noun.
    """
    noun, clause = tree.first(j, "pobj"), tree.first(j, "pcomp")
    thing = noun if noun is not None else clause
    if thing is None or (noun is None and _is_preposition(tree, thing)):
        return
    row = [j]
    while _is_preposition(tree, tree.heads[row[-1]]) and tree.first(tree.heads[row[-1]], "pobj") is None:
        row.append(tree.heads[row[-1]])
    outer = row[-1]
    head = tree.heads[outer]
    agent = tree.deps[outer] == "agent"
    nominal = tree.doc[head].pos_ in _NOMINAL
    if noun is None:
        tree.move(thing, head, "acl" if nominal else "advcl")
    else:
        tree.move(thing, head, "obl:agent" if agent else "nmod" if nominal else "obl")
    for p in row:
        tree.move_children(p, thing)
        tree.move(p, thing, "case" if noun is not None else "mark")


def _coordinated_preposition(tree: _Tree, j: int) -> None:
    """ "from the north and from the east": the second phrase is coordinated with the first, not its preposition."""
    noun = tree.first(j, "pobj")
    if noun is None:
        return
    tree.move(noun, tree.heads[j], "conj")  # the first noun: its preposition gave it all that it had
    tree.move_children(j, noun)
    tree.move(j, noun, "case")


def _copula(tree: _Tree, j: int) -> None:
    """ "is calm [acomp]", "is the mayor [attr]": the predicate heads the clause. "There is X" stays as it is."""
    predicate = tree.first(j, "attr", "acomp")
    if predicate is None:
        return
    if tree.first(j, "expl") is not None:
        tree.deps[predicate] = "nsubj"
        return
    root = tree.heads[j] == j
    tree.move(predicate, predicate if root else tree.heads[j], tree.deps[j])
    tree.move_children(j, predicate)
    tree.move(j, predicate, "cop")
    tree.doc[j].pos_ = "AUX"


def _coordinator(tree: _Tree, j: int) -> None:
    """ "and" hangs on what follows it."""
    following = next((k for k in tree.children(tree.heads[j], "conj") if k > j), None)
    if following is not None:
        tree.heads[j] = following


def _label(tree: _Tree, j: int) -> str:
    dep = tree.deps[j]
    if dep == "aux" and tree.doc[j].tag_ == "TO":
        return "mark"
    return _NAMES.get(dep, dep)


def to_universal(doc: Doc) -> Doc:
    """Rename and rehang a CLEAR-style parse in place, and keep the entities that are people, bodies or places.

    Needs tags, parts of speech, lemmas and a parse; a document without a parse is returned as it is.
    """
    if not len(doc) or not doc.has_annotation("DEP"):
        return doc
    tree = _Tree(doc, [t.head.i for t in doc], [t.dep_ for t in doc])
    prepositions = [j for j in range(len(doc)) if _is_preposition(tree, j)]
    coordinated = [j for j in range(len(doc)) if _is_coordinated(tree, j)]
    for j in prepositions:
        _preposition(tree, j)
    for j in coordinated:
        _coordinated_preposition(tree, j)
    for token in doc:
        if token.lemma_.lower() == "be":
            _copula(tree, token.i)
    for j, dep in enumerate(tree.deps):
        if dep == "cc":
            _coordinator(tree, j)
    deps = ["ROOT" if h == j else _label(tree, j) for j, h in enumerate(tree.heads)]
    array = np.zeros((len(doc), 2), dtype=np.uint64)
    array[:, 0] = [doc.vocab.strings.add(d) for d in deps]
    array[:, 1] = (np.array(tree.heads) - np.arange(len(doc))).astype(np.int64).view(np.uint64)
    entities = [Span(doc, e.start, e.end, label=_ENTITIES[e.label_]) for e in doc.ents if e.label_ in _ENTITIES]
    doc.from_array([DEP, HEAD], cast(Any, array))  # spaCy's stub names thinc's arrays, not numpy's
    doc.set_ents(entities)
    return doc


@Language.component("sayso_universal", requires=["token.dep", "token.tag"], assigns=["token.dep", "token.head"])
def _component(doc: Doc) -> Doc:
    return to_universal(doc)
