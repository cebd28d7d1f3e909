"""One line on standard error, whatever it is about: nothing in it can steer the terminal."""

from __future__ import annotations

import sys

from sayso.exports.safe import line

__all__ = ["say"]


def say(message: str) -> None:
    """Print ``sayso: MESSAGE`` on standard error, in one line."""
    print(f"sayso: {line(message)}", file=sys.stderr, flush=True)
