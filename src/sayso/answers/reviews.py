"""What is there to review, and what has been decided? The doubtful claims first, each in its report; the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from sayso.answers.asked import Asked, Theatres, filter_of
from sayso.answers.naming import in_full
from sayso.errors import InputError
from sayso.ledger import reviewing, reviews
from sayso.ledger import schema as t
from sayso.ledger.asking import claims_of
from sayso.ledger.filters import Filter, among, stands
from sayso.ledger.fitting import shown
from sayso.ledger.keys import DATED, claims_until
from sayso.ledger.opening import Ledger
from sayso.ledger.reviewing import Noted, as_seen
from sayso.ledger.reviews import Review, Verdict, in_force, latest, reading_of
from sayso.ledger.rows import doubt, report_of
from sayso.ledger.settling import Read, as_read, outcome
from sayso.model import Claim, Entry, Reading, Report, Why

__all__ = [
    "LEFT",
    "Case",
    "Reviewed",
    "case",
    "decide",
    "decided",
    "doubtful",
    "held",
    "latest_by",
    "left",
    "reviewed",
    "seen",
]

LEFT: Final = 1000
"""How far what is left to review is counted."""
_BACK: Final = 50  # of one's own decisions that are looked through for one to take back
_LOOKED: Final = (50, 1000)  # of the most doubtful, before the filter is asked for all


@dataclass(frozen=True, slots=True)
class Case:
    """A claim in its report, as it stands by what was decided of it, with all that was.

    ``read`` is the claim as it was read, ``reading`` what tells this reading of it from others, ``doubt`` how little
    sure its least sure field is (0 to 1, None where nothing tells), ``reviews`` the decisions in order. ``stands`` is
    False for a rejected claim.
    """

    entry: Entry
    read: Claim
    reading: str
    report: Report
    theatre: str | None
    why: Why
    doubt: float | None
    reviews: tuple[Review, ...]
    stands: bool

    @property
    def in_force(self) -> Review | None:
        """The decision that holds, if one does."""
        return next(reversed(in_force(self.reviews)), None)

    @property
    def after(self) -> int | None:
        """The decision that whoever sees this has seen as the latest."""
        last = latest(self.reviews)
        return last.key if last else None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A version of a report that stands, with its claims as people left them, and how many of all were decided on."""

    reading: Reading
    decided: int
    total: int
    by: tuple[str, ...]
    sides: tuple[str, ...]

    def notes(self) -> dict[str, Any]:
        """Who reviewed how much of it, for the header of an annotation."""
        return {"reviewed": {"decided": self.decided, "claims": self.total, "by": list(self.by)}}


def doubtful(ledger: Ledger, asked: Asked, *, limit: int = 20, beyond: str | None = None) -> list[Case]:
    """The claims that nobody has decided on, the most doubtful first; ``beyond`` a claim: those that come after it."""
    c = t.claim.c
    with ledger.reading() as connection:
        past = None if beyond is None else _known(connection, beyond, ledger)
        keys = _first(connection, filter_of(connection, asked, ledger), limit, past)
        ids = set(connection.execute(select(c.id).where(c.key.in_(keys))).scalars())
        reads = {read.key: read for read in as_read(connection, ids)}
        return _cases(connection, [reads[key] for key in keys])


def _first(connection: Connection, wanted: Filter, limit: int, past: Read | None) -> list[int]:
    d, c = t.doubtful.c, t.claim.c
    turn = (d.doubt.desc(), d.claim_key.desc())
    behind: ColumnElement[bool] = true()
    if past is not None:
        share = doubt(past.why.sure)
        behind = and_(d.doubt <= share, or_(d.doubt < share, d.claim_key < past.key))
    if wanted.known is not None:  # what came later is not looked at: keys are in order of publication
        behind = and_(behind, d.claim_key >= DATED, d.claim_key < claims_until(wanted.known))
    # Most filters let enough of the most doubtful through, and need not look at all that fits them. What many claims
    # have in common is looked at here: asked for it, a database would begin with all of those.
    plain = replace(wanted, types=(), modalities=(), theatre=None)
    asked = among(connection, plain, select(c.key, c.type, c.modality, t.report.c.theatre))
    for many in _LOOKED:
        first = select(d.claim_key).where(behind).order_by(*turn).limit(many)
        some = list(connection.execute(first).scalars())
        fitting = {
            row.key
            for row in connection.execute(asked.where(c.key.in_(some)))
            if (not wanted.types or row.type in wanted.types)
            and (not wanted.modalities or row.modality in wanted.modalities)
            and wanted.theatre in (None, row.theatre)
        }
        found = [key for key in some if key in fitting][:limit]
        if len(found) == limit or len(some) < many:
            return found
    every = _open(connection, wanted).where(behind).order_by(*turn).limit(limit)
    return list(connection.execute(every).scalars())


def left(ledger: Ledger, asked: Asked) -> int:
    """How many claims nobody has decided on, counted no further than ``LEFT``."""
    with ledger.reading() as connection:
        some = _open(connection, filter_of(connection, asked, ledger)).limit(LEFT).subquery()
        return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _open(connection: Connection, wanted: Filter) -> Select[Any]:
    d, c = t.doubtful.c, t.claim.c
    undecided = select(d.claim_key).select_from(t.claim).join(t.doubtful, d.claim_key == c.key)
    return among(connection, wanted, undecided)


def case(ledger: Ledger, claim: str) -> Case:
    """One claim, by its id, decided on or not; InputError for one that is not kept."""
    with ledger.reading() as connection:
        return _cases(connection, [_known(connection, claim, ledger)])[0]


def _known(connection: Connection, claim: str, ledger: Ledger, reading: str | None = None) -> Read:
    read = reviewing.wanted(connection, claim, reading)
    if read is None:
        fix = "give the id of a claim, as the lists of claims show it"
        raise InputError(ledger.name, "claim", shown(claim), fix)
    return read


def _cases(connection: Connection, reads: Sequence[Read]) -> list[Case]:
    wanted = select(t.report).where(t.report.c.key.in_({read.report_key for read in reads}))
    reports = {row.key: (report_of(row), row.theatre) for row in connection.execute(wanted)}
    out = []
    for read in reads:
        report, theatre = reports[read.report_key]
        now, share = outcome(read), doubt(read.why.sure)
        out.append(
            Case(
                Entry(now.claim, read.entry.publication),
                read.entry.claim,
                reading_of(read.entry.claim),
                report,
                theatre,
                read.why,
                share / 1000 if share >= 0 else None,
                tuple(read.reviews),
                now.stands,
            )
        )
    return out


def decide(
    ledger: Ledger,
    claim: str,
    verdict: Verdict,
    *,
    by: str,
    why: str = "",
    fields: Mapping[str, Any] | None = None,
    after: int | None = None,
    reading: str | None = None,
) -> Noted:
    """Keep a person's decision: as ``ledger.reviewing.review``, but what is corrected may be named in people's words.

    See ``naming.in_full``.
    """
    if fields:
        with ledger.reading() as connection:
            read = _known(connection, claim, ledger, reading)
            theatre = Theatres(connection)(read.entry.publication.theatre)
            fields = in_full(connection, fields, as_seen(read, after), theatre)
    return reviewing.review(ledger, claim, verdict, by=by, why=why, fields=fields, after=after, reading=reading)


def seen(ledger: Ledger, claim: str, *, reading: str | None, after: int | None) -> Claim:
    """A claim as it stood for whoever had seen a decision as the latest; InputError for one that is not kept."""
    with ledger.reading() as connection:
        return as_seen(_known(connection, claim, ledger, reading), after)


def decided(
    ledger: Ledger,
    *,
    limit: int | None = None,
    before: int | None = None,
    report: str | None = None,
    by: str | None = None,
) -> list[tuple[Review, Claim | None]]:
    """The log, the latest first, each decision with the claim as it was read (None: in no version any more)."""
    with ledger.reading() as connection:
        found = reviews.log(connection, limit=limit, before=before, report=report, by=by)
        claims: dict[tuple[str, str], Claim] = {}
        ids = sorted({review.claim for review in found})
        for at in range(0, len(ids), 400):
            for read in as_read(connection, ids[at : at + 400]):
                claims[read.entry.claim.id, reading_of(read.entry.claim)] = read.entry.claim
    return [(review, claims.get((review.claim, review.reading))) for review in found]


def latest_by(ledger: Ledger, by: str) -> Review | None:
    """The last decision of this person that is still in force, so that it can be taken back; of their latest few."""
    with ledger.reading() as connection:
        for review in reviews.log(connection, by=by, limit=_BACK):
            if review.verdict != "undo" and not review.stale:
                thread = [r for r in reviews.reviews_of(connection, [review.claim]) if r.reading == review.reading]
                if review == next(reversed(in_force(thread)), None):
                    return review
    return None


def held(ledger: Ledger, report: str) -> dict[str, Review]:
    """The decisions that hold on the claims of a report as it stands, by claim id."""
    with ledger.reading() as connection:
        ids = {review.claim for review in reviews.log(connection, report=report)}
        told: dict[str, Review] = {}
        for read in sorted(as_read(connection, ids), key=lambda read: read.key) if ids else ():
            last = next(reversed(in_force(read.reviews)), None)
            if last is not None:
                told[read.entry.claim.id] = last
        return told


def reviewed(ledger: Ledger, *, partly: bool = False) -> Iterator[Reviewed]:
    """The reports all of whose claims were decided on, as they stand, with what was rejected left out.

    ``partly``: also those of which only some were; the others are then as they were read.
    """
    with ledger.reading() as connection:
        theatres = Theatres(connection)
        for id in connection.execute(select(t.review.c.report).distinct().order_by(t.review.c.report)).scalars().all():
            one = _reviewed(connection, id, theatres)
            if one is not None and (one.decided == one.total or (partly and one.decided)):
                yield one


def _reviewed(connection: Connection, id: str, theatres: Theatres) -> Reviewed | None:
    r, c, d, k = t.report.c, t.claim.c, t.doubtful.c, t.correction.c
    row = connection.execute(select(t.report).where(r.id == id, stands(None))).first()
    if row is None:
        return None
    mine = select(c.id, d.claim_key).outerjoin(t.doubtful, d.claim_key == c.key)
    mine = mine.outerjoin(t.correction, k.claim_key == c.key).where(c.report_key == row.key, k.claim_key.is_(None))
    told = connection.execute(mine).all()
    done = [each.id for each in told if each.claim_key is None]
    by = {review.by for review in reviews.reviews_of(connection, done) if not review.stale}
    claims = tuple(entry.claim for entry in claims_of(connection, row.key))
    reading = Reading(report_of(row), claims, row.theatre)
    return Reviewed(reading, len(done), len(told), tuple(sorted(by)), theatres(row.theatre).sides)
