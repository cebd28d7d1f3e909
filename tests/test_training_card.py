from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from training.card import card
from training.data import Sentence
from training.measure import Figure, compare, gold_layer, measure, predicted_layer, raw_text

GOLD = Sentence(
    words=("Guns", "in", "Tarn", "do", "n't", "fire", "."),
    upos=("NOUN", "ADP", "PROPN", "AUX", "PART", "VERB", "PUNCT"),
    xpos=("NNS", "IN", "NNP", "VBP", "RB", "VB", "."),
    heads=(6, 3, 1, 6, 6, 0, 6),
    relations=("nsubj", "case", "nmod", "aux", "advmod", "root", "punct"),
    entities=("O", "O", "B-LOC", "O", "O", "O", "O"),
    text="Guns in Tarn don't fire.",
)


def _doc(words: list[str], spaces: list[bool], heads: list[int], deps: list[str], ents: list[str]) -> Doc:
    pos, tags = ["NOUN"] * len(words), ["NN"] * len(words)
    return Doc(Vocab(), words=words, spaces=spaces, heads=heads, deps=deps, pos=pos, tags=tags, ents=ents)


def test_the_same_on_both_sides_is_a_hundred() -> None:
    layer = gold_layer([GOLD, GOLD])
    figures = compare(layer, layer)
    assert {k: f.f1 for k, f in figures.items() if f.gold} == dict.fromkeys(
        ["tokens", "UPOS", "XPOS", "UAS", "LAS", "sentences", "entities", "LOC"], 100.0
    )


def test_spans_leave_white_space_out() -> None:
    layer = gold_layer([GOLD])
    assert [w.span for w in layer.words][:4] == [(0, 4), (4, 6), (6, 10), (10, 12)]
    assert layer.sentences == {(0, 20)}
    assert layer.entities == {(6, 10, "LOC")}
    assert layer.words[5].head is None


def test_a_word_cut_otherwise_costs_in_every_figure() -> None:
    # "don't" in one piece: five of six words found agree, of seven that there are.
    found = predicted_layer(
        _doc(
            ["Guns", "in", "Tarn", "don't", "fire", "."],
            [True, True, True, True, False, False],
            [4, 2, 0, 4, 4, 4],
            ["nsubj:pass", "case", "nmod", "aux", "ROOT", "punct"],
            ["O", "O", "B-LOC", "O", "O", "O"],
        )
    )
    figures = compare(gold_layer([GOLD]), found)
    assert (figures["tokens"].right, figures["tokens"].gold, figures["tokens"].found) == (5, 7, 6)
    assert figures["tokens"].f1 == pytest.approx(200 * 5 / 13)
    assert figures["UPOS"].right == 1
    assert figures["UAS"].right == figures["LAS"].right == 5  # subtypes are stripped
    assert figures["entities"].f1 == figures["LOC"].f1 == 100
    assert figures["sentences"].f1 == 100


def test_a_wrong_relation_costs_las_alone() -> None:
    doc = _doc(["Guns", "fire"], [True, False], [1, 1], ["obj", "ROOT"], ["O", "O"])
    gold = Sentence(("Guns", "fire"), ("NOUN", "NOUN"), ("NN", "NN"), (2, 0), ("nsubj", "root"))
    figures = compare(gold_layer([gold]), predicted_layer(doc))
    assert (figures["UAS"].right, figures["LAS"].right) == (2, 1)


def test_entities_count_only_where_they_were_annotated() -> None:
    doc = _doc(["Tarn", "Tarn"], [True, False], [0, 1], ["ROOT", "ROOT"], ["B-LOC", "B-ORG"])
    unnamed = Sentence(("Tarn",), ("NOUN",), ("NN",), (0,), ("root",))
    named = Sentence(("Tarn",), ("NOUN",), ("NN",), (0,), ("root",), entities=("B-LOC",))
    figures = compare(gold_layer([unnamed, named]), predicted_layer(doc))
    assert (figures["entities"].right, figures["entities"].gold, figures["entities"].found) == (0, 1, 1)
    assert figures["LOC"].found == 0
    assert figures["ORG"].found == 1


def test_neighbouring_entities_and_names_of_no_kind() -> None:
    tags = ("B-PER", "I-PER", "B-PER", None, "I-LOC", "O")
    layer = gold_layer([Sentence(tuple("abcdef"), entities=tags)])
    assert layer.entities == {(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")}


def test_raw_text_is_the_text_as_written_where_the_words_spell_it() -> None:
    other = Sentence(words=("Do", "not"), text="Don't")
    assert raw_text([GOLD, other]) == "Guns in Tarn don't fire. Do not"


@given(st.lists(st.lists(st.text(alphabet="abé.'-", min_size=1, max_size=5), min_size=1, max_size=6), max_size=4))
def test_both_sides_count_the_same_characters(sentences: list[list[str]]) -> None:
    gold = [Sentence(tuple(words), ("X",) * len(words), ("FW",) * len(words)) for words in sentences]
    doc = spacy.blank("en")(raw_text(gold))
    last = max((b for _, b in gold_layer(gold).sentences), default=0)
    for token in doc:
        token.is_sent_start = token.i == 0
    found = predicted_layer(doc)
    assert max((w.span[1] for w in found.words), default=0) == last


CLAIMS = {"f1": 77.28, "type": 52.4, "modality": 86.1, "reports": 40, "claims": 764}


def test_nothing_to_find_is_no_figure() -> None:
    assert Figure().f1 == 0
    assert "| – |" in card({"A set": {"tokens": Figure(1, 1, 1)}}, CLAIMS)


def test_the_card_tells_licence_base_and_limits() -> None:
    made = card({"EWT test": {"tokens": Figure(9, 10, 10), "LAS": Figure(8, 10, 10)}}, CLAIMS)
    assert "| EWT test | 10 | – | 90.0 |" in made
    assert "| **ours, on raw text** | EWT test | – | – | 80.0 | – |" in made
    assert "an F1 of **77.3**" in made
    for told in ("CC BY-SA 4.0", "Apache-2.0", "53aa51172d14", "raw text", "Not for targeting", "WikiGold"):
        assert told in made


def test_measures_a_pipeline_document_by_document() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    first, second = (Sentence(GOLD.words, text=GOLD.text, document=d) for d in "ab")
    figures = measure(nlp, [first, second])
    assert (figures["sentences"].right, figures["sentences"].gold) == (2, 2)
