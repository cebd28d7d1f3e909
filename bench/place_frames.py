"""Sentences of our own that set a name beside its province or a town nearby, and what the reader makes of them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sayso.gazetteer import Gazetteer
from sayso.gazetteer.keys import plain_key
from sayso.intake import report_from_text
from sayso.reader.document import prepare
from sayso.reader.language import load_pipeline
from sayso.reader.place_names import find_places
from sayso.theatres import Theatre

__all__ = ["FRAMES", "Framed", "Town", "framed", "km", "read_frames", "towns"]

FRAMES: Final = {
    "province": (
        "Russian forces shelled {name} in the {other} region on Monday.",
        "In the {other} region, two people were wounded in {name}, the governor said.",
        "A drone hit a house in {name}, {other} Oblast, overnight.",
        "Fighting went on near {name} and along the rest of the front in {other} Oblast.",
        "The {other} regional administration said {name} had come under fire.",
        "Ukrainian troops held {name} in {other} province, the General Staff said.",
    ),
    "neighbour": (
        "Russian forces attacked near {name} and {other} on Monday.",
        "The army repelled assaults towards {name}, not far from {other}.",
        "Shelling was reported in {other} and in the nearby village of {name}.",
        "Two people were wounded in {name}, a village outside {other}.",
        "Ukrainian troops pulled back from {other} to {name}, an officer said.",
        "Clashes continued around {other}, {name} and the road between them.",
    ),
}
_BESIDE_KM = (3.0, 30.0)  # how far a neighbour may lie
_RIGHT_KM = 10.0
_BARE = re.compile(r"\s*[(/].*")  # "X (Y)", "X / Y"


@dataclass(frozen=True, slots=True)
class Framed:
    """A name in a sentence, and where it lies."""

    kind: str
    text: str
    start: int
    length: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement of a GeoNames dump whose size is known; ``province`` as the dump calls it."""

    name: str
    lat: float
    lon: float
    province: str
    people: int


def towns(dump: Path) -> list[Town]:
    """The settlements of a GeoNames country dump whose province is told."""
    with dump.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Town((x[2] or x[1]).replace("'", ""), float(x[4]), float(x[5]), x[10].replace("'", ""), int(x[14] or 0))
            for x in lines
            if x[6] == "P" and x[10]
        ]


def _others(name: str, lat: float, lon: float, known: list[Town]) -> dict[str, str]:
    """What stands beside a name: its province, and the largest town nearby."""
    around = ((km((lat, lon), (t.lat, t.lon)), t) for t in known if abs(t.lat - lat) < 0.4)
    by_distance = sorted(around, key=lambda pair: pair[0])
    near = [
        t for far, t in by_distance if _BESIDE_KM[0] <= far <= _BESIDE_KM[1] and plain_key(t.name) != plain_key(name)
    ]
    beside = {"province": by_distance[0][1].province} if by_distance else {}
    return beside | ({"neighbour": max(near, key=lambda t: t.people).name} if near else {})


def framed(rows: list[dict[str, str]], known: list[Town]) -> Iterator[Framed]:
    """Every name once with its province and once with a neighbour, the frames taken in turn."""
    for number, row in enumerate(rows):
        name = _BARE.sub("", row["name"]).strip()
        lat, lon = float(row["lat"]), float(row["lon"])
        for kind, other in _others(name, lat, lon, known).items():
            before, after = FRAMES[kind][number % len(FRAMES[kind])].split("{name}")
            before = before.format(other=other)
            yield Framed(kind, before + name + after.format(other=other), len(before), len(name), lat, lon)


def read_frames(frames: list[Framed], gazetteer: Gazetteer, theatre: Theatre) -> dict[str, tuple[float, list[str]]]:
    """By kind: the percentage placed within 10 km, and the sentences that were not, with what came of them."""
    nlp = load_pipeline(None)
    wrong: dict[str, list[str]] = {kind: [] for kind in FRAMES}
    asked = dict.fromkeys(FRAMES, 0)
    reports = (report_from_text(frame.text, theatre=theatre.name) for frame in frames)
    for frame, document in zip(frames, prepare(nlp, reports), strict=True):
        found = find_places(document, theatre, gazetteer).found
        here = [p for p in found if p.mention.start < frame.start + frame.length and frame.start < p.mention.end]
        place = here[0].place if here else None
        asked[frame.kind] += 1
        if place is None or km((frame.lat, frame.lon), (place.lat or 0, place.lon or 0)) > _RIGHT_KM:
            what = "no place" if place is None else f"{place.name} at {place.lat:.2f} {place.lon:.2f}"
            wrong[frame.kind].append(f"{frame.text} -> {what}, not {frame.lat:.2f} {frame.lon:.2f}")
    return {kind: (100 - 100 * len(wrong[kind]) / asked[kind], wrong[kind]) for kind in FRAMES}


def km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Great-circle kilometres."""
    a, b, c, d = map(math.radians, (*one, *two))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))
