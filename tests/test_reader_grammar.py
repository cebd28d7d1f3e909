"""Questions about a parse, asked of parses made by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Token

from sayso.reader.grammar import (
    agent,
    children,
    clause_tokens,
    conjuncts,
    is_clause,
    is_clause_head,
    is_finite,
    is_negated,
    objects,
    particle,
    preposition,
    subject,
)


def _parse(rows: str) -> Doc:
    """A Doc from rows of "word tag relation head", heads counted from 0."""
    table = [row.split() for row in rows.strip().splitlines()]
    pos = {
        "N": "NOUN",
        "V": "VERB",
        "M": "AUX",
        "I": "ADP",
        "D": "DET",
        "R": "ADV",
        "P": "PRON",
        "W": "PRON",
        "C": "CCONJ",
    }
    return Doc(
        spacy.blank("en").vocab,
        words=[r[0] for r in table],
        tags=[r[1] for r in table],
        pos=["AUX" if r[2].startswith(("aux", "cop")) else pos.get(r[1][0], "X") for r in table],
        lemmas=[r[0].lower() for r in table],
        deps=[r[2] for r in table],
        heads=[int(r[3]) for r in table],
    )


ACTIVE = _parse("""
Troops NNS nsubj 1
captured VBD ROOT 1
the DT det 3
town NN obj 1
and CC cc 6
a DT det 6
village NN conj 3
near IN case 8
Mlin NNP obl 1
and CC cc 10
retreated VBD conj 1
""")
PASSIVE = _parse("""
Mlin NNP nsubj:pass 3
was VBD aux:pass 3
not RB advmod 3
taken VBN ROOT 3
over RP compound:prt 3
by IN case 6
troops NNS obl:agent 3
""")
RELATIVE = _parse("""
forces NNS nsubj 4
that WDT nsubj 2
shelled VBD acl:relcl 0
Mlin NNP obj 2
retreated VBD ROOT 4
to TO mark 6
regroup VB xcomp 4
""")
REDUCED = _parse("""
towns NNS ROOT 0
captured VBN acl 0
by IN case 3
troops NNS obl:agent 1
attacking VBG acl 3
Mlin NNP obj 4
""")


def _texts(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


def test_a_verbs_subject_is_shared_by_the_verbs_coordinated_with_it() -> None:
    assert subject(ACTIVE[1]) == ACTIVE[0]
    assert subject(ACTIVE[10]) == ACTIVE[0]
    assert subject(ACTIVE[10], borrowed=False) is None


def test_a_relative_pronoun_gives_its_antecedent_and_an_infinitive_its_governors_subject() -> None:
    assert subject(RELATIVE[2]) == RELATIVE[0]
    assert subject(RELATIVE[6]) == RELATIVE[0]


def test_a_participle_that_acts_has_its_noun_for_subject_and_one_that_suffers_has_none() -> None:
    assert subject(REDUCED[4]) == REDUCED[3]
    assert subject(REDUCED[1]) is None


def test_objects_come_with_those_coordinated() -> None:
    assert _texts(objects(ACTIVE[1])) == ["town", "village"]
    assert _texts(conjuncts(ACTIVE[3])) == ["town", "village"]


def test_what_a_passive_acts_on_is_its_subject() -> None:
    assert _texts(objects(PASSIVE[3])) == ["Mlin"]
    assert _texts(objects(REDUCED[1])) == ["towns"]


def test_the_agent_of_a_passive_stands_after_by() -> None:
    assert agent(PASSIVE[3]) == PASSIVE[6]
    assert agent(ACTIVE[1]) is None


def test_particles_and_prepositions() -> None:
    assert particle(PASSIVE[3]) == "over"
    assert particle(ACTIVE[1]) == ""
    assert preposition(ACTIVE[8]) == "near"
    assert preposition(ACTIVE[0]) == ""


@pytest.mark.parametrize(("token", "negated"), [(PASSIVE[3], True), (ACTIVE[1], False)])
def test_negation(token: Token, negated: bool) -> None:
    assert is_negated(token) is negated


def test_a_clause_has_a_verb_and_a_finite_one_has_tense() -> None:
    assert is_clause(ACTIVE[1])
    assert not is_clause(ACTIVE[3])
    assert is_finite(ACTIVE[1])
    assert is_finite(PASSIVE[3])
    assert not is_finite(RELATIVE[6])


def test_a_clause_ends_where_another_one_opens() -> None:
    assert is_clause_head(ACTIVE[1])
    assert not is_clause_head(ACTIVE[3])
    for doc in (ACTIVE, PASSIVE, RELATIVE, REDUCED):
        heads = [t for t in doc if is_clause_head(t)]
        assert sorted(t.i for h in heads for t in clause_tokens(h)) == list(range(len(doc)))


def test_children_are_asked_by_relation() -> None:
    assert _texts(list(children(ACTIVE[3], "det"))) == ["the"]
