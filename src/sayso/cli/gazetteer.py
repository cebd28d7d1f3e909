"""``sayso gazetteer``: add places of your own, and see what a name may mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.say import say
from sayso.errors import InputError

__all__ = ["app"]

app = typer.Typer(help="Add places, and see what a name may mean.", no_args_is_help=False)


@app.command("import")
def import_places(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GeoNames country dump, such as UA.txt.")],
) -> None:
    """Add the places of a GeoNames country dump; doing it again is harmless."""
    from sayso.gazetteer import import_dump

    done = import_dump(str(file))
    for reason in done.reasons:
        say(f"{file}: {reason}")
    bad = f", {done.bad:,} bad lines left out" if done.bad else ""
    print(f"{done.places:,} places added from {file.name}; {done.skipped:,} lines of other kinds passed over{bad}")


@app.command("find")
def find_places(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, in any usual spelling.")],
) -> None:
    """Show which places a name may mean, most populous first."""
    from rich.table import Table

    from sayso.exports.safe import line
    from sayso.exports.table import console
    from sayso.gazetteer import open_gazetteer

    found = open_gazetteer().candidates(name)
    if not found:
        raise InputError(
            name, "place", "not found", "try another spelling, or add places with `sayso gazetteer import`"
        )
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("name", "country", "kind", "GeoNames", "lat", "lon", "people", "matched", "from"):
        grid.add_column(heading, justify="right" if heading in ("GeoNames", "lat", "lon", "people") else "left")
    for place in found:
        grid.add_row(
            line(place.name),
            place.country,
            place.precision,
            str(place.id) if place.id is not None else "–",
            f"{place.lat:.3f}",
            f"{place.lon:.3f}",
            f"{place.population:,}",
            line(place.matched),
            place.origin,
        )
    console(sys.stdout).print(grid)
