"""``sayso claims`` and ``sayso search``: the claims themselves, narrowed, or found by their words."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sayso.cli.narrowing import (
    Format,
    Language,
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

__all__ = ["claims", "search"]


def claims(
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
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Of this report.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many at the most: 50 in a table, else all.")
    ] = None,
    form: Shape = Format.table,
) -> None:
    """List claims, the newest published first: who says what, where, when, and who objects."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.cli.printing import print_rows, show
    from sayso.exports import answer_tables, rows
    from sayso.ledger import Ledger as Opened

    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, source=source, types=type_, modalities=modality, stances=stance,
        theatre=theatre, outlet=outlet, report=report,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        if form is Format.table:
            show(answer_tables.claims(answers.claims(opened, answers.checked(opened, wanted), limit=limit or 50)))
        else:
            found = answers.every_claim(opened, answers.checked(opened, wanted), limit=limit)
            print_rows(form, lambda: map(rows.facts, found), lambda: map(rows.flat, found), rows.COLUMNS)


def search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words; in double quotes they stand together.")],
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
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    reports: Annotated[
        bool, typer.Option("--reports", help="List the reports that have the words, not claims.")
    ] = False,
    language: Language = None,
    limit: Limit = 20,
    form: Shape = Format.table,
) -> None:
    """Search claims, with their sources, parties and places, and reports; every word must occur, in any form of it."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.cli.printing import print_rows, show
    from sayso.exports import answer_records, answer_tables, rows
    from sayso.ledger import Ledger as Opened

    if not any(letter.isalnum() for word in text for letter in word):
        raise typer.BadParameter("there is no word in TEXT: give one at least.")
    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, source=source, types=type_, theatre=theatre, outlet=outlet,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        code = language and language.strip().lower()
        found = answers.search(opened, " ".join(text), answers.checked(opened, wanted), limit=limit, language=code)
    if form is Format.table:
        show(answer_tables.found(replace(found, entries=()) if reports else found))
    elif reports:
        papers = [answer_records.report_row(at) for at, _ in found.reports]
        print_rows(form, lambda: papers, lambda: papers, answer_records.REPORT_COLUMNS)
    else:
        print_rows(form, lambda: map(rows.facts, found.entries), lambda: map(rows.flat, found.entries), rows.COLUMNS)
