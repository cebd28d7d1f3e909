"""What is true of an invented war, as far as it was known on a day? Events, copies, accounts, and who held what.

All of it comes from the script: every claim carries its event and its account from the moment it was planned, and what
is true of a town was written with the scenario that told it (``agenda.Step``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bench.chronicle.agenda import UNKNOWN, Status, Step
from bench.chronicle.desk import Issue
from bench.chronicle.world import World

__all__ = ["Standing", "Truth"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A step whose telling was published: known from ``known`` until ``gone``, in force from ``since`` on."""

    known: date
    gone: date | None
    since: date
    status: Status


@dataclass(frozen=True, slots=True)
class Truth:
    """``event`` and ``account`` by claim id; ``against`` the accounts that deny or dispute a claim, by its id.

    ``original`` maps a reprint to the report that it copies; ``control`` a town's name to its steps, in order of what
    became known.
    """

    event: Mapping[str, str]
    account: Mapping[str, str]
    against: Mapping[str, tuple[str, ...]]
    original: Mapping[str, str]
    control: Mapping[str, tuple[Standing, ...]]
    towns: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, issues: Iterable[Issue], steps: Iterable[Step], withdrawals: Mapping[str, date], world: World) -> Truth:
        """The truth of what was published; steps whose telling never came out are left out."""
        event: dict[str, str] = {}
        account: dict[str, str] = {}
        against: dict[str, tuple[str, ...]] = {}
        original: dict[str, str] = {}
        first: dict[int, date] = {}
        for issue in issues:
            report = issue.told.report
            assert report.published is not None
            for plan in issue.plans:
                if issue.copy_of is None:
                    first.setdefault(plan, report.published)
            if issue.copy_of is not None:
                original[report.id] = issue.copy_of
            for claim, draft in zip(issue.told.claims, issue.told.drafts, strict=True):
                assert draft.account is not None
                event[claim.id], account[claim.id] = draft.event, draft.account
                against[claim.id] = tuple(
                    who for who, stance in draft.objectors if who is not None and stance in ("denies", "disputes")
                )
        return cls(event, account, against, original, _control(steps, first, world), tuple(t.name for t in world.towns))

    def status(self, town: str, on: date, known: date) -> Status:
        """Who is said to hold a town on a day, as a careful editor could tell on the day ``known``."""
        said = UNKNOWN
        for step in self.control.get(town, ()):
            if step.known <= known and step.since <= on and (step.gone is None or known < step.gone):
                said = step.status
        return said

    def group(self, report: str) -> str:
        """The report that this one is a copy of, itself where it is none."""
        return self.original.get(report, report)


def _control(steps: Iterable[Step], first: Mapping[int, date], world: World) -> dict[str, tuple[Standing, ...]]:
    found: dict[str, list[tuple[date, int, Standing]]] = {}
    for n, step in enumerate(steps):
        days = [first[plan] for plan in step.plans if plan in first]
        if days:
            standing = Standing(min(days), step.gone, step.since, step.status)
            found.setdefault(world.towns[step.town].name, []).append((min(days), n, standing))
    return {town: tuple(s for _, _, s in sorted(told, key=lambda t: t[:2])) for town, told in found.items()}
