"""Which sayso is this? What it reads is kept with its version: another may read the same report otherwise."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["sayso_version"]


@cache
def sayso_version() -> str:
    """The version that is installed here."""
    try:
        return version("sayso")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "not installed"
