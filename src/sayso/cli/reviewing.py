"""``sayso doubtful``, ``decide``, ``decisions`` and ``export-gold``: what a person says of what was read."""

from __future__ import annotations

import getpass
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sayso.cli.narrowing import (
    Format,
    Limit,
    Modality,
    OutletOf,
    PlaceName,
    Shape,
    SourceName,
    StanceOf,
    TheatreName,
    Type,
    Within,
)
from sayso.cli.options import Known, Ledger

__all__ = ["Decision", "decide", "decisions", "doubtful", "export_gold"]


class Decision(StrEnum):
    """What may be decided of a claim."""

    accept = "accept"
    correct = "correct"
    reject = "reject"
    undo = "undo"


def doubtful(
    ledger: Ledger = None,
    place: PlaceName = None,
    within: Within = None,
    known: Known = None,
    source: SourceName = None,
    type_: Type = None,
    modality: Modality = None,
    stance: StanceOf = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Of this report.")] = None,
    limit: Limit = 10,
    form: Shape = Format.table,
) -> None:
    """List the claims that nobody has decided on, the most doubtful first: what was read least surely."""
    from sayso import answers
    from sayso.answers import reviews
    from sayso.cli.narrowing import asked
    from sayso.cli.printing import print_rows, show
    from sayso.exports import review_records, review_tables
    from sayso.ledger import Ledger as Opened

    wanted = asked(
        known=known, place=place, within=within, source=source, types=type_, modalities=modality, stances=stance,
        theatre=theatre, outlet=outlet, report=report,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = reviews.doubtful(opened, answers.checked(opened, wanted), limit=limit)
        if form is Format.table:
            show(review_tables.doubtful(found, reviews.left(opened, wanted)))
            return
    print_rows(
        form,
        lambda: map(review_records.case_record, found),
        lambda: map(review_records.case_row, found),
        review_records.CASE_COLUMNS,
    )


def decide(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as the lists show it.")],
    decision: Annotated[
        Decision,
        typer.Argument(metavar="DECISION", help="accept, correct (with --set), reject, or undo: take the last back."),
    ],
    ledger: Ledger = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="What to correct: a word, a name, or JSON as `sayso claims --format jsonl` has it; may be repeated.",
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason, kept with the decision.")] = "",
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who decides; otherwise your user name.")
    ] = None,
    after: Annotated[
        int | None,
        typer.Option("--after", min=0, metavar="N", help="The last decision on it that you have seen; 0 for none."),
    ] = None,
) -> None:
    """Decide on a claim: it then stands as read, as corrected, or not at all, in every answer. All decisions are kept.

    With --after, a decision made in the meantime is shown, and yours has no effect until you give it again.
    """
    from sayso.answers import reviews
    from sayso.exports.review_records import VERDICTS, changed
    from sayso.exports.safe import line
    from sayso.ledger import Ledger as Opened

    fields = _fields(given or [])
    with Opened.open(ledger) as existing:  # a slip must not make a new ledger
        case = reviews.case(existing, claim)
    seen = case.after if after is None else after or None
    with Opened.open(ledger, create=True) as opened:
        noted = reviews.decide(
            opened,
            claim,
            decision.value,
            by=by or getpass.getuser(),
            why=why,
            fields=fields,
            after=seen,
            reading=case.reading,
        )
    told = "; ".join([VERDICTS[noted.review.verdict], *changed(noted.review)])
    if not noted.review.stale:
        print(line(f"{claim} is {told}"))
        return
    other = noted.unseen
    print(line(f"{claim}: your decision ({told}) came too late: it is in the log, without effect"))
    if other is not None:
        theirs = "; ".join([VERDICTS[other.verdict], *changed(other)])
        reason = f", “{other.why}”" if other.why else ""
        print(line(f"{other.by} had decided before: {theirs}{reason}"))
        print(f"to decide knowingly: --after {other.key}")
    raise typer.Exit(1)


def _fields(given: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign:
            raise typer.BadParameter(f"--set {pair!r} has no =: write it as --set type=hold.")
        try:
            out[name.strip()] = json.loads(value)
        except ValueError:  # a word or a name
            several = name.strip() in ("places", "via")
            out[name.strip()] = [part for part in value.split(";") if part.strip()] if several else value
    return out


def decisions(
    ledger: Ledger = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="On claims of this report.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Made by this person.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many at the most: 50 in a table, else all.")
    ] = None,
    form: Shape = Format.table,
) -> None:
    """List what has been decided on claims, the latest first: who, when, why, and what had no effect."""
    from sayso.answers import reviews
    from sayso.cli.printing import print_rows, show
    from sayso.exports import review_records, review_tables
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.reviews import total

    with Opened.open(ledger) as opened:
        found = reviews.decided(opened, report=report, by=by, limit=limit or (50 if form is Format.table else None))
        with opened.reading() as connection:
            every = total(connection)
    if form is Format.table:
        show(review_tables.decisions(found, len(found) if report or by else every))
        return
    if form is Format.geojson:
        raise typer.BadParameter("a decision is nowhere: give another --format than geojson.")
    print_rows(
        form,
        lambda: (review_records.decision_record(*each) for each in found),
        lambda: (review_records.decision_row(*each) for each in found),
        review_records.DECISION_COLUMNS,
    )


def export_gold(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write NAME.txt and NAME.json.")],
    ledger: Ledger = None,
    partly: Annotated[
        bool, typer.Option("--partly", help="Also reports with claims that nobody has decided on: as they were read.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there already.")] = False,
) -> None:
    """Write the reports that people have reviewed as annotations, which `sayso score` measures a reading by.

    Those all of whose claims were decided on; what was rejected is left out, what was corrected is as corrected.
    """
    from sayso.answers import reviews
    from sayso.cli.say import say
    from sayso.errors import InputError
    from sayso.exports.safe import line
    from sayso.ledger import Ledger as Opened
    from sayso.score import write_draft

    written, left = 0, 0
    with Opened.open(ledger) as opened:
        for each in reviews.reviewed(opened, partly=True):
            if each.decided < each.total and not partly:
                left += 1
                continue
            path = write_draft(each.reading, out, force=force, sides=each.sides, notes=each.notes())
            written += 1
            many = f"{len(each.reading.claims)} claim{'' if len(each.reading.claims) == 1 else 's'}"
            print(line(f"{path}: {many}, {each.decided} of {each.total} decided on"))
        name = opened.name
    if left:
        say(f"{left} report{' is' if left == 1 else 's are'} reviewed in part: decide on the rest, or give --partly")
    if not written:
        raise InputError(name, "reviews", "no report of it is reviewed", "decide on the claims of one: sayso doubtful")
    print(f"Measure a reading by them: sayso score {out}")
