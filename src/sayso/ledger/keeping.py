"""Keeps reports and their claims, each in one transaction; nothing that is kept is ever changed or taken out.

A report whose text and header are there already adds nothing. A changed one under the same id or address is kept beside
the earlier as a new version (see ``versions.py``); a withdrawal is kept as such, and its claims stay to be looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Table, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.fingerprints import fingerprints
from sayso.ledger.keys import address, day_number, digest, report_key, value_key
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import claim_rows, report_row
from sayso.ledger.versions import Version, standing
from sayso.model import Claim, Reading, Refusal, Report, Why

__all__ = ["Keeper", "Kept"]

_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a report: kept as "new", as a new "version" of one, or "unchanged" and so not kept again."""

    report: str
    how: Literal["new", "version", "unchanged"]
    claims: int


class Keeper:
    """Adds to a ledger; for one thread. Several, in several processes, may add to one ledger at once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._insert: Any = sqlite_insert if ledger.sqlite else postgresql_insert
        # Values that are surely there, so that they need not be offered again with every report; bounded.
        self._there: set[tuple[str, int]] = set()

    def has(self, report: Report) -> bool:
        """Whether this very version of a report is kept."""
        wanted = select(t.report.c.key).where(t.report.c.id == report.id, t.report.c.digest == digest(report))
        with self.ledger.reading() as connection:
            return connection.execute(wanted).first() is not None

    def keep(self, reading: Reading, *, seen: datetime | None = None) -> Kept:
        """Keep a report with its claims; acknowledged, so to speak, once it returns.

        ``seen`` is when the report was met (now): it orders versions that nothing else orders. LedgerError when the
        database refuses, and then nothing of the report is kept.
        """
        report = reading.report
        mine = digest(report)
        when = _utc(seen)
        with self.ledger.writing() as connection:
            self._take_turns(connection, report)
            kept = connection.execute(
                select(t.report.c.key).where(t.report.c.id == report.id, t.report.c.digest == mine)
            ).first()
            if kept is not None:
                return Kept(report.id, "unchanged", 0)
            key = self._free_key(connection, report_key(report, mine))
            theatre = report.theatre or reading.theatre
            row = report_row(report, key, mine, when, theatre, reading.warnings)
            connection.execute(insert(t.report), row)
            new = self._claims(connection, reading.claims, key, report, reading.why)
            day = day_number(report.published)
            marks = [{"day": day, "hash": h, "report_key": key} for h in fingerprints(report.text)]
            if marks:
                connection.execute(insert(t.fingerprint), marks)
            versions = _restand(connection, report.id, address(report.url))
            self._mended(connection, report.id, when)
        self._remember(new)
        return Kept(report.id, "version" if versions > 1 else "new", len(reading.claims))

    def withdraw(self, report: str, on: date, *, why: str = "", seen: datetime | None = None) -> bool:
        """Withdraw a report, and so its claims, from a day on; False where that had been done.

        It may come before the report does. A version published after that day stands.
        """
        row = {"report": report, "day": on, "why": why, "seen": _utc(seen)}
        with self.ledger.writing() as connection:
            done = connection.execute(self._insert(t.withdrawal).on_conflict_do_nothing(), row)
            _restand(connection, report, None)
        return bool(done.rowcount)

    def problem(self, refusal: Refusal, *, seen: datetime | None = None) -> None:
        """Keep what could not be read, with its reason; the same one twice stands once, and is no longer mended."""
        row = {"input": refusal.id, "reason": refusal.reason, "line": refusal.line, "seen": _utc(seen), "mended": None}
        with self.ledger.writing() as connection:
            again = {name: row[name] for name in ("line", "seen", "mended")}
            keys = [t.problem.c.input, t.problem.c.reason]
            connection.execute(self._insert(t.problem).on_conflict_do_update(index_elements=keys, set_=again), row)

    def mend(self, inputs: Collection[str], *, seen: datetime | None = None) -> None:
        """Note that what could not be read under these names now can; of a report that is kept, it is noted anyway."""
        with self.ledger.writing() as connection:
            for input in sorted(inputs):
                self._mended(connection, input, _utc(seen))

    def theatre(self, name: str, toml: str) -> None:
        """Keep a theatre that a user brought, so that the ledger can be weighed where its file is not."""
        mark = hashlib.blake2b(toml.encode(), digest_size=16).hexdigest()
        row = {"name": name, "digest": mark, "toml": toml, "seen": _utc(None)}
        with self.ledger.writing() as connection:
            connection.execute(self._insert(t.theatre).on_conflict_do_nothing(), row)

    def decide(self, a: str, b: str, *, apart: bool, by: str, why: str) -> None:
        """Keep a person's word that two claims tell of one event, or of two: the last word on a pair holds.

        InputError where either claim is not in the ledger.
        """
        first, second = sorted((a, b))
        row = {"a": first, "b": second, "apart": int(apart), "by": by, "why": why, "made": _utc(None)}
        with self.ledger.writing() as connection:
            for id in (a, b):
                if connection.execute(select(t.claim.c.key).where(t.claim.c.id == id)).first() is None:
                    raise InputError(
                        self.ledger.name, "claim", id, "give the id of a claim, as `sayso claims` shows it"
                    )
            connection.execute(insert(t.decision), row)

    def _take_turns(self, connection: Connection, report: Report) -> None:
        """Make writers of one report wait for each other: SQLite has one writer anyway, a server is asked."""
        if self.ledger.sqlite:
            return
        names = {report.id, address(report.url)} - {None}
        for number in sorted(value_key("report", name) for name in names):
            connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (number,))

    def _free_key(self, connection: Connection, key: int) -> int:
        # Two reports of one day share the 32 bits of hash once in millions; the next number is as good.
        for _ in range(_TRIES):
            if connection.execute(select(t.report.c.key).where(t.report.c.key == key)).first() is None:
                return key
            key += 1
        raise InputError("report", "key", key, "report this: eight reports of a day share one hash")

    def _claims(
        self, connection: Connection, claims: Sequence[Claim], key: int, report: Report, why: Mapping[str, Why]
    ) -> set[tuple[str, int]]:
        rows = claim_rows(claims, key, report.published, why)
        new: set[tuple[str, int]] = set()
        for table in (t.source, t.place):
            unsure = [row for row in rows[table.name] if (table.name, row["key"]) not in self._there]
            if unsure:
                connection.execute(self._insert(table).on_conflict_do_nothing(), unsure)
                new |= {(table.name, row["key"]) for row in unsure}
        for child in (t.claim, t.claim_place, t.figure, t.stance):
            _fill(connection, child, rows[child.name])
        return new

    def _remember(self, new: set[tuple[str, int]]) -> None:
        # Only after the transaction: what was rolled back is not there.
        if len(self._there) > 200_000:
            self._there.clear()
        self._there |= new

    def _mended(self, connection: Connection, id: str, when: str) -> None:
        connection.execute(
            update(t.problem).where(t.problem.c.input == id, t.problem.c.mended.is_(None)).values(mended=when)
        )


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _restand(connection: Connection, id: str, address: str | None) -> int:
    """Reckon anew from when on each version of a report is superseded or withdrawn; how many versions there are."""
    c = t.report.c
    columns = (c.key, c.id, c.address, c.published, c.mark, c.seen, c.digest)
    mine = c.id == id if address is None else or_(c.id == id, c.address == address)
    direct = [Version(*row) for row in connection.execute(select(*columns).where(mine))]
    if len(direct) == 1 and direct[0].address is None:
        near = direct
    else:
        # Each of them may share its id, or its address, with others again.
        ids, addresses = {v.id for v in direct}, {v.address for v in direct if v.address}
        around = select(*columns).where(or_(c.id.in_(ids), c.address.in_(addresses)))
        near = [Version(*row) for row in connection.execute(around)]
    gone = connection.execute(
        select(t.withdrawal.c.report, t.withdrawal.c.day).where(t.withdrawal.c.report.in_({v.id for v in near}))
    ).all()
    if len(near) > 1 or gone:
        stands = standing(near, [(row.report, row.day) for row in gone])
        for version in direct:  # of those further off not all neighbours are known here
            until, withdrawn = stands[version.key]
            connection.execute(update(t.report).where(c.key == version.key).values(until=until, withdrawn=withdrawn))
    return sum(1 for v in direct)


def _utc(when: datetime | None) -> str:
    moment = (when or datetime.now(UTC)).astimezone(UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
