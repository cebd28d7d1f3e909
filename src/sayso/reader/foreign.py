"""What does a report in another language than English name? Places and times, with no claim made of them."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.gazetteer import Gazetteer
from sayso.intake.language import language_name
from sayso.model import Mention, Reading, Report
from sayso.reader.foreign_dates import dates_of
from sayso.reader.foreign_places import choose_theatre, find_names, places_of
from sayso.reader.foreign_words import TONGUES, words_of
from sayso.theatres import Theatre

__all__ = ["read_foreign"]

_MOST = 2_000  # mentions that are kept of one report


def read_foreign(report: Report, gazetteer: Gazetteer, theatre: Theatre | None) -> Reading:
    """The reading of a report that is not in English: no claims, what it names, and a warning that says so.

    Without ``theatre`` the places that it names decide on it, where places are found in its language at all.
    """
    called = language_name(report.language)
    if report.language not in TONGUES:
        told = f"in {called}: not read for claims, and its places and dates are not looked for"
        return Reading(report, (), theatre.name if theatre else "generic", {}, (told,))
    blocks = list(words_of(report))
    names, whole = find_names(blocks, report.language, gazetteer, theatre)
    chosen = theatre or choose_theatre(names)
    if theatre is None and chosen.countries:  # what is looked for once more may be a smaller place there
        names, whole = find_names(blocks, report.language, gazetteer, chosen)
    places = places_of(names, gazetteer, chosen)
    dates = dates_of(report.text, blocks, report.language, report.published)
    warnings = [f"in {called}: not read for claims; its places and dates are found"]
    if report.published is None:
        warnings.append("no date: relative times are left open; give --published")
    if not whole:
        warnings.append("so many names in it that not all of its places were looked for; split it")
    return Reading(report, (), chosen.name, {}, tuple(warnings), tuple(_apart(places, dates))[:_MOST])


def _apart(places: Sequence[Mention], dates: Sequence[Mention]) -> list[Mention]:
    """All in order of the text; where two share words, the first of them, and the longer of two that begin alike."""
    out: list[Mention] = []
    for mention in sorted((*places, *dates), key=lambda m: (m.start, -m.end)):
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out
