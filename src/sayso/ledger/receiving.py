"""What becomes of what a source tells, whoever brings it: it is kept, or refused under its name with the reason.

Nothing here ends the work on the other reports, but a ledger that fails.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import DataError, IntegrityError

from sayso.errors import LedgerError, SaysoError
from sayso.intake.soundness import sound
from sayso.ledger.fitting import check_id, check_rows
from sayso.ledger.keeping import Keeper, Kept
from sayso.ledger.keys import digest, report_key
from sayso.ledger.mentions import mention_rows
from sayso.ledger.rows import claim_rows, report_row
from sayso.model import Reading, Refusal, Report
from sayso.theatres import brought

__all__ = ["Receiver", "fitting"]


def fitting(reading: Reading) -> Reading | Refusal:
    """A reading that a ledger can hold, or the Refusal that it would meet there; asks no ledger."""
    report = reading.report
    try:
        check_id(report.id)
        mark = digest(report)
        key = report_key(report, mark)
        rows = claim_rows(reading.claims, key, report.published, reading.why)
        theatre = report.theatre or reading.theatre
        rows["report"] = [report_row(report, key, mark, "", theatre, reading.warnings, reading.sayso)]
        named = mention_rows(reading.mentions, key)
        for table, some in (*rows.items(), *named.items()):
            check_rows(report.id, table, some)
    except (SaysoError, UnicodeError, OverflowError) as error:
        return _unfit(report, error)
    return reading


def _unfit(report: Report, error: Exception) -> Refusal:
    return Refusal(report.id, f"{report.id}: ledger: {error}")


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
            return _unfit(report, error)

    def refuse(self, refusal: Refusal) -> Refusal:
        """Keep what could not be read as a problem; the refusal as it is kept."""
        told = Refusal(sound(refusal.id), sound(refusal.reason), refusal.line)
        self.keeper.problem(told)
        return told
