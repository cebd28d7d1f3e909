"""``sayso load``: what bulk has read into a ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import Ledger
from sayso.cli.say import say
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.bulk.loading import Loaded

__all__ = ["load"]


def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `sayso bulk --out` wrote to.")],
    ledger: Ledger = None,
) -> None:
    """Bring what `sayso bulk` has read into a ledger, without reading again; doing it again is harmless.

    The ledger is the one that `sayso add` of the same files makes. Files that are not done yet are left for later.

    The exit code is 1 when results are not whole, and so were left out.
    """
    from sayso.bulk.tasks import marks

    results = marks(folder)
    if not results:
        raise InputError(str(folder), "results", "none", "let `sayso bulk` finish a file first")
    from sayso.bulk.loading import Loaded
    from sayso.bulk.loading import load as bring
    from sayso.ledger import Keeper
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.receiving import Receiver

    total = sum(
        sum(done.counts.get(kind, 0) for kind in ("reports", "withdrawn", "held", "refused")) for done in results
    )
    loaded = Loaded()
    with Opened.open(ledger, create=True) as opened:
        try:
            with _bar(total) as stepped:
                bring(results, folder, Receiver(Keeper(opened)), loaded, stepped)
        except KeyboardInterrupt:
            say(f"stopped: {_line(loaded, ledger)}; load it again, and it goes on")
            raise
    print(_line(loaded, ledger))
    for error in loaded.broken:
        say(str(error))
    if loaded.broken:
        raise typer.Exit(1)


def _line(loaded: Loaded, ledger: str | None) -> str:
    versions = f" ({_many(loaded.versions, 'new version')})" if loaded.versions else ""
    parts = [f"{_many(loaded.kept, 'report')} kept{versions}, {_many(loaded.claims, 'claim')}"]
    if loaded.there:
        parts.append(f"{loaded.there:,} already there")
    if loaded.withdrawn:
        parts.append(f"{loaded.withdrawn:,} withdrawn")
    if loaded.held:
        parts.append(f"{loaded.held:,} held back until {'its' if loaded.held == 1 else 'their'} time")
    if loaded.refused:
        # An address may have a password in it.
        where = f" --ledger {ledger}" if ledger and "://" not in ledger else ""
        parts.append(f"{loaded.refused:,} could not be read: see `sayso problems{where}`")
    return "; ".join(parts)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error when it is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("loading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("loading", total=total)
        yield lambda: progress.advance(task)
