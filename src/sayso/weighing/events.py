"""Which claims tell of the same event? Claims gathered into events by their links, and what an event is called.

Correlation clustering (Bansal, Blum and Chawla, Machine Learning 56, 2004): every pair of claims speaks for or against
being one event (``links.py``), the number of events is not given, and a partition is sought that agrees with the pairs,
by average linkage (``grouping.py``). One strong link can't chain two events into one, since all pairs count, and a
pair that can't be one event keeps its groups apart, so that no event spans days or places that exclude each other.
Measured by B-cubed (Bagga and Baldwin, LREC workshop on linguistic coreference, 1998) in ``bench/``.

A person's word stands above the weights (constrained clustering: Wagstaff and Cardie, ICML 2000). Claims judged apart
never come into one event, neither directly nor through others that agree with both; claims judged one always do,
unless that would join some that were judged apart.

The result depends on the claims alone, not on their order, and a claim's event on what lies near it (``happened.py``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from sayso.model import ClaimType, Entry, Place, When
from sayso.weighing import freed
from sayso.weighing.accounts import Accounts
from sayso.weighing.grouping import clusters, components, spanning
from sayso.weighing.links import Link, linked
from sayso.weighing.neighbours import neighbours
from sayso.weighing.scoring import Scorer
from sayso.weighing.things import table
from sayso.weighing.traits import Trait, in_context, traits

__all__ = ["Decision", "Event", "event_of", "events", "events_of"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_BY_HAND: Final = -3.0  # what weighs against a claim that can't be one with a claim that a person joined to another


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on two claims (by id): of one event, or ``apart``; it stands whatever is added later.

    Where one pair is judged both ways, apart holds.
    """

    a: str
    b: str
    apart: bool
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """Claims that tell of one event, first published first.

    ``id`` is "e-" and the first claim's id; ``type`` the most telling kind among the claims; ``title`` words for people
    ("capture of Hradov"). ``places`` are those of the claims, most often named first, regions only where no settlement
    is named; ``when`` is the narrowest interval that most claims agree on, None where no claim gives a time. ``links``
    are the strongest that hold the claims together, one fewer than the claims: to undo one, judge its claims apart.
    """

    id: str
    type: ClaimType
    title: str
    entries: tuple[Entry, ...]
    links: tuple[Link, ...]
    places: tuple[Place, ...]
    when: When | None


def events(entries: Iterable[Entry], accounts: Accounts, decisions: Sequence[Decision] = ()) -> tuple[Event, ...]:
    """The events that the claims tell of, in order of their first claims; every claim is in exactly one.

    Decisions on claims that are not among the entries wait for them.
    """
    found = _found(in_context(traits(entry, accounts) for entry in entries), decisions)
    return tuple(event for _, event in sorted(found, key=lambda pair: pair[0]))


def event_of(claim: str, told: Iterable[Trait], decisions: Sequence[Decision] = ()) -> tuple[Event, tuple[Entry, ...]]:
    """The event among all of these claims that the one of this id tells of: as ``events`` gives it, much sooner.

    With it come the claims that hang together with it somehow: what lies near them may belong to it, or part it.
    """
    claims = in_context(told)
    parted = _parted(claims, decisions, frozenset((claim,)))
    ((_, event),) = _gathered(claims, parted)
    return event, tuple(claims[at].entry for at in np.flatnonzero(parted.part >= 0).tolist())


def events_of(claims: Collection[str], told: Iterable[Trait], decisions: Sequence[Decision] = ()) -> tuple[Event, ...]:
    """The events among all of these claims that those of these ids tell of, in the order and form of ``events``."""
    found = _found(in_context(told), decisions, frozenset(claims))
    return tuple(event for _, event in sorted(found, key=lambda pair: pair[0]))


def _found(
    claims: Sequence[Trait], decisions: Sequence[Decision], wanted: frozenset[str] | None = None
) -> list[tuple[list[int], Event]]:
    """The events, each with the positions of its claims; only those that hold a ``wanted`` claim, if any is."""
    return _gathered(claims, _parted(claims, decisions, wanted)) if claims else []


class _Parted(NamedTuple):
    """Claims in parts between which nothing speaks for one event: -1 for those that are passed over."""

    scorer: Scorer
    judged: _Judged
    part: Ints
    i: Ints
    j: Ints
    weights: Floats
    wanted: frozenset[int] | None


def _parted(claims: Sequence[Trait], decisions: Sequence[Decision], wanted: frozenset[str] | None) -> _Parted:
    scorer = Scorer(claims)
    judged = _judged(claims, decisions, scorer)
    i, j = neighbours(claims)
    weights = scorer.weights(i, j)
    bonds = np.array([(bond[0], other) for bond in judged.bonds for other in bond[1:]], dtype=np.int64).reshape(-1, 2)
    likely = weights > 0
    part = components(np.concatenate([i[likely], bonds[:, 0]]), np.concatenate([j[likely], bonds[:, 1]]), len(claims))
    at = None if wanted is None else frozenset(n for n, claim in enumerate(claims) if claim.entry.claim.id in wanted)
    if at is not None:
        # Claims of other parts can be of no one event with them: to them no pair leads.
        part = np.where(np.isin(part, part[list(at)]), part, -1)
        inside = part[i] >= 0
        i, j, weights = i[inside], j[inside], weights[inside]
    return _Parted(scorer, judged, part, i, j, weights, at)


def _gathered(claims: Sequence[Trait], parted: _Parted) -> list[tuple[list[int], Event]]:
    scorer, judged, part, i, j, weights, at = parted
    bare_i, bare_j = _bare(claims, part)
    i, j = np.concatenate([i, bare_i]), np.concatenate([j, bare_j])
    weights = np.concatenate([weights, scorer.weights(bare_i, bare_j)])
    found: list[tuple[list[int], Event]] = []
    for members, within in _matrices(part, i, j, weights):
        found += _split(members, within, claims, judged, at)
    return found


def _bare(claims: Sequence[Trait], part: Ints) -> tuple[Ints, Ints]:
    """The pairs within parts of which one claim names no place, which are no neighbours."""
    groups: dict[int, list[int]] = {}
    for at, lowest in enumerate(part.tolist()):
        if lowest >= 0:
            groups.setdefault(lowest, []).append(at)
    placed = [bool(claim.where.settlements or claim.where.regions) for claim in claims]
    pairs = [
        (min(one, other), max(one, other))
        for group in groups.values()
        for one in group
        if not placed[one]
        for other in group
        if placed[other]
    ]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _matrices(part: Ints, i: Ints, j: Ints, weights: Floats) -> Iterator[tuple[list[int], Floats]]:
    """The members of each part and the weights among them, -inf where no pair is; those of part -1 are passed over."""
    order = np.argsort(part, kind="stable")
    order = order[part[order] >= 0]
    starts = np.flatnonzero(np.diff(part[order], prepend=-1))
    within = np.empty(len(part), dtype=np.int64)
    inside = part[i] == part[j]
    i, j, weights = i[inside], j[inside], weights[inside]
    by_part = np.argsort(part[i], kind="stable")
    i, j, weights = i[by_part], j[by_part], weights[by_part]
    for members in np.split(order, starts[1:]):
        size = len(members)
        within[members] = np.arange(size)
        matrix = np.full((size, size), -math.inf)
        lowest = part[members[0]]
        mine = slice(*np.searchsorted(part[i], [lowest, lowest + 1])) if size > 1 else slice(0)
        matrix[within[i[mine]], within[j[mine]]] = weights[mine]
        matrix[within[j[mine]], within[i[mine]]] = weights[mine]
        yield members.tolist(), matrix


class _Judged(NamedTuple):
    """Whom each claim is barred from, what a person joined, and that with the effects bonded to their deeds."""

    bars: dict[int, set[int]]
    by_hand: list[list[int]]
    bonds: list[list[int]]


def _judged(claims: Sequence[Trait], decisions: Sequence[Decision], scorer: Scorer) -> _Judged:
    at = {claim.entry.claim.id: i for i, claim in enumerate(claims)}
    known = [(at[d.a], at[d.b], d.apart) for d in decisions if d.a in at and d.b in at and d.a != d.b]
    bars: dict[int, set[int]] = {}
    for a, b, apart in known:
        if apart:
            bars.setdefault(a, set()).add(b)
            bars.setdefault(b, set()).add(a)
    joined = sorted({(min(a, b), max(a, b)) for a, b, apart in known if not apart})
    effects = np.array([i for i, claim in enumerate(claims) if claim.behind], dtype=np.int64)
    effects = effects[scorer.weights(effects - 1, effects) > 0]
    behind = [(i - 1, i) for i in effects.tolist()]
    return _Judged(bars, _together(joined, bars), _together([*joined, *behind], bars))


def _together(pairs: Iterable[tuple[int, int]], bars: dict[int, set[int]]) -> list[list[int]]:
    """The sets that pairs join, each in order; a pair that would join what is barred is passed over."""
    groups: dict[int, list[int]] = {}
    for a, b in pairs:
        one, other = groups.get(a, [a]), groups.get(b, [b])
        if one is not other and not any(bars.get(i, set()).intersection(other) for i in one):
            both = sorted({*one, *other})
            groups |= dict.fromkeys(both, both)
    return [group for first, group in sorted(groups.items()) if group[0] == first]


def _split(
    part: list[int], weights: Floats, claims: Sequence[Trait], judged: _Judged, wanted: frozenset[int] | None
) -> list[tuple[list[int], Event]]:
    """The events among claims that hang together somehow; only those of claims that are ``wanted``, if any are."""
    if len(part) == 1:
        return [(part, _event([claims[part[0]]], ()))]
    here = {claim: i for i, claim in enumerate(part)}
    bonds = [[here[i] for i in bond] for bond in judged.bonds if bond[0] in here]
    by_hand = [[here[i] for i in bond] for bond in judged.by_hand if bond[0] in here]
    for bond in by_hand:
        for i in bond:
            weights[i] = weights[:, i] = np.maximum(weights[i], _BY_HAND)
    for one in part:
        for other in judged.bars.get(one, set()) & here.keys():
            weights[here[one], here[other]] = -math.inf
    groups = clusters(weights, bonds)
    if wanted is not None:
        groups = [group for group in groups if not wanted.isdisjoint(part[i] for i in group)]
    for bond in by_hand:
        weights[np.ix_(bond, bond)] = math.inf
    made = []
    for group in groups:
        members = [part[i] for i in group]
        within = weights[np.ix_(group, group)]
        links = [_link(claims[members[i]], claims[members[j]], within[i, j]) for i, j in spanning(within)]
        made.append((members, _event([claims[i] for i in members], tuple(links))))
    return made


def _link(a: Trait, b: Trait, weight: float) -> Link:
    found = None if weight == math.inf else linked(a, b)
    return found or Link(a.entry.claim.id, b.entry.claim.id, 1.0, {"by hand": 1.0})


# --- what an event is ---


def _event(claims: Sequence[Trait], links: tuple[Link, ...]) -> Event:
    kind = _type(claims)
    places = _places(claims)
    name, preposition = table("kinds")["titles"][kind]
    if kind == "detention":
        name, preposition = freed.title(claim.entry.claim for claim in claims) or (name, preposition)
    return Event(
        id=f"e-{claims[0].entry.claim.id}",
        type=kind,
        title=f"{name} {preposition} {places[0].name}" if places else name,
        entries=tuple(claim.entry for claim in claims),
        links=links,
        places=places,
        when=_when(claims),
    )


@cache
def _tiers() -> dict[str, tuple[int, int]]:
    order = table("kinds")["telling"]["order"]
    return {kind: (tier, at) for tier, kinds in enumerate(order) for at, kind in enumerate(kinds)}


def _type(claims: Sequence[Trait]) -> ClaimType:
    """The kind of the most telling rank that most claims are of; what is only denied gives no name to the rest."""
    happened = [claim for claim in claims if claim.entry.claim.modality != "negated"]
    counted = Counter(claim.kind for claim in happened or claims)
    return cast(ClaimType, min(counted, key=lambda kind: (_tiers()[kind][0], -counted[kind], _tiers()[kind][1])))


def _places(claims: Sequence[Trait]) -> tuple[Place, ...]:
    named: dict[int | str, list[Place]] = {}
    leading: Counter[int | str] = Counter()
    for precision in ("settlement", "region"):
        for claim in claims:
            own = [p for p in claim.entry.claim.places if p.precision == precision]
            for at, place in enumerate(own):
                key = place.name.casefold() if place.id is None else place.id
                named.setdefault(key, []).append(place)
                leading[key] += 2 if at == 0 else 1
        if named:
            break
    keys = sorted(named, key=lambda key: (-leading[key], named[key][0].name, str(key)))
    return tuple(named[key][0] for key in keys)


def _when(claims: Sequence[Trait]) -> When | None:
    """The interval that most claims' times overlap with, the narrowest of those, then the earliest."""
    given = [(claim.days, claim.entry.claim.when) for claim in claims if claim.days and claim.days.dated]
    if not given:
        return None

    def worth(days: tuple[int, int]) -> tuple[int, int, int]:
        return (-sum(d.first <= days[1] and days[0] <= d.last for d, _ in given), days[1] - days[0], days[0])

    best = min(((d.first, d.last) for d, _ in given), key=worth)
    return next(when for d, when in given if (d.first, d.last) == best)
