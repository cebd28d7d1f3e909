"""The reports that ship with Sayso: an invented war, told as a wire agency would tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["REPORT", "REPORTS"]

_HERE: Final = Path(__file__).parent
REPORT: Final = _HERE / "report.txt"
"""One report of full length, with a dateline, a captioned photograph, and both sides' accounts; in UTF-8."""
REPORTS: Final = _HERE / "reports.jsonl"
"""Short reports, one a line, in the layout that `sayso read` takes."""
