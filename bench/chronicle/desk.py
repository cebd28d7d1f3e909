"""How do a day's plans become that day's reports? Stories of one to four events, reprints, versions, withdrawals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bench.chronicle.agenda import Agenda, Happening, Plan
from bench.chronicle.copying import HOW, reprint
from bench.chronicle.naming import parts
from bench.chronicle.page import Draft, Sentence, Telling, stanced, write
from bench.chronicle.story import Story, Told, publish, scenery, texture, textures, title
from bench.chronicle.wording import pick
from bench.chronicle.world import Newsroom, World
from sayso.model import Stance

__all__ = ["Desk", "Issue"]

_COPIES = (0, 0, 0, 0, 1, 1, 2, 4)


@dataclass(frozen=True, slots=True)
class Issue:
    """A report as it came out: the plans that it tells, what it copies, and the day it was withdrawn."""

    told: Told
    plans: tuple[int, ...]
    copy_of: str | None = None
    withdrawn: date | None = None


@dataclass(slots=True)
class _Later:
    """Something that waits for its day: a reprint, or a new version."""

    story: Story
    plans: tuple[int, ...]
    number: str | None = None  # of the report that it is a version of
    copy_of: str | None = None
    outlet: str = ""
    agency: str | None = None


class Desk:
    """Writes the reports of every newsroom, day by day. ``theatre`` is what reports say theirs is."""

    def __init__(self, rng: Random, world: World, agenda: Agenda, theatre: str | None, wording: str = "first") -> None:
        self._rng, self._world, self._agenda, self._theatre = rng, world, agenda, theatre
        self._wording = wording
        self._waiting: dict[date, list[_Later]] = {}
        self._last: dict[str, Telling] = {}
        self._updates: dict[tuple[str, date], tuple[Story, str, tuple[int, ...]]] = {}
        self._count = 0
        far = parts()["far_countries"][3]
        self._standing: dict[str, tuple[Sentence, ...]] = {}
        for room in (*world.agencies, *(side.agency for side in world.everyone)):
            slots = scenery(rng, world, rng.randrange(len(world.regions)), world.towns[0].name)
            slots |= {"agency": room.name, "far": far, "month": "third"}
            self._standing[room.name] = textures(rng, 3, slots, "standing")

    def reports(self, day: date) -> list[Issue]:
        """The reports of a day, in the order in which they came out: own work first, then what others made of it."""
        rng = self._rng
        issues: list[Issue] = []
        by_room: dict[Newsroom, list[Plan]] = {}
        for plan in self._agenda.plans.get(day, ()):
            if plan.alone:
                issues.append(self._alone(plan, day))
            else:
                by_room.setdefault(plan.room, []).append(plan)
        for room, plans in by_room.items():
            rng.shuffle(plans)
            while plans:
                many = len(plans) if len(plans) < 4 else rng.choice((2, 3, 4))
                chunk, plans = plans[:many], plans[many:]
                issues.append(self._issue(room, chunk, day))
        for later in self._waiting.pop(day, ()):
            version = 2 if later.number else 1
            number = later.number or self._number()
            told = publish(later.story, number, day, later.outlet, later.agency, self._theatre, version)
            issues.append(Issue(told, later.plans, later.copy_of))
        return issues

    def _number(self) -> str:
        self._count += 1
        return f"r{self._count:04d}"

    def _issue(self, room: Newsroom, plans: list[Plan], day: date) -> Issue:
        """A story of these plans; or, now and then, a new version of yesterday's with them in it."""
        rng = self._rng
        told_ids = tuple(plan.id for plan in plans)
        before = self._updates.pop((room.name, day - timedelta(days=1)), None)
        agency = room.name if room.is_agency else None
        if before is not None and rng.random() < 0.3:
            old, number, old_ids = before
            fresh = self._story(room, plans, day)
            paragraphs = (*fresh.paragraphs[: len(plans)], *old.paragraphs)
            story = Story(f"UPDATE 2: {old.title}", paragraphs)
            told = publish(story, number, day, room.name, agency, self._theatre, 2)
            return Issue(told, told_ids + old_ids)
        number = self._number()
        story = self._story(room, plans, day)
        told = publish(story, number, day, room.name, agency, self._theatre)
        if room.is_agency and not room.side:
            self._reprints(room, story, number, told_ids, told, day)
            if all(claim.when is not None for claim in told.claims):
                self._updates[(room.name, day)] = (story, number, told_ids)
        return Issue(told, told_ids)

    def _alone(self, plan: Plan, day: date) -> Issue:
        number = self._number()
        story = self._story(plan.room, [plan], day)
        agency = plan.room.name if plan.room.is_agency else None
        told = publish(story, number, day, plan.room.name, agency, self._theatre)
        if plan.mended is None:
            return Issue(told, (plan.id,), withdrawn=plan.mended_on)
        assert plan.mended_on is not None
        assert plan.mended_id is not None
        seen: dict[int, str] = {}
        right = write(self._rng, plan.mended, plan.mended_on, plan.room, seen, parts()["stations"], self._wording)
        note = Sentence("This report has been corrected: an earlier version was wrong in its first paragraph.")
        first = (right, *story.paragraphs[0][1:])
        mended = Story(f"CORRECTED: {story.title}", (first, *story.paragraphs[1:], (note,)))
        later = _Later(mended, (plan.mended_id,), number, outlet=plan.room.name, agency=agency)
        self._waiting.setdefault(plan.mended_on, []).append(later)
        return Issue(told, (plan.id,))

    def _reprints(
        self, room: Newsroom, story: Story, number: str, plans: tuple[int, ...], told: Told, day: date
    ) -> None:
        rng = self._rng
        outlets = rng.sample(self._world.outlets, pick(rng, _COPIES))
        for outlet in outlets:
            place = told.claims[0].places[0].name if told.claims else self._world.towns[0].name
            region = rng.randrange(len(self._world.regions))
            slots = scenery(rng, self._world, region, pick(rng, self._world.towns).name)
            copy = reprint(rng, story, pick(rng, HOW), {**slots, "place": place})
            credit = room.name if rng.random() < 0.7 else None
            later = _Later(copy, plans, copy_of=number, outlet=outlet.name, agency=credit)
            self._waiting.setdefault(day + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2))), []).append(later)

    def _story(self, room: Newsroom, plans: list[Plan], day: date) -> Story:
        """A paragraph a plan, then background on older events, then what the newsroom prints under most stories."""
        rng, world = self._rng, self._world
        seen: dict[int, str] = {}
        paragraphs: list[tuple[Sentence, ...]] = []
        region, other = 0, world.towns[0].name
        for plan in plans:
            event = self._agenda.events[plan.telling.event]
            town = self._agenda.town(event.town)
            region, other = town.region, town.name
            telling = self._fair(plan.telling, event)
            sentence = write(rng, telling, day, room, seen, parts()["stations"], self._wording)
            if telling.type == "casualties" or telling.also == "toll":
                self._last[event.key] = telling
            slots = scenery(rng, world, region, other)
            paragraphs.append((sentence, *textures(rng, rng.choice((1, 2, 2, 3)), slots)))
        told = {plan.telling.event for plan in plans}
        for event in self._background(day, told):
            paragraphs.append(
                (write(rng, self._recalled(event, day), day, room, seen, parts()["stations"], self._wording),)
            )
        paragraphs = _with_denials(paragraphs)
        slots = scenery(rng, world, region, other)
        near = self._agenda.town(self._agenda.events[plans[0].telling.event].town)
        far = pick(rng, [town.name for town in world.towns if town.name != near.name])
        slots |= {"place": near.name, "other": far, "day": "as the week went on"}
        if rng.random() < 0.4:
            first = paragraphs[0]
            paragraphs[0] = (*first, texture(rng, "openings", slots))
        standing = self._standing.get(room.name)
        if standing and rng.random() < 0.6:
            paragraphs.append(tuple(rng.sample(standing, rng.randrange(1, len(standing)))))
        return Story(title(rng, slots), tuple(paragraphs))

    def _fair(self, telling: Telling, event: Happening) -> Telling:
        """The telling, with its day where another event could be meant, and a vaguer weapon where none could."""
        # An intention and a call have no day.
        if telling.modality in ("intended", "demanded") or telling.frame == "announced":
            return telling
        if self._agenda.crowded(event):
            return replace(telling, day=telling.day or event.day, firm=True)
        if telling.form == "toll" and self._rng.random() < 0.12 and telling.day is not None:
            return replace(telling, cause="attack", firm=True)
        return telling

    def _background(self, day: date, told: set[str]) -> list[Happening]:
        """Up to two older events that newsrooms now take for granted."""
        rng = self._rng
        if rng.random() < 0.6:
            return []
        ripe = [
            event
            for event in self._agenda.events.values()
            if event.settled is not None
            and event.settled <= day
            and (event.over is None or event.over > day)
            and event.key not in told
            and (event.family == "capture" or event.key in self._last)
        ]
        return rng.sample(ripe[-40:], min(len(ripe[-40:]), rng.randrange(1, 3)))

    def _recalled(self, event: Happening, day: date) -> Telling:
        """The event as background: in the newsroom's own voice, with its day, or a capture by its past month."""
        if event.family == "capture":
            past = (event.day.year, event.day.month) < (day.year, day.month)
            return replace(event.telling, firm=True, month=past and self._rng.random() < 0.7)
        last = self._last[event.key]
        plain: Telling = replace(last, voice=None, frame=None, also=None, day=event.day, firm=True)
        return replace(plain, form="toll", type="casualties")


def _with_denials(paragraphs: list[tuple[Sentence, ...]]) -> list[tuple[Sentence, ...]]:
    """A denial of what stands in the same report is a stance on it, besides a claim of its own (guidelines, 10)."""
    denials = [d for p in paragraphs for s in p for d in s.drafts if d.fields["modality"] == "negated"]
    if not denials:
        return paragraphs

    def denied(draft: Draft) -> Draft:
        for denial in denials:
            same = (denial.event, denial.fields["type"]) == (draft.event, draft.fields["type"])
            if same and draft.account != denial.account and draft.fields["modality"] == "asserted":
                draft = stanced(draft, Stance(denial.fields["source"].name, "denies"), denial.account)
        return draft

    return [tuple(Sentence(s.marked, tuple(denied(d) for d in s.drafts)) for s in p) for p in paragraphs]
