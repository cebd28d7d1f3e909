"""The reports themselves: a list of them, and one with its versions, what was read from it, and its copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, and_, exists, false, func, or_, select

from sayso.answers.asked import Theatres
from sayso.answers.events import text_of
from sayso.errors import InputError
from sayso.ledger import asking
from sayso.ledger import schema as t
from sayso.ledger.asking import PUBLICATION, Standing, publication_of
from sayso.ledger.filters import named, positions_near
from sayso.ledger.fitting import fits
from sayso.ledger.keys import digest, reports_from, reports_until
from sayso.ledger.mentions import keys_named, naming, of_places
from sayso.ledger.opening import Ledger
from sayso.ledger.readings import reading_of
from sayso.ledger.searching import with_words
from sayso.model import Place, Publication, Reading
from sayso.theatres import Land
from sayso.weighing.copies import CopyKind, compare, copy_groups

__all__ = [
    "AskedReports", "CopyOf", "Listed", "ReportAnswer", "Surroundings", "copies", "named_elsewhere", "report",
    "reports", "surroundings",
]  # fmt: skip

_NEAR_KM: Final = 100.0
_CLOSE_DEGREES: Final = 0.3  # what lies around the one lies around the other
_ALIKE: Final = 16  # reports that share less than half, and are compared all the same: a short one's text in a long one


@dataclass(frozen=True, slots=True)
class AskedReports:
    """What a list of reports may be narrowed by; None asks nothing.

    ``outlet`` is one, or an agency; ``language`` an ISO 639 code; ``place`` a name or a GeoNames id of what the report
    names or has a claim about.
    """

    known: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    theatre: str | None = None
    outlet: str | None = None
    words: str | None = None
    language: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list: its last version, how many there are, its claims, and the day from which it is withdrawn."""

    publication: Publication
    claims: int
    versions: int
    withdrawn: date | None


@dataclass(frozen=True, slots=True)
class CopyOf:
    """Another report with the same text: what became of it, and how much of it is the same, from 0 to 1.

    ``kind`` tells what was done in the other report, or in this one where the other came first (``here``); it and
    ``score`` are None where the two were found alike only by way of a third.
    """

    publication: Publication
    original: bool
    kind: CopyKind | None
    score: float | None
    here: bool


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """A version of a report as it was read, among all its versions; ``chosen`` counts from 1.

    ``claims`` are how many each version has, ``later`` the number of the version that stands in its stead, ``why`` the
    reason for which it was withdrawn ("" where nobody gave one).
    """

    reading: Reading
    versions: tuple[Standing, ...]
    claims: tuple[int, ...]
    chosen: int
    withdrawn: date | None
    why: str
    later: int | None

    @property
    def version(self) -> Standing:
        """The version that is shown."""
        return self.versions[self.chosen - 1]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around places: other settlements that reports name, and the land of theatres that bring theirs."""

    near: tuple[Place, ...]
    lands: tuple[Land, ...]


def reports(ledger: Ledger, asked: AskedReports, *, limit: int = 50, offset: int = 0) -> list[Listed]:
    """The reports asked for, the newest published first; those that are withdrawn are among them, marked."""
    c = t.report.c
    with ledger.reading() as connection:
        query = select(c.key, c.address, c.withdrawn, *PUBLICATION).where(_last(asked.known))
        key: Any = c.key
        until = min((day for day in (asked.known, asked.published_until) if day is not None), default=None)
        below = None if until is None else reports_until(until)
        if asked.words is not None:
            query, key = with_words(connection, query, "report", asked.words, below)
        if below is not None:
            query = query.where(c.key < below)
        if asked.published_since is not None:
            query = query.where(c.key >= reports_from(asked.published_since))
        if asked.published_since is not None or asked.published_until is not None:
            query = query.where(c.published.is_not(None))
        if asked.theatre is not None:
            query = query.where(c.theatre == asked.theatre if fits(asked.theatre) else false())
        if asked.outlet is not None:
            by = named(connection, c.outlet, asked.outlet), named(connection, c.agency, asked.outlet)
            query = query.where(or_(*by))
        if asked.language is not None:
            query = query.where(c.language == asked.language if fits(asked.language) else false())
        if asked.place is not None:
            query = query.where(of_places(keys_named(connection, asked.place)))
        rows = connection.execute(query.order_by(key.desc()).limit(limit).offset(offset or None)).all()
        claims = _claims(connection, [row.key for row in rows])
        versions = _versions(connection, rows, asked.known)
    return [
        Listed(publication_of(row), claims[row.key], versions[row.key], _by(row.withdrawn, asked.known)) for row in rows
    ]


def report(ledger: Ledger, id: str, *, known: date | None = None, version: int | None = None) -> ReportAnswer:
    """A report by its id or address: the version of this number, else the one that stands, or stood on the day known.

    InputError for one that is not there, or was not yet.
    """
    with ledger.reading() as connection:
        versions = _known(asking.versions_of(connection, id), known)
        if not versions:
            said = f"{id}, as known on {known}" if known else id
            raise InputError(ledger.name, "report", said, "no such report: give an id as the claims show it")
        chosen = _chosen(versions, known) if version is None else version
        if not 1 <= chosen <= len(versions):
            raise InputError(ledger.name, "version", chosen, f"give a number from 1 to {len(versions)}")
        one = versions[chosen - 1]
        until, withdrawn = _by(one.until, known), _by(one.withdrawn, known)
        reasons = asking.withdrawals_of(connection, [one.report.id])
        why = next((why for _, day, why in reasons if day == withdrawn and why), "")
        claims = _claims(connection, [some.key for some in versions])
        return ReportAnswer(
            reading_of(connection, one),
            tuple(versions),
            tuple(claims[some.key] for some in versions),
            chosen,
            withdrawn,
            why,
            None if until is None else _chosen(versions, known),
        )


def copies(ledger: Ledger, version: Standing, *, known: date | None = None, most: int = _ALIKE) -> list[CopyOf]:
    """The other reports that have this one's text, the original first, then as published; none for one with its own.

    ``most`` bounds how many are compared with it that share less than half of it.
    """
    mine = version.report
    me = Publication(
        mine.id, digest(mine), mine.published, mine.outlet, mine.agency, mine.theatre, mine.title, mine.url
    )
    with ledger.reading() as connection:
        alike = asking.copy_candidates(connection, [version.key], known, most=most)
    text = text_of(me.digest, mine.text)
    others = [(at, text_of(at.digest, told)) for at, told in alike if at.report != mine.id]
    # Those that share nothing with this one need not be compared with each other.
    texts = [(me, text), *((at, other) for at, other in others if compare(text, other).score > 0)]
    if len(texts) == 1:
        return []
    group = next((group for group in copy_groups(texts) if mine.id in group.members), None)
    if group is None:
        return []
    papers = {at.report: at for at, _ in texts}
    out: list[CopyOf] = []
    for id in group.members:
        if id != mine.id:
            pair = next((pair for pair in group.pairs if {pair.a, pair.b} == {id, mine.id}), None)
            kind, score = (None, None) if pair is None else (pair.kind, pair.score)
            out.append(CopyOf(papers[id], id == group.original, kind, score, pair is not None and pair.b == mine.id))
    return out


def surroundings(ledger: Ledger, places: Iterable[Place], theatre: str | None) -> Surroundings:
    """What to draw around places; ``theatre`` is that of the report that names them."""
    found: dict[Place, None] = {}
    with ledger.reading() as connection:
        asked: list[tuple[float, float]] = []
        for lat, lon in sorted({(p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None}):
            if all(max(abs(lat - a), abs(lon - b)) > _CLOSE_DEGREES for a, b in asked):
                asked.append((lat, lon))
                found |= dict.fromkeys(positions_near(connection, lat, lon, _NEAR_KM))
        return Surroundings(tuple(found), Theatres(connection)(theatre).lands)


def named_elsewhere(
    ledger: Ledger, places: Sequence[int], *, known: date | None = None, limit: int = 5
) -> tuple[int, list[Publication]]:
    """How many reports that are not read for claims name one of these places (by key), and the newest of them."""
    with ledger.reading() as connection:
        return naming(connection, places, known, limit=limit)


def _last(known: date | None) -> Any:
    """True of the last version of every report, withdrawn or not."""
    c = t.report.c
    if known is None:
        return c.until.is_(None)
    return and_(c.published <= known, or_(c.until.is_(None), c.until > known))


def _by(day: date | None, known: date | None) -> date | None:
    """A day, if it had come by the day known."""
    return day if day is not None and (known is None or day <= known) else None


def _known(versions: Sequence[Standing], known: date | None) -> list[Standing]:
    if known is None:
        return list(versions)
    return [some for some in versions if some.report.published is not None and some.report.published <= known]


def _chosen(versions: Sequence[Standing], known: date | None) -> int:
    standing = [n for n, some in enumerate(versions, 1) if _by(some.until, known) is None]
    return standing[-1] if standing else len(versions)


def _claims(connection: Connection, keys: Collection[int]) -> Counter[int]:
    c = t.claim.c
    mine = and_(c.report_key.in_(keys), ~exists().where(t.set_aside.c.claim_key == c.key))
    counted = select(c.report_key, func.count()).where(mine).group_by(c.report_key)
    return Counter({row[0]: row[1] for row in connection.execute(counted)})


def _versions(connection: Connection, rows: Sequence[Any], known: date | None) -> dict[int, int]:
    """By key, how many versions the reports of these rows have."""
    c = t.report.c
    pages = {row.address for row in rows if row.address}
    mine = (
        or_(c.id.in_({row.id for row in rows}), c.address.in_(pages)) if pages else c.id.in_({row.id for row in rows})
    )
    found = select(c.key, c.id, c.address).where(mine)
    if known is not None:
        found = found.where(c.published <= known)
    there = connection.execute(found).all()
    by_id: dict[str, set[int]] = {}
    by_page: dict[str, set[int]] = {}
    for row in there:
        by_id.setdefault(row.id, set()).add(row.key)
        if row.address:
            by_page.setdefault(row.address, set()).add(row.key)
    return {row.key: len(by_id.get(row.id, set()) | by_page.get(row.address, set()) | {row.key}) for row in rows}
