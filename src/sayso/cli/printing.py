"""How an answer reaches standard output: a table for people, or rows in a format for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sayso.cli.narrowing import Format

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["print_one", "print_rows", "show"]


def print_rows(
    form: Format,
    records: Callable[[], Iterable[Mapping[str, Any]]],
    rows: Callable[[], Iterable[Mapping[str, object]]],
    columns: Sequence[str],
) -> None:
    """Write a list: ``records`` whole for JSON, ``rows`` flat, with these columns, for CSV and GeoJSON."""
    from sayso.exports import geojson, objects, spreadsheet

    if form is Format.json:
        objects.write(records(), (), sys.stdout)
    elif form is Format.jsonl:
        objects.write_lines(records(), (), sys.stdout)
    elif form is Format.csv:
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CSV's lines end in CR LF, as it says itself
        spreadsheet.write(rows(), columns, sys.stdout)
    else:
        geojson.write(rows(), columns, sys.stdout)


def print_one(form: Format, record: Mapping[str, Any]) -> None:
    """Write one answer as JSON, on many lines or (JSON Lines) on one."""
    import json

    print(json.dumps(record, ensure_ascii=False, indent=2 if form is Format.json else None))


def show(answer: RenderableType) -> None:
    """Print a table."""
    from sayso.exports.table import console

    console(sys.stdout).print(answer)
