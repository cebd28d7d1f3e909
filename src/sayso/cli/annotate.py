"""``sayso annotate``: drafts of annotated reports, for a person to correct."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.gather import gather, reason
from sayso.cli.options import Model, Options, Outlet, Published, Theatre
from sayso.cli.say import say
from sayso.errors import InputError, SaysoError
from sayso.model import Reading, Refusal

__all__ = ["annotate"]


def annotate(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report, as for `sayso read`.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write NAME.txt and NAME.json.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there already.")] = False,
    published: Published = None,
    outlet: Outlet = None,
    theatre: Theatre = None,
    model: Model = None,
) -> None:
    """Write what sayso reads in a report as an annotation to correct, which `sayso score` then measures it by.

    NAME.txt is the report's text, NAME.json its date, outlet, theatre and claims.
    """
    written = refused = 0
    for item in gather([report], Options(published, outlet, theatre, model)):
        told = reason(item) if isinstance(item, Refusal) else _write(item, out, force)
        if told is None:
            written += 1
        else:
            refused += 1
            say(told)
    if written and refused:
        say(f"{written} draft{'' if written == 1 else 's'} written, {refused} refused")
    if not written and not refused:
        raise InputError(report, "report", "none", "give a file with at least one report in it")
    if not written:
        raise typer.Exit(1)
    print(f"Correct the claims, then measure: sayso score {out}")


def _write(reading: Reading, folder: Path, force: bool) -> str | None:
    """Write one draft and say so; or why it can't be written."""
    from sayso.exports.safe import line
    from sayso.score import write_draft

    try:
        path = write_draft(reading, folder, force=force)
    except SaysoError as error:
        return str(error)
    for warning in reading.warnings:
        say(f"{reading.report.id}: {warning}")
    total = len(reading.claims)
    print(line(f"{path}: {total} claim{'' if total == 1 else 's'}"))
    return None
