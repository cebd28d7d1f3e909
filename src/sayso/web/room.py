"""What all pages share: the ledger, whether it may be written to, and the reader, loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request

from sayso.answers.asked import voices
from sayso.errors import LedgerError
from sayso.ledger import Keeper, Ledger
from sayso.model import Reading, Refusal, Report
from sayso.refusing import attempt

__all__ = ["Here", "Room"]

_T = TypeVar("_T")
_LONGEST_S: Final = 120.0  # for one report: three megabytes of plain text take as long


class Room:
    """An open ledger with what it takes to read for it and to write in it; threads may share it.

    ``writable`` is False where the ledger may only be read: then nothing is kept and nothing decided here.
    """

    def __init__(self, ledger: Ledger, *, writable: bool = True) -> None:
        self.ledger, self.writable = ledger, writable
        self._writing, self._reading = Lock(), Lock()
        self._keeper: Keeper | None = None
        self._made: dict[str, object] = {}
        self._answering = 0  # changed by the server's own thread alone

    @classmethod
    def open(cls, where: str | Path | None = None, *, create: bool = True) -> Room:
        """The room of a ledger (a file or URL, as ``Ledger.open`` takes it), made where it is missing.

        A ledger that can't be written to is opened to be read. LedgerError where it can't be opened at all.
        """
        refused: LedgerError | None = None
        if create:
            try:
                ledger = Ledger.open(where, create=True)
                try:
                    with ledger.writing():
                        return cls(ledger)
                except LedgerError:
                    ledger.close()
            except LedgerError as error:
                refused = error
        try:
            return cls(Ledger.open(where), writable=False)
        except LedgerError as error:
            raise (refused or error) from error  # why it can't be made says more than that it is not there

    def close(self) -> None:
        """Let the ledger go, and what pages keep."""
        for made in self._made.values():
            if callable(close := getattr(made, "close", None)):
                close()
        self.ledger.close()

    def warm(self) -> None:
        """Read what all claims are counted by, and who speaks, in a thread of its own: then much is answered sooner."""
        Thread(target=self._warm, name="sayso-warming", daemon=True).start()

    def _warm(self) -> None:
        with suppress(LedgerError), self.ledger.reading() as connection:  # whoever asks for something is told
            self.ledger.columns.read(connection)
            voices(connection, None, self.ledger)

    @contextmanager
    def answered(self) -> Iterator[None]:
        """While the block lasts somebody is being answered."""
        self._answering += 1
        try:
            yield
        finally:
            self._answering -= 1

    def answering(self) -> int:
        """How many are being answered at this moment: work that nobody waits for gives way to them."""
        return self._answering

    def write(self, work: Callable[[Keeper], _T]) -> _T:
        """Do what writes, one after the other; LedgerError where the ledger may only be read."""
        if not self.writable:
            raise LedgerError(self.ledger.name, "ledger", "may only be read", "open the room on one you may write to")
        with self._writing:
            if self._keeper is None:
                self._keeper = Keeper(self.ledger)
            return work(self._keeper)

    def read(self, report: Report) -> Reading | Refusal:
        """Read a report, or say why not; one at a time, since the reader takes every core by itself.

        One that takes so long that nobody would wait for it is given up: others are waiting.
        """
        from sayso.reader import Reader  # a second to load, and only those who read pay for it

        with self._reading:
            reader = self.kept("reader", Reader)
            return attempt(reader.read, report, _LONGEST_S)

    @property
    def prepared(self) -> bool:
        """Whether the reader is loaded, so that reading begins at once."""
        return "reader" in self._made

    def prepare(self) -> None:
        """Load the reader, if that has not been done."""
        from sayso.reader import Reader

        with self._reading:
            self.kept("reader", Reader)

    def kept(self, name: str, make: Callable[[], _T]) -> _T:
        """What a page keeps between questions, made the first time; by a name of its own."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[return-value] # one name, one kind of thing


def _here(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


Here = Annotated[Room, Depends(_here)]
"""The room, for a page that asks for it."""
