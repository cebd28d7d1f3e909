from __future__ import annotations

import pytest

from sayso.ledger.searching import match_query
from sayso.ledger.widening import Widened, widened


@pytest.mark.parametrize(
    ("word", "wider"),
    [
        ("Харків", Widened(("Харк",), True)),
        ("міст", Widened(("міст",), True)),
        ("із", Widened(("із",), True)),
        ("Слов'янська", Widened(("Слов'янсь",), True)),
    ],
)
def test_a_cyrillic_word_is_looked_for_by_its_beginning(word: str, wider: Widened) -> None:
    assert widened(word) == wider


def test_an_arabic_word_is_looked_for_with_what_is_written_before_it() -> None:
    wider = widened("الخرطوم")
    assert wider is not None
    assert not wider.begun
    assert {"خرطوم", "الخرطوم", "والخرطوم", "بالخرطوم", "للخرطوم"} <= set(wider.words)
    assert widened("خرطوم") == wider


@pytest.mark.parametrize("word", ["bridge", "two words", "двa", "мост открыт", "12", "", "-", "’"])
def test_other_words_are_looked_for_as_they_are(word: str) -> None:
    assert widened(word) is None


def test_every_sign_in_it_is_only_a_sign() -> None:
    assert match_query("bridge harb", begun=True) == '"bridge" "harb"*'
    assert match_query('міст "нові мости" OR') == '("міст"*) AND "нові мости"'
