"""What becomes of a report that can't be read: it is refused by its name, with the reason, and the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable

from sayso.errors import InputError, SaysoError
from sayso.model import Reading, Refusal, Report

__all__ = ["attempt", "fault", "reason"]


def attempt(read: Callable[[Report], Reading], report: Report) -> Reading | Refusal:
    """The reading of a report, or why there is none; SAYSO_DEBUG lets a fault of ours through, with its trace."""
    try:
        return read(report)
    except SaysoError as error:
        return Refusal(report.id, str(error))
    except Exception as error:  # a fault of ours in one report must not lose the others
        if os.environ.get("SAYSO_DEBUG"):
            raise
        fault = f"{type(error).__name__}: {error}"
        return Refusal(report.id, f"{report.id}: reader: {fault}: a fault of sayso, SAYSO_DEBUG=1 shows where")


def fault(source: str, field: str, error: Exception) -> InputError:
    """What to say of a fault of ours in one input."""
    return InputError(source, field, f"{type(error).__name__}: {error}", "a fault of sayso, SAYSO_DEBUG=1 shows where")


def reason(refusal: Refusal) -> str:
    """A refusal in one line: which report, which line of its file, why."""
    where = f"line {refusal.line}: " if refusal.line is not None else ""
    named = refusal.reason.startswith(f"{refusal.id}:")
    return f"{where}{refusal.reason}" if named else f"{refusal.id}: {where}{refusal.reason}"
