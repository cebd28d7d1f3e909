"""What is contested now: places that sides claim against each other, and events that somebody denies; the newest first.

Both are found from the newest claims on, and only so many are weighed that the answer comes soon: "now" is the last day
of the ledger as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from sayso.answers.events import EventAnswer, gathered, weighed
from sayso.answers.places import PlaceAnswer, place
from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.latest import last_day, objected_to, told_since
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.weighing.control import Ground
from sayso.weighing.positions import TELLING

__all__ = ["Contest", "Contests", "Dispute", "Disputes", "contests", "disputed"]

_TOLD: Final = 300  # claims on who holds what, among which places are looked for
_MANY: Final = 2  # places weighed for each that is shown
_SEEDS: Final = 3  # objections for each event that is shown


@dataclass(frozen=True, slots=True)
class Contest:
    """A contested place, with the latest word for whoever is said to have gained it, and the latest against that."""

    answer: PlaceAnswer
    claimed: Ground | None
    against: Ground | None

    @property
    def latest(self) -> date:
        """The day on which the last word on it was published."""
        return max(ground.published for ground in self.answer.control.grounds)


@dataclass(frozen=True, slots=True)
class Contests:
    """The contested places among those that are told of lately; ``weighed`` is how many were looked at."""

    day: date | None
    contests: tuple[Contest, ...]
    weighed: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event that somebody denies or disputes; ``day`` is when that was last published."""

    answer: EventAnswer
    day: date | None


@dataclass(frozen=True, slots=True)
class Disputes:
    """Disputed events, from the newest objections on; ``looked`` is how many objections those were."""

    disputes: tuple[Dispute, ...]
    looked: int


def contests(ledger: Ledger, *, known: date | None = None, limit: int = 6) -> Contests:
    """The contested places, those first that came to be so last; of places that are told of lately."""
    with ledger.reading() as connection:
        day = last_day(connection, known)
        names = _places(connection, known, limit * _MANY) if day else []
    found: dict[tuple[int, ...], Contest] = {}
    weighed = 0
    for name in names if day else ():
        try:
            answer = place(ledger, name, on=day, known=known)
        except InputError:  # withdrawn a moment ago
            continue
        weighed += 1
        if answer.control.status == "contested" and answer.spot.precision == "settlement":
            found.setdefault(answer.spot.keys, _contest(answer))
    ordered = sorted(found.values(), key=lambda c: (c.answer.control.since or date.min, c.latest, c.answer.spot.name))
    return Contests(day, tuple(ordered[::-1][:limit]), weighed)


def _places(connection: Connection, known: date | None, limit: int) -> list[str]:
    """What finds each of the places on whose holder something was said lately, the last one first."""
    keys = told_since(connection, known, limit=_TOLD, types=TELLING)
    p, at = t.claim_place.c, t.place.c
    rows = connection.execute(
        select(p.claim_key, at.name, at.geonames)
        .join(t.place, at.key == p.place_key)
        .where(p.claim_key.in_(keys), at.precision == "settlement")
        .order_by(p.claim_key.desc(), p.position)
    )
    names = dict.fromkeys(row.name if row.geonames is None else str(row.geonames) for row in rows)
    return list(names)[:limit]


def _contest(answer: PlaceAnswer) -> Contest:
    def last(bearing: str) -> Ground | None:
        mine = [ground for ground in answer.control.grounds if ground.bearing == bearing]
        return max(mine, key=lambda g: (g.published, g.day, g.entry.claim.id), default=None)

    return Contest(answer, last("for"), last("against"))


def disputed(ledger: Ledger, *, known: date | None = None, limit: int = 10) -> Disputes:
    """The events that somebody denies or disputes, those first where that was published last."""
    with ledger.reading() as connection:
        keys = objected_to(connection, known, limit=limit * _SEEDS)
        seeds = entries_of(connection, keys)
        found, accounts, decisions = gathered(connection, seeds, known)
        mine = {entry.claim.id: entry.publication.published for entry in seeds}
        out: list[Dispute] = []
        for one in found:
            days = [mine[entry.claim.id] for entry in one.entries if entry.claim.id in mine]
            if days:
                answer = weighed(connection, one, accounts, decisions, known)
                if answer.tree.against and answer.tree.count:
                    out.append(Dispute(answer, max((day for day in days if day), default=None)))
        out.sort(key=lambda each: (each.day or date.min, each.answer.event.id), reverse=True)
        return Disputes(tuple(out[:limit]), len(seeds))
