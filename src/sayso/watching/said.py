"""What a watcher tells whoever looks on, as it happens, and what it all came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Said", "Tally", "Tell", "What"]

What = Literal["asking", "asked", "kept", "version", "unchanged", "refused", "failed", "put off", "waiting", "list"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that happened: what, to which feed or story, and the rest in words."""

    what: What
    about: str
    words: str = ""


Tell = Callable[[Said], None]


@dataclass(slots=True)
class Tally:
    """What a watcher has done since it was started."""

    asked: int = 0
    failed: int = 0
    new: int = 0
    kept: int = 0
    versions: int = 0
    claims: int = 0
    refused: int = 0
