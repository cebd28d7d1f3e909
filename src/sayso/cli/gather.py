"""How sources become readings when any of them may fail: nothing that goes wrong with one stops the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from sayso.cli.options import Options
from sayso.cli.say import say
from sayso.errors import InputError, SaysoError
from sayso.model import Reading, Refusal, Report
from sayso.refusing import attempt, reason

if TYPE_CHECKING:
    from sayso.reader import Reader

__all__ = ["gather", "only", "reason"]


def gather(sources: Sequence[str], options: Options) -> Iterator[Reading | Refusal]:
    """Read every report of every source, in order, as it comes; what can't be read comes as a Refusal.

    Raises SetupError where the reader itself can't be made (an unknown theatre, a broken pipeline).
    """
    reader: Reader | None = None
    for source in sources:
        for item in _reports(source, options):
            if isinstance(item, Refusal):
                yield item
                continue
            if reader is None:  # loading it takes a second, and bad input should be told at once
                from sayso.reader import Reader

                reader = Reader(theatre=options.theatre, model=options.model)
            yield attempt(reader.read, item)


def only(source: str, options: Options) -> list[Reading]:
    """The readings of one source, for a command that needs them all; refusals are told on the way.

    Raises InputError when the source holds no report, and ends the command with 1 when none could be read.
    """
    readings: list[Reading] = []
    refused = False
    for item in gather([source], options):
        if isinstance(item, Refusal):
            refused = True
            say(reason(item))
        else:
            readings.append(item)
    if refused and not readings:
        raise typer.Exit(1)
    if not readings:
        raise InputError(source, "report", "none", "give a file with at least one report in it")
    return readings


def _reports(source: str, options: Options) -> Iterator[Report | Refusal]:
    from sayso.intake import read_source

    try:
        yield from read_source(
            source,
            published=options.published,
            outlet=options.outlet,
            theatre=options.theatre,
            stdin=sys.stdin.buffer,
        )
    except BrokenPipeError:
        raise
    except (SaysoError, OSError) as error:
        yield Refusal(source, str(error))
