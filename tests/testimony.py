"""What the tests of the weighing share: claims told in reports of the invented war, in a line each, and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Final, cast

from sayso.model import (
    Claim,
    ClaimType,
    Entry,
    Modality,
    Party,
    Place,
    Publication,
    Source,
    Stance,
    StanceKind,
    When,
)
from sayso.theatres import load
from sayso.weighing.accounts import Accounts
from sayso.weighing.events import Event

__all__ = ["DAY", "NARRATOR", "OSTRYA", "TARN", "VARNIA", "accounts", "day", "event_of", "told"]

DAY: Final = date(2031, 5, 1)
TARN: Final = Place("Tarn", None, -49.3, -124.4)
NARRATOR: Final = Source("narrator")
VARNIA: Final = Source("Ministry of Defence of Varnia", "government", "Varnia")
OSTRYA: Final = Source("Ministry of Defence of Ostrya", "government", "Ostrya")
_numbers = count(1)


def day(number: int) -> date:
    """The day so many days after the first."""
    return DAY + timedelta(days=number)


def accounts() -> Accounts:
    """Who is who in the invented war, with nobody known beyond it."""
    return Accounts((), lambda name: load(name or "generic"))


def told(
    type: ClaimType,
    actor: str | None,
    source: Source = NARRATOR,
    *,
    published: date | int | None = 0,
    when: date | tuple[date | None, date | None] | None = None,
    said: date | None = None,
    text: str | None = None,
    places: Sequence[Place] = (TARN,),
    modality: Modality = "asserted",
    stances: Sequence[tuple[str, StanceKind]] = (),
    via: tuple[str, ...] = (),
    target: str | None = None,
    outlet: str | None = "The Meridian",
    agency: str | None = None,
    report: str | None = None,
    id: str | None = None,
) -> Entry:
    """One claim of a report; ``published`` may be a number of days after the first, ``actor`` is a side."""
    words = text or f"{actor or 'someone'} {type} Tarn"
    number = next(_numbers)
    report = report or f"r{number:05d}"
    claim = Claim(
        id=id or f"{report}#{number:05d}",
        report=report,
        text=words,
        start=0,
        end=len(words),
        type=type,
        source=source,
        actor=Party(actor, actor) if actor else None,
        target=Party(target, target) if target else None,
        places=tuple(places),
        when=When(when, when) if isinstance(when, date) else When(*when) if when else None,
        said=said,
        modality=modality,
        stances=tuple(Stance(by, stance) for by, stance in stances),
        via=via,
    )
    shown = day(published) if isinstance(published, int) else published
    return Entry(claim, Publication(report, report, shown, outlet, agency, "varnia"))


def event_of(*entries: Entry) -> Event:
    """These claims as one event."""
    first = min(entries, key=lambda entry: (str(entry.publication.published), entry.publication.report))
    return cast(Event, _Event(first.claim.id, entries))


class _Event:
    def __init__(self, first: str, entries: tuple[Entry, ...]) -> None:
        self.id, self.entries = f"e-{first}", entries
