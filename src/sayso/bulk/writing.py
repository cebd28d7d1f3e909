"""Writes what comes of one input file: two Parquet files and, when both are whole and in their place, the mark.

The same items give the same bytes, on whatever machine and however often: rows are grouped by what is in them alone,
and nothing tells when or by whom they were written.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from sayso.bulk.inputs import Input, file_digest
from sayso.bulk.placing import Part, settle_folder
from sayso.bulk.tables import CLAIM, REPORT, Row, claim_rows, held_row, reading_row, refusal_row, withdrawal_row
from sayso.bulk.tasks import CLAIMS, DONE, REPORTS, TABLES, Done, Task, full
from sayso.intake.told import Held, Withdrawal
from sayso.ledger.receiving import fitting
from sayso.model import Reading, Refusal

__all__ = ["Result"]

_SCHEMAS: Final = {CLAIMS: CLAIM, REPORTS: REPORT}
_ROWS: Final = 200  # of reports in a group; their claims are some ten times as many
_CHARACTERS: Final = 4_000_000  # of their texts: what is held in memory until a group is written


class Result:
    """What comes of a task, row by row; ``finish`` puts it in place, and until then nothing of it is seen.

    InputError where the folder takes no more.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.counts: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.theatres: dict[str, tuple[str, str]] = {}
        self._rows: dict[str, list[Row]] = {CLAIMS: [], REPORTS: []}
        self._row = 0
        self._characters = 0
        self._parts: dict[str, Part] = {}
        self._writers: dict[str, Any] = {}

    def reading(self, reading: Reading, seen: datetime | None = None) -> None:
        """A report that was read, with its claims."""
        fit = fitting(reading)
        if isinstance(fit, Refusal):
            self.refusal(fit)
            return
        self._rows[CLAIMS].extend(claim_rows(self._row, fit))
        self.counts["reports"] += 1
        self.counts["claims"] += len(fit.claims)
        self.counts["undated"] += fit.report.published is None
        self._put(reading_row(self._row, fit, seen), len(fit.report.text))

    def refusal(self, refusal: Refusal) -> None:
        """What could not be read."""
        self.counts["refused"] += 1
        self._put(refusal_row(self._row, refusal), len(refusal.reason))

    def withdrawal(self, back: Withdrawal) -> None:
        """A report that is taken back."""
        self.counts["withdrawn"] += 1
        self._put(withdrawal_row(self._row, back), len(back.why))

    def held(self, held: Held) -> None:
        """A report that waits for its time, and is not read before."""
        fit = fitting(Reading(held.report, ()))
        if isinstance(fit, Refusal):
            self.refusal(fit)
            return
        self.counts["held"] += 1
        self._put(held_row(self._row, held), len(held.report.text))

    def finish(self, input: Input | None) -> Done:
        """Put all of it in place, and the mark last."""
        try:
            return self._finish(input)
        except OSError as error:
            raise full(self.task.out, error) from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Leave no trace of what is not in place."""
        while self._writers:
            writer = self._writers.popitem()[1]
            with suppress(OSError):  # on a full disk not even what is thrown away can be ended
                writer.close()
            writer.is_open = False  # or it would try once more when it is collected
        while self._parts:
            self._parts.popitem()[1].drop()

    def _finish(self, input: Input | None) -> Done:
        self._write()
        for kind in _SCHEMAS:
            self._writer(kind).close()
        self._writers.clear()
        files = {kind: file_digest(part.path) for kind, part in self._parts.items()}
        self.task.path(DONE).unlink(missing_ok=True)  # an earlier result's: it would speak of other files
        for part in self._parts.values():
            part.place()
        for part in self._parts.values():
            settle_folder(part.wanted.parent)
        done = Done(
            task=self.task.name,
            position=self.task.position,
            sayso=self.task.sayso,
            tables=TABLES,
            asked=self.task.asked(),
            input=input,
            theatres=self.theatres,
            counts={kind: count for kind, count in sorted(self.counts.items()) if count},
            passed=dict(sorted(self.passed.items())),
            files=files,
        )
        done.write(self.task.out)
        return done

    def _put(self, row: Row, characters: int) -> None:
        self._rows[REPORTS].append(row)
        self._row += 1
        self._characters += characters
        if len(self._rows[REPORTS]) >= _ROWS or self._characters >= _CHARACTERS:
            try:
                self._write()
            except OSError as error:
                raise full(self.task.out, error) from error

    def _write(self) -> None:
        for kind, rows in self._rows.items():
            if rows:
                self._writer(kind).write_table(pa.Table.from_pylist(rows, schema=_SCHEMAS[kind]))
                rows.clear()
        self._characters = 0

    def _writer(self, kind: str) -> Any:
        if kind not in self._writers:
            self._parts[kind] = Part(self.task.path(kind))
            self._writers[kind] = parquet.ParquetWriter(
                self._parts[kind].path,
                _SCHEMAS[kind],
                version="2.6",
                compression="zstd",
                compression_level=3,
                write_statistics=True,
            )
        return self._writers[kind]
