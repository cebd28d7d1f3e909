"""``sayso export``: claims or events in a format that other programs read, on standard output or in a file."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.narrowing import (
    Modality,
    OutletOf,
    PlaceName,
    PublishedSince,
    PublishedUntil,
    Side,
    Since,
    SourceName,
    StanceOf,
    TheatreName,
    Type,
    Until,
    Within,
)
from sayso.cli.options import Known, Ledger, On
from sayso.cli.writing import replacing

if TYPE_CHECKING:
    from sayso.exports.format import Format

__all__ = ["export"]


def export(
    name: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="The format; without one, the formats are listed.")
    ] = None,
    ledger: Ledger = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write there, whole or not at all; otherwise to standard output."),
    ] = None,
    place: PlaceName = None,
    within: Within = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    published_since: PublishedSince = None,
    published_until: PublishedUntil = None,
    known: Known = None,
    side: Side = None,
    source: SourceName = None,
    type_: Type = None,
    modality: Modality = None,
    stance: StanceOf = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Of this report.")] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="Begin a table with the mark by which Excel knows its letters.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="How many at the most; otherwise all.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the formats, and what each is for.")] = False,
) -> None:
    """Write claims or events in a format that other programs read: maps, spreadsheets, coders' tables, linked data."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.exports.formats import FORMATS
    from sayso.ledger import Ledger as Opened

    if name is None or listed:
        _list()
        return
    form = FORMATS.get(name)
    if form is None:
        raise typer.BadParameter(f"{name!r} is no format: give one of {', '.join(FORMATS)}.")
    if form.binary and out is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{name} is no text for a terminal: give --out FILE.")
    if excel and form.media_type != "text/csv":
        raise typer.BadParameter(f"{name} is no table for Excel: --excel goes with {', '.join(_tables(FORMATS))}.")
    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, source=source, types=type_, modalities=modality, stances=stance,
        theatre=theatre, outlet=outlet, report=report,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = form.holds.gather(opened, answers.checked(opened, wanted), limit)
        with _stream(form, out) as stream:
            if excel:
                stream.write("\ufeff")
            form.write(found, stream)


def _tables(forms: Mapping[str, Format[Any, Any]]) -> list[str]:
    return [form.name for form in forms.values() if form.media_type == "text/csv"]


def _list() -> None:
    from rich.table import Table

    from sayso.exports.formats import FORMATS
    from sayso.exports.table import console

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("format", "holds", "file", "for what"):
        grid.add_column(heading)
    for form in FORMATS.values():
        grid.add_row(form.name, form.holds.name, form.suffix, form.about)
    console(sys.stdout).print(grid)


@contextmanager
def _stream(form: Format[Any, Any], path: Path | None) -> Iterator[IO[Any]]:
    """Where a format is written to; InputError for a file that can't be written, which is then left as it was."""
    if path is None:
        if form.binary:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(newline="")  # every format says itself how its lines end
            yield sys.stdout
        return
    with replacing(path) as beside, _opened(beside, binary=form.binary) as stream:
        yield stream


def _opened(path: Path, *, binary: bool) -> IO[Any]:
    if binary:
        return path.open("wb")
    # Half a character (a lone surrogate) has no bytes: it becomes its escape, which in JSON is itself.
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
