"""By which way did a claim come: on whose account, through whom, in which version of a report, and does it stand?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, or_, select

from sayso.answers.asked import Asked, filter_of, voices
from sayso.answers.judgements import judged
from sayso.answers.reports import copies
from sayso.ledger import schema as t
from sayso.ledger.asking import Standing, claims_of, versions_up_to, withdrawals_of
from sayso.ledger.filters import claim_keys, named
from sayso.ledger.fitting import fits
from sayso.ledger.judging import Judgement
from sayso.ledger.keys import digest
from sayso.ledger.opening import Ledger
from sayso.ledger.reviews import decided_on, in_force
from sayso.ledger.rows import entries_of
from sayso.ledger.settling import as_read, outcome
from sayso.model import Claim, Entry, Publication, Source, StanceKind
from sayso.weighing.accounts import Account

__all__ = ["Edition", "Traced", "traced", "traced_with_the_ended"]

_BATCH: Final = 1000
_COPIES_KEPT: Final = 4096
_ALIKE: Final = 4  # fewer than for one report on its page: here it is asked of every report there is
_NARRATOR: Final = Source("narrator")
_REPORT_ONLY: Final = frozenset(("known", "published_since", "published_until", "theatre", "outlet", "report"))


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a report: its text, when the ledger met it, and from what day it no longer stands.

    ``superseded`` and ``withdrawn`` are None where, by the day known, no later version had come and nobody had taken it
    back; ``why`` is the reason of a withdrawal, "" where none was given. ``sayso`` is the version of sayso that read
    it, None where that was not kept.
    """

    publication: Publication
    text: str
    seen: str
    superseded: date | None = None
    withdrawn: date | None = None
    why: str = ""
    sayso: str | None = None

    @property
    def ended(self) -> date | None:
        """The first day on which it does not stand."""
        return min((day for day in (self.superseded, self.withdrawn) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Traced:
    """A claim with its way here, nearest the speaker first.

    ``account`` vouches for it, ``channels`` it went through; ``agency`` and ``outlet`` published it, in ``edition``,
    which came after those ``before``, the earliest first. ``original`` is the report of which that one is a copy, None
    where it has its own text or nobody looked. ``objections`` are who took which stance. ``vouched`` is who accepted or
    corrected the reading: that the report says this, not that it is so; that is for ``judgements`` to say, by whoever
    made one of the claim as it stands.
    """

    entry: Entry
    edition: Edition
    account: Account
    channels: tuple[Account, ...] = ()
    agency: Account | None = None
    outlet: Account | None = None
    objections: tuple[tuple[Account, StanceKind], ...] = ()
    before: tuple[Edition, ...] = ()
    original: Publication | None = None
    vouched: str | None = None
    judgements: tuple[Judgement, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.entry.claim


def traced(ledger: Ledger, asked: Asked, limit: int | None = None, *, originals: bool = False) -> Iterator[Traced]:
    """The claims asked for, the newest published first, each with its way; ``originals``: also whose copy each is in.

    As one state of the ledger has them, and a thousand at a time: for exports of any size.
    """
    with ledger.reading() as connection:
        tracer = _Tracer(connection, ledger, asked.known, originals)
        keys = claim_keys(connection, filter_of(connection, asked, ledger), limit=limit)
        for at in range(0, len(keys), _BATCH):
            yield from tracer(entries_of(connection, keys[at : at + _BATCH]))


def traced_with_the_ended(ledger: Ledger, asked: Asked, limit: int | None = None) -> Iterator[Traced]:
    """The same with originals, and then the claims of versions that no longer stand: whoever took them must hear of it.

    Those come only where nothing is asked of the claims themselves: which of the withdrawn lay at a place, the ledger
    does not look up.
    """
    given = 0
    for one in traced(ledger, asked, limit, originals=True):
        given += 1
        yield one
    asks = {name for name in Asked.__dataclass_fields__ if getattr(asked, name) not in (None, ())}
    if asks - _REPORT_ONLY:
        return
    with ledger.reading() as connection:
        tracer = _Tracer(connection, ledger, asked.known, originals=True)
        for key in _ended(connection, asked):
            for one in tracer(claims_of(connection, key)):
                if given == limit:
                    return
                given += 1
                yield one


def _ended(connection: Connection, asked: Asked) -> list[int]:
    """The keys of the versions that no longer stand, the latest first."""
    c, known = t.report.c, asked.known
    if known is None:
        gone = or_(c.until.is_not(None), c.withdrawn.is_not(None))
    else:
        gone = or_(c.until <= known, c.withdrawn <= known) & (c.published <= known)
    wanted = select(c.key).where(gone)
    if asked.published_since is not None:
        wanted = wanted.where(c.published >= asked.published_since)
    if asked.published_until is not None:
        wanted = wanted.where(c.published <= asked.published_until)
    for column, name in ((c.theatre, asked.theatre), (c.id, asked.report)):
        if name is not None:
            if not fits(name):
                return []
            wanted = wanted.where(column == name)
    if asked.outlet is not None:
        wanted = wanted.where(or_(named(connection, c.outlet, asked.outlet), named(connection, c.agency, asked.outlet)))
    return list(connection.execute(wanted.order_by(c.key.desc())).scalars())


class _Tracer:
    """Finds the way of claims, many at a time, and keeps what the next may need again."""

    def __init__(self, connection: Connection, ledger: Ledger, known: date | None, originals: bool) -> None:
        self._connection, self._ledger, self._known, self._originals = connection, ledger, known, originals
        self._accounts = voices(connection, known, ledger).accounts
        self._copied: dict[tuple[str, str], Publication | None] = {}

    def __call__(self, entries: Sequence[Entry]) -> Iterator[Traced]:
        """Each of these claims with its way."""
        ids = {entry.publication.report for entry in entries}
        versions = versions_up_to(self._connection, ids)
        reasons = {(id, day): why for id, day, why in withdrawals_of(self._connection, ids) if why}
        editions = {key: self._editions(some, reasons) for key, some in versions.items() if key[0] in ids}
        vouched = _vouched(self._connection, {entry.claim.id for entry in entries})
        judgements = judged(self._connection, (entry.claim for entry in entries), known=self._known)
        for entry in entries:
            claim, at = entry.claim, entry.publication
            *before, own = editions[at.report, at.digest]
            yield Traced(
                entry,
                own,
                self._accounts.of_entry(entry),
                tuple(self._accounts.named(name, at.theatre, at) for name in claim.via),
                self._newsroom(at, at.agency),
                self._newsroom(at, at.outlet),
                tuple((self._accounts.named(stance.by, at.theatre, at), stance.stance) for stance in claim.stances),
                tuple(before),
                self._original(at, versions[at.report, at.digest][-1]) if self._originals else None,
                vouched.get((at.digest, claim)),
                judgements.get(claim.id, ()),
            )

    def _editions(self, versions: Sequence[Standing], reasons: dict[tuple[str, date], str]) -> list[Edition]:
        out = []
        for version in versions:
            report, withdrawn = version.report, self._by(version.withdrawn)
            if self._known is not None and report.published is None:
                continue
            at = Publication(
                report.id, digest(report), report.published, report.outlet, report.agency, report.theatre,
                report.title, report.url,
            )  # fmt: skip
            why = "" if withdrawn is None else reasons.get((report.id, withdrawn), "")
            out.append(Edition(at, report.text, version.seen, self._by(version.until), withdrawn, why, version.sayso))
        return out

    def _by(self, day: date | None) -> date | None:
        """A day, if it had come by the day known."""
        return day if day is not None and (self._known is None or day <= self._known) else None

    def _newsroom(self, at: Publication, name: str | None) -> Account | None:
        """The account of an outlet or agency: whoever speaks where nobody is quoted, and it alone publishes."""
        return None if name is None else self._accounts.of(_NARRATOR, replace(at, outlet=name, agency=None))

    def _original(self, at: Publication, version: Standing) -> Publication | None:
        which = at.report, at.digest
        if which not in self._copied:
            if len(self._copied) >= _COPIES_KEPT:
                self._copied.clear()
            found = copies(self._ledger, version, known=self._known, most=_ALIKE)
            original = next((copy.publication for copy in found if copy.original), None)
            # Copies of one story have one original: where a hundred papers printed it, it is looked for once.
            for copy in found:
                other = copy.publication
                self._copied.setdefault((other.report, other.digest), None if copy.original else original or at)
            self._copied[which] = original
        return self._copied[which]


def _vouched(connection: Connection, ids: Collection[str]) -> dict[tuple[str, Claim], str]:
    """Who let a claim stand as it is, by its version's digest and by what it says."""
    decided = decided_on(connection, ids)
    out: dict[tuple[str, Claim], str] = {}
    for read in as_read(connection, decided) if decided else ():
        last = next(reversed(in_force(read.reviews)), None)
        if last is not None and last.verdict != "reject":
            out[read.entry.publication.digest, outcome(read).claim] = last.by
    return out
