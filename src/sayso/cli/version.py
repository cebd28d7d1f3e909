"""``sayso version``: which sayso this is."""

from __future__ import annotations

__all__ = ["version"]


def version() -> None:
    """Print the version."""
    from sayso.version import sayso_version

    print(f"sayso {sayso_version()}")
