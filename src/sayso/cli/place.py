"""``sayso place``: who is said to hold a place, on a day, as known on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.narrowing import Format, Shape
from sayso.cli.options import Known, Ledger, On

__all__ = ["place"]


def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, in any usual spelling, or GeoNames id.")],
    ledger: Ledger = None,
    on: On = None,
    known: Known = None,
    form: Shape = Format.table,
) -> None:
    """Tell who is said to hold a place: held, claimed, contested or unknown, and on whose word.

    Reports in other languages that name it are told of too; they are not read for claims.

    Without --on the day is that of --known, or today.
    """
    from sayso import answers
    from sayso.answers.reports import named_elsewhere
    from sayso.cli.printing import print_one, print_rows, show
    from sayso.exports import answer_records, answer_tables
    from sayso.ledger import Ledger as Opened

    with Opened.open(ledger) as opened:
        answer = answers.place(opened, name, on=on, known=known)
        elsewhere = named_elsewhere(opened, answer.spot.keys, known=known)
    if form is Format.table:
        show(answer_tables.place(answer, elsewhere))
    elif form in (Format.json, Format.jsonl):
        told = answer_records.elsewhere_record(*elsewhere)
        print_one(form, answer_records.place_record(answer) | {"elsewhere": told})
    else:
        rows = [answer_records.place_row(answer)]
        print_rows(form, lambda: rows, lambda: rows, answer_records.PLACE_COLUMNS)
