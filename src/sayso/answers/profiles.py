"""Who a source is, at a glance: its names, its latest claims, and of what, where and through whom it speaks.

What it tells of is counted over its latest claims, so that the answer comes soon however much it has said; how its
claims fared is for ``sources.source``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from sayso.answers.asked import nobody, speaking
from sayso.ledger import schema as t
from sayso.ledger.filters import Filter, claim_keys
from sayso.ledger.finding import division
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry
from sayso.weighing.accounts import Account

__all__ = ["COUNTED", "Profile", "profile"]

COUNTED: Final = 1000
"""How many of a source's latest claims are counted."""
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """A source as its latest ``counted`` claims show it; these are all it has said where ``whole``.

    ``names``, ``via`` (channels), ``types``, ``places`` and ``outlets`` have how many of these claims have each, the
    most first. ``entries`` are a page of all its claims, the newest first, from ``offset`` on.
    """

    account: Account
    names: tuple[tuple[str, int], ...]
    via: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    counted: int
    whole: bool
    offset: int
    entries: tuple[Entry, ...]


def profile(ledger: Ledger, name: str, *, known: date | None = None, limit: int = 20, offset: int = 0) -> Profile:
    """The source of this name, or of any of its names; InputError for nobody."""
    with ledger.reading() as connection:
        account, told, _ = speaking(connection, name, known, ledger)
        wanted = Filter(known=known, speakers=told)
        keys = claim_keys(connection, wanted, limit=COUNTED + 1)
        if not keys:
            raise nobody(name, ledger)  # what it said has been superseded or withdrawn
        latest = keys[:COUNTED]
        shown = latest[offset : offset + limit]
        if offset + limit > COUNTED:
            shown = claim_keys(connection, wanted, limit=limit, offset=offset)
        found = division(connection, latest)
        names: Counter[str] = Counter()
        outlets: Counter[str] = Counter()
        for (source, at), claims in found.told.items():
            names[(at.outlet or at.agency or source.name) if source.is_narrator else source.name] += claims
            outlets[at.outlet or at.agency or ""] += claims
        return Profile(
            account,
            _most(names, len(names)),
            _most(_channels(connection, latest)),
            _most(found.types),
            _most(found.places),
            _most({outlet: claims for outlet, claims in outlets.items() if outlet}),
            len(latest),
            len(keys) <= COUNTED,
            offset,
            tuple(entries_of(connection, shown)),
        )


def _channels(connection: Connection, keys: Iterable[int]) -> Counter[str]:
    c = t.claim.c
    rows = connection.execute(select(c.via).where(c.key.in_(list(keys)), c.via != "[]"))
    return Counter(channel for (via,) in rows for channel in json.loads(via))


def _most(counts: Mapping[str, int], most: int = _SHOWN) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most])
