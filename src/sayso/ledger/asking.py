"""What does the ledger hold, beside claims: reports and their versions, problems, decisions and theatres?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, exists, false, func, or_, select

from sayso.ledger import schema as t
from sayso.ledger.batches import batched
from sayso.ledger.filters import stands, told
from sayso.ledger.fitting import fits
from sayso.ledger.keys import address, day_of, reports_until
from sayso.ledger.rows import entries_of, report_of
from sayso.ledger.searching import with_words
from sayso.ledger.versions import Version
from sayso.model import Entry, Publication, Report

__all__ = [
    "PUBLICATION", "Decided", "Problem", "Standing", "claims_of", "copy_candidates", "count_problems", "decisions",
    "entry_keys", "newest", "problems", "publication_of", "reports_matching", "texts_of", "theatres", "versions_of",
    "versions_up_to", "withdrawals_of",
]  # fmt: skip

_COPY_DAYS: Final = 14
_COPIES: Final = 100
_BATCH: Final = 400


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of a report, and the days from which it is superseded and withdrawn (None: it stands).

    ``sayso`` is the version of sayso that read it, None where that was not kept yet.
    """

    key: int
    report: Report
    seen: str
    until: date | None
    withdrawn: date | None
    warnings: tuple[str, ...]
    sayso: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be read, why, and when it was tried; ``mended`` when it was kept after all."""

    input: str
    line: int | None
    reason: str
    seen: str
    mended: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's last word on two claims (by id): of two events when ``apart``, else of one."""

    a: str
    b: str
    apart: bool
    by: str
    why: str
    made: str


def versions_of(connection: Connection, report: str) -> list[Standing]:
    """The versions of a report, by its id or address, the first published first; none for one that is not kept."""
    c = t.report.c
    if not fits(report):
        return []
    # Whoever asks by an address has it from a page's title bar: with what does not tell pages apart.
    page = address(report)
    mine = c.id == report if page is None else or_(c.id == report, c.address == page)
    first = connection.execute(select(c.id, c.address).where(mine)).all()
    ids, addresses = {row.id for row in first}, {row.address for row in first if row.address}
    found = connection.execute(select(t.report).where(or_(c.id.in_(ids), c.address.in_(addresses)))).all()
    return [_standing(row) for row in sorted(found, key=lambda row: _version(row).turn())]


def versions_up_to(connection: Connection, reports: Collection[str]) -> dict[tuple[str, str], tuple[Standing, ...]]:
    """The versions of these reports, by id and digest: each behind those that came before it, in their order."""
    c = t.report.c
    rows: dict[int, Any] = {}
    for some in _batches(id for id in reports if fits(id)):
        rows |= {row.key: row for row in connection.execute(select(t.report).where(c.id.in_(some)))}
    for some in _batches(row.address for row in list(rows.values()) if row.address):
        rows |= {row.key: row for row in connection.execute(select(t.report).where(c.address.in_(some)))}
    by_name: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)  # a version shares its id or its address
    ordered = sorted(rows.values(), key=lambda row: _version(row).turn())
    for row in ordered:
        by_name["id", row.id].append(row)
        if row.address:
            by_name["address", row.address].append(row)
    made = {row.key: _standing(row) for row in ordered}
    turns = {row.key: at for at, row in enumerate(ordered)}
    out: dict[tuple[str, str], tuple[Standing, ...]] = {}
    for row in ordered:
        shared = {other.key for other in by_name["id", row.id]}
        shared |= {other.key for other in by_name["address", row.address]} if row.address else set()
        before = sorted((key for key in shared if turns[key] <= turns[row.key]), key=turns.__getitem__)
        out[row.id, row.digest] = tuple(made[key] for key in before)
    return out


def _standing(row: Any) -> Standing:
    warnings = tuple(json.loads(row.warnings))
    return Standing(row.key, report_of(row), row.seen, row.until, row.withdrawn, warnings, row.sayso)


def _version(row: Any) -> Version:
    return Version(row.key, row.id, row.address, row.published, row.mark, row.seen, row.digest)


def newest(connection: Connection, known: date | None) -> date | None:
    """The day on which the latest report that stands was published; None where none has a date."""
    day = t.report.c.published
    wanted = select(day).where(stands(known), day.is_not(None)).order_by(day.desc()).limit(1)
    return connection.execute(wanted).scalar()


def withdrawals_of(connection: Connection, reports: Collection[str]) -> list[tuple[str, date, str]]:
    """The withdrawals of these reports: which, from what day on, and why ("" where nobody said), in order."""
    w = t.withdrawal.c
    found: list[tuple[str, date, str]] = []
    for some in _batches(id for id in reports if fits(id)):
        found += [tuple(row) for row in connection.execute(select(w.report, w.day, w.why).where(w.report.in_(some)))]
    return sorted(found, key=lambda told: (told[1], told[0]))


def claims_of(connection: Connection, version: int) -> list[Entry]:
    """The entries of one version of a report, standing or not, in order of its text, as people corrected them."""
    c, k = t.claim.c, t.correction.c
    wanted = select(c.key).outerjoin(t.correction, k.claim_key == c.key)
    wanted = wanted.where(c.report_key == version, ~exists().where(t.set_aside.c.claim_key == c.key))
    keys = connection.execute(wanted.order_by(func.coalesce(k.of, c.key)))
    return entries_of(connection, list(keys.scalars()))


def entry_keys(connection: Connection, ids: Collection[str], known: date | None) -> list[int]:
    """The keys of the claims of these ids that stand."""
    c = t.claim.c
    kept = select(c.key).join(t.report, t.report.c.key == c.report_key).where(told(known))
    found: list[int] = []
    for some in _batches(id for id in ids if fits(id)):
        found += connection.execute(kept.where(c.id.in_(some))).scalars()
    return sorted(found)


def texts_of(connection: Connection, digests: Iterable[str], known: date | None) -> list[tuple[Publication, str]]:
    """The publications of these digests that stand, each with its text, by report id."""
    return _texts(connection, t.report.c.digest, (digest for digest in digests if fits(digest)), known)


def copy_candidates(
    connection: Connection, report_keys: Sequence[int], known: date | None, least: int = 3, most: int | None = None
) -> list[tuple[Publication, str]]:
    """Reports that share sampled stretches of text with these (by key), published within two weeks of them.

    They are candidates only: whether they are copies is for ``weighing.copies`` to verify. With ``most`` there are, of
    those that share less than half of a report, no more than the so many that share most.
    """
    f = t.fingerprint.c
    found: set[int] = set()
    for key in report_keys:
        # A report's day stands in its key, so this too asks by the index.
        mine = connection.execute(select(f.day, f.hash).where(f.day == day_of(key), f.report_key == key)).all()
        if mine:
            days = range(mine[0].day - _COPY_DAYS, mine[0].day + _COPY_DAYS + 1)
            count = func.count().label("shared")
            shared = (
                select(f.report_key, count)
                .where(f.day.in_(days), f.hash.in_([row.hash for row in mine]), f.report_key != key)
                .group_by(f.report_key)
                .having(count >= min(least, len(mine)))
                .order_by(count.desc(), f.report_key)
            )
            ranked = connection.execute(shared if most is None else shared.limit(most + _COPIES)).all()
            found.update(
                row.report_key
                for n, row in enumerate(ranked)
                if most is None or n < most or 2 * row.shared >= len(mine)
            )
    return _texts(connection, t.report.c.key, found, known)


def reports_matching(
    connection: Connection,
    words: str,
    known: date | None,
    *,
    limit: int,
    theatre: str | None = None,
    language: str | None = None,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[tuple[Publication, str]]:
    """The reports that have these words, the newest first, each with its text; ``where`` narrows them further."""
    below = None if known is None else reports_until(known)
    query, key = with_words(connection, select(t.report).where(stands(known)), "report", words, below)
    if below is not None:
        query = query.where(t.report.c.key < below)
    if theatre is not None:
        query = query.where(t.report.c.theatre == theatre if fits(theatre) else false())
    if language is not None:
        query = query.where(t.report.c.language == language if fits(language) else false())
    query = query.where(*where)
    rows = connection.execute(query.order_by(key.desc()).limit(limit)).all()
    return [(publication_of(row), row.text) for row in rows]


def theatres(connection: Connection) -> dict[str, str]:
    """The theatres that users brought, by name, each as its TOML; of one name the last that was brought."""
    rows = connection.execute(select(t.theatre.c.name, t.theatre.c.toml).order_by(t.theatre.c.seen))
    return {row.name: row.toml for row in rows}


def problems(
    connection: Connection, *, mended: bool = False, limit: int | None = None, offset: int = 0
) -> list[Problem]:
    """What could not be read, the newest first; with ``mended`` also what was kept later after all."""
    p = t.problem.c
    wanted = select(p.input, p.line, p.reason, p.seen, p.mended).order_by(p.seen.desc(), p.input, p.line)
    wanted = wanted if mended else wanted.where(p.mended.is_(None))
    return [Problem(*row) for row in connection.execute(wanted.limit(limit).offset(offset))]


def count_problems(connection: Connection) -> int:
    """How much there is that could not be read, and is not mended."""
    wanted = select(func.count()).select_from(t.problem).where(t.problem.c.mended.is_(None))
    return int(connection.execute(wanted).scalar_one())


def decisions(connection: Connection, claims: Collection[str]) -> list[Decided]:
    """The last word on every pair that has one of these claims in it."""
    d = t.decision.c
    last: dict[tuple[str, str], Decided] = {}
    few = connection.execute(select(t.decision).order_by(d.key).limit(_BATCH + 1)).all()
    if len(few) <= _BATCH:  # sooner looked through than asked for by hundreds of claims
        ids = set(claims)
        few = [row for row in few if row.a in ids or row.b in ids]
        last = {(row.a, row.b): Decided(row.a, row.b, bool(row.apart), row.by, row.why, row.made) for row in few}
        return [last[pair] for pair in sorted(last)]
    for some in _batches(id for id in claims if fits(id)):
        rows = connection.execute(select(t.decision).where(or_(d.a.in_(some), d.b.in_(some))).order_by(d.key)).all()
        last |= {(row.a, row.b): Decided(row.a, row.b, bool(row.apart), row.by, row.why, row.made) for row in rows}
    return [last[pair] for pair in sorted(last)]


def _texts(
    connection: Connection, column: Column[Any], values: Iterable[Any], known: date | None
) -> list[tuple[Publication, str]]:
    rows: list[Any] = []
    for some in _batches(values):
        rows += connection.execute(select(t.report).where(column.in_(some), stands(known)))
    return [(publication_of(row), row.text) for row in sorted(rows, key=lambda row: (row.id, row.digest))]


def _batches(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """As many at once as any database takes."""
    return batched(sorted(set(values)), _BATCH)


_R: Final = t.report.c
PUBLICATION: Final = (_R.id, _R.digest, _R.published, _R.outlet, _R.agency, _R.theatre, _R.title, _R.url, _R.language)
"""The columns that a publication is made of: a report's text need not be fetched for it."""


def publication_of(row: Any) -> Publication:
    """The publication of a row that has the columns of ``PUBLICATION``."""
    return Publication(
        row.id, row.digest, row.published, row.outlet, row.agency, row.theatre, row.title, row.url, row.language
    )
