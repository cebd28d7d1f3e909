"""``sayso example``: the main job on the report that comes with the package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.gather import only
from sayso.cli.options import Options

__all__ = ["example"]


def example(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the page.")] = Path("sayso-example.html"),
) -> None:
    """Read the example report that comes with sayso, print its claims, and write a page to look at."""
    from sayso.cli.output import Output
    from sayso.examples import REPORT
    from sayso.exports import table

    readings = only(str(REPORT), Options())
    with Output("html", out) as output:
        for reading in readings:
            table.write(reading, table.console(sys.stdout))
            output.add(reading)
    print(f"The report with its claims marked: {out.resolve()}")
