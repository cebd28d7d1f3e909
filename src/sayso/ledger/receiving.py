"""What becomes of what a source tells, whoever brings it: it is kept, or refused under its name with the reason.

Nothing here ends the work on the other reports, but a ledger that fails.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError

from sayso.errors import InputError, LedgerError, SaysoError
from sayso.intake.told import Held, Item, Passed, Told
from sayso.ledger.keeping import Keeper, Kept
from sayso.model import Reading, Refusal, Report
from sayso.theatres import load

__all__ = ["Brought", "Receiver", "brought", "sound", "whole"]

_STRINGS = ("id", "text", "title", "outlet", "agency", "place", "theatre", "url")


def sound(text: str) -> str:
    """``text`` as every database takes it: no broken characters, no NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def whole(item: Item) -> Item:
    """What was told, or a Refusal where there is in it what no database takes; JSON can write it."""
    if isinstance(item, Refusal):
        return Refusal(sound(item.id), sound(item.reason), item.line)
    if isinstance(item, Passed):
        return item
    if isinstance(item, Told | Held):
        told = [(name, getattr(item.report, name)) for name in _STRINGS]
    else:
        told = [("id", item.report), ("why", item.why)]
    for name, value in told:
        if value and sound(value) != value:
            fix = "give text that is whole, without NUL"
            id = sound(told[0][1])
            return Refusal(id, sound(str(InputError(told[0][1], name, "broken characters", fix))))
    return item


@dataclass(frozen=True, slots=True)
class Brought:
    """A theatre as a report names it: by its name; ``toml`` where the user brought it as a file."""

    name: str
    toml: str | None = None


def brought(given: str) -> Brought:
    """The theatre that is given by name or as a file; one that can't be loaded keeps the name: the reader says so."""
    with suppress(SaysoError, OSError):
        name = load(given).name
        return Brought(name, Path(given).read_text(encoding="utf-8") if given.endswith(".toml") else None)
    return Brought(given)


class Receiver:
    """Receives reports, readings and refusals for a ledger."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._theatres: dict[str, str] = {}

    def named(self, report: Report) -> Report:
        """The report with its theatre by name, also where the user named a file, which the ledger then keeps."""
        given = report.theatre
        if given is None:
            return report
        if given not in self._theatres:
            theatre = brought(given)
            if theatre.toml is not None:
                self.keeper.theatre(theatre.name, theatre.toml)
            self._theatres[given] = theatre.name
        return replace(report, theatre=self._theatres[given])

    def has(self, report: Report) -> bool:
        """Whether this very version of a report is kept."""
        return self.keeper.has(self.named(report))

    def keep(self, reading: Reading, seen: datetime | None) -> Kept | Refusal:
        """Keep a reading; a Refusal for what no database takes, which is not kept as a problem yet.

        LedgerError where the ledger itself fails.
        """
        report = self.named(reading.report)
        try:
            return self.keeper.keep(replace(reading, report=report), seen=seen)
        except LedgerError as error:
            if not isinstance(error.__cause__, DataError | IntegrityError):
                raise
            return Refusal(report.id, str(error))
        except (SaysoError, UnicodeError, OverflowError) as error:  # a report that no database takes
            return Refusal(report.id, f"{report.id}: ledger: {error}")

    def refuse(self, refusal: Refusal) -> Refusal:
        """Keep what could not be read as a problem; the refusal as it is kept."""
        told = Refusal(sound(refusal.id), sound(refusal.reason), refusal.line)
        self.keeper.problem(told)
        return told
