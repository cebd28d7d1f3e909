"""What a format to take away is: what its rows are, what its file is called, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Generic, TextIO, TypeVar

from sayso import answers
from sayso.answers import Asked, EventAnswer
from sayso.ledger import Ledger
from sayso.model import Entry

__all__ = ["CLAIMS", "EVENTS", "Format", "Holding"]

T = TypeVar("T")
S = TypeVar("S", TextIO, BinaryIO)


@dataclass(frozen=True, slots=True)
class Holding(Generic[T]):
    """What a file holds, in a word for people, and where that comes from: a ledger, what is asked, how many at most.

    What is handed out comes one after the other, as one state of the ledger has it, so that a writer which keeps
    nothing needs no more memory for a million than for one.
    """

    name: str
    gather: Callable[[Ledger, Asked, int | None], Iterator[T]]


@dataclass(frozen=True, slots=True)
class Format(Generic[T, S]):
    """A format by its name on the command line, with the suffix and media type of its file.

    ``write`` gets what ``holds`` gathers, and a stream of text in UTF-8 or, for a ``binary`` format, of bytes. It ends
    lines as the format wants them, flushes at the end, and closes nothing. A module that brings a format imports what
    is slow to load within ``write``: all of them are loaded to list them.
    """

    name: str
    holds: Holding[T]
    suffix: str
    media_type: str
    about: str
    write: Callable[[Iterable[T], S], Any]
    binary: bool = False


def _claims(ledger: Ledger, asked: Asked, limit: int | None) -> Iterator[Entry]:
    return answers.every_claim(ledger, asked, limit=limit)


def _events(ledger: Ledger, asked: Asked, limit: int | None) -> Iterator[EventAnswer]:
    return answers.every_event(ledger, asked, limit=limit)


CLAIMS: Holding[Entry] = Holding("claims", _claims)
EVENTS: Holding[EventAnswer] = Holding("events", _events)
