"""A claim in the making."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from sayso.reader.units import Unit


def test_the_heads_of_a_unit_are_its_own_and_those_merged_into_it() -> None:
    killed, wounded = Doc(Vocab(), words=["killed", "wounded"])
    assert Unit(killed, "clause", None, None).heads == [killed]
    assert Unit(killed, "clause", None, None, merged=[wounded]).heads == [killed, wounded]
