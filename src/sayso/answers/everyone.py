"""Everybody who has spoken, as a ledger's columns have them: whose each claim is, and how much of what is asked.

Who somebody is hangs on who else is known, so that for one name all must be looked at. The named are some thousand
names, each one *voice* however many newsrooms told of it; a newsroom's own voice, and the nameless who spoke to it, are
a voice in each. Which voice a claim has is reckoned once for the columns, and then counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from sayso.ledger import schema as t
from sayso.ledger.columns import NO_DAY, Columns
from sayso.ledger.filters import Where
from sayso.ledger.opening import Ledger
from sayso.ledger.remembering import Remembered
from sayso.ledger.sifting import Mask
from sayso.model import Publication, Source
from sayso.theatres import Theatre
from sayso.weighing.accounts import Account, Accounts, in_each_newsroom

__all__ = ["Everyone", "Heard", "everyone"]

_Codes = NDArray[np.int64]
_Theatres = Callable[[str | None], Theatre]
_DAYS: Final = 8  # for so many is kept who was known by then: some megabytes each
_NEVER: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Heard:
    """How much of some claims a name of an account was given for, first and last published on these days."""

    account: Account
    name: str
    claims: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class _Voice:
    source: Source
    at: Publication  # of nothing but theatre, and outlet and agency where the voice is another one in each


class Voices:
    """The voices of some columns' claims, each with where it was told and since when."""

    def __init__(self, connection: Connection, columns: Columns, theatres: _Theatres) -> None:
        s, self.columns = t.source.c, columns
        named = {row[0]: Source(*row[1:]) for row in connection.execute(select(s.key, s.name, s.kind, s.side))}
        places, where = _numbered(columns.report_theatre, columns.report_outlet, columns.report_agency)
        self.wheres: list[Where] = [
            (columns.theatres[theatre], columns.newsrooms[outlet], columns.newsrooms[agency])
            for theatre, outlet, agency in places.tolist()
        ]
        # Every pair of a source and where it was told, and which of them each claim has.
        pairs, self._pair = _numbered(columns.source, where[columns.report])
        self.pairs: list[tuple[int, Source, Where]] = [
            (int(columns.source_key[source]), named[int(columns.source_key[source])], self.wheres[at])
            for source, at in pairs.tolist()
        ]
        self.where_of = pairs[:, 1]
        self.voices: list[_Voice] = []
        self.voice_of = np.array(list(self._voices(theatres)), np.int64)
        self._since = self._first(None), self._first(NO_DAY)
        self.everyone = Remembered(_DAYS)

    def _voices(self, theatres: _Theatres) -> Iterator[int]:
        numbers: dict[tuple[Source, Where], int] = {}
        apart: dict[tuple[Source, str | None], bool] = {}
        for _, source, where in self.pairs:
            known = apart.get((source, where[0]))
            if known is None:
                known = apart[source, where[0]] = in_each_newsroom(source, theatres(where[0]))
            told = where if known else (where[0], None, None)
            number = numbers.setdefault((source, told), len(numbers))
            if number == len(self.voices):
                self.voices.append(_Voice(source, Publication("", "", None, told[1], told[2], told[0])))
            yield number

    def _first(self, undated: int | None) -> _Codes:
        """The day on which each pair was first published: of all its claims, or of those with a date."""
        days = self.columns.published.astype(np.int64)
        dated = days != undated if undated is not None else np.ones(len(days), np.bool_)
        first = np.full(len(self.pairs), _NEVER, np.int64)
        first[self._pair[dated][::-1]] = days[dated][::-1]  # keys are in order of days: the first is written last
        return first

    @cached_property
    def voice(self) -> _Codes:
        """The voice of every claim."""
        return self.voice_of[self._pair]

    def known(self, known: date | None) -> NDArray[np.bool_]:
        """Which pairs were known by a day."""
        if known is None:
            every: NDArray[np.bool_] = self._since[0] < _NEVER
            return every
        by: NDArray[np.bool_] = self._since[1] <= known.toordinal()
        return by


class Everyone:
    """Everybody known by a day: their accounts, and what stands on each."""

    def __init__(self, voices: Voices, theatres: _Theatres, known: date | None) -> None:
        self._voices = voices
        self._known = there = voices.known(known)
        times = np.bincount(voices.voice_of[there], minlength=len(voices.voices))
        self._there = np.flatnonzero(times).tolist()
        heard = [voices.voices[at] for at in self._there]
        rooms = {voices.wheres[at] for at in np.unique(voices.where_of[there]).tolist()}
        self.accounts = Accounts(
            ((voice.source, voice.at) for voice in heard), theatres, times=times[self._there].tolist(), rooms=rooms
        )
        self._account: dict[int, Account] = {
            at: self.accounts.of(voice.source, voice.at) for at, voice in zip(self._there, heard, strict=True)
        }

    def told(self, account: Account) -> tuple[tuple[int, Where | None], ...]:
        """What stands on an account, as a ``Filter`` wants its speakers."""
        voices = self._voices
        mine = self._mine(account)[voices.voice_of] & self._known
        others = self._known & ~mine
        keys = np.array([key for key, _, _ in voices.pairs], np.int64)
        shared = set(keys[others & np.isin(keys, keys[mine])].tolist())
        out: set[tuple[int, Where | None]] = set()
        for at in np.flatnonzero(mine).tolist():
            key, _, where = voices.pairs[at]
            out.add((key, where if key in shared else None))
        return tuple(sorted(out, key=str))

    def of(self, account: Account) -> Mask:
        """Which claims stand on an account."""
        return self._mine(account)[self._voices.voice]

    def _mine(self, account: Account) -> Mask:
        mine = np.zeros(len(self._voices.voices), np.bool_)
        mine[[at for at, found in self._account.items() if found.id == account.id]] = True
        return mine

    def heard(self, which: Mask) -> list[Heard]:
        """Who some claims stand on, by each name."""
        claims = np.flatnonzero(which)
        voice, days = self._voices.voice[claims], self._voices.columns.published[claims]
        counts = np.bincount(voice, minlength=len(self._voices.voices))
        dated = days != NO_DAY
        first, last = np.zeros_like(counts), np.zeros_like(counts)
        last[voice[dated]] = days[dated]  # in order: of several the last one is kept
        first[voice[dated][::-1]] = days[dated][::-1]
        names = [voice.source.name for voice in self._voices.voices]
        return [
            Heard(self._account[at], names[at], int(counts[at]), _day(first[at]), _day(last[at]))
            for at in np.flatnonzero(counts).tolist()
        ]


def everyone(
    connection: Connection, ledger: Ledger, known: date | None, theatres: _Theatres
) -> tuple[Columns, Everyone] | None:
    """Everybody known by a day, if the ledger's columns can be had soon."""
    columns = ledger.columns.soon(connection)
    if columns is None:
        return None

    made_of = partial(Voices, connection, columns, theatres)
    heard = ledger.remembered.answer(connection, "voices by columns", made_of)
    made = partial(Everyone, heard, theatres, known)
    return columns, heard.everyone.answer(connection, known, made)


def _numbered(*columns: NDArray[Any]) -> tuple[_Codes, _Codes]:
    """The rows that occur of some columns of small numbers, in order, and which of them stands at each position."""
    codes = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        codes = codes * (int(column.max()) + 1 if len(column) else 1) + column
    many = int(codes.max()) + 1 if len(codes) else 0
    if many <= max(1 << 16, 8 * len(codes)):
        occurs = np.bincount(codes, minlength=many) > 0
        at = np.cumsum(occurs)[codes] - 1
        first = np.zeros(int(occurs.sum()), np.int64)
        first[at] = np.arange(len(codes))
    else:
        _, first, at = np.unique(codes, return_index=True, return_inverse=True)
    rows = np.stack([column[first].astype(np.int64) for column in columns], axis=1)
    return rows, at.astype(np.int64)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
