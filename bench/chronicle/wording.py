"""Which words does a sentence choose from? Templates; numbers, days, tolls and strikes as newspapers write them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.chronicle.markup import fill
from bench.chronicle.world import article

if TYPE_CHECKING:
    from bench.chronicle.page import Telling

__all__ = ["day_words", "people", "pick", "plain", "sentences", "strike", "toll"]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@cache
def sentences(wording: str = "first") -> dict[str, dict[str, list[str]]]:
    """The templates, from sentences.toml; with what another wording's file (other.toml) says otherwise."""
    folder = Path(__file__).parent
    found: dict[str, dict[str, list[str]]] = tomllib.loads((folder / "sentences.toml").read_text(encoding="utf-8"))
    if wording != "first":
        for section, rows in tomllib.loads((folder / f"{wording}.toml").read_text(encoding="utf-8")).items():
            found[section] = {**found[section], **rows}
    return found


def pick(rng: Random, options: Sequence[Any]) -> Any:
    """One of them; quicker than ``Random.choice``."""
    return options[int(rng.random() * len(options))]


def plain(number: int) -> str:
    """A number as newspapers write it: in words up to ten."""
    return _WORDS[number] if number <= 10 else f"{number:,}"


def people(number: int, least: bool) -> str:
    """ "At least three people"."""
    head = "at least " if least else ""
    return f"{head}{plain(number)} {'person' if number == 1 else 'people'}"


def day_words(rng: Random, day: date | None, published: date, month: bool) -> str:
    """The date as told, with the space before it: a weekday within the week, else the date; empty where not told."""
    if day is None:
        return ""
    if month:
        return f" in {_MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != published.year else "")
    back = (published - day).days
    if back < 5:  # a reprint two days later still means the same weekday
        name = _DAYS[day.weekday()]
        return pick(rng, (f" on {name}", f" on {name}", f" late on {name}", f" early on {name}"))  # type: ignore[no-any-return]
    name = _MONTHS[day.month - 1]
    year = f", {day.year}" if day.year != published.year else ""
    return f" on {name} {day.day}{year}" if rng.random() < 0.6 or year else f" on {day.day} {name}"


def toll(rng: Random, telling: Telling) -> dict[str, str]:
    """The slots that tell of the dead and the injured; none where there were none."""
    killed, injured, least = telling.killed, telling.injured, telling.least
    hurt = pick(rng, ("injur", "wound"))
    ing, ed = ("injuring", "injured") if hurt == "injur" else ("wounding", "wounded")
    if killed and injured:
        dead = people(killed, least)
        return {
            "tolling": f"killing {dead} and {ing} {plain(injured)}",
            "tolled": f"killed {dead} and {ed} {plain(injured)}",
            "left": f"{dead} dead and {plain(injured)} hurt",
            "cost": f"{_lives(killed, least)} and left {plain(injured)} hurt",
        }
    if killed:
        dead = people(killed, least)
        lives = _lives(killed, least)
        return {"tolling": f"killing {dead}", "tolled": f"killed {dead}", "left": f"{dead} dead", "cost": lives}
    if injured:
        hurt_people = people(injured, least)
        limbs = {"left": f"{hurt_people} hurt", "cost": f"no lives but left {hurt_people} hurt"}
        return {"tolling": f"{ing} {hurt_people}", "tolled": f"{ed} {hurt_people}", **limbs}
    return {}


def _lives(number: int, least: bool) -> str:
    head = "at least " if least else ""
    return f"{head}{plain(number)} {'life' if number == 1 else 'lives'}"


def strike(rng: Random, telling: Telling, wording: str) -> str:
    """The strike that a toll is of: "a Velundian drone attack on"."""
    adj = telling.actor.adjective if telling.actor else ""
    words = fill(rng, str(pick(rng, sentences(wording)["strikes"][telling.cause or "attack"])), {"adj": adj})
    return f"{article(words[2:])} {words[2:]}" if words.startswith("a ") else words
