"""Who is said to hold a place, on a day, as known on a day; and what else is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from sayso.answers.asked import Theatres, accounts_for, spots_of
from sayso.answers.places_known import Spot
from sayso.ledger import asking
from sayso.ledger.filters import few_here, latest_here
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry
from sayso.weighing.accounts import Accounts
from sayso.weighing.control import Control, Span, control, timeline
from sayso.weighing.positions import TELLING

__all__ = ["FIGHTS", "WORDS", "PlaceAnswer", "Said", "place"]

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

    Where the latest report is of a later day than today, it is that. Of several places of one name the one with most
    claims is meant, and the others are named. InputError where no claim names it. Where more is told of a place than
    ``WORDS`` and ``FIGHTS``, the answer and the timeline rest on the latest of it.
    """
    with ledger.reading() as connection:
        # A report may be of a later day than this machine's clock knows of: of an invented war, or of tomorrow's paper.
        day = on or known or max(date.today(), asking.newest(connection, None) or date.min)
        spot, *others = spots_of(connection, name, known, ledger)
        said = Said.of(connection, spot, day, known)
    spans = said.timeline(day)
    # The last span is the day's own answer; where nothing is told there is none.
    status = spans[-1].control if spans else said.control(day)
    return PlaceAnswer(spot, day, known, status, spans, tuple(others))


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of who holds a place that bears on a day, as known on a day, and who is who among the tellers.

    ``whole``: nothing was left out, so that it answers for earlier days too.
    """

    spot: Spot
    told: tuple[Entry, ...]
    accounts: Accounts
    theatres: Theatres
    whole: bool

    @classmethod
    def of(cls, connection: Connection, spot: Spot, until: date, known: date | None) -> Said:
        """What is told of a place that bears on a day.

        That is all of it, also what speaks of later days: who denies a gain a week later speaks of the day of that
        gain. Only where it is more than can be weighed is it the latest up to that day.
        """
        changing = [kind for kind in TELLING if kind != "clash"]
        words = few_here(connection, spot.keys, changing, known, limit=WORDS)
        fights = None if words is None else few_here(connection, spot.keys, ["clash"], known, limit=FIGHTS)
        if words is not None and fights is not None:
            told, whole = entries_of(connection, [*words, *fights]), True
        else:
            told, whole = latest_here(connection, spot.keys, changing, until, known, limit=WORDS), False
            told += latest_here(connection, spot.keys, ["clash"], until, known, limit=FIGHTS)
        return cls(spot, tuple(told), accounts_for(connection, told, known), Theatres(connection), whole)

    def control(self, on: date, known: date | None = None) -> Control:
        """Who is said to hold the place on a day; with ``known``, by what of this was published by then."""
        told = self.told if known is None else [e for e in self.told if (e.publication.published or date.max) <= known]
        return control(told, self.spot.place(), on, self.accounts, theatre=self.theatres)

    def timeline(self, until: date) -> tuple[Span, ...]:
        """How it came about, up to a day."""
        return timeline(self.told, self.spot.place(), self.accounts, until, theatre=self.theatres)
