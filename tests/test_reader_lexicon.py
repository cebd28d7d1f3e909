from __future__ import annotations

from sayso.model import CLAIM_TYPES
from sayso.reader.lexicon import Entry, lexicon


def test_every_entry_has_a_type_of_the_model() -> None:
    table = lexicon()
    assert {e.type for entries in table.verbs.values() for e in entries} <= set(CLAIM_TYPES)
    assert {*table.nouns.values(), *table.phrases.values(), *table.nouns_of_place.values()} <= set(CLAIM_TYPES)


def test_plain_verbs() -> None:
    verbs = lexicon().verbs
    assert "capture" in {e.type for e in verbs["capture"]}
    assert "shelling" in {e.type for e in verbs["shell"]}


def test_stricter_entries_come_first() -> None:
    for entries in lexicon().verbs.values():
        assert [e.rank for e in entries] == sorted(e.rank for e in entries)
    assert Entry("repel", particle="down").rank < Entry("repel", of_class="missile").rank < Entry("repel").rank


def test_notation_leaves_no_sign_behind() -> None:
    table = lexicon()
    assert not [v for v in table.verbs if set("_>:<|") & set(v)]
    assert all(" " not in n for n in table.nouns)
    assert all(" " in p for p in table.phrases)


def test_a_class_that_an_entry_asks_for_is_listed() -> None:
    table = lexicon()
    entries = [e for of_verb in table.verbs.values() for e in of_verb]
    asked = {e.of_class for e in entries} | {e.doer for e in entries}
    assert asked <= set(table.classes) | {"", "anyone"}


def test_a_bar_joins_nouns_and_subjects() -> None:
    signing = lexicon().verbs["sign"]
    assert {"truce", "deal", "treaty"} <= {e.noun for e in signing if e.type == "agreement"}
    assert {"civilian", "armed"} <= {e.doer for e in lexicon().verbs["leave"]}
