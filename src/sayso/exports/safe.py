"""Which characters of a report may reach a screen as they are, and what stands in for the rest.

A report is written by strangers. Escape sequences in it could retitle a terminal, move its cursor or
fake its output; direction overrides could show a sentence in another order than it is stored.
"""

from __future__ import annotations

import re

__all__ = ["line", "terminal", "visible"]

# Control pictures (U+2400..) show which control it was and keep one code point for one code point.
_PICTURES: dict[int, str] = {c: chr(0x2400 + c) for c in range(0x20) if chr(c) not in "\t\n\r"} | {0x7F: "\u2421"}
_LOST: dict[int, str] = dict.fromkeys([*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_VISIBLE = str.maketrans(_PICTURES | _LOST)
# U+0085, U+2028 and U+2029 break lines; the U+202A.., U+2066.. and mark characters change the direction of writing.
_TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[\\s\u0085\u2028\u2029]+")


def visible(text: str) -> str:
    """``text`` with controls and broken characters shown, one for one; tab, newline and return stay."""
    return text.translate(_VISIBLE)


def terminal(text: str) -> str:
    """``text`` fit for a terminal: nothing in it can steer the screen or turn the writing round; newlines stay."""
    tidy = visible(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    tidy = re.sub("[\u0085\u2028\u2029]", "\n", tidy)
    return _TURNS.sub(lambda m: f"[U+{ord(m[0]):04X}]", tidy)


def line(text: str) -> str:
    """``text`` fit for one line of a terminal: as `terminal`, and every run of white space is one blank."""
    return terminal(_SPACES.sub(" ", text)).strip()
