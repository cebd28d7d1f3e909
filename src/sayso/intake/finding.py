"""Which sources are there to add: files, addresses, standard input, and whatever lies in folders?"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from sayso.errors import InputError, SaysoError
from sayso.intake import read_given
from sayso.intake.building import Given
from sayso.intake.formats import MANY, SNIFFED, format_of, named, sniffed, stem
from sayso.intake.told import Item, Passed, Told
from sayso.model import Refusal

__all__ = ["NOTHING", "Found", "Source", "expected", "found", "items", "missing"]

NOTHING: Final = "with no report in it"
"""Why a whole source is passed over that tells nothing, not even something to pass over: a table of names alone."""
_LINES = frozenset({".jsonl", ".ndjson"})
_PARTS = ("_files", "-files", ".files", "-Dateien", "_fichiers", "_archivos", "_ficheros", "_bestanden", "_file")
"""How browsers end the name of the folder beside a page that they saved with all that belongs to it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: ``id`` is what to call its one report, where its folder says so."""

    name: str
    id: str | None = None


@dataclass(slots=True)
class Found:
    """What there is to read; how many files of which kind were passed over, and which folders are closed to us."""

    sources: list[Source] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    closed: list[Refusal] = field(default_factory=list)

    def told(self) -> str:
        """What was passed over, in words; "" for nothing."""
        total = self.passed.total()
        kinds = ", ".join(f"{n:,} {kind}" for kind, n in sorted(self.passed.items(), key=lambda p: (-p[1], p[0]))[:5])
        return f"{total:,} file{'' if total == 1 else 's'} passed over ({kinds})" if total else ""


def missing(source: str) -> InputError | None:
    """What to say of a path that is not there; None for one that is, or that is no path."""
    if source == "-" or "://" in source:
        return None
    try:
        there = os.path.lexists(source)
    except ValueError:
        there = False
    fix = "check the name; a web address starts with https://"
    return None if there else InputError(source, "path", "no such file or folder", fix)


def found(sources: Sequence[str]) -> Found:
    """The sources, with folders as what they hold, sorted, a folder's own files first.

    A report in a folder is called by its path in it ("march/09-attack"), so that two of one name stay apart. Hidden
    files and those that by their names hold no reports are passed over; so are pipes, devices, and links out of it.
    """
    out = Found()
    for source in sources:
        if source != "-" and "://" not in source and Path(source).is_dir():
            _walk(source, out)
        else:
            out.sources.append(Source(source))
    return out


def _walk(top: str, out: Found) -> None:
    def closed(error: OSError) -> None:
        told = InputError(str(error.filename), "path", error.strerror or error, "give a folder that you may read")
        out.closed.append(Refusal(told.source, str(told)))

    for folder, folders, files in os.walk(top, onerror=closed):
        parts = {Path(name).stem + ending for name in files if named(name) == "html" for ending in _PARTS}
        for name in parts & set(folders):
            out.passed["parts of saved pages"] += _count(Path(folder, name))
        if links := sum(Path(folder, name).is_symlink() for name in folders):
            out.passed["links to folders"] += links  # one may lead into a circle
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in parts)
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                out.passed["hidden"] += 1
            elif (odd := _odd(path, top)) is not None:
                out.passed[odd] += 1
            elif named(name) is None or not _may_hold(path):
                out.passed[_shown(path.suffix.lower()) or "without a suffix"] += 1
            else:
                out.sources.append(Source(str(path), _shown(stem(path.relative_to(top).as_posix()))))


def _shown(name: str) -> str:
    """A name with its bytes that are no UTF-8 spelled out ("obstr\\xed l"), so that two such names stay apart."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _odd(path: Path, top: str) -> str | None:
    """What is the matter with an entry of a folder that came from anyone; None for a file that lies in it.

    A pipe is waited for, and a device read, for ever; a link may lead to what its reader would keep to himself.
    """
    try:
        if stat.S_ISREG(path.lstat().st_mode):
            return None
        real = path.resolve(strict=True)
        if not stat.S_ISREG(real.stat().st_mode):
            return "not files"
    except (OSError, RuntimeError):  # a link to nothing, or to itself: adding it says why it can't be read
        return None
    return None if real.is_relative_to(Path(top).resolve()) else "links out of the folder"


def _count(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _may_hold(path: Path) -> bool:
    """Whether a file may hold reports, where its name alone does not say it: not every JSON is news."""
    if named(path.name) != "ninjs" or path.suffix.lower() != ".json":
        return True
    try:
        with path.open("rb") as stream:
            return sniffed(stream.read(SNIFFED)) == "ninjs"
    except OSError:
        return True  # adding it says why it can't be read


def items(source: Source, given: Given, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """What a source tells; a source that can't be read, or only to a part, gives a Refusal under its own name."""
    called = None if source.id is None or _holds_many(Path(source.name)) else source.id
    empty = True
    try:
        for item in read_given(source.name, replace(given, history=True), stdin):
            empty = False
            if called is not None and isinstance(item, Told):
                yield replace(item, report=replace(item.report, id=called))
            else:
                yield item
        if empty:
            yield Passed(NOTHING)
    except BrokenPipeError:
        raise
    except (SaysoError, OSError) as error:
        yield Refusal(source.name, str(error))


def _holds_many(path: Path) -> bool:
    if named(path.name) != "text":
        return named(path.name) in MANY
    try:
        with path.open("rb") as stream:
            return format_of(path.name, stream.read(SNIFFED)) in MANY
    except OSError:
        return False


def expected(sources: Sequence[Source]) -> int | None:
    """How many reports to expect: the lines of JSONL files, one for a text or a page; None where only reading tells."""
    if any(
        named(Path(source.name).name) in MANY and not source.name.lower().endswith(tuple(_LINES)) for source in sources
    ):
        return None
    return sum(_lines(Path(source.name)) for source in sources)


def _lines(path: Path) -> int:
    if path.suffix.lower() not in _LINES or not path.is_file():
        return 1
    try:
        with path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1
