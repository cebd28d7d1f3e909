"""The reading room: pages over a ledger, for people who would rather look than read; thin, and served locally."""

from __future__ import annotations

from sayso.web.application import application
from sayso.web.room import Room

__all__ = ["Room", "application"]
