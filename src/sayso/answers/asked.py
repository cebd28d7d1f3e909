"""What is being asked, in people's words: a place by its name, a source by any of its names; turned into a filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from sayso.answers.everyone import Everyone, everyone
from sayso.answers.places_known import Spot, spots
from sayso.errors import InputError, SetupError
from sayso.ledger import asking, speakers
from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, Where, claim_keys, places_near, stands
from sayso.ledger.mentions import keys_named, naming
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import folded, source_row
from sayso.ledger.sifting import sifted
from sayso.model import ClaimType, Entry, Modality, StanceKind
from sayso.theatres import GENERIC, Theatre, load, names, parse
from sayso.weighing.accounts import Account, Accounts

__all__ = [
    "Asked", "Theatres", "accounts_for", "bare_names", "checked", "claim_keys_of", "filter_of", "newest", "nobody",
    "speaking", "spots_of", "voices",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a list of claims or events may be narrowed by; None or empty asks nothing.

    ``place`` is a name or a GeoNames id, ``within`` kilometres around it; ``on`` a day that the event lies on,
    ``since`` and ``until`` bound its days; ``known`` is the day as known on; ``source`` any name of one; the rest as in
    ``ledger.Filter``.
    """

    known: date | None = None
    place: str | None = None
    within: float | None = None
    on: date | None = None
    since: date | None = None
    until: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    side: str | None = None
    source: str | None = None
    types: tuple[ClaimType, ...] = ()
    modalities: tuple[Modality, ...] = ()
    stances: tuple[StanceKind, ...] = ()
    theatre: str | None = None
    outlet: str | None = None
    report: str | None = None
    words: str | None = None


class Theatres:
    """The theatres of a ledger by name: those it keeps, those that come with Sayso, else the general one."""

    def __init__(self, connection: Connection) -> None:
        self._kept = asking.theatres(connection)

    def __call__(self, name: str | None) -> Theatre:
        """The theatre of this name; nobody's sides are known in one that can't be had."""
        if name is None:
            return GENERIC
        if name in self._kept:
            return _parsed(name, self._kept[name])
        try:
            return load(name) if name in names() or name == "generic" else GENERIC
        except SetupError:
            return GENERIC


@lru_cache(maxsize=32)
def _parsed(name: str, toml: str) -> Theatre:
    return parse(toml, name=name, source=f"theatre {name}", base=GENERIC)


def accounts_for(connection: Connection, entries: Sequence[Entry], known: date | None) -> Accounts:
    """The accounts behind some entries; a bare surname among them is looked for among all who are known."""
    pairs = [(entry.claim.source, entry.publication) for entry in entries]
    return Accounts([*pairs, *speakers.persons_known(connection, known, bare_names(entries))], Theatres(connection))


def bare_names(entries: Sequence[Entry]) -> list[str]:
    """The names of one word, folded, that entries tell of: each may be the surname of somebody who is known."""
    told = {folded(entry.claim.source.name) for entry in entries}
    told |= {folded(stance.by) for entry in entries for stance in entry.claim.stances}
    return sorted(name for name in told if name and " " not in name)


def spots_of(connection: Connection, name: str, known: date | None, ledger: Ledger) -> list[Spot]:
    """The places of this name (or GeoNames id), the one that is meant first; InputError where no claim names any."""
    found = spots(connection, name, known, Theatres(connection))
    if not found:
        said = f"{name}, as known on {known}" if known else name
        told, _ = naming(connection, keys_named(connection, name), known, limit=0)
        if told:
            reports = "a report in another language does" if told == 1 else f"{told} reports in other languages do"
            way = "`sayso search WORD --reports --place NAME` finds those by their words"
            raise InputError(ledger.name, "place", said, f"no claim names it, but {reports}: {way}")
        raise InputError(ledger.name, "place", said, "no claim names it: check the name, or ask `sayso search`")
    return found


def filter_of(connection: Connection, asked: Asked, ledger: Ledger) -> Filter:
    """The filter for what is asked; InputError for a place or source that is not known."""
    spot = None if asked.place is None else spots_of(connection, asked.place, asked.known, ledger)[0]
    places = None if spot is None else spot.keys
    if spot is not None and asked.within is not None:
        if spot.lat is None or spot.lon is None:
            raise InputError(ledger.name, "place", spot.name, "its position is not known: ask without --within")
        places = tuple(sorted({*spot.keys, *places_near(connection, spot.lat, spot.lon, asked.within)}))
    made = Filter(
        known=asked.known,
        places=places,
        since=asked.since or asked.on,
        until=asked.until or asked.on,
        published_since=asked.published_since,
        published_until=asked.published_until,
        side=asked.side,
        types=asked.types,
        modalities=asked.modalities,
        stances=asked.stances,
        theatre=asked.theatre,
        outlet=asked.outlet,
        reports=() if asked.report is None else (asked.report,),
        words=asked.words,
    )
    if asked.source is None:
        return made
    return replace(made, speakers=speaking(connection, asked.source, asked.known, ledger)[1])


def claim_keys_of(connection: Connection, wanted: Filter, ledger: Ledger) -> NDArray[np.int64] | None:
    """The keys of all claims that a filter asks for, in order, if the ledger's columns can be had soon.

    None too where words are asked for: the full text hands out the newest sooner than all that have a common word.
    """
    columns = None if wanted.words is not None else ledger.columns.soon(connection)
    return None if columns is None else columns.key[sifted(connection, columns, wanted)]


def newest(connection: Connection, wanted: Filter, ledger: Ledger, *, limit: int, offset: int = 0) -> list[int]:
    """The keys of the claims that a filter asks for, the newest published first."""
    every = claim_keys_of(connection, wanted, ledger)
    if every is None:
        return claim_keys(connection, wanted, limit=limit, offset=offset)
    keys: list[int] = every[::-1][offset : offset + limit].tolist()
    return keys


def checked(ledger: Ledger, asked: Asked) -> Asked:
    """What is asked, if every name in it is known; else InputError: a slip of the pen must not look like silence.

    A side, a conflict, an outlet or a report is known where something that stands has it.
    """
    with ledger.reading() as connection:
        for field, listed in (("side", t.source.c.side), ("theatre", t.report.c.theatre), ("outlet", None)):
            name = getattr(asked, field)
            if name is None:
                continue
            one = filter_of(connection, Asked(known=asked.known, **{field: name}), ledger)
            if not newest(connection, one, ledger, limit=1):
                fix = "`sayso claims` shows who published what"
                if listed is not None:
                    there = select(listed).where(listed.is_not(None)).distinct()
                    there = there.where(stands(asked.known)) if field == "theatre" else there
                    known = sorted(connection.execute(there).scalars())
                    fix = f"give one of {', '.join(known[:10])}" if known else f"no report tells of any {field}"
                said = f"{name}, as known on {asked.known}" if asked.known else name
                raise InputError(ledger.name, f"--{field}", said, f"no claim has it: {fix}")
        if asked.report is not None and not asking.versions_of(connection, asked.report):
            raise InputError(ledger.name, "--report", asked.report, "no such report: give an id as the claims show it")
    return asked


def speaking(
    connection: Connection, name: str, known: date | None, ledger: Ledger
) -> tuple[Account, tuple[tuple[int, Where | None], ...], Accounts]:
    """The account of this name, what stands on it as a ``Filter`` wants it, and all accounts; InputError for nobody."""
    heard = voices(connection, known, ledger)
    found = heard.accounts.meant(name)
    if found is None:
        raise nobody(name, ledger)
    return found, heard.told(found), heard.accounts


@dataclass(frozen=True, slots=True)
class Voices:
    """All who have spoken by a day: the accounts behind them, and which accounts each source is where it was told."""

    accounts: Accounts
    spoken: Mapping[int, tuple[tuple[Where, str], ...]]

    def told(self, account: Account) -> tuple[tuple[int, Where | None], ...]:
        """The sources that are this account, as a ``Filter`` wants them."""
        out: list[tuple[int, Where | None]] = []
        for key, everywhere in self.spoken.items():
            mine = [where for where, id in everywhere if id == account.id]
            if len(mine) == len(everywhere):
                out.append((key, None))
            else:
                out += [(key, where) for where in mine]
        return tuple(out)


def voices(connection: Connection, known: date | None, ledger: Ledger) -> Voices | Everyone:
    """All who have spoken; reckoned once for each state of the ledger, since it takes seconds where there are many."""
    at_hand = everyone(connection, ledger, known, Theatres(connection))
    if at_hand is not None:
        return at_hand[1]

    def reckoned() -> Voices:
        pairs = speakers.sources_known(connection, known)
        accounts = Accounts(pairs, Theatres(connection))
        spoken: defaultdict[int, list[tuple[Where, str]]] = defaultdict(list)
        for source, at in pairs:
            where = (at.theatre, at.outlet, at.agency)
            spoken[source_row(source)["key"]].append((where, accounts.of(source, at).id))
        return Voices(accounts, {key: tuple(spoken[key]) for key in sorted(spoken)})

    return ledger.remembered.answer(connection, ("voices", known), reckoned)


def nobody(name: str, ledger: Ledger) -> InputError:
    """What to say of a source that has said nothing that stands."""
    return InputError(ledger.name, "source", name, "nobody of this name is known: `sayso sources` lists who is")
