"""``sayso sources`` and ``sayso source``: who speaks, and how what they said has fared."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.narrowing import (
    Format,
    Limit,
    OutletOf,
    PlaceName,
    PublishedSince,
    PublishedUntil,
    Shape,
    Side,
    Since,
    TheatreName,
    Type,
    Until,
    Within,
)
from sayso.cli.options import Known, Ledger, On

__all__ = ["source", "sources"]


def sources(
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
    type_: Type = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    limit: Limit = 50,
    form: Shape = Format.table,
) -> None:
    """List who speaks, each under one name whatever reports call it, those with most claims first."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.cli.printing import print_rows, show
    from sayso.exports import answer_records, answer_tables
    from sayso.ledger import Ledger as Opened

    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, types=type_, theatre=theatre, outlet=outlet,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = answers.speakers(opened, answers.checked(opened, wanted))[:limit]
    if form is Format.table:
        show(answer_tables.speakers(found))
    else:
        print_rows(
            form,
            lambda: map(answer_records.speaker_record, found),
            lambda: map(answer_records.speaker_row, found),
            answer_records.SPEAKER_COLUMNS,
        )


def source(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of the source.")],
    ledger: Ledger = None,
    known: Known = None,
    form: Shape = Format.table,
) -> None:
    """Show a source: its names, its channels, and how its claims fared: confirmed, disputed, left alone."""
    from sayso import answers
    from sayso.cli.printing import print_one, print_rows, show
    from sayso.exports import answer_records, answer_tables, rows
    from sayso.ledger import Ledger as Opened

    with Opened.open(ledger) as opened:
        answer = answers.source(opened, name, known=known)
    if form is Format.table:
        show(answer_tables.source(answer))
    elif form in (Format.json, Format.jsonl):
        print_one(form, answer_records.source_record(answer))
    else:
        print_rows(form, lambda: map(rows.facts, answer.latest), lambda: map(rows.flat, answer.latest), rows.COLUMNS)
