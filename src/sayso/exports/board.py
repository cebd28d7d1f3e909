"""A board of places as GeoJSON (RFC 7946), with what a page draws beside the map: the timeline, what is pending."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sayso.answers.statuses import Brief
from sayso.answers.tally import Days, Marked, Shown
from sayso.exports.words import day as day_words

__all__ = ["collection", "extent", "status_words", "timeline"]

_MOST_BARS: Final = 240
# A name may have been taken for that of another place at the other end of the world.
_FEW: Final = 0.03  # of all claims
_FAR: Final = 1.5  # times as far off as the others lie apart
PENDING: Final = "pending"


def collection(shown: Shown, sides: Mapping[str, int]) -> dict[str, Any]:
    """One FeatureCollection, a point a place; ``sides`` numbers the sides, for their colours.

    Beside ``features`` it has ``on`` and ``known``, counts, the ``timeline``, and the ``extent`` that is worth looking
    at, without the few claims that lie far from all others.
    """
    features = [_feature(place, sides) for place in shown.places]
    told: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if features:
        lons = [feature["geometry"]["coordinates"][0] for feature in features]
        lats = [feature["geometry"]["coordinates"][1] for feature in features]
        told["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    return told | {
        "on": shown.on.isoformat(),
        "known": shown.known and shown.known.isoformat(),
        "total": shown.total,
        "disputed": shown.disputed,
        "nowhere": shown.nowhere,
        "pending": shown.pending,
        "reading": shown.reading,
        "extent": extent(shown.places),
        "timeline": None if shown.days is None else timeline(shown.days),
    }


def status_words(brief: Brief | None) -> str:
    """Who is said to hold a place: "held by Ostrya", "contested between Ostrya and Varnia"."""
    if brief is None:
        return "being reckoned"
    if brief.status == "held":
        return f"held by {brief.holder}"
    sides = " and ".join(brief.claimants)
    if brief.status == "claimed":
        return f"claimed by {sides}"
    if brief.status == "contested":
        return f"contested between {sides}" if len(brief.claimants) > 1 else "contested"
    return "not told who holds it"


def extent(places: Sequence[Marked]) -> tuple[float, float, float, float] | None:
    """West, south, east and north of nearly all that is told of."""
    spots = [(place.spot.lon, place.spot.lat, place.claims) for place in places]
    found = [(lon, lat, claims) for lon, lat, claims in spots if lon is not None and lat is not None]
    if not found:
        return None
    west, east = _most([(lon, claims) for lon, _, claims in found])
    south, north = _most([(lat, claims) for _, lat, claims in found])
    return west, south, east, north


def timeline(days: Days) -> dict[str, Any]:
    """Bars of claims by day, some days to a bar where there are many; the last bar may be of fewer."""
    step = math.ceil(len(days.claims) / _MOST_BARS)

    def bars(counts: Sequence[int]) -> list[int]:
        return [sum(counts[at : at + step]) for at in range(0, len(counts), step)]

    return {
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "step": step,
        "claims": bars(days.claims),
        "disputed": bars(days.disputed),
        "published": bars(days.published),
        "ticks": _ticks(days.first, days.last),
    }


def _feature(place: Marked, sides: Mapping[str, int]) -> dict[str, Any]:
    spot, brief = place.spot, place.brief
    whose = None
    if brief is not None:
        whose = brief.holder or (brief.claimants[0] if brief.claimants else None)
    return {
        "type": "Feature",
        "id": spot.keys[0],
        "geometry": {"type": "Point", "coordinates": [spot.lon, spot.lat]},
        "properties": {
            "name": spot.name,
            "place": place.asked,
            "geonames": spot.id,
            "status": PENDING if brief is None else brief.status,
            "words": status_words(brief),
            "holder": brief and brief.holder,
            "claimants": list(brief.claimants) if brief else [],
            "since": brief.since.isoformat() if brief and brief.since else None,
            "side": -1 if whose is None else sides.get(whose, -1),
            "claims": place.claims,
            "disputed": place.disputed,
            "lately": place.lately,
        },
    }


def _most(values: list[tuple[float, int]]) -> tuple[float, float]:
    """The least and the greatest of those that lie no farther off than most of the claims lie apart."""
    values.sort()
    enough = (1 - _FEW) * sum(claims for _, claims in values)
    low, high = values[0][0], values[-1][0]
    last = within = 0
    for start, claims in values:
        while last < len(values) and within < enough:
            within += values[last][1]
            last += 1
        if within >= enough and values[last - 1][0] - start < high - low:
            low, high = start, values[last - 1][0]
        within -= claims
    off = _FAR * max(high - low, 0.5)
    near = [value for value, _ in values if low - off <= value <= high + off]
    return near[0], near[-1]


def _ticks(first: date, last: date) -> list[list[Any]]:
    """Where the axis is marked, from 0 to 1, and with which words: months, or quarters or years where they are many."""
    long = (last - first).days + 1
    starts = []
    year, month = first.year, first.month
    while (start := date(year, month, 1)) <= last:
        if start >= first:
            starts.append(start)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    every = next((n for n in (1, 3, 6) if len(starts) / n <= 12), 12)
    kept = [start for start in starts if (start.month - 1) % every == 0]
    if len(kept) < 3:
        weeks = [first + timedelta(days=n) for n in range((7 - first.weekday()) % 7, long, 7)]
        return [[round((day - first).days / long, 4), day_words(day).rsplit(" ", 1)[0]] for day in weeks]
    names = [day_words(start).split(" ", 1)[1] for start in kept]
    short = [
        name if n == 0 or start.month <= every else name.split(" ")[0]
        for n, (name, start) in enumerate(zip(names, kept, strict=True))
    ]
    return [[round((start - first).days / long, 4), name] for start, name in zip(kept, short, strict=True)]
