"""Reads many files on one machine: some processes take reports out of files, others read them, and we write.

A file that ends the process which unpacks it, or a report that ends the one which reads it, is tried again; when it has
cost so many as ``TRIES``, it is refused like any other that can't be read, and all else goes on. So there is nothing in
a file that could end us.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final

from sayso.bulk.inputs import Fed, Feeding, Input, PassedOver, feed
from sayso.bulk.tasks import Done, Task
from sayso.bulk.writing import Result
from sayso.errors import InputError
from sayso.intake.soundness import whole
from sayso.intake.told import Held, Item, Told, Withdrawal
from sayso.model import Reading, Refusal, Report
from sayso.theatres import Brought, brought
from sayso.working.feeding import End, Feeders
from sayso.working.pool import Make, Pool, make_reader

__all__ = ["TRIES", "Engine", "Feed", "Finished", "refused"]

TRIES: Final = 3
"""How many processes a report or a file may cost before it is given up: some are ended for other reasons."""

Finished = Callable[[Done], None]
Stepped = Callable[[int], None]
Feed = Callable[[Feeding], Iterable[Fed]]


def refused(task: Task, refusal: Refusal) -> Done:
    """Note of a source that it could not be read at all, without opening it; the next time it is tried again."""
    result = Result(task)
    result.refusal(whole_refusal(refusal))
    return result.finish(None)


@dataclass(slots=True, eq=False)
class _Slot:
    """One item of a file, and for a report what was read of it, once it was."""

    item: Item
    answer: Reading | Refusal | None = None

    @property
    def waits(self) -> bool:
        return isinstance(self.item, Told) and self.answer is None


@dataclass(slots=True, eq=False)
class _File:
    """A file that is being read: its items wait in their order for those before them."""

    result: Result
    input: Input | None = None
    begun: bool = False
    ended: bool = False
    slots: deque[_Slot] = field(default_factory=deque)


class Engine:
    """Reads files in ``jobs`` processes; ``run`` may be called again, and its processes stay until it is closed.

    ``make`` makes what reads, and ``feed`` tells what is in a file; both must be found by name in another process.
    """

    def __init__(
        self,
        jobs: int,
        theatre: str | None = None,
        model: str | None = None,
        *,
        make: Make = make_reader,
        feed: Feed = feed,
    ) -> None:
        self._pool = Pool(jobs, theatre, model, make, deaths=TRIES)
        self._feeders = Feeders(jobs, feed, deaths=TRIES)
        self._theatre: Callable[[str], Brought] = cache(brought)

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        self._feeders.close()
        self._pool.close()

    def run(
        self, tasks: Sequence[Task], finished: Finished = lambda _: None, stepped: Stepped = lambda _: None
    ) -> None:
        """Read these; each is told when it is done, and each report that was read with its claims.

        Whatever is not done when this ends early leaves no trace.
        """
        files: dict[int, _File] = {}
        order: deque[tuple[int, _Slot]] = deque()

        def settle(number: int) -> None:
            file = files[number]
            while file.slots and not file.slots[0].waits:
                self._put(file.result, file.slots.popleft())
            if file.ended and not file.slots:
                del files[number]
                finished(file.result.finish(_unchanged(file)))

        def reports() -> Iterator[Report]:
            for number, said in self._feeders.run([(task.source, task.given) for task in tasks]):
                if number not in files:
                    files[number] = _File(Result(tasks[number]))
                file = files[number]
                if not file.begun and not isinstance(said, End):
                    file.begun, file.input = True, said if isinstance(said, Input) else None
                    continue
                if isinstance(said, End):
                    file.ended = True
                    if said.died is not None:
                        file.slots.append(_Slot(_lost(tasks[number], said.died)))
                elif isinstance(said, PassedOver):
                    file.result.passed.update(said.counts)
                elif isinstance(said, Told | Held | Withdrawal | Refusal):
                    file.slots.append(slot := _Slot(said))
                    if isinstance(said, Told):
                        order.append((number, slot))
                        yield said.report
                        continue
                settle(number)

        answers = self._pool.run(reports())
        try:
            for answer in answers:
                number, slot = order.popleft()
                slot.answer = answer
                settle(number)
                stepped(len(answer.claims) if isinstance(answer, Reading) else 0)
        finally:
            answers.close()
            for file in files.values():
                file.result.abandon()

    def _put(self, result: Result, slot: _Slot) -> None:
        item, answer = slot.item, slot.answer
        if isinstance(item, Withdrawal):
            result.withdrawal(item)
        elif isinstance(item, Refusal):
            result.refusal(item)
        elif isinstance(item, Held):
            result.held(replace(item, report=self._named(item.report, result)))
        elif isinstance(answer, Refusal):
            result.refusal(whole_refusal(answer))
        elif isinstance(item, Told) and answer is not None:
            result.reading(replace(answer, report=self._named(item.report, result)), item.seen)

    def _named(self, report: Report, result: Result) -> Report:
        """The report with its theatre by name, as a ledger has it; a user's own is kept with the result."""
        if report.theatre is None:
            return report
        theatre = self._theatre(report.theatre)
        if theatre.toml is not None:
            result.theatres[report.theatre] = (theatre.name, theatre.toml)
        return replace(report, theatre=theatre.name)


def whole_refusal(refusal: Refusal) -> Refusal:
    """A refusal in characters that every file and database takes."""
    told = whole(refusal)
    return told if isinstance(told, Refusal) else refusal


def _lost(task: Task, how: str) -> Refusal:
    name = task.source.name
    fix = "what came before is kept; split the file, or mend it"
    return Refusal(name, str(InputError(name, "intake", f"the process that unpacked it {how} each time", fix)))


def _unchanged(file: _File) -> Input | None:
    """What the input was when it was read; nothing that ever holds, where it changed meanwhile."""
    path = Path(file.result.task.source.name)
    try:
        now = path.stat()
    except OSError:
        return None
    known = file.input
    same = known is not None and (now.st_size, now.st_mtime_ns) == (known.size, known.modified)
    return known if same else None
