"""A board of places as GeoJSON (RFC 7946), with what a page draws beside the map: the timeline, what is pending."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sayso.answers.statuses import Brief
from sayso.answers.tally import Days, Marked, Shown
from sayso.exports.words import day as day_words

__all__ = ["collection", "extent", "status_words", "text", "timeline"]

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
    made: dict[str, Any] = json.loads(text(shown, sides))
    return made


def text(shown: Shown, sides: Mapping[str, int]) -> str:
    """The same as JSON. What stays from day to day is written once: thousands of places are asked for as one slides."""
    features = []
    numbers = tuple(sides.items())
    for place in shown.places:
        spot = place.spot
        before = _before(spot.keys[0], spot.name, place.asked, spot.id, spot.lon, spot.lat)
        counts = f'"claims":{place.claims},"disputed":{place.disputed},"lately":{place.lately}}}}}'
        features.append(before + _told(place.brief, numbers) + counts)
    told: dict[str, Any] = {}
    spots = [place.spot for place in shown.places]
    if spots:
        lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
        told["bbox"] = [min(lons), min(lats), max(lons), max(lats)]  # type: ignore[type-var] # who is on it has both
    told |= {
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
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]," + _json(told)[1:]


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
    if not places:
        return None
    claims = np.array([place.claims for place in places], np.int64)
    west, east = _most(np.array([place.spot.lon for place in places], np.float64), claims)
    south, north = _most(np.array([place.spot.lat for place in places], np.float64), claims)
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


@lru_cache(maxsize=1 << 15)
def _before(key: int, name: str, asked: str, geonames: int | None, lon: float | None, lat: float | None) -> str:
    """A place as a feature, up to what is told of it."""
    place = {"type": "Feature", "id": key, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
    called = {"name": name, "place": asked, "geonames": geonames}
    return _json(place)[:-1] + ',"properties":' + _json(called)[:-1] + ","


@lru_cache(maxsize=1 << 12)
def _told(brief: Brief | None, sides: tuple[tuple[str, int], ...]) -> str:
    """Who is said to hold it."""
    whose = None
    if brief is not None:
        whose = brief.holder or (brief.claimants[0] if brief.claimants else None)
    said = {
        "status": PENDING if brief is None else brief.status,
        "words": status_words(brief),
        "holder": brief and brief.holder,
        "claimants": list(brief.claimants) if brief else [],
        "since": brief.since.isoformat() if brief and brief.since else None,
        "side": -1 if whose is None else dict(sides).get(whose, -1),
    }
    return _json(said)[1:-1] + ","


def _json(value: object) -> str:
    # Only ASCII: a report may hold half a character, which UTF-8 has no bytes for.
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _most(values: NDArray[np.float64], claims: NDArray[np.int64]) -> tuple[float, float]:
    """The least and the greatest of those that lie no farther off than most of the claims lie apart."""
    order = np.argsort(values)
    values, until = values[order], np.cumsum(claims[order])
    # From each on, the shortest stretch that has most of the claims.
    enough = until - claims[order] + (1 - _FEW) * until[-1]
    ends = np.searchsorted(until, enough)
    starts = np.flatnonzero(ends < len(values))
    wide = values[ends[starts]] - values[starts]
    best = int(starts[np.argmin(wide)])
    low, high = values[best], values[ends[best]]
    off = _FAR * max(high - low, 0.5)
    near = values[(values >= low - off) & (values <= high + off)]
    return float(near[0]), float(near[-1])


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
