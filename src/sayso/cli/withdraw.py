"""``sayso withdraw``: a report was taken back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from sayso.cli.options import Ledger, day
from sayso.errors import InputError

__all__ = ["withdraw"]


def withdraw(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, or its address.")],
    ledger: Ledger = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="DATE", help="The day it was withdrawn; otherwise today."),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with it.")] = "",
) -> None:
    """Withdraw a report, and so its claims, from a day on; they stay in the ledger, and in answers as known before.

    A version that is published after that day stands.
    """
    from sayso.ledger import Keeper
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.asking import claims_of, versions_of

    from_day = on or date.today()
    with Opened.open(ledger) as existing, existing.reading() as connection:  # a slip must not make a new ledger
        versions = versions_of(connection, report)
        if not versions:
            fix = "give a report's id or address, as `sayso claims --format jsonl` shows it"
            raise InputError(report, "report", f"not in {existing.name}", fix)
        then = [v for v in versions if (v.report.published or date.min) <= from_day]
        claims = sum(len(claims_of(connection, v.key)) for v in then if v.until is None or v.until > from_day)
    if not then:
        first = versions[0].report.published
        raise InputError(report, "--on", from_day, f"it was published on {first}: give that day or a later one")
    with Opened.open(ledger, create=True) as opened:
        keeper = Keeper(opened)
        done = [keeper.withdraw(id, from_day, why=why) for id in sorted({v.report.id for v in then})]
    if any(done):
        print(f"{report} is withdrawn from {from_day} on, and with it {claims:,} claim{'' if claims == 1 else 's'}")
    else:
        print(f"{report} was withdrawn from {from_day} on already")
