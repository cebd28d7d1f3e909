"""What does a count count? One word for the words that reports use for it ("wounded" is injured)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model import Count

__all__ = ["number", "order", "table", "thing"]


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table ``<name>.toml`` beside this module, read once."""
    return tomllib.loads(files("sayso.weighing").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _words() -> Mapping[str, str]:
    return {word: what for what, words in table("things").items() for word in words}


def thing(what: str) -> str:
    """The word that all names of a thing counted are folded to; in small letters where the table has none."""
    folded = " ".join(what.casefold().split())
    return _words().get(folded, folded)


def number(count: Count) -> int | None:
    """A count as one number: the number given, else the least, else the most; None where it has none."""
    return next((value for value in (count.n, count.min, count.max) if value is not None), None)


def order(what: str) -> tuple[int, str]:
    """The place of a thing in a list: as in the table, then by name."""
    known = list(table("things"))
    return (known.index(what) if what in known else len(known), what)
