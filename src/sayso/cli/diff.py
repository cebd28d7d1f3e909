"""``sayso diff``: what changed between the versions of a report."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from sayso.cli.options import Ledger
from sayso.errors import InputError

__all__ = ["Format", "diff"]


class Format(StrEnum):
    """In which shape the differences are written."""

    table = "table"
    json = "json"


def diff(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, or its address.")],
    ledger: Ledger = None,
    first: Annotated[
        int | None, typer.Option("--from", min=1, metavar="N", help="The earlier version; otherwise the last but one.")
    ] = None,
    second: Annotated[
        int | None, typer.Option("--to", min=1, metavar="N", help="The later version; otherwise the last.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="A table, or JSON.")] = Format.table,
) -> None:
    """Show which claims came, went and changed between two versions of a report."""
    from sayso.cli.printing import show
    from sayso.exports import version_tables
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.asking import claims_of, versions_of
    from sayso.ledger.differences import differences

    with Opened.open(ledger) as opened, opened.reading() as connection:
        versions = versions_of(connection, report)
        if not versions:
            fix = "give a report's id or address, as `sayso claims --format jsonl` shows it"
            raise InputError(report, "report", f"not in {opened.name}", fix)
        claims = [[entry.claim for entry in claims_of(connection, version.key)] for version in versions]
    chosen = _chosen(report, len(versions), first, second)
    between = differences(claims[chosen[0] - 1], claims[chosen[1] - 1]) if len(versions) > 1 else None
    told = versions, [len(some) for some in claims], chosen, between
    if form is Format.json:
        print(json.dumps(version_tables.plain(*told), ensure_ascii=False, indent=2))
    else:
        show(version_tables.render(*told))


def _chosen(report: str, total: int, first: int | None, second: int | None) -> tuple[int, int]:
    for option, given in (("--from", first), ("--to", second)):
        if given is not None and given > total:
            there = f"from 1 to {total}" if total > 1 else "1: there is one version only"
            raise InputError(report, option, given, f"give a number {there}")
    if second is None:
        second = total if first is None or first < total else first - 1 or 1
    if first is None:
        first = second - 1 if second > 1 else min(second + 1, total)
    return first, second
