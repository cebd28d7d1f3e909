"""Everything that a map and its timeline show: each place, who is said to hold it, and how much is told of it when.

A board goes over all claims of a ledger, which takes seconds for a large one the first time. So it answers at once with
what has been reckoned, says how much is pending, and reckons that in a thread of its own; who asks again soon has it
all. What is pending is never guessed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Condition, Thread
from typing import Any, Final

from sayso.answers.asked import Asked, filter_of
from sayso.answers.board_places import Gathered, Places
from sayso.answers.statuses import Memory, Question, Statuses
from sayso.answers.tally import Days, Marked, Shown, Tally
from sayso.ledger.columns import NO_DAY, Columns
from sayso.ledger.opening import Ledger
from sayso.ledger.sifting import Mask, sifted, standing, with_words
from sayso.ledger.stamp import stamp

__all__ = ["Board", "Days", "Marked", "Shown"]

_BEFORE: Final = 7  # days before the first report that the timeline begins
_AT_ONCE: Final = 5  # places reckoned between two looks at who waits
_HOPELESS: Final = 400  # questions that nobody waits for
_KEPT: Final = 24  # days known, filters and answers; the last ones of each
_PATIENCE_S: Final = 0.25  # how long whoever asks goes first, at most


@dataclass(slots=True)
class _State:
    """What was read of a ledger at one moment."""

    stamp: str
    columns: Columns
    places: Places
    statuses: Statuses
    first: int
    last: int
    worded: dict[str, Mask] = field(default_factory=dict)
    tallies: dict[Asked, Tally] = field(default_factory=dict)
    shown: dict[tuple[Asked, date], Shown] = field(default_factory=dict)
    known: dict[date | None, tuple[Mask, Gathered]] = field(default_factory=dict)

    def gathered(self, known: date | None) -> tuple[Mask, Gathered]:
        """The reports that stood on a day, and the places that they name."""
        found = self.known.get(known)
        if found is None:
            stands = standing(self.columns, known)
            found = stands, self.places.known(stands)
            _keep(self.known, known, found)
        return found


class Board:
    """The board of a ledger; threads may share it.

    ``others`` counts who is being answered at this moment, here or elsewhere in the program: whoever waits for nothing
    of this goes first. The thread ends when there is nothing to reckon.
    """

    def __init__(self, ledger: Ledger, *, others: Callable[[], int] = lambda: 0) -> None:
        self._ledger, self._others = ledger, others
        self._waiting = 0
        self._memory = Memory()
        self._state: _State | None = None
        self._turn = Condition()
        self._questions: list[Question] = []
        self._words: str | None = None
        self._worker: Thread | None = None
        self._closed = False
        self._failed: BaseException | None = None

    def close(self) -> None:
        """Reckon no more."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
            worker = self._worker
        if worker is not None:
            worker.join()

    def show(self, asked: Asked, *, on: date | None = None, wait: float | None = None) -> Shown:
        """The board for what is asked, on a day: by default the day known, else the last of publication.

        It waits no longer than ``wait`` seconds for what has to be reckoned; None waits for all of it. InputError for a
        place or source that is not known.
        """
        until = None if wait is None else time.monotonic() + wait
        shown = self._show(asked, on, until)
        while until is None and (shown.reading or shown.pending):  # the ledger changed meanwhile
            shown = self._show(asked, on, until)
        return shown

    def _show(self, asked: Asked, on: date | None, until: float | None) -> Shown:
        with self._ledger.reading() as connection:
            now = stamp(connection)
        self._ask(now, until)
        state = self._state
        if state is None:
            return Shown(on or asked.known or date.today(), asked.known, reading=True)
        shown = self._shown(state, asked, on, until)
        return shown if state.stamp == now else replace(shown, reading=True)

    # -- what is asked --

    def _shown(self, state: _State, asked: Asked, on: date | None, until: float | None) -> Shown:
        day = on or asked.known or (date.fromordinal(state.last) if state.last else date.today())
        if (asked, day) in state.shown:
            return state.shown[asked, day]
        tally = self._tallied(state, asked, until)
        if tally is None:
            return Shown(day, asked.known, reading=True)
        stands, gathered = state.gathered(asked.known)
        briefs, questions = state.statuses.of(gathered, stands, day, asked.known)
        if questions and self._reckon(questions, until):
            briefs, questions = state.statuses.of(gathered, stands, day, asked.known)
        shown = tally.shown(day, asked.known, gathered, briefs)
        if not questions:
            _keep(state.shown, (asked, day), shown)
        return shown

    def _tallied(self, state: _State, asked: Asked, until: float | None) -> Tally | None:
        """What is counted of the claims asked for; None where their words are still being looked for."""
        if asked in state.tallies:
            return state.tallies[asked]
        with self._ledger.reading() as connection:
            wanted = filter_of(connection, asked, self._ledger)
            if wanted.words is not None and wanted.words not in state.worded:
                self._find(state, wanted.words, until)
            worded = None if wanted.words is None else state.worded.get(wanted.words)
            if wanted.words is not None and worded is None:
                return None
            mask = sifted(connection, state.columns, wanted, worded=worded)
        tally = Tally(state.columns, mask, (state.first - _BEFORE, state.last) if state.last else None)
        _keep(state.tallies, asked, tally)
        return tally

    def _ask(self, now: str, until: float | None) -> None:
        """Have the ledger read where it changed, and wait for that."""

        def is_read() -> bool:
            return self._state is not None and self._state.stamp == now

        with self._turn:
            if not is_read():
                self._work()
                self._wait(is_read, until)

    def _find(self, state: _State, words: str, until: float | None) -> None:
        with self._turn:
            self._words = words
            self._work()
            self._wait(lambda: words in state.worded or self._state is not state, until)

    def _reckon(self, questions: Sequence[Question], until: float | None) -> bool:
        """Have questions answered; whether any answer came within the time."""
        with self._turn:
            self._questions = list(questions)
            self._work()
            if until is not None and len(questions) > _HOPELESS:
                return False
            self._wait(lambda: not self._questions, until)
            return True

    def _wait(self, done: Callable[[], bool], until: float | None) -> None:
        self._waiting += 1
        self._turn.wait_for(
            lambda: done() or self._closed or self._failed is not None,
            None if until is None else max(0.0, until - time.monotonic()),
        )
        self._waiting -= 1
        if self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed

    # -- what is reckoned, in a thread of its own --

    def _work(self) -> None:
        if self._worker is None and not self._closed:
            self._worker = Thread(target=self._go, name="sayso-board", daemon=True)
            self._worker.start()
        self._turn.notify_all()

    def _go(self) -> None:
        try:
            while self._step():
                pass
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for it
            with self._turn:
                self._failed = error
                self._worker, self._questions, self._words = None, [], None
                self._turn.notify_all()

    def _step(self) -> bool:
        """Do what is most wanted; whether there was anything."""
        with self._ledger.reading() as connection:
            now = stamp(connection)
            columns = None
            if self._state is None or self._state.stamp != now:
                columns = self._ledger.columns.read(connection)
        if columns is not None:
            read = _state(now, columns, self._memory)
            with self._turn:
                self._state, self._questions = read, []  # they were asked of what was
                self._turn.notify_all()
            return True
        state = self._state
        assert state is not None  # else its columns had been read
        with self._turn:
            words, questions = self._words, self._questions
            if self._closed or (words is None and not questions):
                self._worker = None
                return False
        if words is not None:
            with self._ledger.reading() as connection:
                mask = with_words(connection, state.columns, words)
            with self._turn:
                _keep(state.worded, words, mask)
                self._words = None if self._words == words else self._words
                self._turn.notify_all()
            return True
        self._give_way()
        some = questions[:_AT_ONCE]
        with self._ledger.reading() as connection:
            if stamp(connection) != state.stamp:
                return True  # somebody may have become known meanwhile
            answers = state.statuses.reckon(connection, some)
        with self._turn:
            self._memory.keep(answers)
            if self._questions is questions:
                self._questions = questions[len(some) :]
            if not self._questions:
                self._turn.notify_all()
        return True

    def _give_way(self) -> None:
        """Python does one thing at a time: whoever asks for a page goes first."""
        until = time.monotonic() + _PATIENCE_S
        while self._others() > self._waiting and not self._closed and time.monotonic() < until:
            time.sleep(0.002)


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep the last few."""
    while len(kept) >= _KEPT:
        kept.pop(next(iter(kept)), None)
    kept[key] = value


def _state(now: str, columns: Columns, memory: Memory) -> _State:
    dated = columns.report_published[columns.report_published != NO_DAY]
    first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
    return _State(now, columns, Places(columns), Statuses(columns, memory), first, last)
