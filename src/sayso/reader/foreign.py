"""What does a report in another language than English name? Places and times, with no claim made of them."""

from __future__ import annotations

from sayso.intake.language import language_name
from sayso.model import Reading, Report

__all__ = ["read_foreign"]


def read_foreign(report: Report) -> Reading:
    """The reading of a report that is not in English: no claims, and a warning that says so."""
    return Reading(report, (), report.theatre, {}, (f"in {language_name(report.language)}: not read for claims",))
