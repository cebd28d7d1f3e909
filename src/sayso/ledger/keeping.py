"""Keeps reports and their claims, each in one transaction; nothing that is kept is ever changed or taken out.

A report whose text and header are there already adds nothing. A changed one under the same id or address is kept beside
the earlier as a new version (see ``versions.py``); a withdrawal is kept as such, and its claims stay to be looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sayso.errors import InputError
from sayso.ledger import schema as t
from sayso.ledger.fingerprints import fingerprints
from sayso.ledger.fitting import check_id, check_rows, fits, shown
from sayso.ledger.keys import address, day_number, digest, report_key, value_key
from sayso.ledger.mentions import mention_rows
from sayso.ledger.opening import Ledger
from sayso.ledger.rows import claim_rows, report_row
from sayso.ledger.settling import settle
from sayso.ledger.statements import Prepared
from sayso.ledger.turns import TRIES, again, take_turns, utc
from sayso.ledger.versions import Version, standing
from sayso.model import Reading, Refusal, Report

__all__ = ["Keeper", "Kept"]

_SHARED: Final = (t.source, t.place)
_OWN: Final = (t.report, t.claim, t.claim_place, t.figure, t.stance, t.doubtful, t.fingerprint, t.mention)
Values = dict[str, Any]


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
        dialect = ledger.engine.dialect
        r, w, p = t.report.c, t.withdrawal.c, t.problem.c
        offered = [(table, self._insert(table).on_conflict_do_nothing()) for table in _SHARED]
        self._fills = {
            table.name: Prepared(statement, dialect, table)
            for table, statement in [*offered, *((table, insert(table)) for table in _OWN)]
        }
        mended = update(t.problem).where(p.input == bindparam("named"), p.mended.is_(None))
        self._mended = Prepared(mended.values(mended=bindparam("now")), dialect)
        older = delete(t.waiting).where(t.waiting.c.report == bindparam("named"), t.waiting.c.seen <= bindparam("when"))
        self._waited = Prepared(older, dialect)
        self._kept = Prepared(select(r.key).where(r.id == bindparam("named"), r.digest == bindparam("mark")), dialect)
        self._taken = Prepared(select(r.key).where(r.key == bindparam("wanted")), dialect)
        shares = or_(r.id == bindparam("named"), r.address == bindparam("page"))
        self._sharing = Prepared(select(r.key).where(shares), dialect)
        self._gone = Prepared(select(w.day).where(w.report == bindparam("named")), dialect)

    def has(self, report: Report) -> bool:
        """Whether this very version of a report is kept."""
        if not fits(report.id):
            return False
        wanted = select(t.report.c.key).where(t.report.c.id == report.id, t.report.c.digest == digest(report))
        with self.ledger.reading() as connection:
            return connection.execute(wanted).first() is not None

    def keep(self, reading: Reading, *, seen: datetime | None = None) -> Kept:
        """Keep a report with its claims; acknowledged, so to speak, once it returns.

        ``seen`` is when the report was met (now): it orders versions that nothing else orders. InputError for what not
        every database can hold (see ``fitting.py``), LedgerError when the database refuses; then nothing is kept.
        """
        report = reading.report
        check_id(report.id)
        mine, when = digest(report), utc(seen)
        rows = _rows(reading, report_key(report, mine), mine, when)
        for table, some in rows.items():
            check_rows(report.id, table, some)
        return again(lambda: self._keep(reading, mine, when, rows))

    def _keep(self, reading: Reading, mine: str, when: str, rows: dict[str, list[Values]]) -> Kept:
        report = reading.report
        with self.ledger.writing() as connection:
            take_turns(connection, report.id, address(report.url))
            self._mended.run(connection, {"named": report.id, "now": when})
            self._waited.run(connection, {"named": report.id, "when": when})
            if self._kept.ask(connection, {"named": report.id, "mark": mine}):
                return Kept(report.id, "unchanged", 0)
            planned = rows["report"][0]["key"]
            key = self._free_key(connection, planned)
            if key != planned:
                rows = _rows(reading, key, mine, when)
            new = self._fill(connection, rows)
            versions = self._restand(connection, report.id, address(report.url))
            if versions > 1:  # what was decided of a claim holds wherever it reads the same
                settle(connection, [claim.id for claim in reading.claims])
        self._remember(new)
        return Kept(report.id, "version" if versions > 1 else "new", len(reading.claims))

    def withdraw(self, report: str, on: date, *, why: str = "", seen: datetime | None = None) -> bool:
        """Withdraw a report, and so its claims, from a day on; False where that had been done.

        It may come before the report does. A version published after that day stands.
        """
        check_id(report)
        row = {"report": report, "day": on, "why": why, "seen": utc(seen)}
        check_rows(report, "withdrawal", [row])
        return again(lambda: self._withdraw(row))

    def _withdraw(self, row: Values) -> bool:
        with self.ledger.writing() as connection:
            take_turns(connection, row["report"])
            connection.execute(delete(t.waiting).where(t.waiting.c.report == row["report"]))
            w = t.withdrawal.c
            done = select(w.day).where(w.report == row["report"], w.day == row["day"])
            if connection.execute(done).first() is not None:
                return False
            connection.execute(insert(t.withdrawal), row)
            self._restand(connection, row["report"])
        return True

    def problem(self, refusal: Refusal, *, seen: datetime | None = None) -> None:
        """Keep what could not be read, with its reason; the same one twice stands once, and is no longer mended."""
        input, reason, when = shown(refusal.id), shown(refusal.reason), utc(seen)
        line = refusal.line if fits(refusal.line) else None
        row = {"key": value_key(input, reason), "input": input, "line": line, "reason": reason, "seen": when}
        again = {"line": line, "seen": when, "mended": None}
        adding = self._insert(t.problem).on_conflict_do_update(index_elements=[t.problem.c.key], set_=again)
        with self.ledger.writing() as connection:
            connection.execute(adding, row)

    def mend(self, inputs: Collection[str], *, seen: datetime | None = None) -> None:
        """Note that what could not be read under these names now can; of a report that is kept, it is noted anyway."""
        with self.ledger.writing() as connection:
            for input in sorted(inputs):
                self._mended.run(connection, {"named": shown(input), "now": utc(seen)})

    def theatre(self, name: str, toml: str) -> None:
        """Keep a theatre that a user brought, so that the ledger can be weighed where its file is not."""
        mark = hashlib.blake2b(toml.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        row = {"name": name, "digest": mark, "toml": toml, "seen": utc(None)}
        check_rows(name[:60], "theatre", [row])
        with self.ledger.writing() as connection:
            connection.execute(self._insert(t.theatre).on_conflict_do_nothing(), row)

    def decide(self, a: str, b: str, *, apart: bool, by: str, why: str) -> None:
        """Keep a person's word that two claims tell of one event, or of two: the last word on a pair holds.

        InputError where either claim is not in the ledger, or both are the same.
        """
        first, second = sorted((a, b))
        row = {"a": first, "b": second, "apart": int(apart), "by": by, "why": why, "made": utc(None)}
        check_rows(self.ledger.name, "decision", [row])
        if first == second:
            raise InputError(self.ledger.name, "claim", a, "name two claims, not one twice")
        with self.ledger.writing() as connection:
            for id in (a, b):
                if connection.execute(select(t.claim.c.key).where(t.claim.c.id == id)).first() is None:
                    raise InputError(
                        self.ledger.name, "claim", id, "give the id of a claim, as `sayso claims` shows it"
                    )
            connection.execute(insert(t.decision), row)

    def _free_key(self, connection: Connection, key: int) -> int:
        # Two reports of one day share the 32 bits of hash once in millions; the next number is as good.
        for _ in range(TRIES):
            if not self._taken.ask(connection, {"wanted": key}):
                return key
            key += 1
        raise InputError("report", "key", key, "report this: eight reports of a day share one hash")

    def _fill(self, connection: Connection, rows: dict[str, list[Values]]) -> set[tuple[str, int]]:
        new: set[tuple[str, int]] = set()
        for table in _SHARED:
            unsure = [row for row in rows[table.name] if (table.name, row["key"]) not in self._there]
            self._fills[table.name].fill(connection, unsure)
            new |= {(table.name, row["key"]) for row in unsure}
        for table in _OWN:
            self._fills[table.name].fill(connection, rows[table.name])
        return new

    def _remember(self, new: set[tuple[str, int]]) -> None:
        # Only after the transaction: what was rolled back is not there.
        if len(self._there) > 200_000:
            self._there.clear()
        self._there |= new

    def _restand(self, connection: Connection, id: str, *addresses: str | None) -> int:
        """Reckon anew from when on the versions of a report are superseded or withdrawn; how many there are.

        Without an address, all that the versions of this id have are looked at.
        """
        for page in addresses:  # most reports have but one version, and no more need be asked
            alone = len(self._sharing.ask(connection, {"named": id, "page": page})) == 1
            if alone and not self._gone.ask(connection, {"named": id}):
                return 1
        if not self.ledger.sqlite:
            # Two reports may each share something with a third, and nothing with each other: one at a time here.
            connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (value_key("versions"),))
        direct = _versions(connection, {id}, set(addresses) - {None})
        # Each of them may share its id, or its address, with others again.
        near = _versions(connection, {v.id for v in direct}, {v.address for v in direct if v.address})
        w = t.withdrawal.c
        gone = connection.execute(select(w.report, w.day).where(w.report.in_({v.id for v in near}))).all()
        stands = standing(near, [(row.report, row.day) for row in gone])
        for version in direct:  # of those further off not all neighbours are known here
            until, withdrawn = stands[version.key]
            mine = t.report.c.key == version.key
            connection.execute(update(t.report).where(mine).values(until=until, withdrawn=withdrawn))
        return len(direct)


def _versions(connection: Connection, ids: Collection[str], addresses: Collection[str | None]) -> list[Version]:
    c = t.report.c
    shared = or_(c.id.in_(ids), c.address.in_(addresses)) if addresses else c.id.in_(ids)
    wanted = select(c.key, c.id, c.address, c.published, c.mark, c.seen, c.digest).where(shared)
    return [Version(*row) for row in connection.execute(wanted)]


def _rows(reading: Reading, key: int, digest: str, when: str) -> dict[str, list[Values]]:
    """All rows of a report by table, as if it had this key."""
    report = reading.report
    rows = claim_rows(reading.claims, key, report.published, reading.why)
    named = mention_rows(reading.mentions, key)
    rows["mention"] = named["mention"]
    if named["place"]:  # in order of their keys, as those of claims
        places = {row["key"]: row for row in (*rows["place"], *named["place"])}
        rows["place"] = [places[place] for place in sorted(places)]
    theatre = report.theatre or reading.theatre
    rows["report"] = [report_row(report, key, digest, when, theatre, reading.warnings, reading.sayso)]
    day = day_number(report.published)
    rows["fingerprint"] = [{"day": day, "hash": h, "report_key": key} for h in fingerprints(report.text)]
    return rows
