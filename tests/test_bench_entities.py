"""Names in war reporting: how they are written down, counted, and the floors that may only rise."""

from __future__ import annotations

from collections import Counter

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from bench.entities import (
    FLOORS,
    NAMES,
    Marked,
    digest,
    floors,
    found_names,
    marked,
    measured,
    misses,
    parse,
    scored,
    written,
)
from tests.flooring import check_never_lowered

CONTENT = NAMES.read_text(encoding="utf-8")
SENTENCES = marked(CONTENT)


@pytest.mark.slow
def test_the_pipeline_reaches_every_floor() -> None:
    from sayso.reader.language import load_pipeline

    state, low = floors(FLOORS.read_text(encoding="utf-8"))
    assert state == digest(CONTENT), "the sentences changed: `python -m bench.entities --raise` sets floors for them"
    found = measured(SENTENCES, load_pipeline())
    assert set(found) == set(low)
    assert not {name: (found[name], floor) for name, floor in low.items() if found[name] < floor}


def test_no_floor_was_ever_lowered() -> None:
    check_never_lowered(FLOORS, floors)


def test_the_sentences_are_many_and_varied() -> None:
    assert len(SENTENCES) >= 120
    assert len({s.text for s in SENTENCES}) == len(SENTENCES)
    assert {s.theatre for s in SENTENCES} == {"ukraine", "sudan", "varnia", "generic"}
    kinds = Counter(kind for s in SENTENCES for _, _, kind in s.names)
    assert kinds["PER"] >= 50
    assert min(kinds["ORG"], kinds["LOC"]) >= 100
    assert sum(not s.names for s in SENTENCES) >= 2  # what looks like a name and is none
    for sentence in SENTENCES:
        for start, end, _ in sentence.names:
            name = sentence.text[start:end]
            assert name == name.strip()
            assert not name.lower().startswith("the ")
            assert not name.endswith(("'s", "’s"))


def test_a_sentence_of_the_notation() -> None:
    told = parse("P[Ada Lund] of the O[Red Cross] left L[Tarn].", "varnia")
    assert told.text == "Ada Lund of the Red Cross left Tarn."
    assert told.names == {(0, 8, "PER"), (16, 25, "ORG"), (31, 35, "LOC")}
    with pytest.raises(ValueError, match="a bracket too many"):
        parse("L[Tarn]] fell.", "varnia")
    assert marked("# x\nA.\n\n== varnia\nL[Tarn].\n") == [
        Marked("generic", "A.", frozenset()),
        Marked("varnia", "Tarn.", frozenset({(0, 4, "LOC")})),
    ]


def test_articles_and_possessives_make_no_other_name() -> None:
    words = ["The", "Red", "Cross", "'s", "van", "left", "the", "Tarn", "’s"]
    doc = Doc(Vocab(), words=words, spaces=[True, True, False, True, True, True, True, False, False])
    doc.set_ents([Span(doc, 0, 4, "ORG"), Span(doc, 6, 9, "LOC")])
    assert found_names(doc) == {(4, 13, "ORG"), (29, 33, "LOC")}


def test_a_name_counts_when_its_words_and_its_kind_are_right() -> None:
    sentence = parse("P[Ada Lund] left L[Tarn] for L[Mlin].", "varnia")
    told = frozenset({(0, 8, "LOC"), (14, 18, "LOC"), (0, 3, "MISC")})
    figures = scored([sentence], [told])
    assert (figures["LOC"].right, figures["LOC"].gold, figures["LOC"].found) == (1, 2, 2)
    assert (figures["PER"].right, figures["PER"].gold, figures["PER"].found) == (0, 1, 0)
    assert (figures["all"].right, figures["spans"].right) == (1, 2)
    assert misses(sentence, sentence.names) == ""
    assert "LOC Mlin" in misses(sentence, told)


def test_floors_are_rounded_down_and_read_back() -> None:
    assert floors(written("abc", {"PER": 85.97, "LOC": 90.0})) == ("abc", {"PER": 85, "LOC": 90})
