"""How many of the places and days in Ukrainian, Russian and Arabic are found? ``python -m bench.foreign`` tells.

    python -m bench.foreign [--misses] [--theatre NAME] [--only LANGUAGE]

Over sentences of our own (``foreign_sentences/``), each read alone, without a theatre unless one is given. One half
is what the rules were made with, and its misses are shown on demand; the other gives figures and nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sayso.distances import distance_km
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.intake.language import language_name
from sayso.model import Mention, Place, Report, When
from sayso.reader.foreign import read_foreign
from sayso.reader.foreign_words import TONGUES
from sayso.theatres import Theatre, load

__all__ = ["HALVES", "Answer", "Sentence", "figures", "main", "measure", "sentences"]

HALVES = ("tuned on", "held out")
PUBLISHED = date(2024, 5, 22)
_TOWN_KM, _REGION_KM = 15, 150
_HERE = Path(__file__).with_name("foreign_sentences")


@dataclass(frozen=True, slots=True)
class Answer:
    """A place by its English name, or days by each way to tell them; ``asked`` where it must be found."""

    told: tuple[str, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the places and days that it holds; ``held_out`` where no rule was made with sight of it."""

    text: str
    places: tuple[Answer, ...]
    days: tuple[Answer, ...]
    held_out: bool


def sentences(code: str) -> list[Sentence]:
    """The sentences in a language, in order of their file."""
    lines = (_HERE / f"{code}.txt").read_text("utf-8").splitlines()
    out = []
    for n, line in enumerate(line for line in lines if line.strip()):
        text, places, days = (part.strip() for part in line.rsplit("|", 2))
        out.append(Sentence(text, tuple(_answers(places)), tuple(_answers(days)), bool(n % 2)))
    return out


def _answers(told: str) -> Iterator[Answer]:
    for part in filter(None, (part.strip() for part in told.split(";"))):
        yield Answer(tuple(part.rstrip("?").split("/")), not part.endswith("?"))


@cache
def _positions() -> dict[str, tuple[float, float, bool]]:
    """Degrees north and east, and whether it is a region, by English name."""
    data = tomllib.loads((_HERE / "places.toml").read_text("utf-8"))
    return {name: (*at, kind == "regions") for kind, listed in data.items() for name, at in listed.items()}


def _is_place(place: Place, answer: Answer) -> bool:
    lat, lon, region = _positions()[answer.told[0]]
    if place.lat is None or place.lon is None or region != (place.precision == "region"):
        return False
    return distance_km(lat, lon, place.lat, place.lon) <= (_REGION_KM if region else _TOWN_KM)


def _is_day(when: When, answer: Answer) -> bool:
    first, last = str(when.start or ""), str(when.end or "")
    return (first if first == last else f"{first}..{last}") in answer.told


@dataclass(slots=True)
class _Side:
    """What was found of one kind in one sentence, against its answers."""

    right: int
    false: list[str]
    missed: list[str]


def _compare(found: Iterable[tuple[str, frozenset[int]]], answers: Sequence[Answer]) -> _Side:
    """``found`` are the words, and the numbers of the answers that what they were taken for fits."""
    met: set[int] = set()
    false: list[str] = []
    for words, fitting in found:
        met |= fitting
        if not fitting:
            false.append(words)
    asked = {n for n, answer in enumerate(answers) if answer.asked}
    return _Side(len(asked & met), false, ["/".join(answers[n].told) for n in sorted(asked - met)])


def _sides(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[_Side, _Side]:
    places: dict[Place, str] = {}
    days: dict[When, str] = {}
    for mention in mentions:
        words = sentence.text[mention.start : mention.end]
        if mention.place is not None:
            places.setdefault(mention.place, f"{words} = {mention.place.name}")
        elif mention.when is not None:
            days.setdefault(mention.when, f"{words} = {mention.when.start}..{mention.when.end}")
    here = (
        (words, frozenset(n for n, answer in enumerate(sentence.places) if _is_place(place, answer)))
        for place, words in places.items()
    )
    then = (
        (words, frozenset(n for n, answer in enumerate(sentence.days) if _is_day(when, answer)))
        for when, words in days.items()
    )
    return _compare(here, sentence.places), _compare(then, sentence.days)


def measure(
    given: Iterable[Sentence], code: str, gazetteer: Gazetteer, theatre: Theatre | None
) -> tuple[Counter[str], list[str]]:
    """What was found right, falsely and not at all, of places and of days, and a line for each miss."""
    tally: Counter[str] = Counter()
    misses: list[str] = []
    for sentence in given:
        reading = read_foreign(Report("s", sentence.text, published=PUBLISHED, language=code), gazetteer, theatre)
        for kind, side in zip(("places", "days"), _sides(sentence, reading.mentions), strict=True):
            tally[f"{kind} right"] += side.right
            tally[f"{kind} false"] += len(side.false)
            tally[f"{kind} missed"] += len(side.missed)
            misses += [f"  + {words}   | {sentence.text}" for words in side.false]
            misses += [f"  - {words}   | {sentence.text}" for words in side.missed]
    return tally, misses


def figures(tally: Counter[str], kind: str) -> tuple[float, float, int]:
    """Precision and recall of ``kind``, and how many there were to find."""
    right, false, missed = (tally[f"{kind} {what}"] for what in ("right", "false", "missed"))
    return right / max(1, right + false), right / max(1, right + missed), right + missed


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="list what is wrong in the half that is tuned on")
    parser.add_argument("--theatre", metavar="NAME", help="read every sentence as of this theatre")
    parser.add_argument("--only", choices=TONGUES, help="one language")
    options = parser.parse_args(argv)
    gazetteer = open_gazetteer()
    theatre = load(options.theatre) if options.theatre else None
    print(f"{'':24}{'sentences':>10}   {'places':^26}{'days':^26}".rstrip())
    print((f"{'':34}   " + 2 * f"{'prec.':>8}{'recall':>8}{'of':>6}    ").rstrip())
    for code in (options.only,) if options.only else TONGUES:
        for half, name in enumerate(HALVES):
            chosen = [sentence for sentence in sentences(code) if sentence.held_out == bool(half)]
            tally, misses = measure(chosen, code, gazetteer, theatre)
            cells = ""
            for kind in ("places", "days"):
                precision, recall, of = figures(tally, kind)
                cells += f"{precision:8.1%}{recall:8.1%}{of:6}    "
            print(f"{language_name(code) + ', ' + name:24}{len(chosen):10}   {cells}".rstrip())
            if options.misses and not half:
                print("\n".join(misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
