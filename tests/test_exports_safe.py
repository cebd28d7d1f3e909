from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.exports.safe import line, terminal, visible


def test_escape_sequences_are_shown_not_sent() -> None:
    assert terminal("a\x1b[2Jb\x9b31m\x07") == "a␛[2Jb�31m␇"


def test_direction_overrides_are_named() -> None:
    assert terminal("abc\u202efed") == "abc[U+202E]fed"


def test_a_line_has_no_break() -> None:
    assert line("  one\r\ntwo\u2028three\x85four\tfive ") == "one two three four five"


@given(st.text())
def test_visible_keeps_every_code_point_in_its_place(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert all(a == b or not a.isprintable() for a, b in zip(text, shown, strict=True))


@given(st.text())
def test_nothing_reaches_a_terminal_that_steers_it(text: str) -> None:
    for shown in (terminal(text), line(text)):
        assert not [c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000)]
    assert "\n" not in line(text)
