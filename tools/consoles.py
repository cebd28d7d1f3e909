"""Are the outputs shown in the documents what the commands print? Runs every fenced ``console`` block.

    python -m tools.consoles            says which blocks are out of date, exit 1 if any
    python -m tools.consoles --write    writes what the commands print now (`make docs`)

A block is read as a terminal: lines that begin with ``$ `` are commands (one goes on after a backslash, and to the
end of a here-document), what follows is their output, standard error included. The blocks of a page share one empty
folder, so a page may make a file and read it. ``[...]`` alone on a line stands for any lines; it is kept when a block
is written again. Blocks of another language (``sh``) are shown and never run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Block", "Step", "blocks", "matches", "pages", "refreshed", "run"]

ROOT: Final = Path(__file__).resolve().parent.parent
ELIDED: Final = "[...]"
_FENCE: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HERE: Final = re.compile(r"<<-?['\"]?(\w+)")
_WIDTH: Final = 100  # what the pages are read in


@dataclass(frozen=True, slots=True)
class Step:
    """One command and the output shown under it."""

    command: str
    shown: str


@dataclass(frozen=True, slots=True)
class Block:
    """The steps of one fenced block, which stands at ``start``..``end`` of its page (fences left out)."""

    start: int
    end: int
    steps: tuple[Step, ...]


def pages() -> list[Path]:
    """The documents whose blocks are kept true."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: str) -> list[Block]:
    """The ``console`` blocks of a page, in order; raises ValueError for one that begins with no command."""
    return [Block(m.start(1), m.end(1), tuple(_steps(m.group(1)))) for m in _FENCE.finditer(page)]


def _steps(body: str) -> Iterator[Step]:
    command: list[str] = []
    shown: list[str] = []
    here: str | None = None  # the word that ends a here-document
    for line in body.splitlines():
        if here is not None or (command and not shown and command[-1].endswith("\\")):
            command.append(line)
            here = None if line == here else here
        elif line.startswith("$ "):
            if command:
                yield Step("\n".join(command), "\n".join(shown))
            command, shown = [line.removeprefix("$ ")], []
            here = m[1] if (m := _HERE.search(line)) else None
        elif command:
            shown.append(line)
        else:
            raise ValueError(f"a console block begins with no command: {line!r}")
    if command:
        yield Step("\n".join(command), "\n".join(shown))


def run(command: str, folder: Path) -> str:
    """What a command prints in ``folder``, as a reader of the page would see it: no colour, 100 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    surroundings = {"PATH": path, "COLUMNS": str(_WIDTH), "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, **surroundings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    text = done.stdout.decode("utf-8").replace(str(folder), ".")
    return "\n".join(line.rstrip() for line in text.splitlines())


def matches(shown: str, printed: str) -> bool:
    """Whether an output is as shown, ``[...]`` standing for any lines."""
    parts = [re.escape(part.strip("\n")) for part in re.split(rf"^{re.escape(ELIDED)}$", shown, flags=re.MULTILINE)]
    pattern = r"\n(?:.*\n)*?".join(parts) if all(parts) else r"(?s:.*)".join(parts)
    return re.fullmatch(pattern, printed.strip("\n")) is not None


def refreshed(shown: str, printed: str) -> str:
    """The output to show: as printed, cut where it was cut before (the same number of first and last lines)."""
    if matches(shown, printed) or ELIDED not in shown.splitlines():
        return shown if matches(shown, printed) else printed
    lines, new = shown.splitlines(), printed.splitlines()
    head = lines.index(ELIDED)
    tail = len(lines) - 1 - max(i for i, line in enumerate(lines) if line == ELIDED)
    if head + tail >= len(new):
        return printed
    return "\n".join([*new[:head], ELIDED, *new[len(new) - tail :]])


def check(page: Path, *, write: bool) -> list[str]:
    """The commands of a page that no longer print what is shown; with ``write`` the page is mended."""
    text = page.read_text(encoding="utf-8")
    stale: list[str] = []
    pieces: list[str] = []
    at = 0
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks(text):
            told: list[str] = []
            for step in block.steps:
                printed = run(step.command, Path(folder))
                if not matches(step.shown, printed):
                    stale.append(step.command)
                shown = refreshed(step.shown, printed)
                told.append(f"$ {step.command}\n" + (f"{shown}\n" if shown else ""))
            pieces += [text[at : block.start], "".join(told)]
            at = block.end
    if write and stale:
        page.write_text("".join([*pieces, text[at:]]), encoding="utf-8")
    return stale


def main(argv: Sequence[str] | None = None) -> int:
    """Check every page, or write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write what the commands print now")
    write = parser.parse_args(argv).write
    stale = [(page, command) for page in pages() for command in check(page, write=write)]
    for page, command in stale:
        print(f"{page.relative_to(ROOT)}: {'written again' if write else 'out of date'}: {command}")
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main())
