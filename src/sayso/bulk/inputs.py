"""What is in an input file, and which bytes was it read from? Needs little: whole processes do nothing but this."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sayso.intake.building import Given
from sayso.intake.finding import Source, items
from sayso.intake.soundness import whole
from sayso.intake.told import Item, Passed
from sayso.model import Refusal

__all__ = ["Fed", "Feeding", "Input", "PassedOver", "feed", "file_digest", "looked_at", "stream_digest"]

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """An input file as it was when it was read; "modified" is in nanoseconds."""

    size: int
    modified: int
    digest: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How much of an input was passed over, by the reason."""

    counts: Mapping[str, int]


Feeding = tuple[Source, Given]
"""A source, and what is told of it."""
Fed = Input | Item | PassedOver | None
"""What comes of one: first how it is, None where it can't be read, then each thing that it tells, and how much not."""


def feed(feeding: Feeding) -> Iterator[Fed]:
    """All that comes of a source; what goes wrong in it is a Refusal."""
    source, given = feeding
    yield looked_at(Path(source.name))
    passed = Counter[str]()
    try:
        for item in map(whole, items(source, given)):
            if isinstance(item, Passed):
                passed[item.why] += 1  # of a crawl that is nearly everything: it is told once
            else:
                yield item
    except Exception as error:  # noqa: BLE001 - a fault of ours in one file must not lose the others
        fault = f"{type(error).__name__}: {error}"
        yield whole(Refusal(source.name, f"{source.name}: intake: {fault}: a fault of sayso"))
    if passed:
        yield PassedOver(passed)


def looked_at(path: Path) -> Input | None:
    """An input as it is now; None for what is no file that can be read."""
    try:
        before = path.stat()
        return Input(before.st_size, before.st_mtime_ns, file_digest(path))
    except OSError:
        return None


def file_digest(path: Path) -> str:
    """What tells the bytes of a file from any others."""
    with path.open("rb") as stream:
        return stream_digest(stream)


def stream_digest(stream: BinaryIO) -> str:
    """The same of what a stream has yet to give."""
    hashed = hashlib.blake2b(digest_size=16)
    while chunk := stream.read(_CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()
