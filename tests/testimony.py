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
    Kind,
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
from sayso.weighing.accounts import Account, Accounts
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


class _Accounts:
    """Who is who by name alone; the real ones have tests of their own."""

    def of(self, source: Source, publication: Publication) -> Account:
        if not source.is_narrator:
            return Account(source.name.casefold(), source.name, source.kind, source.side, "as written")
        return self.named(publication.agency or publication.outlet or publication.report, publication.theatre, "media")

    def of_entry(self, entry: Entry) -> Account:
        return self.of(entry.claim.source, entry.publication)

    def named(self, name: str, publication_theatre: str | None, kind: Kind | None = None) -> Account:
        actor = load(publication_theatre or "varnia").actor(name)
        if actor is None:
            return Account(name.casefold(), name, kind, load("varnia").side_of(name), "as written")
        return Account(actor.name.casefold(), actor.name, actor.kind, actor.side, "as the theatre has it")


def accounts() -> Accounts:
    """Accounts that take every name as it is written."""
    return cast(Accounts, _Accounts())


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
