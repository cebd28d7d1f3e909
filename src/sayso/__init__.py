"""Sayso reads war reports and keeps who says what happened, where, when, through whom, and who disputes it.

>>> import sayso
>>> reading = sayso.read("The army said on Friday that it had taken Hradov.", published="2031-03-07")
>>> [claim.type for claim in reading.claims]
['capture']
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.errors import InputError
from sayso.model import Claim, Reading, Report

if TYPE_CHECKING:
    from sayso.reader import Reader

__all__ = ["Claim", "Reading", "Report", "read"]


@lru_cache(maxsize=4)
def _reader(theatre: str | None, model: str | None) -> Reader:
    # The pipeline takes a second to load: only those who read pay for it.
    from sayso.reader import Reader

    return Reader(theatre, model)


def _day(published: date | str | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise InputError("sayso.read", "published", published, "give a date as 2023-12-01") from error


def read(
    text: str,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    title: str | None = None,
    theatre: str | None = None,
    model: str | None = None,
) -> Reading:
    """Read one report's text into attributed claims.

    ``published`` (a date, or ISO 8601) is what "on Friday" counts from; a dateline in the text gives it too.
    ``theatre`` names the conflict ("ukraine", "sudan"), else the text decides; ``model`` a spaCy model to use instead
    of Sayso's own. InputError for a text that can't be read, SetupError for an unknown theatre or model.
    """
    from sayso.intake import report_from_text

    report = report_from_text(
        text, published=_day(published), outlet=outlet, agency=agency, title=title, theatre=theatre
    )
    return _reader(theatre, model).read(report)
