"""Hand-built CLEAR trees: no CLEAR model is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from sayso.reader.language import load_pipeline
from sayso.reader.universal import is_clear, to_universal

VOCAB = spacy.blank("en").vocab


def _doc(rows: str) -> Doc:
    """Words as "word/POS/TAG/head/dep" or with "/lemma"; heads are one-based, 0 is the root."""
    cells = [r.split("/") for r in rows.split()]
    return Doc(
        VOCAB,
        words=[c[0] for c in cells],
        pos=[c[1] for c in cells],
        tags=[c[2] for c in cells],
        heads=[int(c[3]) - 1 if c[3] != "0" else k for k, c in enumerate(cells)],
        deps=[c[4] for c in cells],
        lemmas=[c[5] if len(c) > 5 else c[0].lower() for c in cells],
    )


def _tree(doc: Doc) -> list[tuple[str, str, str]]:
    return [(t.text, t.dep_, t.head.text) for t in doc]


def test_knows_clear_labels() -> None:
    assert is_clear(["nsubj", "dobj", "pobj", "prep"])
    assert not is_clear(["nsubj", "obj", "obl", "case", "nsubj:pass"])


def test_a_passive_with_its_agent_and_a_place() -> None:
    doc = _doc(
        "Tarn/PROPN/NNP/3/nsubjpass was/AUX/VBD/3/auxpass/be taken/VERB/VBN/0/ROOT/take by/ADP/IN/3/agent "
        "rebel/NOUN/NN/6/compound troops/NOUN/NNS/4/pobj in/ADP/IN/3/prep May/PROPN/NNP/7/pobj ././././punct".replace(
            "././././punct", "./PUNCT/./3/punct"
        )
    )
    assert _tree(to_universal(doc)) == [
        ("Tarn", "nsubj:pass", "taken"), ("was", "aux:pass", "taken"), ("taken", "ROOT", "taken"),
        ("by", "case", "troops"), ("rebel", "compound", "troops"), ("troops", "obl:agent", "taken"),
        ("in", "case", "May"), ("May", "obl", "taken"), (".", "punct", "taken"),
    ]  # fmt: skip


def test_a_preposition_on_a_noun_gives_nmod() -> None:
    doc = _doc("attack/NOUN/NN/0/ROOT on/ADP/IN/1/prep the/DET/DT/4/det town/NOUN/NN/2/pobj")
    assert _tree(to_universal(doc))[1:] == [
        ("on", "case", "town"), ("the", "det", "town"), ("town", "nmod", "attack"),
    ]  # fmt: skip


@pytest.mark.parametrize(("outer", "tag", "inner"), [("prep", "VBG", "prep"), ("prep", "IN", "pcomp")])
def test_prepositions_in_a_row_are_case_of_one_noun(outer: str, tag: str, inner: str) -> None:
    # "according to officials", "because of rain"
    doc = _doc(f"left/VERB/VBD/0/ROOT P/ADP/{tag}/1/{outer} Q/ADP/IN/2/{inner} rain/NOUN/NN/3/pobj")
    assert _tree(to_universal(doc))[1:] == [("P", "case", "rain"), ("Q", "case", "rain"), ("rain", "obl", "left")]


def test_a_preposition_before_a_clause_is_a_mark() -> None:
    doc = _doc(
        "left/VERB/VBD/0/ROOT after/ADP/IN/1/prep moving/VERB/VBG/2/pcomp into/ADP/IN/3/prep Tarn/PROPN/NNP/4/pobj"
    )
    assert _tree(to_universal(doc))[1:] == [
        ("after", "mark", "moving"), ("moving", "advcl", "left"), ("into", "case", "Tarn"), ("Tarn", "obl", "moving"),
    ]  # fmt: skip


def test_coordinated_phrases_with_a_preposition_each() -> None:
    doc = _doc(
        "came/VERB/VBD/0/ROOT from/ADP/IN/1/prep Tarn/PROPN/NNP/2/pobj and/CCONJ/CC/2/cc from/ADP/IN/2/conj "
        "Orn/PROPN/NNP/5/pobj"
    )
    assert _tree(to_universal(doc))[1:] == [
        ("from", "case", "Tarn"), ("Tarn", "obl", "came"), ("and", "cc", "Orn"), ("from", "case", "Orn"),
        ("Orn", "conj", "Tarn"),
    ]  # fmt: skip


def test_a_predicate_heads_its_clause() -> None:
    doc = _doc(
        "he/PRON/PRP/2/nsubj said/VERB/VBD/0/ROOT/say it/PRON/PRP/4/nsubj is/AUX/VBZ/2/ccomp/be not/PART/RB/4/neg "
        "calm/ADJ/JJ/4/acomp in/ADP/IN/4/prep Tarn/PROPN/NNP/7/pobj"
    )
    assert _tree(to_universal(doc))[2:] == [
        ("it", "nsubj", "calm"), ("is", "cop", "calm"), ("not", "advmod", "calm"), ("calm", "ccomp", "said"),
        ("in", "case", "Tarn"), ("Tarn", "obl", "calm"),
    ]  # fmt: skip


def test_a_predicate_noun_becomes_the_root() -> None:
    doc = to_universal(_doc("she/PRON/PRP/2/nsubj was/AUX/VBD/0/ROOT/be mayor/NOUN/NN/2/attr"))
    assert _tree(doc) == [("she", "nsubj", "mayor"), ("was", "cop", "mayor"), ("mayor", "ROOT", "mayor")]
    assert len(list(doc.sents)) == 1


def test_what_there_is_is_a_subject() -> None:
    doc = _doc("there/PRON/EX/2/expl was/AUX/VBD/0/ROOT/be fire/NOUN/NN/2/attr")
    assert _tree(to_universal(doc)) == [("there", "expl", "was"), ("was", "ROOT", "was"), ("fire", "nsubj", "was")]


def test_other_verbs_keep_their_complement() -> None:
    doc = _doc("she/PRON/PRP/2/nsubj became/VERB/VBD/0/ROOT/become mayor/NOUN/NN/2/attr")
    assert _tree(to_universal(doc))[2] == ("mayor", "xcomp", "became")


@pytest.mark.parametrize(
    ("clear", "universal"),
    [
        ("dobj", "obj"), ("dative", "iobj"), ("poss", "nmod:poss"), ("relcl", "acl:relcl"), ("prt", "compound:prt"),
        ("csubjpass", "csubj:pass"), ("npadvmod", "obl"), ("predet", "det"), ("preconj", "cc"), ("oprd", "xcomp"),
        ("nsubj", "nsubj"), ("ccomp", "ccomp"), ("prep", "advmod"),
    ],
)  # fmt: skip
def test_other_names(clear: str, universal: str) -> None:
    doc = _doc(f"told/VERB/VBD/0/ROOT thing/NOUN/NN/1/{clear}")
    assert _tree(to_universal(doc))[1] == ("thing", universal, "told")


def test_to_before_an_infinitive_is_a_mark() -> None:
    doc = _doc("want/VERB/VBP/0/ROOT to/PART/TO/3/aux go/VERB/VB/1/xcomp")
    assert _tree(to_universal(doc))[1] == ("to", "mark", "go")


def test_only_people_bodies_and_places_stay_named() -> None:
    doc = _doc("A/PROPN/NNP/0/ROOT B/PROPN/NNP/1/dep C/PROPN/NNP/1/dep D/PROPN/NNP/1/dep E/PROPN/NNP/1/dep")
    labels = ["PERSON", "GPE", "NORP", "FAC", "ORG"]
    doc.set_ents([Span(doc, k, k + 1, label=label) for k, label in enumerate(labels)])
    found = [(e.text, e.label_) for e in to_universal(doc).ents]
    assert found == [("A", "PER"), ("B", "LOC"), ("D", "LOC"), ("E", "ORG")]


def test_without_a_parse_nothing_is_done() -> None:
    doc = Doc(VOCAB, words=["No", "parse"])
    assert to_universal(doc) is doc
    assert len(to_universal(Doc(VOCAB))) == 0


LABELS = ["prep", "pobj", "pcomp", "agent", "attr", "acomp", "conj", "cc", "dobj", "nsubj", "dative", "expl"]


@given(st.data())
def test_any_tree_stays_one_tree(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 9))
    # Random trees: each word hangs on one that came before it in a random order.
    order = data.draw(st.permutations(range(n)))
    heads = [0] * n
    for k, j in enumerate(order):
        heads[j] = order[data.draw(st.integers(0, k - 1))] if k else j
    doc = Doc(
        VOCAB,
        words=["w"] * n,
        heads=heads,
        deps=["ROOT" if h == j else data.draw(st.sampled_from(LABELS)) for j, h in enumerate(heads)],
        pos=[data.draw(st.sampled_from(["NOUN", "VERB", "ADP"])) for _ in range(n)],
        tags=[data.draw(st.sampled_from(["IN", "TO", "NN", "VBG"])) for _ in range(n)],
        lemmas=[data.draw(st.sampled_from(["be", "w"])) for _ in range(n)],
    )
    to_universal(doc)
    assert sum(t.head.i == t.i for t in doc) == 1
    for token in doc:
        node, steps = token, 0
        while node.head.i != node.i and steps <= n:
            node, steps = node.head, steps + 1
        assert steps <= n
    assert not {"pobj", "dobj", "pcomp", "attr", "acomp", "agent"} & {t.dep_ for t in doc}


def test_a_clear_model_is_turned_as_it_is_loaded(tmp_path: Path) -> None:
    def model(name: str, labels: list[str]) -> list[str]:
        nlp = spacy.blank("en")
        parser = nlp.add_pipe("parser")
        for label in labels:
            parser.add_label(label)  # type: ignore[attr-defined]  # spaCy types a pipe as a plain callable
        nlp.initialize()
        nlp.to_disk(tmp_path / name)
        return load_pipeline(str(tmp_path / name)).pipe_names

    assert model("clear", ["nsubj", "dobj", "pobj", "prep"]) == ["parser", "sayso_universal"]
    assert model("ud", ["nsubj", "obj", "obl", "case"]) == ["parser"]
