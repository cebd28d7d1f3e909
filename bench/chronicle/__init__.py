"""A war that never was, told as reports with their true claims: the yardstick of the ledger and the weighing."""

from __future__ import annotations

from bench.chronicle.stream import stream, stream_theatre

__all__ = ["stream", "stream_theatre"]
