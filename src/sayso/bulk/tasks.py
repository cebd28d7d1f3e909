"""Which files are there to read, where does what was read of each go, and is it done already?

A mark is a JSON file. It says of which input, which sayso and which theatres a result is, so that a changed one is
done anew; and what the two Parquet files hold, so that they are known to be whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from sayso.bulk.inputs import Input, file_digest
from sayso.bulk.placing import Part, settle_folder, sweep
from sayso.errors import InputError
from sayso.intake.building import Given
from sayso.intake.finding import Source
from sayso.intake.formats import MANY, named
from sayso.theatres import brought
from sayso.version import sayso_version

__all__ = [
    "CLAIMS",
    "DONE",
    "REPORTS",
    "TABLES",
    "Done",
    "Reason",
    "Task",
    "full",
    "marks",
    "plan",
    "why",
]

CLAIMS: Final = "claims"
REPORTS: Final = "reports"
DONE: Final = "done"
_FOLDERS: Final = (CLAIMS, REPORTS, DONE)
TABLES: Final = 2
"""How the tables are laid out; what was written in another way is done anew."""
_STEM: Final = re.compile(r"[^A-Za-z0-9._-]+")
_STEM_LONGEST: Final = 60

Reason = Literal["new", "input", "sayso", "theatre", "options", "name", "lost"]
"""Why a task is to be done: nobody did it, or what it depends on is not what it was, or what it gave is gone."""


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is nothing that a mark can hold")


@dataclass(frozen=True, slots=True)
class Task:
    """One input file to be read into a folder; ``name`` is what its outputs are called, ``position`` its place in the
    order in which the inputs were named, ``at`` the folder from which its paths are told.
    """

    source: Source
    given: Given
    out: str
    name: str
    position: int
    model: str | None = None
    sayso: str = field(default_factory=sayso_version)
    at: str = field(default_factory=os.getcwd)

    def path(self, kind: str) -> Path:
        """Where its "claims" or "reports" go, or the mark that it is "done"."""
        return Path(self.out, kind, f"{self.name}.{'json' if kind == DONE else 'parquet'}")

    def asked(self) -> dict[str, Any]:
        """What its result depends on beside the input's bytes, sayso and theatres, ready for JSON."""
        told = {"name": self.source.name, "id": self.source.id, "model": self.model, **asdict(self.given)}
        plain: dict[str, Any] = json.loads(json.dumps(told, default=_plain))
        return plain


@dataclass(frozen=True, slots=True)
class Done:
    """What a mark says. ``theatres`` are the files that reports or the user named: by path, their name and TOML."""

    task: str
    position: int
    sayso: str
    tables: int
    asked: Mapping[str, Any]
    input: Input | None
    theatres: Mapping[str, tuple[str, str]]
    counts: Mapping[str, int]
    passed: Mapping[str, int]
    files: Mapping[str, str]

    @property
    def source(self) -> str:
        """The input's name, as it was given."""
        return str(self.asked["name"])

    def write(self, out: str) -> None:
        """Put the mark there, at once, whole and to stay."""
        part = Part(Path(out, DONE, f"{self.task}.json"))
        try:
            part.path.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", "utf-8")
            part.place()
        finally:
            part.drop()
        settle_folder(part.wanted.parent)

    @classmethod
    def read(cls, path: Path) -> Done | None:
        """The mark in a file; None where there is none, or none that can be understood."""
        try:
            said = json.loads(path.read_text("utf-8"))
            known = Input(**said.pop("input")) if said.get("input") else None
            theatres = {given: (name, toml) for given, (name, toml) in said.pop("theatres").items()}
            mark = cls(**{**said, "input": known, "theatres": theatres})
            # What is asked of every mark is asked here once: one of a stranger's may have anything in it.
            if mark.task != path.stem or not isinstance(mark.position, int) or not isinstance(mark.asked["name"], str):
                return None
            sum(mark.counts.values()), sum(mark.passed.values()), mark.files.items()
            return mark
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None


def plan(
    sources: Sequence[Source], out: Path, given: Given, model: str | None = None
) -> Iterator[tuple[Task, Reason | None]]:
    """The task of each source, with why it is to be done; None for one that is done and still holds.

    InputError for what is no file, and for a folder that can't be written to.
    """
    _prepare(out)
    there = str(out.absolute())
    seen: set[str] = set()
    for source in sources:
        if source.name == "-" or "://" in source.name or _is_no_file(source.name):
            raise InputError(source.name, "input", "no file", "give files and folders; `sayso add` reads other sources")
        task = Task(source, given, there, _name(source), len(seen), model)
        if task.name not in seen:
            seen.add(task.name)
            reason = why(task)
            if reason is None:
                _move(task)
            yield task, reason


def _is_no_file(name: str) -> bool:
    """Whether it is a pipe or a device, which can be read only once; a folder that is closed to us is for others."""
    path = Path(name)
    try:
        return path.exists() and not (path.is_file() or path.is_dir())
    except OSError:
        return False


def _prepare(out: Path) -> None:
    """Have the folders for what comes, without what a run that was killed has left half done."""
    fix = "name a folder that you may write to"
    try:
        for folder in (out / name for name in _FOLDERS):
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                settle_folder(out)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise InputError(str(folder), "--out", "may not be written to", fix)
            sweep(folder)
        settle_folder(out.absolute().parent)
    except OSError as error:
        raise InputError(str(out), "--out", error.strerror or error, fix) from error


def _name(source: Source) -> str:
    """The stem of an input with a hash of its path: the same for the same file, wherever the command is given."""
    path = os.path.abspath(source.name)
    stem = _STEM.sub("-", Path(path).name).strip(".-")[:_STEM_LONGEST]
    mark = hashlib.blake2b(os.fsencode(path), digest_size=5).hexdigest()
    return f"{stem}-{mark}" if stem else mark


def _move(task: Task) -> None:
    """Give a result the place that its input has among those of this run: results are loaded in that order."""
    done = Done.read(task.path(DONE))
    if done is not None and done.position != task.position:
        try:
            replace(done, position=task.position).write(task.out)
        except OSError as error:
            raise full(task.out, error) from error


def full(out: str, error: OSError) -> InputError:
    """What to say of a folder that takes no more."""
    told = os.strerror(error.errno) if error.errno else error
    return InputError(out, "--out", told, "make room, or name another folder")


def why(task: Task) -> Reason | None:
    """Why a task is to be done; None for one that is done and still holds."""
    done = Done.read(task.path(DONE))
    if done is None:
        return "new"
    if (done.sayso, done.tables) != (task.sayso, TABLES):
        return "sayso"
    before, now = dict(done.asked), task.asked()
    # By which path a file was named tells in what could not be read alone, and its id where it is one report.
    many = named(Path(task.source.name).name) in MANY
    before |= {told: now[told] for told in (("name", "id") if many else ("name",))}
    if before != now:
        return "name" if before | {"id": now["id"]} == now else "options"
    if _changed(task, done.input):
        return "input"
    if any(
        (theatre.name, theatre.toml) != told for given, told in done.theatres.items() for theatre in [brought(given)]
    ):
        return "theatre"
    return None if _whole(task, done) else "lost"


def _whole(task: Task, done: Done) -> bool:
    """Whether the files are those that the mark speaks of: `sayso load` takes no others."""
    try:
        return all(file_digest(task.path(kind)) == digest for kind, digest in done.files.items())
    except OSError:
        return False


def _changed(task: Task, known: Input | None) -> bool:
    path = Path(task.source.name)
    try:
        now = path.stat()
    except OSError:
        return known is not None
    if known is None:
        return True
    if now.st_size != known.size:
        return True
    # A file that was copied or touched has another time and the same bytes.
    return now.st_mtime_ns != known.modified and file_digest(path) != known.digest


def marks(out: Path) -> list[Done]:
    """The marks in a folder, in the order in which the inputs were named.

    InputError where the folder is not one that bulk made.
    """
    folder = out / DONE
    if not folder.is_dir():
        raise InputError(str(out), "folder", "no results in it", "give the folder that `sayso bulk --out` wrote to")
    found = [done for path in sorted(folder.glob("*.json")) if (done := Done.read(path)) is not None]
    return sorted(found, key=lambda done: (done.position, done.source))
