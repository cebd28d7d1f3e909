"""Which version of a report stands on which day?

Versions of a report share its id or its address. They follow each other by the day they were published; on one day, by
what the headline says of it ("CORRECTED", "UPDATE 2"); and where nothing in them tells, as with a page that was edited
in silence, by when the ledger saw them. A version stands until the next one is published, or until the report is
withdrawn. Both days depend on the set of versions alone, not on the order in which they were added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["Version", "mark", "standing"]

_UPDATED: Final = re.compile(r"\b(?:UPDATED?|WRAPUP|RECAST|Updated?)\b[ -]?(\d{1,2})?")
_CORRECTED: Final = re.compile(r"\b(?:CORRECTED|CORRECTION|REFILE|REPEAT|Corrected|Correction)\b")


@dataclass(frozen=True, slots=True)
class Version:
    """What tells a version's turn: ``published`` is None where it has no date, ``seen`` is ISO 8601 in UTC."""

    key: int
    id: str
    address: str | None
    published: date | None
    mark: int
    seen: str
    digest: str

    def turn(self) -> tuple[object, ...]:
        """Sorts the versions of a report, the undated first."""
        return (self.published or date.min, self.mark, self.seen, self.digest)

    def shares(self, other: Version) -> bool:
        """Whether two are versions of one report."""
        return self.id == other.id or (self.address is not None and self.address == other.address)


def mark(title: str | None) -> int:
    """What a headline says of its place among the versions of one day: "UPDATE 2" comes after "UPDATE 1", and the
    correction of either after it, and 0 for a headline that says nothing.
    """
    head = (title or "")[:80]
    updated = _UPDATED.search(head)
    number = int(updated.group(1) or 1) if updated else 0
    return number * 2 + (1 if _CORRECTED.search(head) else 0)


def standing(
    versions: Sequence[Version], withdrawn: Iterable[tuple[str, date]]
) -> dict[int, tuple[date | None, date | None]]:
    """By key, the days from which a version is superseded and withdrawn, None for never.

    ``withdrawn`` are report ids with the day of each withdrawal; one before a version was published is not of it. A
    later version without a date supersedes nobody, since none sorts before it but the undated, whom it ends at once.
    """
    ordered = sorted(versions, key=Version.turn)
    days = list(withdrawn)
    out: dict[int, tuple[date | None, date | None]] = {}
    for at, version in enumerate(ordered):
        later = [w.published or date.min for w in ordered[at + 1 :] if w.shares(version)]
        gone = [day for id, day in days if id == version.id and day >= (version.published or date.min)]
        out[version.key] = (min(later, default=None), min(gone, default=None))
    return out
