"""Every event there is, one after the other: for exports of any size.

Claims are taken lot by lot, and of each lot the events are found among all that lies near any of its claims. What one
lot has in common with the next (most of what lies near it, facets and all), and one event with another (the reports
that tell of both, and which of these copy which), is made once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sqlalchemy import Connection

from sayso.answers.asked import Asked, filter_of
from sayso.answers.events import EventAnswer, answered, text_of, told_with
from sayso.answers.surroundings import Remembered
from sayso.ledger import asking
from sayso.ledger.filters import claim_keys
from sayso.ledger.opening import Ledger
from sayso.model import Publication
from sayso.weighing.copies import CopyGroup, Likeness, Text, copy_groups
from sayso.weighing.events import Event, events_of
from sayso.weighing.traits import Facets

__all__ = ["every_event"]

_TOGETHER: Final = 300  # claims whose events are gathered at once


def every_event(ledger: Ledger, asked: Asked, *, limit: int | None = None) -> Iterator[EventAnswer]:
    """The events that `happenings` lists, all of them in its order, one after the other: for exports of any size.

    Many are gathered at once, which is many times sooner than one by one, and puts every claim into one event also
    where more hangs together with it than `event` looks around. Of an account's names another may be shown than there.
    """
    with ledger.reading() as connection:
        keys = claim_keys(connection, filter_of(connection, asked, ledger))
        near, facets = Remembered(connection, asked.known), Facets()
        given: set[str] = set()
        told: set[str] = set()  # claims of events that were given, until they come by themselves
        for at in range(0, len(keys), _TOGETHER):
            seeds = near.entries(keys[at : at + _TOGETHER])
            new = [seed for seed in seeds if seed.claim.id not in told]
            around, accounts, decisions = told_with(connection, near.around(new), asked.known)
            traits = facets.of(around, accounts)
            facets.keep(traits)
            found = events_of([seed.claim.id for seed in new], traits, decisions)
            events_by_claim = {entry.claim.id: one for one in found for entry in one.entries}
            copies = _Copies(connection, found, asked.known)
            for seed in new:
                one = events_by_claim[seed.claim.id]
                if seed.claim.id in told or one.id in given:
                    continue
                if limit is not None and len(given) == limit:
                    return
                given.add(one.id)
                told.update(entry.claim.id for entry in one.entries)
                yield answered(one, accounts, copies.among(one), decisions)
            told.difference_update(seed.claim.id for seed in seeds)


class _Copies:
    """The copies among the reports of each of some events; the same reports are compared once, however many events
    they tell of."""

    def __init__(self, connection: Connection, found: Iterable[Event], known: date | None) -> None:
        self._connection, self._known = connection, known
        self._wanted = {digest for one in found for digest in _digests(one) if len(_digests(one)) > 1}
        self._texts: defaultdict[str, list[tuple[Publication, str]]] | None = None
        self._groups: dict[tuple[str, ...], tuple[CopyGroup, ...]] = {}
        self._compared: dict[tuple[Text, Text], Likeness] = {}

    def among(self, one: Event) -> tuple[CopyGroup, ...]:
        """The groups of reports of this event that copy each other."""
        digests = _digests(one)
        if len(digests) < 2:
            return ()
        groups = self._groups.get(digests)
        if groups is None:
            texts = self._all_texts()
            told = [pair for digest in digests for pair in texts[digest]]
            texts_of = [(publication, text_of(publication.digest, text)) for publication, text in told]
            groups = copy_groups(texts_of, self._compared)
            self._groups[digests] = groups
        return groups

    def _all_texts(self) -> defaultdict[str, list[tuple[Publication, str]]]:
        if self._texts is None:
            self._texts = defaultdict(list)
            for publication, text in asking.texts_of(self._connection, self._wanted, self._known):
                self._texts[publication.digest].append((publication, text))
        return self._texts


def _digests(one: Event) -> tuple[str, ...]:
    return tuple(sorted({entry.publication.digest for entry in one.entries}))
