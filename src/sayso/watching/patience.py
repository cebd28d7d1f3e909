"""What if the ledger can't be written to for a while? A full disk, another writer, a server that restarts: wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from sayso.errors import LedgerError
from sayso.watching.clock import Clock

__all__ = ["Patience"]

_FIRST_S: Final = 5.0
_LONGEST_S: Final = 300.0
_PASSING: Final = re.compile(
    "locked|busy|full|no space|disk i/o|readonly|read-only|connection|server|shutting down|starting up|too many clients"
    "|terminating|timeout",
    re.IGNORECASE,
)
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Patience:
    """Does what needs the ledger, again and again until it can be done; at most for ``limit`` seconds, if given."""

    def __init__(self, clock: Clock, tell: Callable[[LedgerError], None], limit: float | None = None) -> None:
        self._clock, self._tell, self._limit = clock, tell, limit

    def __call__(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """What ``work`` gives; a LedgerError that time does not mend is raised at once."""
        waited, wait = 0.0, _FIRST_S
        while True:
            try:
                return work(*args, **kwargs)
            except LedgerError as error:
                mended_by_time = _PASSING.search(str(error.value)) and not isinstance(
                    error.__cause__, DataError | IntegrityError
                )
                if not mended_by_time or (self._limit is not None and waited >= self._limit):
                    raise
                if not waited:
                    self._tell(error)
            self._clock.sleep(wait)
            waited, wait = waited + wait, min(wait * 2, _LONGEST_S)
