"""``sayso watched``: how the feeds that are watched fare."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import Ledger
from sayso.cli.problems import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from sayso.ledger.feeds import Fared

__all__ = ["watched"]


def watched(
    ledger: Ledger = None,
    again: Annotated[
        list[str] | None,
        typer.Option(
            "--again", metavar="URL", help="Have this feed asked anew, whatever it did: gone, moved, failing."
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A table, or JSON, JSON Lines, CSV for programs.")
    ] = Format.table,
) -> None:
    """List the feeds that were ever watched into a ledger: when each was asked, what came of it, what is wrong.

    Times are UTC. `next` is when a watcher asks again; nothing is asked while none runs.
    """
    from sayso.cli import narrowing
    from sayso.cli.printing import print_rows, show
    from sayso.errors import InputError
    from sayso.exports.watched import COLUMNS, record
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.feeds import Feeds, fared

    if again:
        with Opened.open(ledger), Opened.open(ledger, create=True) as opened:  # a slip must not make a new ledger
            for url in again:
                if not Feeds(opened).again(url, datetime.now(UTC)):
                    raise InputError(url, "feed", "never watched", "give an address as `sayso watched` lists it")
    with Opened.open(ledger) as opened, opened.reading() as connection:
        found = fared(connection)
    if form is Format.table:
        show(_table(found))
    else:
        rows = [record(feed) for feed in found]
        print_rows(narrowing.Format(form.value), lambda: rows, lambda: rows, COLUMNS)


def _table(found: Sequence[Fared]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sayso.exports.safe import line

    if not found:
        return Text("no feed is watched: sayso watch FEED", style="dim")
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("feed", ratio=3)
    for name in ("asked", "new", "next"):
        table.add_column(name, width=11)
    for name in ("kept", "refused", "waiting", "failures"):
        table.add_column(name, justify="right")
    table.add_column("wrong", ratio=4)
    for fared in found:
        feed = fared.feed
        wrong = (feed.wrong or "").removeprefix(f"{feed.url}: ").removeprefix(f"{feed.at}: ")
        then = _minute(feed.due) if feed.state == "watched" else feed.state
        row = [line(feed.title or feed.url), _minute(feed.asked), _minute(feed.news), then]
        numbers = [f"{n:,}" if n else "" for n in (fared.kept, fared.refused, fared.waiting, feed.failures)]
        table.add_row(*(Text(cell) for cell in (*row, *numbers, line(wrong))))
    return table


def _minute(moment: datetime | None) -> str:
    return moment.strftime("%m-%d %H:%M") if moment else ""
