"""What was read in the room and is not kept yet: in memory, for a while, under names that nobody can guess."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sayso.intake.told import Withdrawal
from sayso.model import Reading

__all__ = ["AGE_S", "MOST", "Draft", "Drafts"]

MOST: Final = 200
"""How many drafts there may be; the oldest makes room for the newest."""
AGE_S: Final = 6 * 3600.0
_CHARACTERS: Final = 40_000_000  # in all their texts


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading, or the withdrawal of a report, as it would be kept."""

    id: str
    item: Reading | Withdrawal


class Drafts:
    """The drafts of a room; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._held: OrderedDict[str, tuple[float, Draft]] = OrderedDict()
        self._characters = 0

    def add(self, item: Reading | Withdrawal) -> Draft:
        """Hold on to something that was read."""
        draft = Draft(secrets.token_urlsafe(15), item)
        with self._lock:
            self._held[draft.id] = (self._clock(), draft)
            self._characters += _size(item)
            self._forget()
        return draft

    def get(self, id: str) -> Draft | None:
        """The draft of this name; None where there is none, or no longer."""
        with self._lock:
            self._forget()
            found = self._held.get(id)
            return found[1] if found is not None else None

    def _forget(self) -> None:
        # The newest stays, however long its text is.
        while self._held:
            born, draft = next(iter(self._held.values()))
            crowded = len(self._held) > MOST or (self._characters > _CHARACTERS and len(self._held) > 1)
            if not crowded and self._clock() - born <= AGE_S:
                return
            del self._held[draft.id]
            self._characters -= _size(draft.item)


def _size(item: Reading | Withdrawal) -> int:
    return len(item.report.text) if isinstance(item, Reading) else 0
