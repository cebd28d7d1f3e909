"""What was published in some days is news, and what was told before: reprints of older stories, unchanged corrections.

"New" is by the day of publication, the day on which the ledger's reader could know it, whenever the thing happened. A
claim that stands in a passage copied from an older report is no news, nor is one that a new version of a report has
from the version before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, exists, func, select

from sayso.answers.asked import Asked, accounts_for, filter_of, newest
from sayso.answers.events import text_of
from sayso.ledger import asking
from sayso.ledger import schema as t
from sayso.ledger.differences import differences
from sayso.ledger.filters import claim_keys_in, stands
from sayso.ledger.keys import report_of, reports_from, reports_until
from sayso.ledger.latest import replaced
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import entries_of
from sayso.model import Entry, Publication
from sayso.weighing.copies import DAYS as COPIED_WITHIN
from sayso.weighing.copies import CopyGroup, copy_groups
from sayso.weighing.whose import Copybook

__all__ = ["MOST", "News", "news"]

MOST: Final = 6_000
"""How many claims of some days are looked at: the newest."""
_REPORTS: Final = 1_500  # whose copies are looked for
_VERSIONS: Final = 500
_MATERIAL: Final = frozenset(("type", "source", "actor", "target", "places", "when", "counts", "modality", "stances"))


@dataclass(frozen=True, slots=True)
class News:
    """What was published from ``since`` to ``until``, as known on ``known``, and fits what is asked, the newest first.

    ``entries`` are the claims that are new; ``claims`` counts those told before as well. ``reports`` is how many there
    are, and ``reprints`` how many of them repeat older ones; ``copies`` gives for each report that has copies, or is
    one, the original. ``silent`` reports were published beside them in which no claim was found, and ``unread`` ones in
    other languages than are read for claims; both are 0 where anything narrows what is asked. ``whole`` is False where
    only the newest were looked at.
    """

    since: date
    until: date
    known: date
    entries: tuple[Entry, ...] = ()
    claims: int = 0
    reports: int = 0
    reprints: int = 0
    whole: bool = True
    stale: frozenset[str] = frozenset()
    copies: Mapping[str, str] = field(default_factory=dict)
    silent: int = 0
    unread: int = 0

    def fresh(self, entry: Entry) -> bool:
        """Whether a claim was published in these days, and told there first."""
        day = entry.publication.published
        return day is not None and self.since <= day <= self.until and entry.claim.id not in self.stale


def news(connection: Connection, ledger: Ledger, asked: Asked, since: date, until: date) -> News:
    """What of the claims asked for was published between two days; ``asked.known`` must be given."""
    assert asked.known is not None
    wanted = filter_of(connection, replace(asked, published_since=since, published_until=until), ledger)
    keys = newest(connection, wanted, ledger, limit=MOST + 1)
    stale, again, copies, whole = _told_before(connection, since, until, asked.known)
    found = entries_of(connection, keys[:MOST])
    reports = {report_of(key): entry.publication.report for key, entry in zip(keys, found, strict=False)}
    return News(
        since,
        until,
        asked.known,
        tuple(entry for entry in found if entry.claim.id not in stale),
        len(found),
        len(reports),
        sum(report in again for report in reports.values()),
        whole and len(keys) <= MOST,
        frozenset(stale),
        copies,
        *(_without_claims(connection, since, until, asked.known) if asked == Asked(known=asked.known) else (0, 0)),
    )


def _without_claims(connection: Connection, since: date, until: date, known: date) -> tuple[int, int]:
    """How many reports of some days no claim was found in, and how many are not in English, of which none is read."""
    r, c = t.report.c, t.claim.c
    days = (r.key >= reports_from(since), r.key < reports_until(until), stands(known))
    english = r.language == "en"
    bare = ~exists().where(c.report_key == r.key)
    rows = connection.execute(select(english, func.count()).where(*days, bare).group_by(english)).all()
    found = {bool(read): many for read, many in rows}
    return found.get(True, 0), found.get(False, 0)


def _told_before(
    connection: Connection, since: date, until: date, known: date
) -> tuple[set[str], set[str], dict[str, str], bool]:
    """What of some days was told before: the claims, by id, and the reports; all copies; and whether all is seen.

    A copy is printed within two weeks of its original: what came out later has none from before these days.
    """
    r = t.report.c
    last = min(until.toordinal(), since.toordinal() + COPIED_WITHIN)
    days = (r.key >= reports_from(since), r.key < reports_until(date.fromordinal(last)))
    rows = connection.execute(select(r.key, r.digest).where(*days, stands(known)).limit(_REPORTS + 1)).all()
    groups, papers = _copies(connection, [tuple(row) for row in rows[:_REPORTS]], known)
    copies = {report: group.original for group in groups for report in group.members}
    old = {id for id, at in papers.items() if at.published is not None and at.published < since}
    groups = [group for group in groups if not old.isdisjoint((group.original, *group.members))]
    reports = sorted({id for group in groups for id in group.members} - old)
    told = entries_of(connection, claim_keys_in(connection, reports, known))
    whose = Copybook(accounts_for(connection, told, known), groups, papers.values()).whose(told)
    copied = [entry for entry in told if whose.copied(entry) is not None]
    stale = {entry.claim.id for entry in copied} | set(_unchanged(connection, since, known))
    return stale, {entry.publication.report for entry in copied}, copies, len(rows) <= _REPORTS


def _copies(
    connection: Connection, mine: Sequence[tuple[int, str]], known: date
) -> tuple[list[CopyGroup], dict[str, Publication]]:
    """The groups of copies that reports (key and digest) are in, and the publications among which they were found."""
    told = asking.texts_of(connection, [digest for _, digest in mine], known)
    told += asking.copy_candidates(connection, [key for key, _ in mine], known)
    texts = {at.report: (at, text_of(at.digest, text)) for at, text in told}
    return list(copy_groups(list(texts.values()))), {id: at for id, (at, _) in texts.items()}


def _unchanged(connection: Connection, since: date, known: date) -> Iterator[str]:
    """The claims of new versions that the last version from before these days had too, whatever was reworded."""
    pairs = replaced(connection, since, known, limit=_VERSIONS)
    before = {pair.new[0]: pair.old for pair in pairs}
    for key in before:
        old: tuple[int, Publication] | None = before[key]
        seen = {key}
        while old is not None and old[0] in before and old[0] not in seen and not _is_before(old[1], since):
            seen.add(old[0])
            old = before.get(old[0])
        if old is None or not _is_before(old[1], since):
            continue
        one, other = ([entry.claim for entry in asking.claims_of(connection, at)] for at in (old[0], key))
        told = differences(one, other)
        new = {claim.id for claim in told.came}
        new |= {change.after.id for change in told.changed if not _MATERIAL.isdisjoint(change.fields)}
        yield from (claim.id for claim in other if claim.id not in new)


def _is_before(at: Publication, since: date) -> bool:
    return at.published is not None and at.published < since
