"""The lists of English words beside the rules, as sets (``data/<name>.toml``), for a linguist to edit."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["table", "wordlists"]


def table(name: str) -> dict[str, Any]:
    """One table as it stands in its file; whoever asks keeps what is made of it."""
    return tomllib.loads(files("sayso.reader").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def wordlists(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of one table by their names, read once."""
    return {k: frozenset(v) for k, v in table(name).items()}
