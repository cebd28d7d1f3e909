"""``sayso version``: which sayso this is."""

from __future__ import annotations

__all__ = ["version"]


def version() -> None:
    """Print the version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"sayso {installed('sayso')}")
    except PackageNotFoundError:  # run from a checkout that was never installed
        print("sayso (not installed)")
