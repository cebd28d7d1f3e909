"""``sayso explain``: why a claim was read as it was."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from sayso.cli.gather import only
from sayso.cli.options import Model, Options, Outlet, Published, Theatre
from sayso.errors import InputError
from sayso.model import Reading

__all__ = ["explain"]

_SHORTEST = 4  # letters of an id that are enough, if they fit one claim only


def explain(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report, as for `sayso read`.")],
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's number in the table, or its id.")],
    published: Published = None,
    outlet: Outlet = None,
    theatre: Theatre = None,
    model: Model = None,
) -> None:
    """Show why a claim was read so: its evidence, the cue, the candidate places with their scores, the time rule."""
    from sayso.exports import explanation, table

    reading, number = _find(only(report, Options(published, outlet, theatre, model)), claim, report)
    table.console(sys.stdout).print(explanation.render(reading, number))


def _find(readings: Sequence[Reading], wanted: str, source: str) -> tuple[Reading, int]:
    """The reading and the number of the claim that ``wanted`` names: an id, the start of one, or a number."""
    every = [(reading, n, c.id) for reading in readings for n, c in enumerate(reading.claims, 1)]
    exact = [(reading, n) for reading, n, key in every if key == wanted]
    if exact:
        return exact[0]
    total = len(every)
    if wanted.isdecimal() and len(readings) == 1 and 1 <= int(wanted) <= total:
        return readings[0], int(wanted)
    begun = [(reading, n) for reading, n, key in every if len(wanted) >= _SHORTEST and key.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    if not total:
        fix = "there is no claim in this report"
    elif begun:
        fix = f"write more of the id, {len(begun)} begin so"
    elif len(readings) > 1:
        fix = "there are several reports in this source, so give a claim's id (`--format jsonl` prints them)"
    else:
        fix = f"give a number from 1 to {total}, or a claim's id"
    raise InputError(source, "claim", wanted, fix)
