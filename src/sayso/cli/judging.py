"""``sayso judge`` and ``judgements``: what a person holds to be so, in their own name."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.narrowing import Format, Shape
from sayso.cli.options import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from sayso.ledger.judging import Judgement

__all__ = ["Rating", "judge", "judgements"]

_SHOWN = 50  # in a table, unless more are asked for


class Rating(StrEnum):
    """What may be held of a claim."""

    true = "true"
    mixed = "mixed"
    false = "false"
    unproven = "unproven"
    withdrawn = "withdrawn"


def judge(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as the lists show it.")],
    rating: Annotated[
        Rating,
        typer.Argument(metavar="RATING", help="true, mixed, false, unproven, or withdrawn: take yours back."),
    ],
    ledger: Ledger = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason, published with it.")] = "",
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who judges; otherwise your user name.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Where you published your check.")] = None,
) -> None:
    """Say whether what is claimed is so, in your own name: it goes out as a ClaimReview, and changes no answer.

    Whether the report says what was read is another question: `sayso decide`.
    """
    from sayso.exports.safe import line
    from sayso.ledger import Ledger as Opened
    from sayso.ledger import judging

    Opened.open(ledger).close()  # a slip must not make a new ledger
    with Opened.open(ledger, create=True) as opened:
        made = judging.judge(opened, claim, rating.value, by=by or getpass.getuser(), why=why, url=url)
    if made.rating == "withdrawn":
        print(line(f"{claim}: {made.by} takes back what they held of it"))
    else:
        print(line(f"{claim} is {made.rating}, says {made.by}: “{made.why}”"))


def judgements(
    ledger: Ledger = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Made by this person.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=f"How many at the most: {_SHOWN} in a table, else all.")
    ] = None,
    form: Shape = Format.table,
) -> None:
    """List what people hold of claims, the latest first: who, when, and why."""
    from dataclasses import asdict, fields

    from sayso.cli.printing import print_rows, show
    from sayso.ledger import Ledger as Opened
    from sayso.ledger import judging

    if form is Format.geojson:
        raise typer.BadParameter("a judgement is nowhere: give another --format than geojson.")
    with Opened.open(ledger) as opened, opened.reading() as connection:
        found = judging.judgements(connection, by=by, limit=limit or (_SHOWN if form is Format.table else None))
    if form is Format.table:
        show(_table(found))
        return
    rows = [asdict(each) for each in found]
    print_rows(form, lambda: rows, lambda: rows, [field.name for field in fields(judging.Judgement)])


def _table(found: Sequence[Judgement]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sayso.exports.safe import line

    if not found:
        return Text("nobody has judged any claim", style="dim")
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, ratio in (("made", None), ("claim", None), ("is", None), ("says", 1), ("because", 3)):
        table.add_column(name, ratio=ratio)
    for each in found:
        cells = (each.made[:10], each.claim, each.rating, each.by, each.why)
        table.add_row(*(Text(line(cell)) for cell in cells))
    return table
