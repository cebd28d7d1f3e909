"""What will be told, when and by whom? The script's plans, day by day, and what is true of the places.

The script invents events and, for each, who tells of it on which day in which newsroom. Where a telling changes what
a careful editor would say of a place, the script says so itself, as a ``Step`` written with the scenario: from the day
that the telling is published, the place's status from ``since`` on is such. Nothing here reads claims.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from bench.chronicle.page import Telling
from bench.chronicle.wording import pick
from bench.chronicle.world import Newsroom, Side, Town, Voice, World

__all__ = ["STRIKES_AND_GROUND", "UNKNOWN", "Agenda", "Happening", "Plan", "Status", "Step"]

_CLOSE = 8  # days within which a second event of a town makes a telling without a date ambiguous


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a place: ``sides`` are the holder, the claimant, or those who contest it, in order of name."""

    status: Literal["held", "claimed", "contested", "unknown"]
    sides: tuple[str, ...] = ()


UNKNOWN = Status("unknown")


@dataclass(frozen=True, slots=True)
class Step:
    """From the first publication of one of ``plans``, ``town`` has ``status`` from ``since`` on.

    ``gone`` is the day on which the report that told it was withdrawn or mended: from then on it was never said.
    """

    town: int
    plans: tuple[int, ...]
    since: date
    status: Status
    gone: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A telling that ``room`` publishes on ``day``.

    ``alone``: in a report of its own that nobody reprints. ``mended`` is what the same report says in a new version on
    ``mended_on``; with ``mended`` None and a day, the report is withdrawn.
    """

    id: int
    day: date
    room: Newsroom
    telling: Telling
    alone: bool = False
    mended: Telling | None = None
    mended_on: date | None = None
    mended_id: int | None = None


@dataclass(slots=True)
class Happening:
    """An event of the script. ``settled`` is the day from which newsrooms may tell of it as background."""

    key: str
    family: str
    town: int
    day: date
    telling: Telling
    settled: date | None = None
    over: date | None = None


class Agenda:
    """Plans by day, events and control steps of one invented war."""

    def __init__(self, rng: Random, world: World, start: date) -> None:
        self.rng, self.world, self.start = rng, world, start
        self.today = start
        self.plans: dict[date, list[Plan]] = {}
        self.events: dict[str, Happening] = {}
        self.steps: list[Step] = []
        self.calendar: dict[tuple[int, str], list[date]] = {}
        self.busy: dict[int, date] = {}  # a town's control story runs until then
        self.holder: dict[int, str] = {}
        self._rooms: dict[date, tuple[Newsroom, ...]] = {}
        self._count = 0

    def on(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def town(self, number: int) -> Town:
        """The town of this number."""
        return self.world.towns[number]

    def event(self, family: str, town: int, day: date, **told: Any) -> Happening:
        """A new event, with what every telling of it shares."""
        key = f"E{len(self.events) + 1:04d}-{family}"
        telling = Telling(event=key, place=self.town(town).place, day=day, **told)
        found = Happening(key, family, town, day, telling)
        self.events[key] = found
        self.calendar.setdefault((town, family), []).append(day)
        return found

    def tell(self, event: Happening, out: date, room: Newsroom | None = None, like: str = "any", **changes: Any) -> int:
        """Plan a telling for a day; gives its number. ``like`` is a sort of newsroom, where none is given."""
        mended = changes.pop("mended", None)
        mended_on, alone = changes.pop("mended_on", None), changes.pop("alone", False)
        self._count += 1
        number = self._count
        if mended is not None:
            self._count += 1
        plan = Plan(
            number,
            out,
            room or self.room(out, like),
            replace(event.telling, **changes),
            alone,
            mended,
            mended_on,
            number + 1 if mended is not None else None,
        )
        self.plans.setdefault(out, []).append(plan)
        return number

    def step(
        self, town: int, plans: tuple[int, ...], since: date, status: str, *sides: Side, gone: date | None = None
    ) -> None:
        """What a careful editor says of a town once one of these plans is published."""
        told = Status(status, tuple(sorted(side.name for side in sides)))  # type: ignore[arg-type]
        self.steps.append(Step(town, plans, since, told, gone))

    def room(self, day: date, like: str = "any") -> Newsroom:
        """A newsroom at work that day: an "agency", an "outlet", a side's own agency by the side's name, or "any"."""
        for side in self.world.everyone:
            if like == side.name:
                return side.agency
        working = self._rooms.get(day)
        if working is None:
            outlets = self.rng.sample(self.world.outlets, 3)
            working = self._rooms[day] = (*self.world.agencies, *outlets)
        if like == "agency" or (like == "any" and self.rng.random() < 0.6):
            return pick(self.rng, self.world.agencies)  # type: ignore[no-any-return]
        return pick(self.rng, working[len(self.world.agencies) :])  # type: ignore[no-any-return]

    def official(self, side: Side) -> Voice:
        """Someone who tells of the fighting for a side."""
        return pick(self.rng, (side.ministry, side.ministry, side.staff, side.spokesman, side.army))  # type: ignore[no-any-return]

    def local(self, side: Side, town: int) -> Voice:
        """Someone who tells of harm to a side's town: its mayor, a governor, rescuers, prosecutors."""
        mayor = side.mayors.get(self.town(town).name)
        voices = [pick(self.rng, side.governors), side.rescuers, side.prosecutors, *([mayor] * 3 if mayor else [])]
        return pick(self.rng, voices)  # type: ignore[no-any-return]

    def crowded(self, event: Happening, days: int = _CLOSE) -> bool:
        """Whether another event that a dateless telling could mean lies near."""
        kin = STRIKES_AND_GROUND if event.family in STRIKES_AND_GROUND else (event.family,)
        near = [d for family in kin for d in self.calendar.get((event.town, family), ())]
        return sum(abs((d - event.day).days) <= days for d in near) > 1

    def crowded_region(self, event: Happening, days: int = 5) -> bool:
        """The same for a telling that names only the region."""
        region = self.town(event.town).region
        kin = STRIKES_AND_GROUND if event.family in STRIKES_AND_GROUND else (event.family,)
        near = [
            d
            for (town, family), found in self.calendar.items()
            if family in kin and self.town(town).region == region
            for d in found
        ]
        return sum(abs((d - event.day).days) <= days for d in near) > 1


STRIKES_AND_GROUND = ("shelling", "airstrike_drone", "airstrike_missile", "airstrike_bomb", "ground")
