from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from sayso.errors import SetupError
from sayso.reader.lemmas import Lemmas, irregular_verbs, regular_forms

LEMMAS = Lemmas()
TAGS = st.sampled_from(["VBD", "VBG", "VBZ", "NNS", "JJR", "NN"])


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("stopped", "VBD", "stop"), ("shelled", "VBD", "shell"), ("seized", "VBD", "seize"),
        ("carried", "VBD", "carry"),
        ("making", "VBG", "make"), ("dying", "VBG", "die"), ("killing", "VBG", "kill"), ("fleeing", "VBG", "flee"),
        ("freed", "VBN", "free"), ("agreed", "VBD", "agree"), ("passes", "VBZ", "pass"), ("flies", "VBZ", "fly"),
        ("grinds", "VBZ", "grind"), ("says", "VBZ", "say"), ("bridges", "NNS", "bridge"), ("cities", "NNS", "city"),
        ("heroes", "NNS", "hero"), ("missiles", "NNS", "missile"), ("larger", "JJR", "large"),
        ("biggest", "JJS", "big"), ("Bombed", "VBN", "bomb"),
    ],
)  # fmt: skip
def test_regular_endings(word: str, tag: str, lemma: str) -> None:
    assert LEMMAS.lemma(word, tag) == lemma


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("shot", "VBD", "shoot"), ("fled", "VBD", "flee"), ("dug", "VBD", "dig"), ("bled", "VBD", "bleed"),
        ("left", "VBD", "leave"), ("was", "VBD", "be"), ("struck", "VBN", "strike"), ("shook", "VBN", "shake"),
        ("children", "NNS", "child"), ("better", "JJR", "good"), ("Withdrew", "VBD", "withdraw"),
    ],
)  # fmt: skip
def test_irregular_forms(word: str, tag: str, lemma: str) -> None:
    assert LEMMAS.lemma(word, tag) == lemma


def test_a_verb_with_a_prefix_is_inflected_as_without() -> None:
    assert [LEMMAS.lemma(w, "VBD") for w in ("retook", "overran", "rebuilt")] == ["retake", "overrun", "rebuild"]


def test_names_keep_their_form() -> None:
    assert LEMMAS.lemma("Varnians", "NNPS") == "Varnians"
    assert LEMMAS.lemma("Tarn", "NNP") == "Tarn"


def test_a_form_belongs_to_one_verb() -> None:
    table = irregular_verbs()
    assert table["lay"] == "lie"
    assert table["laid"] == "lay"
    assert all(table.get(lemma, lemma) == lemma for lemma in table.values() if lemma not in {"lay"})


@given(st.text(alphabet=string.ascii_lowercase, max_size=15), TAGS)
def test_there_is_always_a_likeliest_form(word: str, tag: str) -> None:
    forms = regular_forms(word, tag)
    assert forms
    assert all(forms) or not word
    assert regular_forms(word, "NN") == [word]


@given(st.text(max_size=12), st.sampled_from(["VBD", "NNS", "JJS", "NNP", "", "_SP"]))
def test_any_string_has_a_lemma(word: str, tag: str) -> None:
    assert bool(LEMMAS.lemma(word, tag)) == bool(word)


def test_sets_lemmas_on_a_doc() -> None:
    doc = Doc(Vocab(), words=["Guns", "shelled", "Tarn"], tags=["NNS", "VBD", "NNP"])
    assert [t.lemma_ for t in LEMMAS(doc)] == ["gun", "shell", "Tarn"]


def test_a_missing_table_names_the_fix(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"lemmas\.json.*python -m training"):
        Lemmas(tmp_path / "lemmas.json").lemma("shot", "VBD")
