"""Do two claims tell of the same event? Weighed from kind, place, time, parties, figures and wording.

Probabilistic record linkage (Fellegi and Sunter, A Theory for Record Linkage, JASA 64, 1969): what is compared gives a
weight, the logarithm of how much likelier the agreement is between two claims of one event than between two claims
of different ones; the weights add up, and the logistic function makes them a probability. What a claim does not say
weighs nothing or little. What cannot be one event (days, places or parties that exclude each other, a plan and a
deed) is no link at all, however well the rest agrees. The weights are set by hand, from what the words mean and from
invented chronicles (``bench/``), and kept few.

- **kind**: claims of one kind, or of kin (``kinds.toml``): an attack, what it hit and whom it killed are one event, and
  so are a capture and the loser's withdrawal. Holding a place is a state of its own; it tells of a capture only where
  it is dated from it ("under their control since Tuesday"). Attacks of different weapons are different.
- **place**: one settlement; a settlement in reach, weakly; a region for a settlement near its middle, weakly.
- **time**: how likely both happened on one day. A claim without a time happened on the day it was told or shortly
  before; dates of what a place sees once may slip; shelling of two days is two events.
- **parties**: sides, turned round where the kinds call for it (who withdraws lost to who captures).
- **figures**: equal numbers of one thing, the more so the larger; numbers that grow from day to day fit, numbers of
  different things say nothing.
- **wording**: content words shared (Dice). Statements and appeals are one only where the words are much the same.
- **report**: a report tells an event once (so says the guide to annotation), and its parts side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from sayso.distances import distance_km
from sayso.model import Entry, Sketch
from sayso.weighing.accounts import Accounts
from sayso.weighing.happened import DAYS, REACH_KM, REGION_KM, told
from sayso.weighing.things import table
from sayso.weighing.traits import Days, Roles, Spot, Trait, Where, days, in_context, traits

__all__ = [
    "NEARBY",
    "PRIOR",
    "UNPLACED",
    "Bones",
    "Kin",
    "Link",
    "begins",
    "bones",
    "figures",
    "grows",
    "kinship",
    "link",
    "linked",
    "mates",
    "party",
    "place",
    "plausible",
    "time",
    "weapons",
    "wording",
]

Figures = tuple[tuple[str, int], ...]  # by thing, its number
Arms = tuple[frozenset[str], bool]  # weapons, and whether they are named

PRIOR: Final = -2.5
_FAR: Final = -3.0  # days that hardly fit: no other part makes up for so much
_LAG: Final = (0.4, 0.4, 0.12, 0.08)  # an undated claim happened so likely 0, 1, 2, 3 days before it was told
_DAILY: Final = (1.0, 0.002)  # how well a date fits that is so many days off, for what every day may bring anew
_ONCE: Final = (1.0, 0.5, 0.3, 0.15)  # ... and for what a place sees once
_LONG: Final = 10  # days beyond which each of them is as likely
_MOST: Final = 2.0  # the weight of one and the same day
UNPLACED: Final = -1.0  # the weight of a place that is not told ...
NEARBY: Final = -0.5  # ... and where the report tells one beside


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims (by id, ``a`` before ``b``) and how likely they tell of one event, 0 to 1.

    ``parts`` are weights that add up, natural logarithms of odds: above 0 they speak for one event, below against.
    """

    a: str
    b: str
    score: float
    parts: Mapping[str, float]


def link(a: Entry, b: Entry, accounts: Accounts) -> Link | None:
    """The link between two claims with its score and parts; None where they can't be one event. Symmetric."""
    one, other = in_context([traits(a, accounts), traits(b, accounts)])
    return linked(one, other)


def linked(a: Trait, b: Trait) -> Link | None:
    """The link between two claims whose facets are known, ``a`` before ``b`` in order."""
    kin = kinship((a.kind, a.plan), (b.kind, b.plan))
    if kin is None or (kin.dated and not begins(a, b)):
        return None
    when, where = time(a.days, b.days, kin.once), place(a.where, b.where)
    parties = party(a.roles, b.roles, kin.strict, kin.mutual)
    if when is None or where is None or parties is None:
        return None
    parts = {
        "prior": PRIOR,
        "kind": kin.weight + weapons((a.weapons, a.armed), (b.weapons, b.armed)),
        "place": where if where != UNPLACED or a.report != b.report else NEARBY,
        "time": when,
        "parties": parties,
        "figures": figures(a.figures, b.figures, grows(a, b)),
        "wording": wording(a.words, b.words, kin.words),
        "report": mates(a, b) if a.report == b.report else 0.0,
    }
    return Link(a.entry.claim.id, b.entry.claim.id, _logistic(sum(parts.values())), parts)


class Bones(NamedTuple):
    """What of a claim tells quickest which others it can't be one event with; alike for many."""

    kind: str
    plan: str | None
    days: Days | None


def bones(sketch: Sketch) -> Bones:
    """A claim's kind, its modality where it tells of nothing that happened, and its days."""
    plan = sketch.modality if sketch.modality in ("intended", "demanded") else None
    return Bones(sketch.type, plan, days(sketch.when, told(sketch.said, sketch.published)))


def plausible(a: Bones, b: Bones) -> bool:
    """Whether kinds and days alone, without a place or a word, allow two claims to be one event."""
    kin = kinship((a.kind, a.plan), (b.kind, b.plan))
    if kin is None:
        return False
    when = time(a.days, b.days, kin.once)
    return when is not None and when > _FAR


def _logistic(weight: float) -> float:
    return 1 / (1 + math.exp(-weight))


class Kin(NamedTuple):
    """How two kinds go together: the weight, and how what else is told bears on them."""

    weight: float
    once: bool  # a place sees it once, or it lasts
    strict: bool  # another doer makes another event
    mutual: bool  # a fight without an initiator
    dated: bool  # a state, one with a change only where it is dated from it
    words: int  # how much depends on the wording: 0 little, 1 some, 2 all


@cache
def kinship(one: tuple[str, str | None], other: tuple[str, str | None]) -> Kin | None:
    """How two kinds with their modalities (of what did not happen) go together, None where they never do."""
    kinds = table("kinds")
    (a, plan), (b, planned) = one, other
    if plan != planned:
        return None
    weight = kinds["same"] if a == b else kinds["kin"].get(f"{a} {b}", kinds["kin"].get(f"{b} {a}"))
    if weight is None:
        return None
    lasting = {*kinds["once"], *kinds["states"]}
    states = [kind in kinds["states"] for kind in (a, b)]
    return Kin(
        weight=float(weight),
        once={a, b} <= lasting,
        strict=not {a, b}.isdisjoint(kinds["partisan"]),
        mutual="clash" in (a, b),
        dated=states[0] != states[1],
        words=2 if a in kinds["verbal"] else 1 if a == b and a in kinds["worded"] else 0,
    )


# --- place ---


def place(a: Where, b: Where) -> float | None:
    """The weight of two claims' places, None where they lie apart."""
    if not (a.settlements or a.regions) or not (b.settlements or b.regions):
        return UNPLACED
    shared = {s.key for s in a.settlements} & {s.key for s in b.settlements}
    if shared:
        # A claim of several places is one event with a claim of its first, and rather less with one of its last.
        leading = a.settlements[0].key == b.settlements[0].key
        return 2.0 if leading else 1.0
    if a.settlements and b.settlements:
        near = min(_apart(x, y) for x in a.settlements for y in b.settlements)
        return None if near > REACH_KM else 2.0 if near < 0.5 else -3.0 - near / REACH_KM
    if {r.key for r in a.regions} & {r.key for r in b.regions}:
        return 0.8
    nearest = min(_apart(x, y) for x in (a.settlements or a.regions) for y in (b.settlements or b.regions))
    return None if nearest > REGION_KM else 0.3 - nearest / REGION_KM


def _apart(a: Spot, b: Spot) -> float:
    """Kilometres between two places; where one has no coordinates, nothing for one name and endless for two."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0 if a.name == b.name else math.inf
    return distance_km(a.lat, a.lon, b.lat, b.lon)


# --- time ---


def time(a: Days | None, b: Days | None, once: bool) -> float | None:
    """The logarithm of how much likelier than by chance both fall on one day, None where they can't."""
    if a is None or b is None:
        return -0.5
    fits = _ONCE if once else _DAILY
    gap = max(a.first - b.last, b.first - a.last, 0)
    if gap >= len(fits) or gap > DAYS:
        return None
    if a.dated and b.dated and (a.first, a.open) == (b.first, b.open) and (a.open or a.last == b.last):
        return _MOST if a.last - a.first < 2 or b.last - b.first < 2 else 1.0
    usual = 40 if once else 7  # days between two such events in a place that the news tells of
    return min(_MOST, math.log(max(1e-3, usual * _meeting(a, b, fits))))


def _meeting(a: Days, b: Days, fits: tuple[float, ...]) -> float:
    """The chance that both fell on one day, days that are off counted by how well they fit."""
    if a.last - a.first > _LONG or b.last - b.first > _LONG:
        near = sum(fits) * 2 - fits[0]
        narrow, wide = sorted((a, b), key=lambda days: days.last - days.first)
        overlap = max(1, min(a.last, b.last) - max(a.first, b.first) + 1)
        chance = near * overlap / ((narrow.last - narrow.first + 1) * (wide.last - wide.first + 1))
        # What is told of a whole month is rather the last such event of the month, which still bears on things.
        late = (min(narrow.last, wide.last) - wide.first) / (wide.last - wide.first)
        return chance * (0.75 + 0.5 * late)
    return sum(
        p * q * fits[abs(day - other)]
        for day, p in _chances(a)
        for other, q in _chances(b)
        if abs(day - other) < len(fits)
    )


def _chances(days: Days) -> list[tuple[int, float]]:
    if not days.dated:
        return [(days.last - lag, chance) for lag, chance in enumerate(_LAG)]
    length = days.last - days.first + 1
    return [(day, 1 / length) for day in range(days.first, days.last + 1)]


def begins(a: Trait, b: Trait) -> bool:
    """Whether the state of the one is dated from the change of the other."""
    state, change = (a, b) if a.kind in table("kinds")["states"] else (b, a)
    if state.days is None or change.days is None or not state.days.open:
        return False
    return change.days.first - 1 <= state.days.first <= change.days.last + 1


# --- parties ---


def party(a: Roles, b: Roles, strict: bool, mutual: bool) -> float | None:
    """The weight of who did it to whom, None where it excludes one event (``strict``); ``mutual``: both fight."""
    if mutual:
        sides, others = {a.doer, a.victim} - {None}, {b.doer, b.victim} - {None}
        return 0.3 if sides & others else 0.0
    against = (a.doer and b.doer and a.doer != b.doer) or (a.victim and b.victim and a.victim != b.victim)
    # Who is the doer to the one and the victim to the other is known from one role alone.
    against = against or (a.doer and a.doer == b.victim) or (a.victim and a.victim == b.doer)
    if against:
        if strict:
            return None
        # Each side may blame the other for one strike; where nobody speaks for itself, it is rather two strikes.
        blame = (a.speaker, b.speaker) != (None, None) and (a.speaker == b.doer or b.speaker == a.doer)
        return -2.5 if blame else -5.0
    agreed = sum(0.6 for one, other in ((a.doer, b.doer), (a.victim, b.victim)) if one is not None and one == other)
    if a.names and b.names:
        return agreed + (0.6 if a.names & b.names else -0.8)
    return agreed


# --- figures, weapons, wording, report ---


def grows(a: Trait, b: Trait) -> bool:
    """Whether the second was told on a later day, so that its figures may have risen."""
    return a.days is not None and b.days is not None and a.days.told < b.days.told


def figures(earlier: Figures, later: Figures, rises: bool) -> float:
    """The weight of the numbers of things that both count."""
    if not earlier or not later:
        return 0.0
    known = dict(later)
    total = 0.0
    for what, n in earlier:
        if what in known:
            total += _number(n, known[what], rises)
    return max(-1.5, min(2.0, total))


def _number(earlier: int, later: int, grows: bool) -> float:
    if earlier == later:
        return min(2.0, 0.3 + 0.4 * math.log(max(1, earlier)))
    low, high = sorted((max(earlier, 0) + 1, max(later, 0) + 1))
    weight = 0.4 if low / high >= 0.8 else 0.0 if low / high >= 0.5 else -0.6 if low / high >= 0.2 else -1.2
    return weight / 2 if grows and earlier < later and weight < 0 else weight


def weapons(a: Arms, b: Arms) -> float:
    """The weight of the weapons of two attacks, which only speaks for one event where both name them."""
    (ones, named), (others, too) = a, b
    if not ones or not others:
        return 0.0
    if ones & others:
        return 0.4 if named and too else 0.0
    near = table("wording")["near"]
    mistaken = any(v in near.get(w, ()) or w in near.get(v, ()) for w in ones for v in others)
    return -0.3 if mistaken else -5.0


def wording(a: frozenset[str], b: frozenset[str], matters: int) -> float:
    """The weight of the content words shared, by how much the kinds make of words (``Kin.words``)."""
    shared = len(a & b)
    dice = 2 * shared / (len(a) + len(b) + 1)  # one more, since few words prove little
    if matters == 2:
        return 8 * dice - 4.5
    if matters == 1:
        return 3 * dice - 0.8
    return 2 * dice if shared > 1 else dice


def mates(a: Trait, b: Trait) -> float:
    """What it weighs that two claims stand in one report."""
    one, other = a.entry.claim, b.entry.claim
    if a.kind == b.kind:
        return -1.5 if a.account == b.account and one.modality == other.modality else 0.2
    first, second = (one, other) if one.start <= other.start else (other, one)
    between = second.start - first.end
    return 1.5 if between < 30 else 0.8 if between < 300 else 0.3
