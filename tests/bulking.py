"""What the tests of bulk share: files of small reports, a quick reader, and reports and files that end who reads them.

All of it is found by name in other processes.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sayso.bulk.inputs import Fed, Feeding, feed
from sayso.bulk.tasks import Task, plan
from sayso.errors import InputError
from sayso.intake.building import Given
from sayso.intake.finding import found
from sayso.intake.told import Told
from sayso.model import Claim, Mention, Place, Reading, Report, Source, When, Why

__all__ = [
    "DEADLY",
    "FOREIGN",
    "TEXT",
    "feed_poisoned",
    "jsonl",
    "made",
    "many",
    "own_theatre",
    "results",
    "tasks",
    "told",
]

TEXT: Final = "The army of Varnia said on Friday that its troops had taken the village of Hradov, north of the river."
DEADLY: Final = "It was the last thing that they read."
FOREIGN: Final = "It was in another language."
POISON: Final = "It was poison."
_PAUSE_S: Final = 0.01


class Quick:
    """One claim a report, on its first words; ends its process where the report says so."""

    def read(self, report: Report) -> Reading:
        time.sleep(_PAUSE_S)  # so that there is a middle to be killed in
        if DEADLY in report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "unreadable" in report.text:
            raise InputError(report.id, "text", "unreadable", "write it more plainly")
        if FOREIGN in report.text:
            named = (
                Mention(0, 8, Place("Hradov", 1001, 48.5, 37.9)),
                Mention(9, 13, None, When(date(2031, 3, 7), None)),
            )
            return Reading(report, (), "varnia", mentions=named)
        id = f"{report.id}-1"
        claim = Claim(id, report.id, report.text[:8], 0, 8, "capture", Source("narrator"))
        return Reading(report, (claim,), "varnia", {id: Why({"type": ("capture",)}, sure={"claim": 0.123456789})})


def made(_theatre: str | None, _model: str | None) -> Quick:
    """Makes a quick reader, as the pool wants it."""
    return Quick()


def feed_poisoned(feeding: Feeding) -> Iterator[Fed]:
    """What a file tells, until it is poison."""
    for item in feed(feeding):
        if isinstance(item, Told) and POISON in item.report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield item


def told(id: str, words: str = "", **known: Any) -> dict[str, Any]:
    """A line of JSONL."""
    return {"id": id, "text": f"{TEXT} {words}".strip(), "published": "2031-03-07", **known}


def jsonl(path: Path, lines: Iterable[dict[str, Any] | str]) -> Path:
    """A file of such lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def own_theatre(folder: Path) -> Path:
    """A theatre in a file of the user's own, which is varnia in all but its name."""
    path = folder / "own.toml"
    path.write_text(files("sayso.theatres").joinpath("varnia.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def many(folder: Path, number: int, reports: int) -> Path:
    """A folder of files with reports, one of which is deadly, and one more file, which is poison in its middle."""
    for file in range(number):
        lines: list[dict[str, Any] | str] = [told(f"{file}-{n}", f"It was day {n}.") for n in range(reports)]
        if file == 0:
            lines[reports // 2] = told("0-deadly", DEADLY)
            lines.insert(1, "no json")
            lines.append({"id": "1-1", "withdrawn": "2031-03-09"})
        jsonl(folder / f"{file}.jsonl", lines)
    jsonl(folder / "poison.jsonl", [told("before"), told("poison", POISON), told("after")])
    return folder


def tasks(inputs: Path | Sequence[Path], out: Path, *, undone: bool = True) -> list[Task]:
    """The tasks of these inputs that are to be done, or all of them."""
    names = [str(path) for path in ([inputs] if isinstance(inputs, Path) else inputs)]
    planned = plan(found(names).sources, out, Given(history=True))
    return [task for task, reason in planned if reason is not None or not undone]


def results(out: Path) -> dict[str, bytes]:
    """The bytes of all that lies in a folder, but for the marks."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.parent.name != "done"
    }
