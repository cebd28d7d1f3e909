"""What is true of an invented war, as far as it was known on a day? Events, copies, accounts, and who held what.

All of it comes from the script: every claim carries its event and its account from the moment it was planned, and what
is true of a town was written with the scenario that told it (``agenda.Step``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product

from bench.chronicle.agenda import UNKNOWN, Status, Step
from bench.chronicle.desk import Issue
from bench.chronicle.world import World
from sayso.model import Claim

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
    """What is true of every claim, report and town; claims by id, reports by id, towns by name.

    ``event`` is a claim's event, ``account`` the key under which it counts, ``said`` its very speaker and the day on
    which it first came out, ``against`` the accounts that deny or dispute it. ``original`` maps a reprint to the report
    that it copies, ``control`` a town to its steps, in order of what became known.
    """

    event: Mapping[str, str]
    account: Mapping[str, str]
    said: Mapping[str, tuple[str, date]]
    against: Mapping[str, tuple[str, ...]]
    original: Mapping[str, str]
    control: Mapping[str, tuple[Standing, ...]]
    towns: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, issues: Iterable[Issue], steps: Iterable[Step], withdrawals: Mapping[str, date], world: World) -> Truth:
        """The truth of what was published; steps whose telling never came out are left out."""
        event: dict[str, str] = {}
        account: dict[str, str] = {}
        said: dict[str, tuple[str, date]] = {}
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
                said[claim.id] = (draft.speaker, draft.told)
                against[claim.id] = tuple(
                    who for who, stance in draft.objectors if who is not None and stance in ("denies", "disputes")
                )
        return cls(
            event, account, said, against, original, _control(steps, first, world), tuple(t.name for t in world.towns)
        )

    def status(self, town: str, on: date, known: date) -> Status:
        """Who is said to hold a town on a day, as a careful editor could tell on the day ``known``."""
        said = UNKNOWN
        for step in self.control.get(town, ()):
            if step.known <= known and step.since <= on and (step.gone is None or known < step.gone):
                said = step.status
        return said

    def accounts(self, claims: Iterable[Claim]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """By event, the independent accounts that tell that it happened, and those against it, among these claims."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for claim in claims:
            support, against = found.setdefault(self.event[claim.id], (set(), set()))
            if claim.modality in ("asserted", "possible"):
                support.add(self.account[claim.id])
            elif claim.modality == "negated":
                against.add(self.account[claim.id])
            against.update(self.against[claim.id])
        return {event: (frozenset(support), frozenset(against)) for event, (support, against) in found.items()}

    def ranges(self, claims: Iterable[Claim]) -> dict[tuple[str, str], frozenset[tuple[int, int]]]:
        """By event and thing counted, the lowest and the highest of all speakers' last figures among these claims.

        A reprint says again what was said on the first day, so it is nobody's last word. Where a speaker gave two
        figures on its last day, either may be the last: every range that follows is right.
        """
        words: dict[tuple[str, str], dict[str, list[tuple[date, tuple[int, ...]]]]] = {}
        for claim in claims:
            if claim.modality not in ("asserted", "possible"):
                continue
            speaker, day = self.said[claim.id]
            for count in claim.counts:
                numbers = tuple(n for n in (count.n, count.min, count.max) if n is not None)
                told = words.setdefault((self.event[claim.id], count.what), {})
                told.setdefault(speaker, []).append((day, numbers))
        return {key: _ranges(list(told.values())) for key, told in words.items()}

    def group(self, report: str) -> str:
        """The report that this one is a copy of, itself where it is none."""
        return self.original.get(report, report)


def _ranges(told: list[list[tuple[date, tuple[int, ...]]]]) -> frozenset[tuple[int, int]]:
    last = [sorted({n for day, n in said if day == max(day for day, _ in said)}) for said in told]
    ways = islice(product(*last), 512)
    return frozenset((min(n for w in way for n in w), max(n for w in way for n in w)) for way in ways)


def _control(steps: Iterable[Step], first: Mapping[int, date], world: World) -> dict[str, tuple[Standing, ...]]:
    found: dict[str, list[tuple[date, int, Standing]]] = {}
    for n, step in enumerate(steps):
        days = [first[plan] for plan in step.plans if plan in first]
        if days:
            standing = Standing(min(days), step.gone, step.since, step.status)
            found.setdefault(world.towns[step.town].name, []).append((min(days), n, standing))
    return {town: tuple(s for _, _, s in sorted(told, key=lambda t: t[:2])) for town, told in found.items()}
