from __future__ import annotations

import dataclasses

from sayso.reader.cues import cues


def test_every_list_is_filled_with_lower_case_lemmas() -> None:
    for field in dataclasses.fields(cues()):
        words = getattr(cues(), field.name)
        assert words, field.name
        assert all(w == w.lower().strip() for w in words if field.name not in {"social", "by_verb"}), field.name


def test_verbs_that_take_a_clause() -> None:
    assert {"say", "show", "deny"} <= cues().clausal
    assert "capture" not in cues().clausal


def test_the_table_is_read_once() -> None:
    assert cues() is cues()
