"""``sayso problems``: what could not be read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from sayso.ledger.asking import Problem

__all__ = ["Format", "problems"]

_SHOWN = 50  # in a table, unless more are asked for


class Format(StrEnum):
    """In which shape problems are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def problems(
    ledger: Ledger = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are mended: kept later after all.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=f"How many at the most: {_SHOWN} in a table, else all.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A table, or JSON, JSON Lines, CSV for programs.")
    ] = Format.table,
) -> None:
    """List what could not be read, and why, the latest first.

    Mend it and add it again: what is then kept is off the list.
    """
    from dataclasses import asdict, fields

    from sayso.cli import narrowing
    from sayso.cli.printing import print_rows, show
    from sayso.ledger import Ledger as Opened
    from sayso.ledger import asking

    with Opened.open(ledger) as opened, opened.reading() as connection:
        found = asking.problems(connection, mended=every)
    if form is Format.table:
        show(_table(found, limit or _SHOWN, every))
    else:
        rows = [asdict(problem) for problem in found[:limit]]
        columns = [field.name for field in fields(asking.Problem)]
        print_rows(narrowing.Format(form.value), lambda: rows, lambda: rows, columns)


def _table(found: Sequence[Problem], limit: int, every: bool) -> RenderableType:
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from sayso.exports.safe import line

    if not found:
        return Text("whatever was added could be read", style="dim")
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("tried", width=16)
    table.add_column("input", ratio=2)
    table.add_column("why", ratio=5)
    if every:
        table.add_column("mended", width=16)
    for problem in found[:limit]:
        # A reason may begin by naming its input, which has a column of its own here.
        why = problem.reason.removeprefix(f"{problem.input}: ")
        row = [Text(_minute(problem.seen)), Text(line(problem.input)), Text(line(why))]
        table.add_row(*row, *([Text(_minute(problem.mended))] if every else []))
    if len(found) <= limit:
        return table
    return Group(table, Text(f"{limit:,} of {len(found):,} problems; --limit shows more", style="dim"))


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else ""
