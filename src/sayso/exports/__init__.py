"""Readings, and rows of answers, written out for people and programs, one module a format."""

from __future__ import annotations

__all__ = ["explanation", "geojson", "html", "jsonl", "objects", "rows", "scores", "spreadsheet", "table"]
