"""Which theatre does a report or a user name, and is it one that came with sayso or a file of theirs?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import SaysoError
from sayso.theatres._load import load

__all__ = ["Brought", "brought"]


@dataclass(frozen=True, slots=True)
class Brought:
    """A theatre as a report names it: by its name; ``toml`` where the user brought it as a file."""

    name: str
    toml: str | None = None


def brought(given: str) -> Brought:
    """The theatre that is given by name or as a file; one that can't be loaded keeps the name: the reader says so."""
    with suppress(SaysoError, OSError):
        name = load(given).name
        return Brought(name, Path(given).read_text(encoding="utf-8") if given.endswith(".toml") else None)
    return Brought(given)
