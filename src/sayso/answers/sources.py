"""Who speaks, under which names, and how what they said has fared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy import Connection, func, select

from sayso.answers.asked import Asked, Theatres, filter_of, nobody, speaking, voices
from sayso.answers.events import gathered, text_of
from sayso.answers.everyone import Heard, everyone
from sayso.answers.neighbourhood import around
from sayso.ledger import asking
from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, among, claim_keys
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.ledger.sifting import sifted, standing
from sayso.model import Entry, Publication, Source
from sayso.weighing.accounts import Account, Accounts
from sayso.weighing.copies import copy_groups
from sayso.weighing.record import Record, record

__all__ = ["SourceAnswer", "Speaker", "source", "speakers"]

_SHOWN: Final = 20
_WEIGHED: Final = 300  # how many of a source's latest claims its record is made of, at most,
_AROUND: Final = 600  # and how many claims are looked at around them, about: where much is told that is sooner reached
_TRIED: Final = 30  # claims by which that is reckoned


@dataclass(frozen=True, slots=True)
class Speaker:
    """An account with the names it goes by, how many claims stand on it, and when it was first and last published."""

    account: Account
    names: tuple[str, ...]
    claims: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A source: its names, what it said lately, through whom, and its record over its latest ``weighed`` claims."""

    speaker: Speaker
    via: tuple[tuple[str, int], ...]
    latest: tuple[Entry, ...]
    record: Record
    weighed: int


def speakers(ledger: Ledger, asked: Asked) -> list[Speaker]:
    """Whoever the claims asked for stand on, those with most claims first; narration is its outlet's or agency's."""
    with ledger.reading() as connection:
        # Who somebody is does not depend on what is asked: a bare surname is looked for among all who are known.
        wanted = filter_of(connection, asked, ledger)
        at_hand = everyone(connection, ledger, asked.known, Theatres(connection))
        if at_hand is not None:
            columns, found = at_hand
            return _folded(found.heard(sifted(connection, columns, wanted)))
        return _speakers(connection, wanted, voices(connection, asked.known, ledger).accounts)


def _speakers(connection: Connection, wanted: Filter, accounts: Accounts) -> list[Speaker]:
    r = t.report.c
    told = t.source.alias("told")
    of = (told.c.name, told.c.kind, told.c.side, r.theatre, r.outlet, r.agency)
    counts = select(*of, func.count(), func.min(r.published), func.max(r.published)).select_from(t.claim)
    counts = among(connection, wanted, counts).join(told, told.c.key == t.claim.c.source_key)
    rows = connection.execute(counts.group_by(*of).order_by(*of)).all()
    pairs = [(Source(row[0], row[1], row[2]), Publication("", "", row[7], row[4], row[5], row[3])) for row in rows]
    return _folded([Heard(accounts.of(*pair), pair[0].name, *row[6:]) for pair, row in zip(pairs, rows, strict=True)])


def _folded(told: Iterable[Heard]) -> list[Speaker]:
    by: dict[str, list[Heard]] = {}
    for item in told:
        by.setdefault(item.account.id, []).append(item)
    out = []
    for items in by.values():
        names: Counter[str] = Counter()
        for item in items:
            names[item.name] += item.claims
        first = min((item.first for item in items if item.first), default=None)
        last = max((item.last for item in items if item.last), default=None)
        ordered = tuple(sorted(names, key=lambda name: (-names[name], name)))
        out.append(Speaker(items[0].account, ordered, names.total(), first, last))
    return sorted(out, key=lambda speaker: (-speaker.claims, speaker.account.id))


def _who(connection: Connection, ledger: Ledger, name: str, known: date | None) -> tuple[Account, Speaker, list[int]]:
    """The account of a name, what is to be told of it, and the keys of its latest claims."""
    theatres = Theatres(connection)
    known_ones = everyone(connection, ledger, known, theatres)
    if known_ones is not None:
        columns, all_of_them = known_ones
        account = all_of_them.accounts.meant(name)
        if account is None:
            raise nobody(name, ledger)
        mine = all_of_them.of(account) & standing(columns, known)[columns.report]
        heard = _folded(all_of_them.heard(mine))
        keys: list[int] = columns.key[mine][::-1][:_WEIGHED].tolist()
    else:
        account, told, accounts = speaking(connection, name, known, ledger)
        wanted = Filter(known=known, speakers=told)
        heard = _speakers(connection, wanted, accounts)
        keys = claim_keys(connection, wanted, limit=_WEIGHED)
    who = next((speaker for speaker in heard if speaker.account.id == account.id), None)
    if who is None:
        raise nobody(name, ledger)
    return account, who, keys


def source(ledger: Ledger, name: str, *, known: date | None = None) -> SourceAnswer:
    """The source of this name, or of any of its names; InputError for nobody.

    Its record rests on its latest claims only, fewer where much is told around them, so that the answer comes soon
    however much it has said.
    """
    with ledger.reading() as connection:
        made = partial(_source, connection, ledger, name, known)
        return ledger.remembered.answer(connection, ("source", name, known), made)


def _source(connection: Connection, ledger: Ledger, name: str, known: date | None) -> SourceAnswer:
    account, who, keys = _who(connection, ledger, name, known)
    mine = entries_of(connection, keys)
    if len(mine) > _TRIED:
        near = len(around(connection, mine[:_TRIED], known))
        mine = mine[: max(_TRIED, _TRIED * _AROUND // near)]
    found, accounts, _ = gathered(connection, mine, known)
    ids = {entry.claim.id for entry in mine}
    theirs = [event for event in found if any(entry.claim.id in ids for entry in event.entries)]
    digests = sorted({entry.publication.digest for event in theirs for entry in event.entries})
    copies = copy_groups([(at, text_of(at.digest, text)) for at, text in asking.texts_of(connection, digests, known)])
    via = Counter(channel for entry in mine for channel in entry.claim.via)
    return SourceAnswer(
        who,
        tuple(sorted(via.items(), key=lambda item: (-item[1], item[0]))),
        tuple(mine[:_SHOWN]),
        record(account, theirs, accounts, copies),
        len(mine),
    )
