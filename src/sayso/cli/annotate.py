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
    refused = 0
    written: set[str] = set()
    for item in gather([report], Options(published, outlet, theatre, model)):
        told = reason(item) if isinstance(item, Refusal) else _write(item, out, force, written)
        if told is not None:
            refused += 1
            say(told)
    if written and refused:
        say(f"{len(written)} draft{'' if len(written) == 1 else 's'} written, {refused} refused")
    if not written and not refused:
        raise InputError(report, "report", "none", "give a file with at least one report in it")
    if not written:
        raise typer.Exit(1)
    print(f"Correct the claims, then measure: sayso score {out}")


def _write(reading: Reading, folder: Path, force: bool, written: set[str]) -> str | None:
    """Write one draft, note its name in ``written`` and say so; or return why it can't be written."""
    from sayso.exports.safe import line
    from sayso.score import file_name, write_draft

    report, total = reading.report.id, len(reading.claims)
    name = file_name(report)
    try:
        if name in written:  # --force is for what was there before, not for what we have just written
            raise InputError(report, "id", f"{name} is another report's file name too", "give each an id of its own")
        path = write_draft(reading, folder, force=force)
    except SaysoError as error:
        return str(error)
    written.add(name)
    for warning in reading.warnings:
        say(f"{report}: {warning}")
    print(line(f"{path}: {total} claim{'' if total == 1 else 's'}"))
    return None
