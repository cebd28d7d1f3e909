"""``sayso demo``: a ledger of three weeks of an invented war, and the reading room over it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from sayso.errors import InputError

__all__ = ["build", "demo"]


def demo(
    ledger: Annotated[
        Path, typer.Option("--ledger", metavar="FILE", help="Where to keep it; what is there already is kept.")
    ] = Path("sayso-demo.db"),
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes any that is free.")
    ] = 8420,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Answer after it is built.")] = True,
) -> None:
    """Build the example ledger, three weeks of an invented war, and open the reading room on it.

    The ledger is an ordinary one: ask it as well, `sayso place Drevin --ledger sayso-demo.db --on 2031-03-14`.
    """
    build(ledger)
    if serving:
        from sayso.cli.serve import open_room

        open_room(str(ledger), "127.0.0.1", port, browser=opened)


def build(ledger: Path, *, jobs: int | None = None) -> None:
    """Make the demo's ledger in a file; what is there of it already is not read again.

    InputError where the file holds reports that are not the demo's.
    """
    from sayso.cli.add import add
    from sayso.examples import DEMO

    if ledger.exists():
        _refuse_another(ledger)
    add([str(DEMO)], ledger=str(ledger), jobs=jobs)
    _decide(ledger)


def _refuse_another(ledger: Path) -> None:
    from sqlalchemy import select

    from sayso.examples import DEMO
    from sayso.intake import read_history
    from sayso.intake.told import Told
    from sayso.ledger import Ledger
    from sayso.ledger.keys import digest
    from sayso.ledger.schema import report

    ours = {digest(item.report) for item in read_history(str(DEMO)) if isinstance(item, Told)}
    with Ledger.open(ledger, create=True) as opened, opened.reading() as connection:
        others = [id for id, mark in connection.execute(select(report.c.id, report.c.digest)) if mark not in ours]
    if others:
        told = f"holds {others[0]}" + (f" and {len(others) - 1} more" if len(others) > 1 else "")
        fix = "name a file that is not there yet with --ledger; if an older sayso made this one, delete it"
        raise InputError(str(ledger), "report", f"{told}, not of this demo", fix)


def _decide(ledger: Path) -> None:
    """Keep the decisions that come with the reports, each once."""
    from sayso.answers.tour import claim_of
    from sayso.examples import DEMO_DECISIONS
    from sayso.ledger import Keeper, Ledger
    from sayso.ledger.asking import decisions
    from sayso.ledger.reviewing import review
    from sayso.ledger.reviews import reviews_of

    told = tomllib.loads(DEMO_DECISIONS.read_text(encoding="utf-8"))
    with Ledger.open(ledger, create=True) as opened:
        with opened.reading() as connection:
            pairs = [
                (claim_of(connection, one["one"]), claim_of(connection, one["other"]), one) for one in told["decisions"]
            ]
            single = [(claim_of(connection, one["claim"]), one) for one in told["reviews"]]
            paired = {frozenset((d.a, d.b)) for d in decisions(connection, {a for a, _, _ in pairs if a})}
            reviewed = {kept.claim for kept in reviews_of(connection, {id for id, _ in single if id})}
        for id, one in single:
            if id and id not in reviewed:
                review(opened, id, one["verdict"], by=one["by"], why=one["why"], fields=one.get("fields"))
        keeper = Keeper(opened)
        for a, b, one in pairs:
            if a and b and frozenset((a, b)) not in paired:
                keeper.decide(a, b, apart=one["apart"], by=one["by"], why=one["why"])
