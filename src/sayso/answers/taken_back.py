"""What stood by the day before and does not any more: what withdrawn reports and replaced versions told of events.

A ledger forgets nothing, so what was told of an event by the day before can be had as it was known then, and a toll
that fell because somebody took a figure back is told as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from sayso.answers.asked import accounts_for
from sayso.answers.events import EventAnswer, gathered, weighed
from sayso.ledger import asking
from sayso.ledger.filters import claim_keys_in
from sayso.ledger.rows import entries_of
from sayso.model import Entry
from sayso.weighing.accounts import Accounts
from sayso.weighing.events import Event
from sayso.weighing.figures import Figure, figures
from sayso.weighing.things import number, thing

__all__ = ["Past", "TakenBack", "taken_back"]


@dataclass(frozen=True, slots=True)
class Past:
    """An event by the day before: its figures by what they count, and the claims whose figures stand no more."""

    figures: dict[str, Figure]
    lost: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The ``reports`` of which something was taken back since ``day``, and the events of that day that they told of."""

    day: date
    reports: frozenset[str] = frozenset()
    events: tuple[Event, ...] = ()

    def others(self, connection: Connection, claims: Collection[str], known: date) -> list[Entry]:
        """What else tells of the events that some of the lost claims were in, and stands."""
        ids = {
            entry.claim.id
            for event in self.events
            if any(entry.claim.id in claims for entry in self._gone(event))
            for entry in event.entries
        }
        return entries_of(connection, asking.entry_keys(connection, ids, known)) if ids else []

    def past(self, connection: Connection, answer: EventAnswer, accounts: Accounts, since: date) -> Past | None:
        """What was known of an event by the day before; None where nobody had told of it."""
        event = answer.event
        old = [entry for entry in event.entries if (entry.publication.published or date.max) < since]
        gone = {entry.claim.id: entry for then in self.events if self._same(then, event) for entry in self._gone(then)}
        told = sorted([*old, *gone.values()], key=lambda e: (e.publication.published or date.max, e.claim.id))
        if not told:
            return None
        then = replace(event, entries=tuple(told))
        if not gone:
            return Past({figure.what: figure for figure in figures(then, accounts, answer.copies)})
        was = weighed(connection, then, accounts_for(connection, told, self.day), (), self.day)
        still = {given for entry in event.entries for given in _given(entry)}
        lost = [entry for entry in gone.values() if any(given not in still for given in _given(entry))]
        return Past({figure.what: figure for figure in was.figures}, tuple(lost))

    def _gone(self, event: Event) -> list[Entry]:
        return [entry for entry in event.entries if entry.publication.report in self.reports]

    def _same(self, then: Event, now: Event) -> bool:
        """Whether an event of the day before is the one of today: by what stands, or by what stands in its stead."""
        ids = {entry.claim.id for entry in now.entries}
        if any(e.claim.id in ids for e in then.entries if e.publication.report not in self.reports):
            return True
        said = {(e.publication.report, e.claim.type, _where(e)) for e in now.entries}
        return any((e.publication.report, e.claim.type, _where(e)) in said for e in self._gone(then))


def taken_back(connection: Connection, reports: Collection[str], day: date) -> TakenBack:
    """What was taken back of reports that stood on a day; ``reports`` are those replaced or withdrawn since."""
    told = entries_of(connection, claim_keys_in(connection, sorted(reports), day))
    told = [entry for entry in told if next(_given(entry), None) is not None]
    if not told:
        return TakenBack(day)
    ids = {entry.claim.id for entry in told}
    found, _, _ = gathered(connection, told, day)
    mine = tuple(event for event in found if any(entry.claim.id in ids for entry in event.entries))
    return TakenBack(day, frozenset(entry.publication.report for entry in told), mine)


def _given(entry: Entry) -> Iterator[tuple[str, str, int | None, int | None, int | None]]:
    for count in entry.claim.counts:
        if number(count) is not None:
            yield entry.publication.report, thing(count.what), count.n, count.min, count.max


def _where(entry: Entry) -> tuple[str, ...]:
    return tuple(place.name for place in entry.claim.places)
