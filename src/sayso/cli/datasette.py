"""``sayso datasette``: what makes Datasette's pages over a ledger speak its language."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.options import Ledger
from sayso.errors import InputError

__all__ = ["datasette"]


def datasette(
    ledger: Ledger = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there; otherwise to standard output.")] = None,
) -> None:
    """Write a metadata.yaml for Datasette: titles, columns explained, facets, and questions ready to be asked.

    Then: `datasette sayso.db -m metadata.yaml`.
    """
    from sayso.cli.writing import whole
    from sayso.exports.datasette import metadata
    from sayso.ledger import DEFAULT
    from sayso.ledger import Ledger as Opened

    where = str(ledger or os.environ.get("SAYSO_LEDGER") or DEFAULT)
    with Opened.open(ledger) as opened:
        if not opened.sqlite:
            raise InputError(opened.name, "--ledger", "on a server", "Datasette reads files: name a ledger in one")
    whole(metadata(Path(where.removeprefix("sqlite:///")).expanduser().stem), out)
