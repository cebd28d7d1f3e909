from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.encoder import WEIGHTS
from sayso.reader.subwords import ROOT_ID, SHAPES, Subwords, collate, word_shape


@pytest.fixture(scope="module")
def subwords() -> Subwords:
    return Subwords(WEIGHTS / "tokenizer.json")


@pytest.mark.parametrize(
    ("word", "shape"),
    [("guns", 0), ("Tarn", 1), ("NATO", 2), ("McCoy", 3), ("2,000", 4), ("—", 5), ("A", 6), ("iPhone", 7), ("", 5)],
)
def test_shapes_of_words(word: str, shape: int) -> None:
    assert word_shape(word) == shape


WORDS = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=12)


@given(WORDS)
def test_every_word_has_a_place(words: list[str]) -> None:
    made = Subwords(WEIGHTS / "tokenizer.json") if not _CACHE else _CACHE[0]
    _CACHE[:] = [made]
    (e,) = made.encode([words])
    assert len(e.first) == len(words)
    assert len(e.ids) == len(e.shapes)
    assert e.ids[0] == ROOT_ID
    assert all(0 <= s < SHAPES for s in e.shapes)
    assert e.first[0] == 1
    assert all(0 < b - a <= 12 for a, b in pairwise([*e.first, len(e.ids) - 1]))


_CACHE: list[Subwords] = []


def test_a_long_word_keeps_its_first_pieces(subwords: Subwords) -> None:
    (e,) = subwords.encode([["zq" * 40, "end"]])
    assert e.first[1] - e.first[0] <= 12


def test_padding_leaves_the_words_as_they_are(subwords: Subwords) -> None:
    short, long = subwords.encode([["No"], ["The", "bridges", "held", "."]])
    batch = collate([short, long])
    assert batch.ids.shape == batch.shapes.shape == (2, len(long.ids))
    assert batch.mask.tolist() == [[True, False, False, False], [True] * 4]
    assert batch.ids[0, : len(short.ids)].tolist() == short.ids
    assert not batch.ids[0, len(short.ids) :].any()
    assert batch.first[1].tolist() == long.first
