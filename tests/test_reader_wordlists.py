"""The lists of English words: sets of lower-case words, none empty."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sayso.reader.wordlists import wordlists


@pytest.mark.parametrize("name", ["parties", "places", "stances", "timing"])
def test_every_list_holds_lower_case_words(name: str) -> None:
    lists = wordlists(name)
    assert isinstance(lists, Mapping)
    assert all(lists.values())
    assert all(word == word.lower().strip() for words in lists.values() for word in words)


def test_a_list_is_looked_up_by_its_name() -> None:
    assert "ourselves" in wordlists("parties")["we"]
    with pytest.raises(FileNotFoundError):
        wordlists("none")
