"""Which place does a name mean? All names of a report are settled together, each by what the others make likely.

Every name's candidates start from a prior (what it is called, how many live there, what the theatre is about, what
region is named with it). Then candidates vouch for one another: those of one country, of one province and those close
by raise each other, in proportion to how likely each is itself, for a few rounds. The method is relaxation labelling
over a report's toponyms, after the minimality heuristics of Leidner (2007) and the context-based resolution of
Lieberman and Samet (2012).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from sayso.gazetteer import Candidate, Gazetteer
from sayso.gazetteer.compiling import REGION_WORD
from sayso.gazetteer.keys import family_of, plain_key
from sayso.model import Place
from sayso.reader.toponym_candidates import (
    Positions,
    candidates,
    held,
    is_country,
    is_province,
    war_nearness,
    war_places,
)
from sayso.theatres import Theatre

__all__ = ["Choice", "Mention", "settle"]

# Weights, in units of one power of ten of inhabitants. Set by hand, checked with bench/places.py.
_MATCHED = {"name": 0.0, "other name": -1.2, "spelling": -1.6, "other spelling": -2.4}
_LISTED_ALIKE = _MATCHED | {"other name": -0.6}
_COUNTRY_ITSELF = 3.0  # a name that is a country's is hardly ever meant for a hamlet
_PROVINCE = 1.0  # a state of the United States: these go by their bare names
_OTHER_PROVINCE = -0.5  # any other, called by its bare name
_SMALL_REGION = -1.0  # a county called by its bare name; its seat is meant more often
_SHADOWED, _TOWN = -3.0, 5_000  # a region beside a town of the same name, of so many people at least
_OF_THEATRE, _REGION_OF_THEATRE = 3.0, 8.0  # the theatre lists it
_LISTED = 3_000  # people of a place that a theatre lists and nobody counted
_IN_THEATRE, _LATER_COUNTRY = 2.0, 0.5  # it lies in the theatre's first country; less for each that is listed after it
_WAR = 1.5  # it lies where the theatre's own places lie thick
_NOBODY_COUNTED = 100  # people, where a gazetteer says nothing
_KNOWN_SPELLINGS = 10_000  # people of a town so large that a gazetteer knows how it is spelled
_RENAMED = -0.7  # another name that is no romanisation: one of the past, or a quarter's
_SPELLED = {"spelling", "other spelling"}
_INSIDE, _OUTSIDE = 4.0, -2.0  # of the region or country named with it
_BESIDE = 3.0  # of the region that its sentence names, or not
_KIND = 3.0
_SEAT = 1.0  # a capital by whose name its government goes
_SAME_COUNTRY, _SAME_PROVINCE, _NEARBY = 2.0, 3.0, 4.0
_NEAR_KM = 30.0
_VOUCHED = 0.5
_METROPOLIS = 1_000_000  # people of a town that no province has to be named with
_CITY, _MUCH_ALIKE = 100_000, 0.6  # people of a town known by spellings that no gazetteer has; how alike they are
_ROUNDS = 4
_SHARPNESS = 1.6  # how fast a lead in score becomes certainty
_MOST = 800  # candidates weighed in one report; bounds time and memory
_EARTH_KM = 6371.0

_Floats: TypeAlias = npt.NDArray[np.float64]
_LookUp: TypeAlias = Callable[[str], list[Candidate]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a report; ``inside`` is the region or country that the text names with it ("X, Kharkiv region").

    ``beside`` is the only region that its sentence names, which likely holds it.
    """

    start: int
    end: int
    name: str
    kind: Literal["settlement", "region", "country", "facility"] | None = None
    inside: str | None = None
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that a mention was taken for, and every candidate with its score and a short reason, best first."""

    place: Place | None
    candidates: tuple[tuple[Candidate, float, str], ...]


@dataclass(slots=True)
class _Name:
    """All mentions of a report that must mean the same place."""

    mentions: list[Mention]
    options: list[Candidate] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    reasons: list[list[str]] = field(default_factory=list)
    elsewhere: bool = False  # nothing of the name lies in the country that it is said to lie in


def settle(
    mentions: Sequence[Mention], gazetteer: Gazetteer, theatre: Theatre, *, listed_alike: bool = False
) -> dict[Mention, Choice]:
    """One choice for every mention, the same name meaning the same place throughout unless told apart by ``inside``.

    ``listed_alike`` is for names in other letters: which of these a gazetteer takes for a place's own is chance.
    """
    found: dict[str, list[Candidate]] = {}

    def look_up(name: str) -> list[Candidate]:
        if name not in found:
            found[name] = candidates(name, gazetteer, theatre)
        return found[name]

    names = _names(mentions, look_up)
    fought = war_places(theatre)
    cap = max(12, _MOST // max(1, len(names)))
    for name, inside in names:
        first = name.mentions[0]
        container = look_up(inside) if inside else []
        known = _LISTED_ALIKE if listed_alike else _MATCHED
        _weigh(name, look_up(first.name), container, inside, theatre, fought, cap, known)
        beside = {m.beside for m in name.mentions if m.beside is not None}
        if len(beside) == 1 and not inside:
            _weigh_beside(name, look_up(beside.pop()))
    groups = [name for name, _ in names]
    support = _relax(groups)
    choices: dict[Mention, Choice] = {}
    for group, vouched in zip(groups, support, strict=True):
        choice = _choice(group, vouched, theatre)
        for mention in group.mentions:
            choices[mention] = choice
    return choices


def _names(mentions: Sequence[Mention], look_up: _LookUp) -> list[tuple[_Name, str | None]]:
    """Mentions grouped by name, with the region that each group is said to lie in."""
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    inside: dict[Mention, str | None] = {}
    for mention, after in itertools.zip_longest(ordered, ordered[1:]):
        inside[mention] = mention.inside
        # ", " and no more between them: "Alba, Texas" needs no words to say that one lies in the other.
        beside = mention.inside is None and after is not None and 1 <= after.start - mention.end <= 2
        if beside and after is not None and _contains(look_up(after.name), look_up(mention.name)):
            inside[mention] = after.name
    told: dict[tuple[str, str | None], set[str]] = {}
    for mention in ordered:
        within = inside[mention]
        if within is not None:
            told.setdefault((plain_key(mention.name), mention.kind), set()).add(plain_key(within))
    groups: dict[tuple[str, str | None, str], tuple[_Name, str | None]] = {}
    for mention in ordered:
        key = plain_key(mention.name), mention.kind
        within = inside[mention]
        regions = told.get(key, set())
        tag = plain_key(within) if within is not None else next(iter(regions)) if len(regions) == 1 else ""
        group = groups.get((*key, tag))
        if group is None:
            groups[*key, tag] = (_Name([mention]), within)
        else:
            group[0].mentions.append(mention)
            groups[*key, tag] = (group[0], group[1] or within)
    return list(groups.values())


def _contains(containers: Iterable[Candidate], found: Sequence[Candidate]) -> bool:
    return any(held(c, r) for r in containers for c in found if r.matched not in _SPELLED)


def _weigh(
    name: _Name,
    found: list[Candidate],
    containers: list[Candidate],
    inside: str | None,
    theatre: Theatre,
    fought: Positions,
    cap: int,
    matched: Mapping[str, float],
) -> None:
    """Puts a name's candidates in order before the others of the report are heard."""
    kind = name.mentions[0].kind
    regions = [c for c in containers if c.precision == "region"]
    towns = {
        (c.country, c.admin1)
        for c in found
        if c.precision == "settlement" and c.population >= (_METROPOLIS if c.country == "US" else _TOWN)
    }
    seat = _governed_from(name.mentions[0].name, theatre)
    weighed: list[tuple[float, Candidate, list[str]]] = []
    for candidate, near in zip(found, war_nearness(found, fought), strict=True):
        why = [candidate.matched]
        people = candidate.population or (_LISTED if candidate.origin == "theatre" else 0)
        if candidate.matched in _SPELLED:
            people = min(people, _KNOWN_SPELLINGS)
        score = math.log10(people + _NOBODY_COUNTED) + matched[candidate.matched]
        if matched is _MATCHED and candidate.matched == "other name" and family_of(candidate.country):
            score += _RENAMED
        why.append(f"{candidate.population:,} people" if candidate.population else "population unknown")
        if candidate.origin == "theatre" and candidate.precision == "region":
            score = 4.0 + _REGION_OF_THEATRE
            why = ["the theatre's own"]
        elif candidate.country in theatre.countries:
            score += max(_LATER_COUNTRY, _IN_THEATRE - _LATER_COUNTRY * theatre.countries.index(candidate.country))
            score += _WAR * near
            why.append(f"in {candidate.country}")
        if candidate.origin == "theatre" and candidate.precision == "settlement":
            score += _OF_THEATRE
            why = ["the theatre's own"]
        if candidate.precision == "region" and candidate.origin != "theatre":
            score += _SHADOWED if is_province(candidate) and candidate.country == seat else _as_region(candidate, towns)
        if regions:
            if any(held(candidate, region) for region in regions):
                score += _INSIDE
                why.append(f"in {inside}")
            else:
                score += _OUTSIDE
        wanted = {"settlement": "settlement", "region": "region", "country": "region"}.get(kind or "")
        if candidate.precision == wanted and candidate.matched not in _SPELLED:
            score += _KIND
        if candidate.precision == "settlement" and candidate.country == seat:
            score += _SEAT
            why.append("the seat of a government")
        weighed.append((score, candidate, why))
    told = {r.country for r in regions if r.matched not in _SPELLED and (is_province(r) or is_country(r))}
    name.elsewhere = bool(told) and all(r.country in told for r in regions) and not told & {c.country for c in found}
    weighed.sort(key=lambda w: -w[0])
    for score, candidate, why in weighed[:cap]:
        name.options.append(candidate)
        name.base.append(score)
        name.reasons.append(why)


def _governed_from(name: str, theatre: Theatre) -> str | None:
    """The country whose government this name stands for, as capitals do."""
    state = theatre.actor(name)
    country = theatre.region(state.name) if state is not None and state.type == "state" else None
    return country.country if country is not None else None


def _weigh_beside(name: _Name, containers: list[Candidate]) -> None:
    """Raises what lies in the region that is named in the same sentence, where anything does."""
    regions = [c for c in containers if is_province(c) and c.matched not in _SPELLED]
    inside = [any(held(option, region) for region in regions) for option in name.options]
    if any(inside):
        name.base = [score + (_BESIDE if at else -_BESIDE) for score, at in zip(name.base, inside, strict=True)]
        order = sorted(range(len(inside)), key=lambda i: -name.base[i])
        name.options, name.base, name.reasons = (
            [name.options[i] for i in order],
            [name.base[i] for i in order],
            [name.reasons[i] for i in order],
        )


def _as_region(candidate: Candidate, towns: set[tuple[str, str | None]]) -> float:
    """What being a region adds to a candidate; ``towns`` are the provinces that hold a town of the same name."""
    country = not candidate.country or is_country(candidate)
    if country:
        # Every spelling of a country is known; one that is only alike is another place's.
        return 0.0 if candidate.matched in _SPELLED else _COUNTRY_ITSELF
    # A state of the United States shares its name with towns in it; elsewhere the town gave the region its name.
    if (candidate.country, candidate.admin1) in towns:
        return _SHADOWED
    if is_province(candidate):
        return _PROVINCE if candidate.country == "US" else _OTHER_PROVINCE
    return _SMALL_REGION if candidate.matched != "name" else 0.0


def _relax(names: Sequence[_Name]) -> list[_Floats]:
    """Rounds of vouching; returns the final scores by name."""
    sizes = [len(n.options) for n in names]
    flat = [c for n in names for c in n.options]
    if not flat:
        return [np.zeros(0) for _ in names]
    base = np.array([s for n in names for s in n.base])
    group = np.repeat(np.arange(len(names)), sizes)
    lat = np.radians([c.lat for c in flat])
    lon = np.radians([c.lon for c in flat])
    unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    codes: dict[str, int] = {}
    country = np.array([codes.setdefault(c.country or f"-{i}", len(codes)) for i, c in enumerate(flat)])
    province = np.array(
        [codes.setdefault(f"{c.country}.{c.admin1}" if c.admin1 else f"-{i}", len(codes)) for i, c in enumerate(flat)]
    )
    # One name told apart by what it lies in is no company for itself.
    keys: dict[str, int] = {}
    called = np.array([keys.setdefault(plain_key(n.mentions[0].name), len(keys)) for n in names])[group]
    other = called[:, None] != called[None, :]
    km = _EARTH_KM * np.arccos(np.clip(unit @ unit.T, -1, 1))
    # A county vouches for its surroundings; the middle of anything larger says nothing of where in it one is.
    town = np.array([c.precision == "settlement" or c.rank == "county" for c in flat])
    near = np.exp(-km / _NEAR_KM) * town[None, :] * other
    same_country = ((country[:, None] == country[None, :]) & other).astype(float)
    same_province = ((province[:, None] == province[None, :]) & other).astype(float)
    weight = np.array([1.0 + math.log2(len(n.mentions)) for n in names])
    starts = np.cumsum([0, *sizes])
    score = base.copy()
    for _ in range(_ROUNDS):
        belief = np.zeros(len(flat))
        for i, (a, b) in enumerate(itertools.pairwise(starts)):
            if a < b:
                e = np.exp(_SHARPNESS * (score[a:b] - score[a:b].max()))
                belief[a:b] = weight[i] * e / e.sum()
        total = belief.sum() - weight[group] + 1.0
        score = (
            base
            + _SAME_COUNTRY * (same_country @ belief) / total
            + _SAME_PROVINCE * (same_province @ belief) / total
            + _NEARBY * (1 - np.exp(-(near @ belief)))
        )
    return [score[a:b] for a, b in itertools.pairwise(starts)]


def _likely(best: Candidate, name: str) -> bool:
    """Whether a large town's name is spelled much like this, as a traveller would write it ("Hodeidah")."""
    if best.population < _CITY or is_country(best) or best.matched != "spelling":
        return False
    written, told = plain_key(REGION_WORD.sub("", name)), plain_key(best.name)
    return max(SequenceMatcher(None, written, told[at:]).ratio() for at in (0, 3)) >= _MUCH_ALIKE


def _choice(name: _Name, scores: _Floats, theatre: Theatre) -> Choice:
    order = sorted(range(len(name.options)), key=lambda i: -scores[i])
    ranked = []
    for i in order:
        why = list(name.reasons[i])
        if scores[i] - name.base[i] > 0.5:
            why.append(f"near or with others named here (+{scores[i] - name.base[i]:.1f})")
        ranked.append((name.options[i], round(float(scores[i]), 2), ", ".join(why)))
    if not ranked:
        return Choice(None, ())
    best = ranked[0][0]
    first = order[0]
    vouched = scores[first] - name.base[first] > _VOUCHED
    outside = best.country not in theatre.countries
    if best.matched in _SPELLED and outside and not vouched and not _likely(best, name.mentions[0].name):
        # a name that is only alike, in a country that nothing here points to, is no find
        return Choice(None, tuple(ranked))
    if name.elsewhere and best.precision == "settlement" and best.population < _METROPOLIS:
        return Choice(None, tuple(ranked))
    return Choice(Place(best.name, best.id, best.lat, best.lon, best.precision), tuple(ranked))
