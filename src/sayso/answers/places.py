"""Who is said to hold a place, on a day, as known on a day; and what else is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sayso.answers.asked import Theatres, accounts_for, spots_of
from sayso.answers.places_known import Spot
from sayso.ledger.filters import latest_here
from sayso.ledger.opening import Ledger
from sayso.weighing.control import Control, Span, control, timeline
from sayso.weighing.positions import TELLING

__all__ = ["FIGHTS", "WORDS", "PlaceAnswer", "place"]

# A besieged city may have ten thousand words on who holds it; what came long before the latest few hundred, of which
# gains and losses are many, decides nothing today. Fights are counted apart, so that they push no gain out.
WORDS: Final = 200
FIGHTS: Final = 50


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A place on a day: who is said to hold it and on what grounds, how that came about, and other places so named."""

    spot: Spot
    on: date
    known: date | None
    control: Control
    timeline: tuple[Span, ...]
    others: tuple[Spot, ...]


def place(ledger: Ledger, name: str, *, on: date | None = None, known: date | None = None) -> PlaceAnswer:
    """The place of this name (or GeoNames id) on a day, by default the day known, else today.

    Of several places of one name the one with most claims is meant, and the others are named. InputError where no claim
    names it. Where more is told of a place than ``WORDS`` and ``FIGHTS``, the answer and the timeline rest on the
    latest of it.
    """
    day = on or known or date.today()
    with ledger.reading() as connection:
        theatres = Theatres(connection)
        spot, *others = spots_of(connection, name, known, ledger)
        changing = [kind for kind in TELLING if kind != "clash"]
        told = latest_here(connection, spot.keys, changing, day, known, limit=WORDS)
        told += latest_here(connection, spot.keys, ["clash"], day, known, limit=FIGHTS)
        accounts = accounts_for(connection, told, known)
    here = spot.place()
    spans = timeline(told, here, accounts, day, theatre=theatres)
    # The last span is the day's own answer; where nothing is told there is none.
    status = spans[-1].control if spans else control((), here, day, accounts, theatre=theatres)
    return PlaceAnswer(spot, day, known, status, spans, tuple(others))
