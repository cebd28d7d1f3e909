"""A chronicle: an invented war from its seed, its reports in order of publication, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from bench.chronicle import fronts, incidents
from bench.chronicle.agenda import Agenda, Plan
from bench.chronicle.desk import Desk, Issue
from bench.chronicle.story import Told
from bench.chronicle.theatre import theatre as written
from bench.chronicle.truth import Truth
from bench.chronicle.world import World, build

__all__ = ["START", "Chronicle", "chronicle"]

START: Final = date(2034, 3, 6)
_MOST_DAYS = 2000


@dataclass(frozen=True, slots=True)
class Chronicle:
    """``reports`` in order of publication (a corrected report stands there once a version, under one id).

    ``withdrawals`` are report ids and the day from which they are withdrawn; ``theatre`` is TOML for
    ``sayso.theatres.load``; ``days`` the first and the last day of publication.
    """

    seed: int
    world: World
    theatre: str
    reports: tuple[Told, ...]
    withdrawals: dict[str, date]
    truth: Truth
    days: tuple[date, date]
    plans: dict[int, Plan] = field(default_factory=dict)

    def known(self, day: date) -> list[Told]:
        """The reports that stand on a day: of each its latest version, those withdrawn left out."""
        standing: dict[str, Told] = {}
        for told in self.reports:
            published = told.report.published
            if published is not None and published <= day:
                standing[told.report.id] = told
        return [t for t in standing.values() if self.withdrawals.get(t.report.id, date.max) > day]


def chronicle(seed: int, reports: int = 500, theatre: str | None = None, wording: str = "first") -> Chronicle:
    """The war of this seed, told in so many reports, new versions included.

    Every third war has a third side. ``theatre`` is what the reports name as theirs; ``wording`` "other" tells it in
    words that nobody tunes on.
    """
    rng = Random(f"chronicle {seed}")
    world = build(rng, third=seed % 3 == 0)
    agenda = Agenda(rng, world, START)
    desk = Desk(rng, world, agenda, theatre, wording)
    issues: list[Issue] = []
    day = START
    while len(issues) < reports:
        if (day - START).days > _MOST_DAYS:
            raise RuntimeError(f"chronicle: {reports} reports: more than the war can fill; ask for fewer")
        agenda.today = day
        fronts.begin(agenda)
        incidents.begin(agenda)
        issues.extend(desk.reports(day))
        day += timedelta(days=1)
    issues = issues[:reports]
    last = issues[-1].told.report.published
    assert last is not None
    withdrawals = {i.told.report.id: i.withdrawn for i in issues if i.withdrawn is not None and i.withdrawn <= last}
    plans = {plan.id: plan for found in agenda.plans.values() for plan in found}
    return Chronicle(
        seed,
        world,
        written(world, START.isoformat()),
        tuple(issue.told for issue in issues),
        withdrawals,
        Truth.of(issues, agenda.steps, withdrawals, world),
        (START, last),
        plans,
    )
