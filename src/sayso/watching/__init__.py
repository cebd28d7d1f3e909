"""Watching feeds: for weeks, politely, and without losing anything when it is killed."""

from __future__ import annotations

from sayso.watching.loop import Standing, Watcher
from sayso.watching.said import Said, Tally
from sayso.watching.sources import Sources

__all__ = ["Said", "Sources", "Standing", "Tally", "Watcher"]
