"""The command line: ``sayso``. Commands are one module each; what they need is imported when they run."""

from __future__ import annotations

from sayso.cli.run import main

__all__ = ["main"]
