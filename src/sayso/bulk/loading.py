"""Brings what bulk has read into a ledger, without reading again: the rows are those that adding the inputs gives.

Files go in in the order in which the inputs were named, each report in a transaction of its own; what is there already
is passed over, so that it may be stopped anywhere and done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sayso.bulk.checking import AGAIN, BROKEN, checked, rows
from sayso.bulk.inputs import stream_digest
from sayso.bulk.tables import Row, item_of, reading_of
from sayso.bulk.tasks import CLAIMS, REPORTS, TABLES, Done
from sayso.errors import InputError
from sayso.intake.told import Held, Item, Told, Withdrawal
from sayso.ledger.asking import problems
from sayso.ledger.receiving import Receiver
from sayso.ledger.waiting import hold
from sayso.model import Reading, Refusal

__all__ = ["Loaded", "load"]


@dataclass(slots=True)
class Loaded:
    """What came of loading, counted as `sayso add` counts; ``broken`` are results that are not whole."""

    files: int = 0
    kept: int = 0
    versions: int = 0
    claims: int = 0
    there: int = 0
    withdrawn: int = 0
    held: int = 0
    undated: int = 0
    refused: int = 0
    broken: list[InputError] = field(default_factory=list)


Stepped = Callable[[], None]


def load(
    results: Sequence[Done], folder: Path, receiver: Receiver, loaded: Loaded, stepped: Stepped = lambda: None
) -> None:
    """Keep what these results of a folder hold, and count it in ``loaded``; told after each row.

    LedgerError where the ledger fails; a result that is not whole is left out, and told in ``broken``.
    """
    with receiver.keeper.ledger.reading() as connection:
        known = {problem.input for problem in problems(connection)}
    for done in results:
        try:
            with ExitStack() as opened:
                files = _whole(done, folder, opened)
                refused = _one(done, files, receiver, loaded, stepped)
        except InputError as error:  # what came before stands, and doing it again adds the rest
            loaded.broken.append(error)
            continue
        mended = {name for name in known if name == done.source or name.startswith(f"{done.source}#")}
        if mended - refused:
            receiver.keeper.mend(mended - refused)
        loaded.files += 1


def _whole(done: Done, folder: Path, opened: ExitStack) -> dict[str, BinaryIO]:
    """A result's files; InputError where they are not those that its mark speaks of.

    They are held open, and so stay what they are when bulk puts others in their stead.
    """
    if done.tables != TABLES:
        raise InputError(done.task, "tables", f"laid out as {done.tables}, not {TABLES}", AGAIN)
    files: dict[str, BinaryIO] = {}
    for kind in (CLAIMS, REPORTS):
        path = folder / kind / f"{done.task}.parquet"
        try:
            files[kind] = opened.enter_context(path.open("rb"))
            digest = stream_digest(files[kind])
        except OSError as error:
            raise InputError(str(path), kind, error.strerror or error, AGAIN) from error
        if digest != done.files.get(kind):
            raise InputError(str(path), kind, "not the file that its mark speaks of", AGAIN)
    return files


def _one(done: Done, files: dict[str, BinaryIO], receiver: Receiver, loaded: Loaded, stepped: Stepped) -> set[str]:
    """Keep what one result holds; the names of what could not be read in it."""
    for name, toml in done.theatres.values():
        receiver.keeper.theatre(name, toml)
    refused: set[str] = set()
    claims = _Claims(rows(files[CLAIMS], CLAIMS))
    for row in rows(files[REPORTS], REPORTS):
        try:
            told, reading = _taken(row, claims)
        except BROKEN as broken:
            wrong = InputError(f"{done.source}#{row['row']}", "row", broken, AGAIN)
            told, reading = Refusal(wrong.source, str(wrong)), None
        if isinstance(told, Refusal):
            refused.add(told.id)
            _refuse(told, receiver, loaded)
        elif isinstance(told, Withdrawal):
            receiver.keeper.withdraw(told.report, told.on, why=told.why)
            loaded.withdrawn += 1
        elif isinstance(told, Held):
            loaded.held += hold(receiver.keeper.ledger, told)
        elif isinstance(told, Told) and reading is not None:
            _keep(told, reading, receiver, loaded)
        stepped()
    return refused


def _taken(row: Row, claims: _Claims) -> tuple[Item, Reading | None]:
    """What a row tells, and the reading where it is one; one of BROKEN for what bulk never wrote."""
    told = item_of(row)
    if row["status"] not in ("read", "refused", "withdrawn", "held"):
        raise ValueError(f"status: {row['status']}")
    if not isinstance(told, Told):
        return told, None
    reading = checked(reading_of(told.report, row, claims.of(row["row"])))
    if len(reading.claims) != row["claims"]:
        raise ValueError(f"claims: {row['claims']} of them, and {len(reading.claims)} are there")
    return told, reading


def _keep(told: Told, reading: Reading, receiver: Receiver, loaded: Loaded) -> None:
    if receiver.has(told.report):
        loaded.there += 1
        return
    kept = receiver.keep(reading, told.seen)
    if isinstance(kept, Refusal):
        _refuse(kept, receiver, loaded)
    elif kept.how == "unchanged":
        loaded.there += 1
    else:
        loaded.kept += 1
        loaded.versions += kept.how == "version"
        loaded.claims += kept.claims
        loaded.undated += told.report.published is None


def _refuse(refusal: Refusal, receiver: Receiver, loaded: Loaded) -> None:
    receiver.refuse(refusal)
    loaded.refused += 1


class _Claims:
    """Gives the claims of one report after another; both files are in the order of the reports."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, row: int) -> list[Row]:
        """Those of the report in a row of reports."""
        out: list[Row] = []
        while self._next is not None and self._next["row"] <= row:
            if self._next["row"] == row:
                out.append(self._next)
            self._next = next(self._rows, None)
        return out
