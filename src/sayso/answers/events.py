"""What happened, by whose accounts: the events that claims tell of, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, exists, select

from sayso.answers.asked import Asked, accounts_for, filter_of
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, among, claim_keys, entries, places_near, places_of
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of, place_row
from sayso.model import CLAIM_TYPES, Entry, Place, Publication
from sayso.weighing.accounts import Accounts
from sayso.weighing.copies import CopyGroup, Text, copy_groups
from sayso.weighing.events import Decision, Event, events
from sayso.weighing.figures import Figure, figures
from sayso.weighing.happened import DAYS, REACH_KM, REGION_KM, SHORTLY, happened
from sayso.weighing.independence import Tree, tree
from sayso.weighing.links import kinship

__all__ = ["EventAnswer", "event", "gathered", "happenings", "text_of", "weighed"]

_MOST: Final = 4000  # entries around one claim; beyond it the nearest in time are taken
_MOST_PLACELESS: Final = 500  # and of those that name no place
_SPAN_DAYS: Final = 62  # "since June" is no day to look around: such a claim is looked at from its two ends


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """An event with what it rests on: its accounts as a tree, the copies among its reports, and the figures told."""

    event: Event
    tree: Tree
    figures: tuple[Figure, ...]
    copies: tuple[CopyGroup, ...]
    decisions: tuple[Decision, ...]

    @property
    def first(self) -> Publication:
        """Where it was first published."""
        return self.event.entries[0].publication

    @property
    def last(self) -> Publication:
        """Where it was last published."""
        return self.event.entries[-1].publication


def event(ledger: Ledger, id: str, *, known: date | None = None) -> EventAnswer:
    """The event of this id, or the event that a claim of this id tells of; InputError for an id that is not known."""
    with ledger.reading() as connection:
        keys = asking.entry_keys(connection, (id.removeprefix("e-"),), known)
        if not keys:
            said = f"{id}, as known on {known}" if known else id
            raise InputError(ledger.name, "event", said, "give an id as `sayso events` or `sayso claims` shows it")
        seeds = entries_of(connection, keys)
        found, accounts, decisions = gathered(connection, seeds, known)
        wanted = seeds[0].claim.id
        one = next(e for e in found if any(entry.claim.id == wanted for entry in e.entries))
        return weighed(connection, one, accounts, decisions, known)


def happenings(ledger: Ledger, asked: Asked, *, limit: int = 50) -> list[EventAnswer]:
    """The events that the claims asked for tell of, the latest told first."""
    with ledger.reading() as connection:
        wanted = filter_of(connection, asked, ledger)
        out: dict[str, EventAnswer] = {}
        offset, step = 0, max(4 * limit, 100)
        while len(out) < limit:
            keys = claim_keys(connection, wanted, limit=step, offset=offset)
            seeds = entries_of(connection, keys)
            found, accounts, decisions = gathered(connection, seeds, asked.known)
            mine = {entry.claim.id for entry in seeds}
            for one in found:
                if one.id not in out and any(entry.claim.id in mine for entry in one.entries):
                    out[one.id] = weighed(connection, one, accounts, decisions, asked.known)
            if len(keys) < step:
                break
            offset += step
        return sorted(out.values(), key=_latest, reverse=True)[:limit]


def _latest(answer: EventAnswer) -> tuple[date, str]:
    return answer.last.published or date.min, answer.event.id


def gathered(
    connection: Connection, seeds: Sequence[Entry], known: date | None
) -> tuple[tuple[Event, ...], Accounts, tuple[Decision, ...]]:
    """The events of these entries and of all that lies near them, with the accounts and decisions they were made by."""
    around = _around(connection, seeds, known)
    accounts = accounts_for(connection, around, known)
    said = asking.decisions(connection, [entry.claim.id for entry in around])
    decisions = tuple(Decision(d.a, d.b, d.apart, d.by, d.why) for d in said)
    return events(around, accounts, decisions), accounts, decisions


def weighed(
    connection: Connection, one: Event, accounts: Accounts, decisions: Iterable[Decision], known: date | None
) -> EventAnswer:
    """An event with its tree, figures and copies."""
    digests = {entry.publication.digest for entry in one.entries}
    copies: tuple[CopyGroup, ...] = ()
    if len(digests) > 1:
        texts = asking.texts_of(connection, sorted(digests), known)
        copies = copy_groups([(publication, text_of(publication.digest, text)) for publication, text in texts])
    ids = {entry.claim.id for entry in one.entries}
    mine = tuple(d for d in decisions if d.a in ids or d.b in ids)
    return EventAnswer(one, tree(one, accounts, copies), figures(one, accounts, copies), copies, mine)


@lru_cache(maxsize=4096)
def text_of(digest: str, text: str) -> Text:
    """A text made ready for comparing, kept for the next time."""
    return Text(text)


def _around(connection: Connection, seeds: Sequence[Entry], known: date | None) -> list[Entry]:
    """The seeds and all that may be of one event with them, or compete for it: see ``weighing.happened``."""
    found = {entry.claim.id: entry for entry in seeds}
    # The rest of its own reports: an attack and its dead are often told in two claims, one of them without a place.
    reports = sorted({entry.publication.report for entry in seeds})
    bare = {entry.publication.report for entry in seeds if not entry.claim.places}
    looked = list(seeds)
    for at in range(0, len(reports), 200):
        for entry in entries(connection, Filter(known=known, reports=tuple(reports[at : at + 200]))):
            found[entry.claim.id] = entry
            if entry.publication.report in bare:
                looked.append(entry)
    for entry in _placeless(connection, list(found.values()), known):
        found[entry.claim.id] = entry
    for days, places in _windows(connection, looked):
        wanted = Filter(known=known, places=places, since=days[0], until=days[1])
        for entry in entries(connection, wanted, limit=_MOST):
            found[entry.claim.id] = entry
    return sorted(found.values(), key=lambda entry: entry.claim.id)


def _placeless(connection: Connection, beside: Sequence[Entry], known: date | None) -> Iterator[Entry]:
    """What other reports tell without a place: the wire copies, say, of an exchange of prisoners somewhere."""
    windows: dict[str, list[tuple[date, date]]] = {}
    for entry in beside:
        days = None if entry.claim.places else happened(entry)
        if days is not None:
            windows.setdefault(entry.claim.type, []).extend(_around_days(days))
    c = t.claim.c
    placed = exists().where(t.claim_place.c.claim_key == c.key)
    for kind in sorted(windows):
        kin = [other for other in CLAIM_TYPES if kinship((kind, None), (other, None)) is not None]
        for first, last in _merged(windows[kind]):
            begun = date.fromordinal(max(1, first.toordinal() - _SPAN_DAYS))  # a bound on both sides, for the index
            asked = Filter(known=known, types=tuple(kin), since=first, until=last)
            wanted = among(connection, asked, select(c.key)).where(c.day_from >= begun, ~placed)
            keys = connection.execute(wanted.order_by(c.key.desc()).limit(_MOST_PLACELESS)).scalars()
            yield from entries_of(connection, list(keys))


def _windows(connection: Connection, seeds: Sequence[Entry]) -> list[tuple[tuple[date, date], tuple[int, ...]]]:
    """Days and places to look at around entries, each place with the days of all seeds that lie there."""
    days_at: dict[Place, list[tuple[date, date]]] = {}
    for entry in seeds:
        days = happened(entry)
        if days is None:
            continue
        for place in entry.claim.places:
            days_at.setdefault(place, []).extend(_around_days(days))
    out = []
    for place in sorted(days_at, key=lambda place: place_row(place)["key"]):
        near = tuple(_near(connection, place))
        out += [(days, near) for days in _merged(days_at[place])]
    return out


def _around_days(days: tuple[date, date]) -> Iterator[tuple[date, date]]:
    first, last = days[0].toordinal(), days[1].toordinal()
    ends = (
        [(first, last)] if last - first <= 2 * _SPAN_DAYS else [(first, first + _SPAN_DAYS), (last - _SPAN_DAYS, last)]
    )
    for start, end in ends:
        until = min(end + 2 * DAYS + SHORTLY, date.max.toordinal())
        yield date.fromordinal(max(start - 2 * DAYS, 1)), date.fromordinal(until)


def _near(connection: Connection, place: Place) -> list[int]:
    """The keys of the places whose claims may be of one event with a claim here."""
    if place.lat is None or place.lon is None:
        return [key for key, _ in places_of(connection, (place.name,))]
    settlements = REGION_KM if place.precision == "region" else 2 * REACH_KM
    near = set(places_near(connection, place.lat, place.lon, settlements))
    return sorted(near | set(places_near(connection, place.lat, place.lon, REGION_KM, precision="region")))


def _merged(windows: list[tuple[date, date]]) -> list[tuple[date, date]]:
    out: list[tuple[date, date]] = []
    for first, last in sorted(windows):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out
