"""Which claims does a filter ask for, by their columns? The same as ``filters.claim_keys``, of all claims at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from sayso.ledger import schema as t
from sayso.ledger import searching
from sayso.ledger.columns import MODALITIES, NEVER, NO_DAY, STANCES, Columns
from sayso.ledger.filters import Filter, Where
from sayso.ledger.fitting import fits
from sayso.model import CLAIM_TYPES

__all__ = ["Mask", "sifted", "standing", "with_words"]

Mask = NDArray[np.bool_]


def standing(columns: Columns, known: date | None) -> Mask:
    """Whether each report's version stands: now, or as known on a day."""
    if known is None:
        now: Mask = columns.report_gone == NEVER
        return now
    day, published = known.toordinal(), columns.report_published
    then: Mask = (published != NO_DAY) & (published <= day) & (columns.report_gone > day)
    return then


def sifted(connection: Connection, columns: Columns, asked: Filter, *, worded: Mask | None = None) -> Mask:
    """Whether each claim is asked for.

    ``worded`` are those that have the filter's words, where that has been asked before (``with_words``): a common word
    has hundreds of thousands.
    """
    c = columns
    mask = standing(c, asked.known)[c.report]
    if asked.places is not None:
        mask &= _at(c, asked.places)
    if asked.since:
        mask &= c.day_to >= asked.since.toordinal()
    if asked.until:
        mask &= (c.day_from != NO_DAY) & (c.day_from <= asked.until.toordinal())
    if asked.published_since:
        mask &= c.published >= asked.published_since.toordinal()
    if asked.published_until:
        mask &= (c.published != NO_DAY) & (c.published <= asked.published_until.toordinal())
    if asked.types:
        mask &= np.isin(c.type, [CLAIM_TYPES.index(name) for name in asked.types])
    if asked.modalities:
        mask &= np.isin(c.modality, [MODALITIES.index(name) for name in asked.modalities])
    if asked.stances:
        mask &= (c.stances & sum(1 << STANCES.index(name) for name in asked.stances)) != 0
    if asked.side is not None:
        mask &= _some(c.source_sides, _same(asked.side))[c.source]
    if asked.theatre is not None:
        mask &= _some(c.theatres, lambda name: name == asked.theatre)[c.report_theatre][c.report]
    if asked.outlet is not None:
        rooms = _some(c.newsrooms, _same(asked.outlet))
        mask &= (rooms[c.report_outlet] | rooms[c.report_agency])[c.report]
    if asked.reports:
        mask &= _of_reports(connection, c, asked.reports)[c.report]
    if asked.speakers is not None:
        mask &= _spoken_by(c, asked.speakers)
    if asked.words is not None:
        mask &= with_words(connection, columns, asked.words) if worded is None else worded
    return mask


def with_words(connection: Connection, columns: Columns, words: str) -> Mask:
    """Whether each claim has these words, standing or not."""
    query, _ = searching.with_words(connection, select(t.claim.c.key), "claim", words)
    mask = np.zeros(len(columns), np.bool_)
    found = np.fromiter(connection.execute(query).scalars(), np.int64)
    at = np.searchsorted(columns.key, found)
    here = at < len(columns)  # what was added since the columns were read is in none of them
    mask[at[here][columns.key[at[here]] == found[here]]] = True
    return mask


def _some(names: Iterable[str | None], fit: Callable[[str], bool]) -> Mask:
    return np.array([name is not None and fit(name) for name in names], np.bool_)


def _same(name: str) -> Callable[[str], bool]:
    """Whether a name is the same, in capitals or not."""
    wanted = name.lower()
    return lambda other: other.lower() == wanted


def _at(columns: Columns, places: Iterable[int]) -> Mask:
    wanted = np.zeros(len(columns.places), np.bool_)
    wanted[[columns.place_at[key] for key in places if key in columns.place_at]] = True
    mask = np.zeros(len(columns), np.bool_)
    mask[columns.mention_claim[wanted[columns.mention_place]]] = True
    return mask


def _of_reports(connection: Connection, columns: Columns, ids: Iterable[str]) -> Mask:
    wanted = select(t.report.c.key).where(t.report.c.id.in_([id for id in ids if fits(id)]))
    return np.isin(columns.report_key, list(connection.execute(wanted).scalars()))


def _spoken_by(columns: Columns, speakers: Iterable[tuple[int, Where | None]]) -> Mask:
    anywhere: list[int] = []
    mask = np.zeros(len(columns), np.bool_)
    wars = {name: n for n, name in enumerate(columns.theatres)}
    rooms = {name: n for n, name in enumerate(columns.newsrooms)}
    for key, where in speakers:
        if where is None:
            anywhere.append(key)
            continue
        theatre, outlet, agency = wars.get(where[0], -1), rooms.get(where[1], -1), rooms.get(where[2], -1)
        told = (columns.report_theatre == theatre) & (columns.report_outlet == outlet)
        mask |= (columns.source_key == key)[columns.source] & (told & (columns.report_agency == agency))[columns.report]
    return mask | np.isin(columns.source_key, anywhere)[columns.source]
