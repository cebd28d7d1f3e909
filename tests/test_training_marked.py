"""Sentences with marked heads: offsets count in the plain text, slips are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.reader.language import load_pipeline
from training.marked import marked_sentences, read_marked
from training.reports import NotationError

LINE = "Gunners {shelling:pounded} the market, and no one {casualties/negated:died}."


def test_marks_are_taken_out_and_their_words_keep_their_labels(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{LINE}\n\n", encoding="utf-8")
    (marked,) = read_marked(tmp_path)
    assert marked.text == "Gunners pounded the market, and no one died."
    (sentence,) = marked_sentences([marked], load_pipeline())
    assert sentence.claims is not None
    assert sentence.modalities is not None
    told = zip(sentence.words, sentence.claims, sentence.modalities, strict=True)
    assert [row for row in told if row[1] != "none"] == [
        ("pounded", "shelling", "asserted"),
        ("died", "casualties", "negated"),
    ]


@pytest.mark.parametrize(
    "line", ["{conquest:took} it", "{capture}", "{capture/maybe:took} it", "{capture:took it} now"]
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(NotationError, match=r"a\.txt:2"):
        read_marked(tmp_path)


def test_all_our_marked_sentences_can_be_read() -> None:
    marked = read_marked()
    assert len(marked) >= 1000
    assert all(m.text[at].strip() for m in marked for at in m.heads)
