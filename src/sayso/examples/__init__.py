"""The reports that ship with Sayso: an invented war, told as a wire agency would tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["DEMO", "DEMO_DECISIONS", "REPORT", "REPORTS"]

_HERE: Final = Path(__file__).parent
REPORT: Final = _HERE / "report.txt"
"""One report of full length, with a dateline, a captioned photograph, and both sides' accounts; in UTF-8."""
REPORTS: Final = _HERE / "reports.jsonl"
"""Short reports, one a line, in the layout that `sayso read` takes."""
DEMO: Final = _HERE / "demo.jsonl"
"""Three weeks of that war: one town, one market, and what was said of them, with a correction and a withdrawal."""
DEMO_DECISIONS: Final = _HERE / "demo.toml"
"""What a person decided on the claims of those reports."""
