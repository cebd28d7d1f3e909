"""The lists of English words beside the rules, as sets (``data/<name>.toml``), for a linguist to edit."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["wordlists"]


@cache
def wordlists(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of one table by their names, read once."""
    text = files("sayso.reader").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
    return {k: frozenset(v) for k, v in tomllib.loads(text).items()}
