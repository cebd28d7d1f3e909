"""Deadly events as CSV in columns named as those of UCDP GED, with the low, best and high figure of the dead.

The names of columns are those of the Georeferenced Event Dataset of the Uppsala Conflict Data Program (codebook of
version 23; Sundberg and Melander, Journal of Peace Research 50, 2013); no data of theirs is in it. A cell for which
Sayso has no ground is empty: it gives no conflict or country a number, and does not know of which side the dead were.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from sayso.answers import EventAnswer
from sayso.exports import spreadsheet
from sayso.exports.coded import OWN, days, deaths, happened, notes, outlets, own, party, positioned
from sayso.exports.families import family
from sayso.exports.format import EVENTS, Format
from sayso.model import Place

__all__ = ["COLUMNS", "FORMAT", "cell_of", "row", "write"]

COLUMNS: Final[tuple[str, ...]] = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
    *("sayso_notes", *OWN),
)
# The longest stretch of days of each of GED's precisions; what is longer, or open at an end, is the fifth.
_PRECISIONS: Final = ((1, 1), (6, 2), (7, 3), (31, 4))
_COARSEST: Final = 5
_ROWS: Final = 360  # of PRIO-GRID


def write(found: Iterable[EventAnswer], out: TextIO) -> None:
    """Write a line for each event in which anybody is told to have been killed."""
    spreadsheet.write((row(answer) for answer in happened(found) if _deadly(answer)), COLUMNS, out)


def _deadly(answer: EventAnswer) -> bool:
    dead = deaths(answer)
    return dead is not None and dead.high > 0 and family(answer.event.type).key != "words"


def row(answer: EventAnswer) -> Mapping[str, object]:
    """An event under ``COLUMNS``; those for which there is no ground are left out.

    ``best`` is the latest figure, ``low`` and ``high`` bound the accounts' latest ones. Of which side the dead were is
    not known, so all are ``deaths_unknown``: the four columns of deaths add up to ``best``, as they do in GED.
    """
    event, dead, when = answer.event, deaths(answer), days(answer.event.when)
    actor, target = party(answer, "actor"), party(answer, "target")
    sides = [one and (one.side or one.name) for one in (actor, target)]
    place, there = event.places[0] if event.places else None, positioned(answer)
    publications = list(dict.fromkeys(entry.publication for entry in event.entries))
    return {
        "id": event.id,
        "year": when and when[0].year,
        "conflict_name": next((one.theatre for one in publications if one.theatre), None),
        "dyad_name": " - ".join(side for side in sides if side) if all(sides) and sides[0] != sides[1] else None,
        "side_a": sides[0],
        "side_b": sides[1],
        "number_of_sources": len({one.report for one in publications}),
        "source_article": tuple(_cited(one.outlet or one.agency, one.published, one.title) for one in publications),
        "source_office": outlets(answer),
        "source_date": tuple(dict.fromkeys(one.published for one in publications if one.published)),
        "source_headline": tuple(dict.fromkeys(one.title for one in publications if one.title)),
        "source_original": tuple(root.account.name for root in answer.tree.roots if not root.denies),
        "where_prec": there and (1 if there.precision == "settlement" else 4),
        "where_coordinates": place and place.name,
        "where_description": place and f"{place.name} ({place.precision})",
        "latitude": place and place.lat,
        "longitude": place and place.lon,
        "geom_wkt": place and _point(place),
        "priogrid_gid": cell_of(place) if place and place.precision == "settlement" else None,
        "date_prec": when and _precision(when[2]),
        "date_start": event.when and event.when.start,
        "date_end": event.when and event.when.end,
        "deaths_unknown": dead and dead.best,
        "best": dead and dead.best,
        "high": dead and dead.high,
        "low": dead and dead.low,
        "sayso_notes": notes(answer),
        **own(answer),
    }


def cell_of(place: Place) -> int | None:
    """The number of the cell of PRIO-GRID that a place lies in: half degrees, from 1 in the south-west, row by row."""
    if place.lat is None or place.lon is None:
        return None
    row, column = math.floor((place.lat + 90) * 2), math.floor((place.lon + 180) * 2)
    return min(row, _ROWS - 1) * 2 * _ROWS + min(column, 2 * _ROWS - 1) + 1


def _point(place: Place) -> str | None:
    return None if place.lat is None or place.lon is None else f"POINT ({place.lon} {place.lat})"


def _precision(length: int | None) -> int:
    if length is None:
        return _COARSEST
    return next((precision for most, precision in _PRECISIONS if length <= most), _COARSEST)


def _cited(outlet: str | None, published: object, title: str | None) -> str:
    return ", ".join(str(part) for part in (outlet, published, title) if part)


FORMAT: Final = Format("ged", EVENTS, ".csv", "text/csv", "deadly events in columns named as UCDP GED's", write)
