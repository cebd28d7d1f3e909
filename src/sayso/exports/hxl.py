"""Events as CSV with a row of HXL hashtags under the headings, for the tools of humanitarian data.

HXL (Humanitarian Exchange Language, 1.1, hxlstandard.org) says by a hashtag and its attributes what a column holds, so
that tables of many organisations can be read together. Figures are given as the least and the most that the accounts'
latest words say; who says so, and who is against it, has columns of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, TextIO

from sayso.answers import EventAnswer
from sayso.exports import spreadsheet
from sayso.exports.answer_records import event_row
from sayso.exports.coded import figure, figures_told, happened, least, outlets, unverified_by
from sayso.exports.format import EVENTS, Format
from sayso.exports.safe import line

__all__ = ["FORMAT", "HARM", "TAGS", "row", "write"]

HARM: Final[tuple[str, ...]] = ("killed", "injured", "missing", "captured", "rescued", "displaced")
"""What people are counted as, in the words of ``weighing.things``, each of which is an attribute too."""
TAGS: Final[Mapping[str, str]] = {
    "Event": "#event+id",
    "Title": "#event+name",
    "Type": "#event+type",
    "First day": "#date+occurred+start",
    "Last day": "#date+occurred+end",
    "Place": "#loc+name",
    "GeoNames id": "#loc+code+v_geonames",
    "Precision": "#loc+type",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    **{
        f"{what.capitalize()} ({side})": f"#affected+{what}+{attribute}"
        for what in HARM
        for side, attribute in (("least", "min"), ("most", "max"))
    },
    "Figures told": "#meta+figures+told",
    "Independent accounts": "#meta+accounts+num",
    "Accounts against it": "#meta+against+num",
    "Told by": "#meta+source+told",
    "Denied by": "#meta+source+denied",
    "Not verified by": "#meta+source+unverified",
    "Published by": "#meta+publisher",
    "First published": "#date+reported+start",
    "Last published": "#date+reported+end",
    "Conflict": "#crisis+name",
    "Claims": "#meta+claims+id",
}


def write(found: Iterable[EventAnswer], out: TextIO) -> None:
    """Write headings, hashtags, and a line for each event that somebody says happened."""
    spreadsheet.write(chain([TAGS], map(row, happened(found))), tuple(TAGS), out)


def row(answer: EventAnswer) -> Mapping[str, object]:
    """An event under the headings of ``TAGS``; texts stand on one line, as HXL's checks want them."""
    told, event = event_row(answer), answer.event
    publications = [entry.publication for entry in event.entries]
    cells: dict[str, object] = {
        "Event": event.id,
        "Title": event.title,
        "Type": event.type,
        "First day": told["when_start"],
        "Last day": told["when_end"],
        "Place": told["place"],
        "GeoNames id": told["place_id"],
        "Precision": told["precision"],
        "Latitude": told["lat"],
        "Longitude": told["lon"],
    }
    for what in HARM:
        counted = figure(answer, what)
        cells[f"{what.capitalize()} (least)"] = counted and least(counted)
        cells[f"{what.capitalize()} (most)"] = counted and counted.high
    cells |= {
        "Figures told": figures_told(answer),
        "Independent accounts": told["accounts"],
        "Accounts against it": told["against"],
        "Told by": told["told_by"],
        "Denied by": told["denied_by"],
        "Not verified by": unverified_by(answer),
        "Published by": outlets(answer),
        "First published": told["first_published"],
        "Last published": told["last_published"],
        "Conflict": next((one.theatre for one in publications if one.theatre), None),
        "Claims": tuple(entry.claim.id for entry in event.entries),
    }
    return {name: _tidy(value) for name, value in cells.items()}


def _tidy(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_tidy, value))
    return line(value) if isinstance(value, str) else value


FORMAT: Final = Format("hxl", EVENTS, ".csv", "text/csv", "events and who was harmed, with HXL's hashtags", write)
