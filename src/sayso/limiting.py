"""How long may a piece of work take? It is given up after so many seconds, in whichever thread it is done."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from contextlib import AbstractContextManager
from types import FrameType, TracebackType

__all__ = ["TooLongError", "limited"]


class TooLongError(BaseException):
    """Work took longer than it may; above Exception, so that no rule takes it for a fault of its own."""


def limited(seconds: float) -> AbstractContextManager[None]:
    """Raise TooLongError in the block after so long; one block at a time in a thread.

    Nothing is given up in the middle of a call of C, an expression's search in the main thread left aside.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _Alarmed(seconds)
    return _Watched(seconds)


class _Alarmed(AbstractContextManager[None]):
    """The main thread's way: the system's alarm, which reaches it in a regular expression too."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGALRM, _stop)
        self._began = time.monotonic()
        self._other = signal.setitimer(signal.ITIMER_REAL, self._seconds)[0]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)
        if self._other:  # somebody else's alarm was set, and is late at worst
            signal.setitimer(signal.ITIMER_REAL, max(self._other - (time.monotonic() - self._began), 0.001))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


class _Watched(AbstractContextManager[None]):
    """Any other thread's: a second one counts, and has Python raise the error in the first."""

    def __init__(self, seconds: float) -> None:
        self._lock = threading.Lock()
        self._over = self._fired = False
        self._thread = threading.get_ident()
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with self._lock:
                self._over = True
            self._timer.cancel()
        except TooLongError:  # it came when all was done, and what is done stands
            self._over = True
        else:
            if self._fired and kind is not TooLongError:
                _raise_in(self._thread, None)  # it has not come yet, and now is not to

    def _fire(self) -> None:
        with self._lock:
            if not self._over:
                self._fired = True
                _raise_in(self._thread, TooLongError)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    given = ctypes.py_object(error) if error is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), given)
