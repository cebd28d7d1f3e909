"""``sayso read``: reports in, claims out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.gather import gather, reason
from sayso.cli.options import Model, Options, Outlet, Published, Theatre
from sayso.cli.say import say
from sayso.model import Reading, Refusal

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Format", "read"]


class Format(StrEnum):
    """In which shape claims are written."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-", help="A .txt, .html or .jsonl file, an address, or - for standard input."),
    ],
    published: Published = None,
    outlet: Outlet = None,
    theatre: Theatre = None,
    form: Annotated[Format, typer.Option("--format", help="A table, one JSON record a line, or a page to look at.")] = (
        Format.table
    ),
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there, not to standard output.")] = None,
    model: Model = None,
) -> None:
    """Read reports and print their claims.

    A report that can't be read is named on standard error and never stops the rest.

    The exit code is 1 only when nothing at all could be read.
    """
    from sayso.cli.output import Output

    bar = _bar(sources, out)
    read_now = refused = 0
    with Output(form.value, out) as output, bar as progress:
        task = progress.add_task("reading", total=_total(sources)) if progress else None
        for item in gather(sources, Options(published, outlet, theatre, model)):
            if isinstance(item, Refusal):
                refused += 1
                say(reason(item))
            else:
                read_now += 1
                _warn(item, form)
                output.add(item)
            if progress and task is not None:
                progress.advance(task)
    if refused and read_now:
        say(f"{read_now} report{'' if read_now == 1 else 's'} read, {refused} refused")
    if not read_now:
        if not refused:
            say(f"{', '.join(sources)}: report: none: give a file with at least one report in it")
        raise typer.Exit(1)


def _warn(reading: Reading, form: Format) -> None:
    if form is not Format.table:  # a table has its notes beneath it
        for warning in reading.warnings:
            say(f"{reading.report.id}: {warning}")


def _bar(sources: list[str], out: Path | None) -> AbstractContextManager[Progress | None]:
    """A progress bar on standard error when it is a terminal without the result on it, and reports are many."""
    many = len(sources) > 1 or sources[0].endswith(".jsonl")
    if not many or not sys.stderr.isatty() or (out is None and sys.stdout.isatty()):
        return nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _total(sources: list[str]) -> int:
    """How many reports to expect: the lines of JSONL files, one for anything else."""
    return sum(_lines(source) for source in sources)


def _lines(source: str) -> int:
    path = Path(source)
    if path.suffix != ".jsonl" or not path.is_file():
        return 1
    with path.open("rb") as lines:
        return sum(1 for line in _filled(iter(lines)))


def _filled(lines: Iterator[bytes]) -> Iterator[bytes]:
    return (line for line in lines if line.strip())
