"""What are the people and places of an invented country called? Names put together by chance, no two alike."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["parts", "person", "town_names"]

_PLAIN = frozenset({"Brava", "Prava", "Stava", "Sluch", "Karvino", "Petrovo"})  # too near to real places


@cache
def parts() -> dict[str, Any]:
    """The syllables and lists that names are made of, from names.toml."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


def _word(rng: Random, ends: list[str]) -> str:
    told = parts()
    return "".join(rng.choice(told[name]) for name in ("onsets", "vowels", "middles")) + rng.choice(ends)


def town_names(rng: Random, many: int) -> list[str]:
    """As many names of towns, all different; about one in eight shares its first word with another's.

    Raises RuntimeError when so many can't be made.
    """
    told = parts()
    made: dict[str, None] = {}
    tries = 0
    while len(made) < many:
        tries += 1
        if tries > 60 * many + 1000:
            raise RuntimeError(f"no {many} different names of towns; give names.toml more syllables")
        name = _word(rng, told["town_ends"])
        if rng.random() < 0.12:
            name = f"{rng.choice(told['town_firsts'])} {name}"
        if name not in _PLAIN:
            made[name] = None
    return list(made)


def person(rng: Random, taken: set[str]) -> str:
    """A first name and a surname that nobody in ``taken`` has; adds the surname to it."""
    told = parts()
    for _ in range(10_000):
        surname = _word(rng, told["surname_ends"])
        if surname not in taken:
            taken.add(surname)
            return f"{rng.choice(told['first_names'])} {surname}"
    raise RuntimeError("no surname left; give names.toml more syllables")
