from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.sentences import mark_sentences

NLP = spacy.blank("en")


def _split(text: str) -> list[str]:
    return [s.text.strip() for s in mark_sentences(NLP.make_doc(text)).sents]


@pytest.mark.parametrize(
    "parts",
    [
        ["He left at 5 p.m. Monday.", "She stayed."],
        ["Gen. Ivo Darel spoke.", "It rained."],
        ["Lt. Col. Mara Venn and Col. Ash agreed.", "No one spoke."],
        ["The U.S. Army left."],
        ["They met in the U.S.", "He stayed."],
        ["“We left.”", "She nodded."],
        ["He said: “Go home.”", "Then he left."],
        ['He asked, "Why?" and left.'],
        ["It cost $3.5 million.", "20 people came."],
        ["J. K. Rowe wrote it.", "Fine!"],
        ["Wait...", "What?", "Yes!"],
        ["(It rained.)", "We left."],
    ],
)
def test_sentences_start_where_a_reader_would_start_them(parts: list[str]) -> None:
    assert _split(" ".join(parts)) == parts


def test_a_blank_line_ends_a_sentence_and_a_hard_wrap_does_not() -> None:
    assert _split("A line\n\nAnother line") == ["A line", "Another line"]
    assert _split("“We hold the\ntown,” she said.") == ["“We hold the\ntown,” she said."]


@given(st.text(alphabet=st.sampled_from("ab AB.!?“”\"'()\n 1é…"), max_size=60))
def test_every_token_is_decided_and_the_first_starts(text: str) -> None:
    doc = mark_sentences(NLP.make_doc(text))
    starts = [t.is_sent_start for t in doc]
    assert all(isinstance(s, bool) for s in starts)
    assert not starts or starts[0]
    assert "".join(s.text_with_ws for s in doc.sents) == text
