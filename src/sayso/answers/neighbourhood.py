"""What must be looked at to see a claim's event whole: see ``weighing.happened``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection, exists, select

from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.filters import Filter, among, claim_keys, claim_keys_in, places_near, places_of, sketches
from sayso.ledger.keys import report_of
from sayso.ledger.rows import entries_of, place_row
from sayso.model import CLAIM_TYPES, Entry, Place, Precision, Sketch
from sayso.weighing.happened import DAYS, REACH_KM, REGION_KM, SHORTLY, happened, told
from sayso.weighing.links import Bones, bones, kinship, plausible

__all__ = ["MOST", "Near", "Neighbourhood", "around"]

MOST: Final = 4000
"""Entries around one place and time; beyond it the last published are taken."""
_KINDRED: Final = 40  # claims that hang together with an event, and are looked around as its own are
_MANY: Final = 150  # claims around one claim that are all looked at; of more only those that kind and days allow
_MOST_PLACELESS: Final = 500  # and of those that name no place
_BATCH: Final = 200  # reports that are asked about at once
_SPAN_DAYS: Final = 62  # "since June" is no day to look around: such a claim is looked at from its two ends


class Near:
    """What lies near one claim, taken in steps where a town has more news in a week than can be weighed at once."""

    def __init__(self, connection: Connection, seed: Entry, known: date | None) -> None:
        self._connection = connection
        self._neighbourhood = Neighbourhood(connection, known)
        self._own: dict[str, Entry] = {seed.claim.id: seed}
        self._bones: dict[Bones, set[int]] = {}
        self._taken: set[int] = set()
        self._asked: set[Bones] = set()
        self._fetched: dict[int, Entry] = {}
        self._looked: set[str] = set()
        self.look([seed])

    def look(self, members: Sequence[Entry], kindred: Sequence[Entry] = ()) -> bool:
        """Look around those of these that have not been looked around yet; whether anything new lay there.

        Who is of one event with the claim has neighbours of its own that may belong to it: what its report tells
        beside it without a place, say. ``kindred`` only hang together with them; they are looked around where they
        are not too many.
        """
        if len(kindred) <= _KINDRED:
            members = [*members, *kindred]
        members = list({m.claim.id: m for m in members if m.claim.id not in self._looked}.values())
        if not members:
            return False
        self._looked |= {member.claim.id for member in members}
        before = len(self._own), len(self._taken)
        own, looked = self._neighbourhood.reports(members)
        self._own |= {e.claim.id: e for e in (*own, *self._neighbourhood.placeless([*members, *own]))}
        for days, places in self._neighbourhood.windows(looked):
            asked = Filter(known=self._neighbourhood.known, places=places, since=days[0], until=days[1])
            for sketch, keys in sketches(self._connection, asked, limit=MOST).items():
                self._bones.setdefault(bones(sketch), set()).update(keys)
        every = set().union(*self._bones.values())
        if len(every) <= _MANY:
            self._taken = every
        else:
            self.widen([*members, *(entry for entry in looked if entry not in members)])
        return (len(self._own), len(self._taken)) != before

    def entries(self) -> list[Entry]:
        """What has been taken so far, with the rest of the reports that were looked around."""
        found = dict(self._own)
        new = sorted(self._taken - self._fetched.keys())
        new = [*new, *(key for key in self._neighbourhood.bare_beside(new) if key not in self._fetched)]
        self._fetched |= zip(new, entries_of(self._connection, new), strict=True)
        found |= {entry.claim.id: entry for entry in self._fetched.values()}
        return [found[id] for id in sorted(found)]

    def widen(self, members: Sequence[Entry]) -> bool:
        """Take what kind and days allow to be one event with any of these; whether that was anything new."""
        before = len(self._taken)
        new = {bones(Sketch.of(member)) for member in members} - self._asked
        self._asked |= new
        for other, keys in self._bones.items():
            if not keys <= self._taken and any(plausible(member, other) for member in new):
                self._taken |= keys
        return len(self._taken) > before


def around(connection: Connection, seeds: Sequence[Entry], known: date | None) -> list[Entry]:
    """The seeds and all that may be of one event with them, or compete for it."""
    return Neighbourhood(connection, known).around(seeds)


class Neighbourhood:
    """What lies near claims, as known on a day; asked of the ledger each time anew."""

    def __init__(self, connection: Connection, known: date | None) -> None:
        self.connection, self.known = connection, known

    def around(self, seeds: Sequence[Entry]) -> list[Entry]:
        """The seeds and all that may be of one event with them, or compete for it."""
        own, looked = self.reports(seeds)
        found = {entry.claim.id: entry for entry in (*seeds, *own)}
        for entry in self.placeless(list(found.values())):
            found[entry.claim.id] = entry
        near = [key for days, places in self.windows(looked) for key in self.keys_at(places, days)]
        near = list(dict.fromkeys(near))
        for entry in self.entries([*near, *self.bare_beside(near)]):
            found[entry.claim.id] = entry
        return sorted(found.values(), key=lambda entry: entry.claim.id)

    def reports(self, seeds: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
        """The rest of the seeds' own reports, and whose places and days to look around.

        An attack and its dead are often told in two claims, one of them without a place.
        """
        reports = sorted({entry.publication.report for entry in seeds})
        bare = {entry.publication.report for entry in seeds if not entry.claim.places}
        own = self.entries(claim_keys_in(self.connection, reports, self.known))
        return own, [*seeds, *(entry for entry in own if entry.publication.report in bare)]

    def placeless(self, beside: Sequence[Entry]) -> Iterator[Entry]:
        """What other reports tell without a place: the wire copies, say, of an exchange of prisoners somewhere."""
        windows: dict[str, list[tuple[date, date]]] = {}
        for entry in beside:
            days = None if entry.claim.places else _happened(entry)
            if days is not None:
                windows.setdefault(entry.claim.type, []).extend(_around_days(days))
        c = t.claim.c
        placed = exists().where(t.claim_place.c.claim_key == c.key)
        for kind in sorted(windows):
            kin = [other for other in CLAIM_TYPES if kinship((kind, None), (other, None)) is not None]
            for first, last in _merged(windows[kind]):
                begun = date.fromordinal(max(1, first.toordinal() - _SPAN_DAYS))  # a bound on both sides, for the index
                asked = Filter(known=self.known, types=tuple(kin), since=first, until=last)
                wanted = among(self.connection, asked, select(c.key)).where(c.day_from >= begun, ~placed)
                keys = self.connection.execute(wanted.order_by(c.key.desc()).limit(_MOST_PLACELESS)).scalars()
                yield from self.entries(list(keys))

    def bare_beside(self, keys: Sequence[int]) -> list[int]:
        """The keys of what the reports of these claims tell without a place: it may go on from them and mean theirs."""
        bare = self.bare(sorted({report_of(key) for key in keys}))
        return sorted({key for mine in bare.values() for key in mine}.difference(keys))

    def bare(self, reports: Sequence[int]) -> dict[int, list[int]]:
        """The keys of the claims without a place in these reports, by the report's key."""
        c = t.claim.c
        placed = exists().where(t.claim_place.c.claim_key == c.key)
        found: dict[int, list[int]] = {report: [] for report in reports}
        for some in batched(reports, _BATCH):
            wanted = among(self.connection, Filter(known=self.known), select(c.key))
            wanted = wanted.where(c.report_key.in_(some), ~placed)
            for key in self.connection.execute(wanted).scalars():
                found[report_of(key)].append(key)
        return found

    def windows(self, seeds: Sequence[Entry]) -> list[tuple[tuple[date, date], tuple[int, ...]]]:
        """Days and places to look at around entries, each place with the days of all seeds that lie there."""
        days_at: dict[Place, list[tuple[date, date]]] = {}
        for entry in seeds:
            days = _happened(entry)
            if days is None:
                continue
            for place in entry.claim.places:
                days_at.setdefault(place, []).extend(_around_days(days))
        out = []
        for place in sorted(days_at, key=lambda place: place_row(place)["key"]):
            near = self.near(place)
            out += [(days, near) for days in _merged(days_at[place])]
        return out

    def near(self, place: Place) -> tuple[int, ...]:
        """The keys of the places whose claims may be of one event with a claim here."""
        if place.lat is None or place.lon is None:
            return tuple(key for key, _ in places_of(self.connection, (place.name,)))
        settlements = REGION_KM if place.precision == "region" else 2 * REACH_KM
        near = {*self.places_near(place.lat, place.lon, settlements)}
        return tuple(sorted(near.union(self.places_near(place.lat, place.lon, REGION_KM, precision="region"))))

    def places_near(self, lat: float, lon: float, km: float, *, precision: Precision | None = None) -> list[int]:
        """The keys of the places within so many kilometres of a point."""
        return places_near(self.connection, lat, lon, km, precision=precision)

    def keys_at(self, places: tuple[int, ...], days: tuple[date, date]) -> list[int]:
        """The keys of the claims of these places that meet these days, the last published ``MOST`` of them."""
        asked = Filter(known=self.known, places=places, since=days[0], until=days[1])
        return claim_keys(self.connection, asked, limit=MOST)

    def entries(self, keys: Sequence[int]) -> list[Entry]:
        """The entries of these claim keys, in their order."""
        return entries_of(self.connection, keys)


def _happened(entry: Entry) -> tuple[date, date] | None:
    return happened(entry.claim.when, told(entry.claim.said, entry.publication.published))


def _around_days(days: tuple[date, date]) -> Iterator[tuple[date, date]]:
    first, last = days[0].toordinal(), days[1].toordinal()
    ends = (
        [(first, last)] if last - first <= 2 * _SPAN_DAYS else [(first, first + _SPAN_DAYS), (last - _SPAN_DAYS, last)]
    )
    for start, end in ends:
        until = min(end + 2 * DAYS + SHORTLY, date.max.toordinal())
        yield date.fromordinal(max(start - 2 * DAYS, 1)), date.fromordinal(until)


def _merged(windows: list[tuple[date, date]]) -> list[tuple[date, date]]:
    out: list[tuple[date, date]] = []
    for first, last in sorted(windows):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out
