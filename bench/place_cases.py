"""Our own sentences about the wars of the world: is the place in brackets put where it lies? Held by a floor."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench._shared import ROOT
from bench.place_frames import km
from sayso.gazetteer import Gazetteer
from sayso.model import Report
from sayso.reader.document import prepare
from sayso.reader.language import load_pipeline
from sayso.reader.place_names import find_places
from sayso.theatres import load

__all__ = ["CASES", "FLOOR", "Case", "cases", "digest", "floor", "misplaced", "raise_floor"]

CASES: Final = ROOT / "tests/floors/places.txt"
FLOOR: Final = ROOT / "tests/floors/places.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with a place in it; ``at`` is (latitude, longitude), None where nothing may be put on the map."""

    theatre: str
    at: tuple[float, float] | None
    within: float
    text: str
    start: int
    end: int


def cases(path: Path = CASES) -> list[Case]:
    """The sentences of a file, one a line: theatre, latitude, longitude, kilometres, the sentence."""
    return [_case(line) for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _case(line: str) -> Case:
    theatre, lat, lon, within, text = line.split(" ", 4)
    start, end = text.index("["), text.index("]") - 1
    at = None if lat == "*" else (float(lat), float(lon))
    return Case(theatre, at, 0.0 if at is None else float(within), text.replace("[", "").replace("]", ""), start, end)


def misplaced(asked: Iterable[Case], gazetteer: Gazetteer) -> Iterator[str]:
    """The cases that are read wrongly, each with what was made of it."""
    nlp = load_pipeline(None)
    for case in asked:
        (document,) = prepare(nlp, [Report(id="case", text=case.text)])
        found = find_places(document, load(case.theatre), gazetteer).found
        here = [p.place for p in found if p.mention.start < case.end and case.start < p.mention.end and p.place]
        place = here[0] if here else None
        if place is None or place.lat is None or place.lon is None:
            if case.at is not None:
                yield f"{case.text} -> nothing"
        elif case.at is None or km(case.at, (place.lat, place.lon)) > case.within:
            yield f"{case.text} -> {place.name} at {place.lat:.2f} {place.lon:.2f}"


def digest(path: Path = CASES) -> str:
    """Names a state of the cases."""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def floor(text: str) -> tuple[str, int]:
    """The state of the cases that a floor is about, and how many per cent must be right."""
    table = tomllib.loads(text)
    return str(table["sentences"]), int(table["floors"]["right"])


def raise_floor(right: float) -> None:
    """Sets the floor to what is reached, never lower for the same cases."""
    state, low = floor(FLOOR.read_text("utf-8")) if FLOOR.exists() else ("", 0)
    reached = max(int(right), low) if state == digest() else int(right)
    FLOOR.write_text(
        "# What the reader must reach on places.txt: places put where they lie, in per cent.\n"
        "# May only rise: `python -m bench.places --raise`.\n"
        f'sentences = "{digest()}"\n\n[floors]\nright = {reached}\n',
        encoding="utf-8",
    )
