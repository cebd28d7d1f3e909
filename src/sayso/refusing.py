"""What becomes of a report that can't be read: it is refused by its name, with the reason, and the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from sayso.errors import InputError, SaysoError
from sayso.limiting import TooLongError, limited
from sayso.model import Reading, Refusal, Report

__all__ = ["LONGEST_S", "attempt", "fault", "patience", "reason", "too_long"]

LONGEST_S: Final = 900.0
"""No report is worth more seconds than this."""
_OURS: Final = "a fault of sayso, SAYSO_DEBUG=1 shows where"


def patience(report: Report, longest: float = LONGEST_S) -> float:
    """How many seconds a report may take: some thirty times what one of its length does, or SAYSO_PATIENCE."""
    with suppress(KeyError, ValueError):
        return float(os.environ["SAYSO_PATIENCE"])
    return min(60.0 + len(report.text) / 500, longest)


def attempt(read: Callable[[Report], Reading], report: Report, longest: float = LONGEST_S) -> Reading | Refusal:
    """The reading of a report, or why there is none; it is given up when its ``patience`` is at an end.

    SAYSO_DEBUG lets a fault of ours through, with its trace.
    """
    seconds = patience(report, longest)
    try:
        with limited(seconds):
            return read(report)
    except SaysoError as error:
        return Refusal(report.id, str(error))
    except TooLongError:
        return too_long(report, seconds)
    except Exception as error:  # a fault of ours in one report must not lose the others
        if os.environ.get("SAYSO_DEBUG"):
            raise
        return Refusal(report.id, f"{report.id}: reader: {type(error).__name__}: {error}: {_OURS}")


def too_long(report: Report, seconds: float) -> Refusal:
    """What becomes of a report that was given up after so many seconds."""
    fix = "split the report, or try it again"
    return Refusal(report.id, str(InputError(report.id, "reader", f"given up after {seconds:.0f} seconds", fix)))


def fault(source: str, field: str, error: Exception) -> InputError:
    """What to say of a fault of ours in one input."""
    return InputError(source, field, f"{type(error).__name__}: {error}", _OURS)


def reason(refusal: Refusal) -> str:
    """A refusal in one line: which report, which line of its file, why."""
    where = f"line {refusal.line}: " if refusal.line is not None else ""
    named = refusal.reason.startswith(f"{refusal.id}:")
    return f"{where}{refusal.reason}" if named else f"{refusal.id}: {where}{refusal.reason}"
