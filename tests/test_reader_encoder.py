"""What holds for any weights; how well these ones read is the model card's matter."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.matcher import DependencyMatcher, Matcher
from spacy.tokens import Doc

from sayso.errors import SetupError
from sayso.reader.encoder import WEIGHTS, Encoder
from sayso.reader.language import COMPONENTS, load_pipeline

NLP = load_pipeline()
TEXTS = [
    "The mayor of Tarn said that two bridges were closed.",
    "It rained. Nobody came to the fair in Merova on Sunday, and the band went home.",
    "",
    "Yes.",
]


def _read(doc: Doc) -> list[tuple[str, str, str, int, str]]:
    return [(t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in doc]


def _is_whole(doc: Doc) -> bool:
    """Every sentence is one tree: one root, heads in the sentence."""
    return all(sum(t.head.i == t.i for t in s) == 1 and all(s.start <= t.head.i < s.end for t in s) for s in doc.sents)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n", "\t \n", "🙂", "🙂🙂 👩‍👩‍👧", "Привет мир, это тест.", "漢字", "€", "—", "“", "1.",
        "\x07 \u200b", "\u00ad",
        "  Leading spaces. And more.\n\nNext  one  .", "x" * 3000, "a " * 700, "e\u0301toile",
        "zq" * 50 + " " + "supercalifragilistic" * 5 + " the" * 40, ("zqxv" * 12 + " ") * 150,
    ],
)  # fmt: skip
def test_any_text_is_read(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert _is_whole(doc)
    assert all(t.dep_ and t.pos_ for t in doc)


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_characters_make_whole_trees(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert _is_whole(doc)
    assert all(t.pos_ and t.dep_ for t in doc)


def test_many_documents_are_read_in_order() -> None:
    together = list(NLP.pipe(TEXTS * 3))
    assert [d.text for d in together] == TEXTS * 3
    assert all(_is_whole(d) for d in together)
    # The same batch is always read the same way.
    assert [_read(d) for d in NLP.pipe(TEXTS * 3)] == [_read(d) for d in together]


def test_many_at_once_as_one_by_one_where_a_sentence_is_a_batch() -> None:
    # With larger batches int8 scales depend on the company, and close calls may go the other way.
    encoder = Encoder(NLP.vocab, batch_pieces=1)
    split = NLP.get_pipe("sayso_sentences")
    docs = [split(NLP.make_doc(t)) for t in TEXTS]
    alone = [_read(encoder(split(NLP.make_doc(t)))) for t in TEXTS]
    assert [_read(d) for d in encoder.pipe(iter(docs), batch_size=3)] == alone


def test_a_sentence_too_long_is_cut_into_trees() -> None:
    doc = NLP("and " * 400)
    assert len(list(doc.sents)) == 3
    assert _is_whole(doc)


def test_white_space_hangs_on_the_word_before() -> None:
    doc = NLP("It   rained.")
    assert (doc[1].pos_, doc[1].tag_, doc[1].head.text) == ("SPACE", "_SP", "It")


def test_entities_are_of_the_three_kinds() -> None:
    doc = NLP("Anna Smith of the United Nations flew from London to Paris.")
    assert {e.label_ for e in doc.ents} <= {"PER", "ORG", "LOC"}
    assert doc.ents


def test_needs_sentence_starts() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso_encoder")
    with pytest.raises(SetupError, match="add sayso_sentences before it"):
        nlp("He left. She stayed.")


def test_works_behind_another_splitter() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("sayso_encoder")
    assert _is_whole(nlp("He left. She stayed."))


def test_weights_that_are_missing_are_named(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso_sentences")
    nlp.add_pipe("sayso_encoder", config={"weights": str(tmp_path)})
    with pytest.raises(SetupError, match="python -m training"):
        nlp("He left.")


def test_weights_may_stand_elsewhere() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso_sentences")
    nlp.add_pipe("sayso_encoder", config={"weights": str(WEIGHTS)})
    assert _read(nlp("He left.")) == _read(NLP("He left."))


def _fresh() -> Language:
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def test_goes_to_disk_and_back(tmp_path: Path) -> None:
    _fresh().to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert [_read(d) for d in again.pipe(TEXTS)] == [_read(d) for d in NLP.pipe(TEXTS)]


def test_goes_to_bytes_and_back() -> None:
    again = _fresh().from_bytes(_fresh().to_bytes())
    assert _read(again(TEXTS[0])) == _read(NLP(TEXTS[0]))


def test_a_doc_goes_to_bytes_and_back() -> None:
    doc = NLP(TEXTS[1])
    assert _read(Doc(NLP.vocab).from_bytes(doc.to_bytes())) == _read(doc)


def test_spacy_tools_run_on_the_doc() -> None:
    doc = NLP(TEXTS[0])
    words = Matcher(NLP.vocab)
    words.add("said", [[{"LEMMA": "say"}]])
    assert [doc[a:b].text for _, a, b in words(doc)] == ["said"]
    arcs = DependencyMatcher(NLP.vocab)
    arcs.add("any", [[{"RIGHT_ID": "verb", "RIGHT_ATTRS": {"DEP": "ROOT"}}]])
    assert len(arcs(doc)) == 1
    assert "<svg" in displacy.render(doc, style="dep", jupyter=False)
    assert displacy.render(doc, style="ent", jupyter=False)
    assert doc.to_json()["tokens"]


def test_a_name_in_pieces_is_whole_where_the_tree_holds_it_for_one() -> None:
    from sayso.reader.encoder import _whole

    assert _whole([(3, 4, "LOC"), (4, 6, "PER")], {4: 3, 5: 3}) == [(3, 6, "PER")]
    assert _whole([(0, 2, "PER"), (3, 4, "PER")], {1: 0, 3: 0}) == [(0, 4, "PER")], "over a hyphen"
    assert _whole([(0, 1, "LOC"), (1, 2, "PER")], {}) == [(0, 1, "LOC"), (1, 2, "PER")], "two names side by side"
    assert _whole([(0, 1, "ORG"), (1, 2, "PER")], {1: 0}) == [(0, 1, "ORG"), (1, 2, "PER")], "a body is no person"
