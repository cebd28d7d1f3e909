"""``sayso events``, ``event``, ``link`` and ``unlink``: what happened on whose accounts, and a person's word on it."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from sayso.cli.narrowing import (
    Format,
    Limit,
    Modality,
    OutletOf,
    PlaceName,
    PublishedSince,
    PublishedUntil,
    Shape,
    Side,
    Since,
    SourceName,
    StanceOf,
    TheatreName,
    Type,
    Until,
    Within,
)
from sayso.cli.options import Known, Ledger, On

__all__ = ["event", "events", "link", "unlink"]

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason, kept with the decision.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; otherwise your user name.")]
First = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as `sayso claims` shows it.")]
Second = Annotated[str, typer.Argument(metavar="CLAIM", help="The other claim's id.")]


def events(
    ledger: Ledger = None,
    place: PlaceName = None,
    within: Within = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    published_since: PublishedSince = None,
    published_until: PublishedUntil = None,
    known: Known = None,
    side: Side = None,
    source: SourceName = None,
    type_: Type = None,
    modality: Modality = None,
    stance: StanceOf = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    limit: Limit = 20,
    form: Shape = Format.table,
) -> None:
    """List events, the latest told first: each with its independent accounts, who is against it, and the figures."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.cli.printing import print_rows, show
    from sayso.exports import answer_records, answer_tables
    from sayso.ledger import Ledger as Opened

    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, source=source, types=type_, modalities=modality, stances=stance,
        theatre=theatre, outlet=outlet,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = answers.happenings(opened, answers.checked(opened, wanted), limit=limit)
    if form is Format.table:
        show(answer_tables.events(found))
    else:
        print_rows(
            form,
            lambda: map(answer_records.event_record, found),
            lambda: map(answer_records.event_row, found),
            answer_records.EVENT_COLUMNS,
        )


def event(
    id: Annotated[str, typer.Argument(metavar="ID", help="An event's id, or that of a claim of it.")],
    ledger: Ledger = None,
    known: Known = None,
    form: Shape = Format.table,
) -> None:
    """Show what an event rests on: its accounts as a tree, the copies left out, and who gave which figure."""
    from sayso import answers
    from sayso.cli.printing import print_one, print_rows, show
    from sayso.exports import answer_records, answer_tables, rows
    from sayso.ledger import Ledger as Opened

    with Opened.open(ledger) as opened:
        answer = answers.event(opened, id, known=known)
    if form is Format.table:
        show(answer_tables.event(answer))
    elif form in (Format.json, Format.jsonl):
        print_one(form, answer_records.event_record(answer))
    else:
        entries = answer.event.entries
        print_rows(form, lambda: map(rows.facts, entries), lambda: map(rows.flat, entries), rows.COLUMNS)


def unlink(a: First, b: Second, ledger: Ledger = None, why: Why = "", by: By = None) -> None:
    """Keep two claims apart: they tell of two events, whatever is added later."""
    _decide(a, b, ledger, apart=True, why=why, by=by)


def link(a: First, b: Second, ledger: Ledger = None, why: Why = "", by: By = None) -> None:
    """Keep two claims together: they tell of one event, whatever is added later."""
    _decide(a, b, ledger, apart=False, why=why, by=by)


def _decide(a: str, b: str, ledger: str | None, *, apart: bool, why: str, by: str | None) -> None:
    from sayso import answers
    from sayso.ledger import Keeper
    from sayso.ledger import Ledger as Opened

    with Opened.open(ledger) as existing:  # a slip of the pen must not make a new ledger
        answers.event(existing, a)
        answers.event(existing, b)
    with Opened.open(ledger, create=True) as opened:
        Keeper(opened).decide(a, b, apart=apart, by=by or getpass.getuser(), why=why)
    print(f"{a} and {b} are kept {'apart' if apart else 'together'}")
