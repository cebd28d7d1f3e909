"""Events as CSV in columns named as ACLED's, for whoever merges them with, or codes beside, such a table.

The names of columns, types and sub-types are those of ACLED's codebook; no data of theirs is in it, and the lines are
not ACLED's judgement. `acled.toml` says which of our types is which of theirs. A cell for which Sayso has no ground is
empty: it does not know who governs, what an actor is at bottom, or which province a place lies in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, TextIO

from sayso.answers import EventAnswer
from sayso.exports import spreadsheet
from sayso.exports.coded import OWN, days, deaths, happened, notes, outlets, own, party, positioned
from sayso.exports.format import EVENTS, Format

__all__ = ["COLUMNS", "FORMAT", "names", "row", "write"]

COLUMNS: Final[tuple[str, ...]] = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
    *("sayso_plover", "sayso_fatalities_best", "sayso_fatalities_high", "sayso_actor1_side", "sayso_actor2_side"),
    *OWN,
)
_WEEK: Final = 7


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """What ACLED and PLOVER call our types: the table beside this module."""
    return tomllib.loads(files("sayso.exports").joinpath("acled.toml").read_text(encoding="utf-8"))


def write(found: Iterable[EventAnswer], out: TextIO) -> None:
    """Write a line for each event that somebody says happened, of the types that ACLED or PLOVER has a name for."""
    spreadsheet.write((row(answer) for answer in happened(found) if answer.event.type in names()), COLUMNS, out)


def row(answer: EventAnswer) -> Mapping[str, object]:
    """An event under ``COLUMNS``; those for which there is no ground are left out.

    ``fatalities`` is the lowest of the accounts' latest figures, as ACLED counts; empty where nobody gave one, where
    ACLED would put 0, or only one that it does not exceed.
    """
    event, called = answer.event, names().get(answer.event.type, {})
    when, dead = days(event.when), deaths(answer)
    actor, target = party(answer, "actor"), party(answer, "target")
    place, there = event.places[0] if event.places else None, positioned(answer)
    return {
        "event_id_cnty": event.id,
        "event_date": when and when[0],
        "year": when and when[0].year,
        "time_precision": when and _precision(when[2]),
        "disorder_type": called.get("disorder"),
        "event_type": called.get("event"),
        "sub_event_type": called.get("sub_event"),
        "actor1": actor and actor.name,
        "actor2": target and target.name,
        "location": place and place.name,
        "latitude": place and place.lat,
        "longitude": place and place.lon,
        "geo_precision": there and (1 if there.precision == "settlement" else 3),
        "source": outlets(answer),
        "notes": notes(answer),
        "fatalities": dead and dead.low,
        "sayso_plover": called.get("plover"),
        "sayso_fatalities_best": dead and dead.best,
        "sayso_fatalities_high": dead and dead.high,
        "sayso_actor1_side": actor and actor.side,
        "sayso_actor2_side": target and target.side,
        **own(answer),
    }


def _precision(length: int | None) -> int:
    """1: the day is known; 2: the week; 3: no more than the month."""
    return 3 if length is None or length > _WEEK else 1 if length == 1 else 2


FORMAT: Final = Format("acled", EVENTS, ".csv", "text/csv", "a coder's table in columns named as ACLED's", write)
