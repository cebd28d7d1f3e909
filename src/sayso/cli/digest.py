"""``sayso digest``: what was learned in some days, to be read in the morning."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from sayso.cli.narrowing import OutletOf, PlaceName, Side, SourceName, TheatreName, Within
from sayso.cli.options import Known, Ledger, recent

__all__ = ["RoomUrl", "digest"]


class Form(StrEnum):
    """How a digest is written."""

    md = "md"
    html = "html"
    json = "json"


def _room(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise typer.BadParameter(f"{value!r} is no address of a reading room: write it as http://127.0.0.1:8420.")
    return value.rstrip("/")


RoomUrl = Annotated[
    str | None,
    typer.Option("--room", parser=_room, metavar="URL", help="Lead to this reading room (sayso serve)."),
]


def digest(
    ledger: Ledger = None,
    since: Annotated[
        date | None,
        typer.Option(
            parser=recent,
            metavar="DAY",
            help="Published on that day or later, as 2023-12-01, yesterday, 24h or 7d; by default the ledger's last.",
        ),
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=recent, metavar="DAY", help="Published on that day or earlier.")
    ] = None,
    known: Known = None,
    theatre: TheatreName = None,
    side: Side = None,
    place: PlaceName = None,
    within: Within = None,
    source: SourceName = None,
    outlet: OutletOf = None,
    room: RoomUrl = None,
    form: Annotated[Form, typer.Option("--format", help="Markdown, a page, or JSON for programs.")] = Form.md,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; otherwise standard output.")] = None,
) -> None:
    """Tell what was learned: what changed hands on whose word, what is disputed, who was harmed, what became of claims.

    The days are those of publication, and all is as known on the last of them unless --known names another.
    """
    from sayso import answers
    from sayso.answers.digest import digest as found_in
    from sayso.cli.narrowing import asked
    from sayso.cli.writing import whole
    from sayso.exports import digest_html, digest_md
    from sayso.exports.digest_paper import paper, record
    from sayso.ledger import Ledger as Opened

    if since is not None and until is not None and since > until:
        raise typer.BadParameter(f"--since {since} is after --until {until}: swap them.")
    wanted = asked(
        known=known, place=place, within=within, side=side, source=source, theatre=theatre, outlet=outlet
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = found_in(opened, since=since, until=until, asked=answers.checked(opened, wanted))
    if form is Form.md:
        told = digest_md.text(paper(found), room=room)
    elif form is Form.html:
        told = digest_html.page(paper(found), room=room)
    else:
        import json

        told = json.dumps(record(found), ensure_ascii=False, indent=2) + "\n"
    whole(told, out)
