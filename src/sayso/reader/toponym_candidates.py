"""What may a name mean? The gazetteer's places and the theatre's own, told as one where they are one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sayso.gazetteer import Candidate, Gazetteer
from sayso.reader.wordlists import wordlists
from sayso.theatres import KnownPlace, Region, Theatre

__all__ = ["Positions", "candidates", "held", "is_country", "is_province", "kilometres", "war_nearness", "war_places"]

Positions: TypeAlias = npt.NDArray[np.float64]
"""Unit vectors, one row each."""

_SAME_REGION_KM = 200.0  # how far apart two ideas of a province's middle may lie
_SAME_TOWN_KM = 8.0
_TOWN = 50_000  # people of a town that facilities are called after by any of its names
_HELD_KM = 150.0  # how far from its middle a region of unknown bounds holds towns
_COUNTY_KM = 80.0
_THICK, _WAR_KM = 5, 22.0  # how many of the theatre's places must be how near for the war to be told of there
_EARTH_KM = 6371.0
# "X (Y)" and "X / Y": a name with a word of what it is, or two names of one place.
_QUALIFIED = re.compile(r"(?<!\s)\s*[(/].*")
_ANYWHERE = "ZZ"  # what theatres write for no country


def candidates(name: str, gazetteer: Gazetteer, theatre: Theatre) -> list[Candidate]:
    """The theatre's own entries, then the gazetteer's; a name such as "X region" means regions called X only."""
    place, region = theatre.place(name), theatre.region(name)
    others = gazetteer.candidates(name)
    if not any(candidate.precision == "region" for candidate in others):
        others = others + gazetteer.regions(name) if region or place or not others else others
    if not others and place is None and region is None:
        return _by_a_part(name, gazetteer, theatre)
    own = [_known_too(_of_theatre(e), e, others, gazetteer, theatre) for e in (region, place) if e is not None]
    # One of which the theatre says more is not listed twice.
    listed = {c.id for c in own if c.id is not None}
    return own + [c for c in others if c.id is None or c.id not in listed]


def _by_a_part(name: str, gazetteer: Gazetteer, theatre: Theatre) -> list[Candidate]:
    """What is meant by a name that nothing bears whole: with a bracket or a second name, a facility's, a district's."""
    bare = _QUALIFIED.sub("", name)
    if bare != name:
        return candidates(bare, gazetteer, theatre) if bare else []
    bare = _without_kind(name)
    found = candidates(bare, gazetteer, theatre) if bare != name else []
    return [c for c in found if c.precision == "settlement" and (c.matched == "name" or c.population >= _TOWN)]


def _without_kind(name: str) -> str:
    """What a facility or a district is called after, mostly its town: "Goma" for "Goma International Airport"."""
    words, table = name.split(), wordlists("places")
    while len(words) > 1 and words[-1].lower() in table["facility_words"] | table["settlement_words"]:
        words.pop()
    return " ".join(words)


def _of_theatre(entry: Region | KnownPlace) -> Candidate:
    precision = "region" if isinstance(entry, Region) else entry.precision
    country = entry.country or ""
    return Candidate(entry.name, entry.id, entry.lat, entry.lon, country, None, 0, precision, "name", "theatre")


def _known_too(
    own: Candidate, entry: Region | KnownPlace, others: list[Candidate], gazetteer: Gazetteer, theatre: Theatre
) -> Candidate:
    """A theatre's entry with what the gazetteer knows of the same place: rank, province, people."""
    same = _same(own, others) or _same(own, gazetteer.candidates(entry.name) + gazetteer.regions(entry.name))
    if same is None:
        return own
    if same.rank == "country" or own.country == _ANYWHERE:
        # One middle for each country, whoever names it. A country that the theatre is not about is only a country.
        about = own.country in theatre.countries
        told = replace(same, name=own.name, id=own.id or same.id, matched="name")
        return replace(told, origin="theatre", population=0) if about else told
    return replace(own, admin1=same.admin1, rank=same.rank, population=same.population)


def _same(own: Candidate, others: Iterable[Candidate]) -> Candidate | None:
    for other in others:
        town = own.precision != "region"
        if own.precision != other.precision or (town and other.matched not in {"name", "other name"}):
            continue
        if own.id is not None and other.id == own.id:
            return other
        if own.country == _ANYWHERE:
            alike = other.rank == "area"
        elif own.precision == "region":
            alike = other.country == own.country and (
                other.rank == "province" and kilometres(own, other) < _SAME_REGION_KM
            )
        else:
            alike = other.country == own.country and kilometres(own, other) < _SAME_TOWN_KM
        if alike:
            return other
    return None


def is_country(candidate: Candidate) -> bool:
    """Whether a candidate is a whole country."""
    if candidate.rank is not None:
        return candidate.rank == "country"
    unplaced = candidate.precision == "region" and bool(candidate.country) and candidate.admin1 is None
    return unplaced and candidate.origin != "theatre"


def is_province(candidate: Candidate) -> bool:
    """Whether a candidate is a first-level region of its country."""
    if candidate.rank is not None:
        return candidate.rank == "province"
    return candidate.precision == "region" and candidate.admin1 is not None and candidate.id is not None


def held(candidate: Candidate, container: Candidate) -> bool:
    """Whether a place lies in a region or country, by its codes, or by its distance where these aren't known."""
    if container.precision != "region" or not container.country or candidate.country != container.country:
        return False
    if candidate.name == container.name and candidate.precision == "region":
        return False
    if is_country(container):
        return True
    if container.admin1 is None or candidate.admin1 is None:
        return kilometres(candidate, container) < _HELD_KM
    county = not is_province(container)
    return candidate.admin1 == container.admin1 and not (county and kilometres(candidate, container) >= _COUNTY_KM)


def kilometres(one: Candidate, two: Candidate) -> float:
    """The distance of two candidates, good to a few per cent where it matters."""
    north = math.radians(one.lat - two.lat)
    east = math.radians((one.lon - two.lon + 180) % 360 - 180) * math.cos(math.radians((one.lat + two.lat) / 2))
    return _EARTH_KM * math.hypot(north, east)


def war_places(theatre: Theatre) -> Positions:
    """Where the theatre's own places lie, for ``war_nearness``; empty where it lists none in its countries."""
    places = [p for p in theatre.places if p.country in theatre.countries]
    return _on_earth([p.lat for p in places], [p.lon for p in places])


def war_nearness(found: list[Candidate], fought: Positions) -> list[float]:
    """How surely each candidate lies where the theatre's own places lie thick, 0 to 1: there the war is told of."""
    if not len(fought) or not found:
        return [0.0] * len(found)
    asked = _on_earth([c.lat for c in found], [c.lon for c in found])
    enough = min(_THICK, len(fought)) - 1
    # The nearer, the greater the cosine: only one distance of each needs to be known.
    cosine = np.partition(asked @ fought.T, -1 - enough, axis=1)[:, -1 - enough]
    near: list[float] = np.exp(-_EARTH_KM * np.arccos(np.clip(cosine, -1, 1)) / _WAR_KM).tolist()
    return near


def _on_earth(lat: list[float], lon: list[float]) -> Positions:
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)
