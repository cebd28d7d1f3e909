"""Readings written out for people and programs, one module a format."""

from __future__ import annotations

__all__ = ["explanation", "html", "jsonl", "scores", "table"]
