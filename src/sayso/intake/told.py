"""What a source may tell: reports, withdrawals of them, what must wait, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sayso.model import Refusal, Report

__all__ = ["Held", "Item", "Passed", "Told", "Withdrawal"]


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


@dataclass(frozen=True, slots=True)
class Held:
    """A report that nobody may use before ``until`` (an embargo); ``seen`` orders its versions."""

    report: Report
    until: datetime
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that is no report to be kept, and no problem either: ``why`` is one of a few reasons, to be counted."""

    why: str


Item = Told | Withdrawal | Held | Passed | Refusal
"""One thing that a source tells, or that could not be read in it."""
