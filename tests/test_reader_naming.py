"""Which words name or describe someone."""

from __future__ import annotations

import pytest

from sayso.reader.naming import bare, core, is_definite, noun_phrase, owner, text_of
from tests.casting import document_of

PHRASES: list[tuple[str, str, str, str]] = [
    ("The army's chief spokesman, who was in Orvik, left.", "spokesman", "army's chief spokesman", "chief spokesman"),
    ("Her defence minister in Velmar left.", "minister", "Her defence minister", "defence minister"),
]


@pytest.mark.parametrize(("text", "word", "whole", "without"), PHRASES)
def test_phrases(text: str, word: str, whole: str, without: str) -> None:
    head = next(t for t in document_of(text).doc if t.text == word)
    assert text_of(noun_phrase(head)) == whole
    assert text_of(core(head)) == without
    assert owner(head) is not None
    assert is_definite(head)


def test_a_noun_alone() -> None:
    doc = document_of("The group has withdrawn, and a rebel group has stayed.").doc
    first, second = (t for t in doc if t.text == "group")
    assert bare(first)
    assert not bare(second)
