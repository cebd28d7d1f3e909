"""What changed hands, on whose word? Every place of which something new was told: who held it before, and who does now.

*Before* is what was known on the day before the first of the days asked, of that day; *after* is what is known of the
last of them. So a town that fell a week ago turns on the day on which that was published, and a report taken back may
turn a place as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from sayso.answers.asked import spots_of
from sayso.answers.history import Voice, voices
from sayso.answers.news import News
from sayso.answers.places import Said
from sayso.answers.places_known import Spot
from sayso.errors import InputError
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import place_row
from sayso.model import ClaimType, Entry, Place
from sayso.weighing.control import Control
from sayso.weighing.positions import TELLING

__all__ = ["LATELY", "MOST", "Turn", "turns"]

MOST: Final = 400
"""How many places are weighed: those that are told of most."""
LATELY: Final = 31
"""How many days after it happened a capture that is told for the first time is still one that changed hands."""
_STEPS: Final = 14  # days on which the answer is looked at
_CHANGES: Final[frozenset[ClaimType]] = frozenset(("capture", "withdraw"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A place of which something new was told, or told of taken back.

    ``before`` is None where nothing was known of who held it. ``fresh`` are the words that are new and ``kept`` those
    that the answer rests on from before, what one account says to one end together. ``steps`` are the answers of the
    days on which the new words came out, each as known on its day, the last of them ``after``.
    """

    spot: Spot
    before: Control | None
    after: Control
    fresh: tuple[Voice, ...]
    kept: tuple[Voice, ...]
    steps: tuple[tuple[date, Control], ...] = ()

    @property
    def turned(self) -> bool:
        """Whether the answer is another than before, or was meanwhile."""
        if self.before is None:
            return False
        return any(_answer(self.before) != _answer(control) for control in (self.after, *self._controls))

    @property
    def hands(self) -> bool:
        """Whether another side is said to have it than before, or to have it too, or was meanwhile."""
        if self.before is None:
            return self.taken
        return any(not _whose(control) <= _whose(self.before) for control in (self.after, *self._controls))

    @property
    def taken(self) -> bool:
        """Whether it is said that it was taken or given up lately, though nothing was known of it before."""
        if self.before is not None:
            return False
        lately = [
            ground
            for voice in self.fresh
            for ground in voice.grounds
            if ground.entry.claim.type in _CHANGES
            and ground.entry.claim.modality != "negated"
            and 0 <= (ground.published - ground.day).days <= LATELY
        ]
        return bool(lately) or len({_answer(control) for control in self._controls}) > 1

    @property
    def _controls(self) -> tuple[Control, ...]:
        return tuple(control for _, control in self.steps)

    @property
    def last(self) -> date:
        """The day on which the last of its words was published."""
        grounds = [ground for voice in (*self.fresh, *self.kept) for ground in voice.grounds]
        return max((ground.published for ground in grounds), default=date.min)


def turns(
    connection: Connection, ledger: Ledger, news: News, taken: Iterable[Entry] = (), *, among: frozenset[int] | None
) -> tuple[tuple[Turn, ...], bool]:
    """The places of which something new tells who holds them, and whether all were weighed.

    ``taken`` are claims that stand no more; ``among`` are the keys of the places asked for, None for all. Those whose
    answer turned come first, then those told of for the first time.
    """
    named: dict[int, tuple[Place, int]] = {}
    for entry in (*news.entries, *taken):
        if entry.claim.type in TELLING:
            for place in entry.claim.places:
                key = place_row(place)["key"]
                if place.precision == "settlement" and (among is None or key in among):
                    named[key] = place, named.get(key, (place, 0))[1] + 1
    ordered = sorted(named, key=lambda key: (-named[key][1], key))
    found: dict[tuple[int, ...], Turn] = {}
    weighed: set[int] = set()
    for key in ordered[:MOST]:
        if key not in weighed:
            turn = _turn(connection, ledger, key, named[key][0], news)
            if turn is not None:
                weighed.update(turn.spot.keys)
                found[turn.spot.keys] = turn
    return tuple(sorted(found.values(), key=_order)), len(ordered) <= MOST


def _order(turn: Turn) -> tuple[int, int, str, tuple[int, ...]]:
    kind = 0 if turn.hands else 1 if turn.turned else 2 if turn.before is None else 3
    return kind, -turn.last.toordinal(), turn.spot.name, turn.spot.keys


def _turn(connection: Connection, ledger: Ledger, key: int, place: Place, news: News) -> Turn | None:
    name = place.name if place.id is None else str(place.id)
    spot = _spot(connection, ledger, name, (key,), news.known)
    day_before = date.fromordinal(max(1, news.since.toordinal() - 1))
    spot_before = _spot(connection, ledger, name, (key,) if spot is None else spot.keys, day_before)
    before = None
    if spot_before is not None:
        before = Said.of(connection, spot_before, day_before, day_before).control(day_before)
    if spot is None:  # all that told of it was taken back
        nothing = Said.of(connection, spot_before, news.until, news.known) if spot_before is not None else None
        if nothing is None or spot_before is None:
            return None
        return Turn(spot_before, before, nothing.control(news.until), (), ())
    told_of = Said.of(connection, spot, news.until, news.known)
    after = told_of.control(news.until)
    told = before is not None and bool(before.grounds)
    said = voices(ground for ground in after.grounds if ground.weight)
    fresh = tuple(voice for voice in said if any(news.fresh(ground.entry) for ground in voice.grounds))
    kept = tuple(voice for voice in said if voice not in fresh and voice.first.bearing != "neither")
    return Turn(spot, before if told else None, after, fresh, kept, tuple(_steps(told_of, after, news)))


def _steps(said: Said, after: Control, news: News) -> Iterator[tuple[date, Control]]:
    """The answers of the days on which new words came out; of many days the last ones."""
    days = {day for entry in said.told if news.fresh(entry) and (day := entry.publication.published) is not None}
    *others, last = sorted(days)[-_STEPS:] or [news.until]
    yield from ((day, said.control(day, day)) for day in others)
    yield last, after


def _spot(connection: Connection, ledger: Ledger, name: str, keys: Sequence[int], known: date) -> Spot | None:
    """The place of this name that has one of these keys, None where no claim named it by then."""
    try:
        found = spots_of(connection, name, known, ledger)
    except InputError:
        return None
    return next((spot for spot in found if not set(keys).isdisjoint(spot.keys)), None)


def _answer(control: Control) -> object:
    return control.status, control.holder, control.claimants


def _whose(control: Control) -> set[str]:
    return set(control.claimants) if control.holder is None else {control.holder}
