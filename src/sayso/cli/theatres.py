"""``sayso theatres``: which conflicts come as data."""

from __future__ import annotations

import sys

__all__ = ["theatres"]


def theatres() -> None:
    """List the theatres that come with sayso; a report that fits none is read without one."""
    from rich.table import Table

    from sayso.exports.safe import line
    from sayso.exports.table import console
    from sayso.theatres import load, names

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("name", "conflict", "sides"):
        grid.add_column(heading)
    for name in names():
        theatre = load(name)
        title = theatre.title + (" (invented, for examples)" if theatre.invented else "")
        grid.add_row(name, line(title), line(", ".join(theatre.sides)) or "–")
    console(sys.stdout).print(grid)
