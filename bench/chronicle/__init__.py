"""A war that never was, told as reports with their true claims: the yardstick of the ledger and the weighing."""

from __future__ import annotations

from bench.chronicle.stream import stream, stream_theatre
from bench.chronicle.war import Chronicle, chronicle

__all__ = ["Chronicle", "chronicle", "stream", "stream_theatre"]
