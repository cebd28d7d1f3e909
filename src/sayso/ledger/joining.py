"""Two ledgers' columns as one: what was read before, without what has changed since, and that as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.columns import Columns, Numbers

__all__ = ["joined"]


def joined(before: Columns, changed: Columns) -> Columns:
    """The columns of both, a report that is in both as it is in ``changed``."""
    kept = ~np.isin(before.report_key, changed.report_key)
    claims = kept[before.report]
    mentions = claims[before.mention_claim]
    report_key, reports, report_at = _merged(before.report_key[kept], changed.report_key)
    key, order, claim_at = _merged(before.key[claims], changed.key)
    source_key, sources, source_at = _united(before.source_key, changed.source_key)
    place_keys = [np.array([row.key for row in c.places], np.int64) for c in (before, changed)]
    _, places, place_at = _united(*place_keys)
    wars, war_at = _names(before.theatres, changed.theatres)
    rooms, room_at = _names(before.newsrooms, changed.newsrooms)

    def of_claims(name: str) -> NDArray[Any]:
        return _both(getattr(before, name)[claims], getattr(changed, name), order)

    def of_reports(name: str) -> NDArray[Any]:
        return _both(getattr(before, name)[kept], getattr(changed, name), reports)

    # Positions of before, once what has changed is left out; and those of both in what they are joined to.
    now_report, now_claim = np.cumsum(kept) - 1, np.cumsum(claims) - 1
    mention_claim = np.concatenate(
        [claim_at[0][now_claim[before.mention_claim[mentions]]], claim_at[1][changed.mention_claim]]
    )
    mention_place = np.concatenate([place_at[0][before.mention_place[mentions]], place_at[1][changed.mention_place]])
    in_order = np.argsort(mention_claim, kind="stable")
    return Columns(
        key=key,
        report=_both(report_at[0][now_report[before.report[claims]]], report_at[1][changed.report], order),
        source=_both(source_at[0][before.source[claims]], source_at[1][changed.source], order),
        type=of_claims("type"),
        modality=of_claims("modality"),
        stances=of_claims("stances"),
        day_from=of_claims("day_from"),
        day_to=of_claims("day_to"),
        mention_claim=mention_claim[in_order].astype(np.int32),
        mention_place=mention_place[in_order].astype(np.int64),
        places=tuple(_picked((*before.places, *changed.places), places)),
        source_key=source_key,
        source_sides=tuple(_picked((*before.source_sides, *changed.source_sides), sources)),
        source_last=tuple(_picked((*before.source_last, *changed.source_last), sources)),
        report_key=report_key,
        report_published=of_reports("report_published"),
        report_gone=of_reports("report_gone"),
        report_theatre=_both(before.report_theatre[kept], war_at[changed.report_theatre], reports),
        report_outlet=_both(before.report_outlet[kept], room_at[changed.report_outlet], reports),
        report_agency=_both(before.report_agency[kept], room_at[changed.report_agency], reports),
        theatres=wars,
        newsrooms=rooms,
    )


_Where = tuple[NDArray[np.int32], NDArray[np.int32]]


def _merged(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers, _Where]:
    """Two sets of keys as one, the order that makes it, and where in it each of either stands."""
    both = np.concatenate([ones, others])
    order = np.argsort(both, kind="stable")
    at = np.empty(len(both), np.int32)
    at[order] = np.arange(len(both), dtype=np.int32)
    return both[order], order, (at[: len(ones)], at[len(ones) :])


def _united(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers, _Where]:
    """The same of sets that share some, each of which is taken once."""
    both = np.concatenate([ones, others])
    keys, first = np.unique(both, return_index=True)
    return keys, first, (_at(keys, ones), _at(keys, others))


def _at(keys: Numbers, wanted: Numbers) -> NDArray[np.int32]:
    return np.searchsorted(keys, wanted).astype(np.int32)


def _both(ones: NDArray[Any], others: NDArray[Any], order: Numbers) -> NDArray[Any]:
    return np.concatenate([ones, others.astype(ones.dtype)])[order]


def _picked(values: Sequence[Any], which: Numbers) -> list[Any]:
    return [values[at] for at in which.tolist()]


def _names(
    ones: tuple[str | None, ...], others: tuple[str | None, ...]
) -> tuple[tuple[str | None, ...], NDArray[np.int32]]:
    """The names of both, and where in them each of the second stands."""
    numbers = {name: at for at, name in enumerate(ones)}
    at = [numbers.setdefault(name, len(numbers)) for name in others]
    return tuple(numbers), np.array(at, np.int32)
