"""Rows as JSON for programs: one array, or one object a line. Lists and mappings in a row stay what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from sayso.exports.cells import plain
from sayso.exports.jsonl import dump

__all__ = ["write", "write_lines"]


def write(rows: Iterable[Mapping[str, object]], columns: Sequence[str], out: TextIO) -> None:
    """Write one JSON array, an object a line: of each row the ``columns``, null where absent, or every key for none."""
    out.write("[")
    before = "\n"
    for row in _picked(rows, columns):
        out.write(before + dump(row))
        before = ",\n"
    out.write("]\n" if before == "\n" else "\n]\n")
    out.flush()


def write_lines(rows: Iterable[Mapping[str, object]], columns: Sequence[str], out: TextIO) -> None:
    """Write each row as a line of JSON (JSON Lines); ``columns`` as in `write`."""
    for row in _picked(rows, columns):
        out.write(dump(row) + "\n")
    out.flush()


def _picked(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield plain({name: row.get(name) for name in columns} if columns else row)
