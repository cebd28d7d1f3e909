"""Who is said to hold a place, on a day, as known on a day; and what else is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sayso.answers.asked import Theatres, accounts_for, spots_of
from sayso.answers.places_known import Spot
from sayso.ledger.filters import Filter, entries
from sayso.ledger.opening import Ledger
from sayso.weighing.control import Control, Span, control, timeline
from sayso.weighing.positions import TELLING

__all__ = ["PlaceAnswer", "place"]


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
    names it.
    """
    day = on or known or date.today()
    with ledger.reading() as connection:
        theatres = Theatres(connection)
        spot, *others = spots_of(connection, name, known, ledger)
        told = entries(connection, Filter(known=known, places=spot.keys, types=TELLING, until=day))
        accounts = accounts_for(connection, told, known)
    here = spot.place()
    return PlaceAnswer(
        spot,
        day,
        known,
        control(told, here, day, accounts, theatre=theatres),
        timeline(told, here, accounts, day, theatre=theatres),
        tuple(others),
    )
