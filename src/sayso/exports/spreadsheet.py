"""Rows as CSV that is safe to open in a spreadsheet: UTF-8, RFC 4180, and no text in it can run as a formula.

A report is written by strangers, and a spreadsheet takes a cell that opens with = + - or @ for a formula, which can
fetch addresses or start programs. Such a cell gets an apostrophe before it, as does one that opens with a tab or a line
break (OWASP, "CSV Injection"). OWASP looks at the first character; here blanks, invisible characters and quotes before
a sign are looked through, and the wide, small and raised forms of the signs count.

An apostrophe also stands inside a cell, after a semicolon, tab or line break that a sign follows: a spreadsheet set to
split at semicolons, as in much of Europe, does not see our quotes, and begins a cell or a row there. `unguarded` takes
every such apostrophe away again, and no other.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from sayso.exports.cells import cell

__all__ = ["guarded", "unguarded", "write"]

_GUARD = "'"
_SIGNS = frozenset("=＝﹦⁼₌+＋﹢⁺₊-－﹣⁻₋\u2212@＠﹫")  # U+2212 is the typesetter's minus
_QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›′″＇＂")
_UNSEEN = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))  # blanks, controls, invisible characters
_BREAKS = frozenset("\t\r\n")
_ENDS = re.compile("([;|\t\r\n])")  # where some spreadsheet may end a cell or a row


def write(rows: Iterable[Mapping[str, object]], columns: Sequence[str], out: TextIO, *, marked: bool = False) -> None:
    """Write ``columns`` as the first line, then each row as one: keys that are no column are left out, absent is empty.

    Numbers stay numbers, negative ones too; text that looks like a negative number is guarded like other text. A list
    becomes one cell (see `cells.cell`). ``marked`` puts U+FEFF first, by which Excel knows UTF-8; programs may stumble
    over it. ``out`` is to be opened with ``newline=""``; it is flushed at the end.
    """
    if marked:
        out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in columns])
    for row in rows:
        writer.writerow([_written(row.get(name)) for name in columns])
    out.flush()


def guarded(text: str) -> str:
    """``text`` with an apostrophe wherever a spreadsheet could begin a formula."""
    if _ENDS.search(text) is None:
        return _GUARD + text if _opens(text, _SIGNS) else text
    parts = (_GUARD + part if _opens(part, _SIGNS) else part for part in _ENDS.split(text))
    whole = "".join(parts)
    return _GUARD + whole if _opens(whole, _BREAKS) else whole


def unguarded(text: str) -> str:
    """What ``guarded`` was given, from what it made: ``unguarded(guarded(text)) == text`` for every text."""
    # No mistake is possible: an apostrophe is among what `_opens` looks through, so text that already stood like a
    # guarded one was guarded once more.
    if text.startswith(_GUARD) and _opens(text[1:], _BREAKS):
        text = text[1:]
    parts = _ENDS.split(text)
    return "".join(part[1:] if part.startswith(_GUARD) and _opens(part[1:], _SIGNS) else part for part in parts)


def _opens(text: str, marks: frozenset[str]) -> bool:
    """Whether the first character that is neither blank, invisible nor a quote, or one before it, is of ``marks``."""
    for letter in text:
        if letter in marks:
            return True
        if letter not in _QUOTES and unicodedata.category(letter) not in _UNSEEN:
            return False
    return False


def _written(value: object) -> str | int | float:
    flat = cell(value)
    if flat is None:
        return ""
    if isinstance(flat, bool):
        return "true" if flat else "false"
    return guarded(flat) if isinstance(flat, str) else flat
