"""What happened, by whose accounts: the events that claims tell of, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from sayso.answers.asked import Asked, accounts_for, filter_of, newest
from sayso.answers.neighbourhood import Near, around
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry, Publication
from sayso.weighing.accounts import Accounts
from sayso.weighing.copies import CopyGroup, Text, copy_groups
from sayso.weighing.events import Decision, Event, event_of, events
from sayso.weighing.figures import Figure, figures
from sayso.weighing.independence import Tree, tree
from sayso.weighing.traits import Facets

__all__ = ["EventAnswer", "answered", "event", "gathered", "happenings", "text_of", "told_with", "weighed"]


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
        return _answer(connection, ledger, entries_of(connection, keys)[0], known)


def _answer(connection: Connection, ledger: Ledger, seed: Entry, known: date | None) -> EventAnswer:
    """The event that a claim tells of, weighed; remembered, since whoever saw it in a list may open it."""

    def made() -> EventAnswer:
        one, accounts, decisions = _event_of(connection, seed, known)
        return weighed(connection, one, accounts, decisions, known)

    return ledger.remembered.answer(connection, ("event", seed.claim.id, known), made)


def _event_of(connection: Connection, seed: Entry, known: date | None) -> tuple[Event, Accounts, tuple[Decision, ...]]:
    """The event that a claim tells of, found among what may belong to it."""
    near, facets = Near(connection, seed, known), Facets()
    while True:
        told, accounts, decisions = told_with(connection, near.entries(), known)
        one, kindred = event_of(seed.claim.id, facets.of(told, accounts), decisions)
        if not near.widen(one.entries) and not near.look(one.entries, kindred):
            return one, accounts, decisions


def happenings(ledger: Ledger, asked: Asked, *, limit: int = 50, offset: int = 0) -> list[EventAnswer]:
    """The events that the claims asked for tell of, in order of the latest of these claims, the last published first.

    ``offset`` passes over the first of them.
    """
    with ledger.reading() as connection:
        wanted = filter_of(connection, asked, ledger)
        out: dict[str, EventAnswer] = {}
        told: set[str] = set()  # the claims of those events
        at, step = 0, max(2 * (limit + offset), 50)
        while len(out) < limit + offset:
            keys = newest(connection, wanted, ledger, limit=step, offset=at)
            for seed in entries_of(connection, keys):
                if seed.claim.id in told or len(out) == limit + offset:
                    continue
                answer = _answer(connection, ledger, seed, asked.known)
                told.update(entry.claim.id for entry in answer.event.entries)
                out[answer.event.id] = answer
            if len(keys) < step:
                break
            at += step
        return list(out.values())[offset:]


def gathered(
    connection: Connection, seeds: Sequence[Entry], known: date | None
) -> tuple[tuple[Event, ...], Accounts, tuple[Decision, ...]]:
    """The events of these entries and of all that lies near them, with the accounts and decisions they were made by."""
    told, accounts, decisions = told_with(connection, around(connection, seeds, known), known)
    return events(told, accounts, decisions), accounts, decisions


def told_with(
    connection: Connection, told: list[Entry], known: date | None
) -> tuple[list[Entry], Accounts, tuple[Decision, ...]]:
    """These entries, with what a person joined to them, the accounts behind all, and what was decided on them."""
    here = {entry.claim.id for entry in told}
    said = asking.decisions(connection, here)
    decisions = tuple(Decision(d.a, d.b, d.apart, d.by, d.why) for d in said)
    # Whom a person joined to one of these belongs here, however far off it lies.
    joined = {id for d in decisions if not d.apart for id in (d.a, d.b)} - here
    if joined:
        told = [*told, *entries_of(connection, asking.entry_keys(connection, joined, known))]
    return told, accounts_for(connection, told, known), decisions


def weighed(
    connection: Connection, one: Event, accounts: Accounts, decisions: Iterable[Decision], known: date | None
) -> EventAnswer:
    """An event with its tree, figures and copies."""
    digests = {entry.publication.digest for entry in one.entries}
    copies: tuple[CopyGroup, ...] = ()
    if len(digests) > 1:
        texts = asking.texts_of(connection, sorted(digests), known)
        copies = copy_groups([(publication, text_of(publication.digest, text)) for publication, text in texts])
    return answered(one, accounts, copies, decisions)


def answered(
    one: Event, accounts: Accounts, copies: tuple[CopyGroup, ...], decisions: Iterable[Decision]
) -> EventAnswer:
    """An event with its tree and figures, where the copies among its reports are known."""
    ids = {entry.claim.id for entry in one.entries}
    mine = tuple(d for d in decisions if d.a in ids or d.b in ids)
    return EventAnswer(one, tree(one, accounts, copies), figures(one, accounts, copies), copies, mine)


@lru_cache(maxsize=1024)  # some 30 MB
def text_of(digest: str, text: str) -> Text:
    """A text made ready for comparing, kept for the next time."""
    return Text(text)
