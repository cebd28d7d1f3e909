"""Whose words a document is: its maker's, where he is named."""

from __future__ import annotations

import pytest

from tests.casting import cast_of, sources

MADE: list[tuple[str, str]] = [
    ("According to a tally kept by local medics, two people were killed in Mlin.", "local medics"),
    ("According to a report by the Dorran Institute, two people were killed in Mlin.", "Dorran Institute"),
    ("The police's bulletin said two people were killed in Mlin.", "police"),
    ("A UN report said two people were killed in Mlin.", "UN"),
]


@pytest.mark.parametrize(("text", "name"), MADE)
def test_a_document_speaks_for_its_maker(text: str, name: str) -> None:
    assert sources(text)[-1] == name


@pytest.mark.parametrize("text", ["A pamphlet said the bridge was lost.", "A letter about the war said it was lost."])
def test_nobodys_document_is_itself(text: str) -> None:
    cast = cast_of(text)
    head = next(t for t in cast.document.doc if t.lower_ in {"pamphlet", "letter"})
    assert head.text in cast.resolve(head).name
