"""``sayso score``: how well sayso reads reports that somebody has annotated."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import Model, Theatre
from sayso.cli.say import say
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from sayso.reader import Reader
    from sayso.score import Gold, Score

__all__ = ["Format", "score"]


class Format(StrEnum):
    """In which shape figures are written."""

    table = "table"
    json = "json"


def score(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="A folder of NAME.json and NAME.txt pairs, or one .json with its .txt."),
    ],
    misses: Annotated[bool, typer.Option("--misses", help="List what is not read as annotated.")] = False,
    form: Annotated[Format, typer.Option("--format", help="A table, or JSON.")] = Format.table,
    theatre: Theatre = None,
    model: Model = None,
) -> None:
    """Measure sayso on reports of your own that you have annotated (`sayso annotate` makes drafts of them).

    A report that can't be read is named on standard error and never stops the rest.

    The exit code is 1 only when nothing at all could be scored.
    """
    from sayso.exports import scores
    from sayso.exports.table import console
    from sayso.reader import Reader

    refused: list[str] = []
    annotated = _annotated(gold, refused)
    told = _scored(annotated, Reader(theatre, model), theatre, refused) if annotated else []
    if not told:
        raise typer.Exit(1)
    if form is Format.json:
        print(json.dumps(scores.plain(told, misses=misses) | {"refused": refused}, ensure_ascii=False, indent=1))
    else:
        out = console(sys.stdout)
        if misses:
            out.print(scores.render_misses(told))
        out.print(scores.render(told))
    if refused:
        say(f"{len(told)} report{'' if len(told) == 1 else 's'} scored, {len(refused)} refused")


def _annotated(path: Path, refused: list[str]) -> list[Gold]:
    """Every annotated report that can be read; the others are told, and noted in ``refused``."""
    from sayso.score import gold_files, load_gold

    found: list[Gold] = []
    for file in gold_files(path):
        try:
            found += load_gold(file)
        except SaysoError as error:
            _refuse(str(error), refused)
    return found


def _scored(annotated: Sequence[Gold], reader: Reader, theatre: str | None, refused: list[str]) -> list[Score]:
    from sayso.score import Names, score
    from sayso.theatres import load

    told: list[Score] = []
    for gold in annotated:
        try:
            reading = reader.read(gold.report)
            named = gold.report.theatre or theatre or reading.theatre
            told.append(score(gold, reading.claims, Names.of(load(named).demonyms) if named else Names()))
        except SaysoError as error:
            told_who = error.source == gold.report.id
            _refuse(str(error) if told_who else f"{gold.report.id}: {error}", refused)
    return told


def _refuse(reason: str, refused: list[str]) -> None:
    refused.append(reason)
    say(reason)
