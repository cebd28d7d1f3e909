"""What a source may tell: reports, and withdrawals of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sayso.model import Refusal, Report

__all__ = ["Item", "Told", "Withdrawal"]


@dataclass(frozen=True, slots=True)
class Told:
    """A report, and when it was met where the source says so."""

    report: Report
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Takes a report (by id) back from a day on."""

    report: str
    on: date
    why: str = ""


Item = Told | Withdrawal | Refusal
"""One thing that a source tells, or that could not be read in it."""
