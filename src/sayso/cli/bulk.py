"""``sayso bulk``: many files into Parquet, on every core or on a cluster."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import About, Columns, Languages, Model, Options, Outlet, Published, Theatre
from sayso.cli.options import columns as columns_named
from sayso.cli.say import say
from sayso.errors import InputError, SaysoError

if TYPE_CHECKING:
    from sayso.bulk.tasks import Done, Reason, Task
    from sayso.intake.finding import Found

__all__ = ["Engine", "bulk"]

_TOLD = 10  # files that are told one by one; the others are counted
_ANEW = {
    "input": "has changed since it was read: it is done anew",
    "sayso": "was read by another sayso: it is done anew",
    "theatre": "was read with a theatre that has changed: it is done anew",
    "options": "was read with other options: it is done anew",
    "name": "was read as a report of another name: it is done anew",
    "lost": "was read, but the result is gone or broken: it is done anew",
}


class Engine(StrEnum):
    """Where the reading is done: in processes of this machine, or on a Dask cluster."""

    local = "local"
    dask = "dask"


def bulk(
    inputs: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, as `sayso add` reads them, and folders of them.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the results.")],
    engine: Annotated[Engine, typer.Option(help="On this machine, or on a Dask cluster.")] = Engine.local,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="Reports read at once; otherwise one a core."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The cluster's, as tcp://host:8786; otherwise one is made here."),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    theatre: Theatre = None,
    about: About = None,
    language: Languages = None,
    columns: Columns = None,
    model: Model = None,
) -> None:
    """Read many files into Parquet: of each, its claims, its reports, and a mark that it is done.

    Stop it anywhere and run it again: what is done is left alone, and what has changed is done anew.

    A report that can't be read is kept with its reason and never stops the rest. `sayso load` brings the results into
    a ledger; DuckDB and pandas read them as they are.

    The exit code is 1 when files are left that could not be done.
    """
    if scheduler is not None and engine is not Engine.dask:
        raise typer.BadParameter("--scheduler is for --engine dask.")
    named = columns_named(columns)
    from sayso.intake.finding import found, missing

    absent = [error for source in inputs if (error := missing(source)) is not None]
    for error in absent:
        say(str(error))
    if len(absent) == len(inputs):
        raise typer.Exit(1)
    from sayso.working import cores, one_thread

    one_thread()  # before anything loads numpy: workers have it from us
    from sayso.theatres import load

    if theatre is not None:
        load(theatre)  # an unknown one is told at once
    gone = {error.source for error in absent}
    lying = found([source for source in inputs if source not in gone])
    if passed := lying.told():
        say(passed)
    if not lying.sources and not lying.closed:
        raise InputError(", ".join(inputs), "report", "none", "give a file or folder with at least one report in it")
    options = Options(published, outlet, theatre, model, about, tuple(language or ()), named)
    _Bulk(out, options).run(lying, engine, jobs or cores(), scheduler)


class _Bulk:
    """One run: what was done before, what is to be done, and what came of it."""

    def __init__(self, out: Path, options: Options) -> None:
        self._out, self._options = out, options
        self._counts: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._files = self._before = 0
        self._show: Callable[[int, int], None] = lambda reports, claims: None

    def run(self, lying: Found, engine: Engine, jobs: int, scheduler: str | None) -> None:
        tasks = self._plan(lying)
        try:
            with self._bar(len(tasks)):
                failed = self._read(tasks, engine, jobs, scheduler)
        except KeyboardInterrupt:
            say(f"stopped: {self._line()}; run it again, and it goes on")
            raise
        except SaysoError:
            if self._files:
                say(f"stopped: {self._line()}")
            raise
        print(self._line())
        if self._counts["undated"]:
            say(f"{_many(self._counts['undated'], 'report')} without a date; give --published, or dates in the input")
        for error in failed[:_TOLD]:
            say(str(error))
        if failed:
            say(f"{_many(len(failed), 'file')} could not be done: run it again to try them once more")
            raise typer.Exit(1)

    def _plan(self, lying: Found) -> list[Task]:
        from sayso.bulk.local import refused
        from sayso.bulk.tasks import plan
        from sayso.intake.finding import Source

        closed = {refusal.id: refusal for refusal in lying.closed}
        sources = [*map(Source, closed), *lying.sources]
        tasks: list[Task] = []
        anew = 0
        for task, reason in plan(sources, self._out, self._options.given, self._options.model):
            if reason is None:
                self._before += 1
                continue
            if task.source.name in closed:
                self._finished(refused(task, closed[task.source.name]))
                continue
            tasks.append(task)
            if reason != "new":
                anew += 1
                self._tell_anew(task, reason, anew)
        if anew > _TOLD:
            say(f"{anew - _TOLD:,} more are done anew")
        return tasks

    def _tell_anew(self, task: Task, reason: Reason, anew: int) -> None:
        if anew <= _TOLD:
            say(f"{task.source.name}: {_ANEW[reason]}")

    def _read(self, tasks: list[Task], engine: Engine, jobs: int, scheduler: str | None) -> list[InputError]:
        if engine is Engine.dask:
            from sayso.bulk.cluster import run

            return run(tasks, jobs, scheduler, self._finished, say)
        from sayso.bulk.local import Engine as Local

        with Local(jobs, self._options.theatre, self._options.model) as local:
            local.run(tasks, self._finished, lambda claims: self._show(1, claims))
        return []

    def _finished(self, done: Done) -> None:
        self._files += 1
        self._counts.update(done.counts)
        self._passed.update(done.passed)
        self._show(0, 0)

    def _line(self) -> str:
        counts = self._counts
        parts = [
            f"{_many(self._files, 'file')} read: "
            f"{_many(counts['reports'], 'report')}, {_many(counts['claims'], 'claim')}"
        ]
        if counts["withdrawn"]:
            parts.append(f"{counts['withdrawn']:,} withdrawn")
        if counts["held"]:
            parts.append(f"{counts['held']:,} held back until {'its' if counts['held'] == 1 else 'their'} time")
        parts += [f"{number:,} passed over, {why}" for why, number in self._passed.most_common()]
        if counts["refused"]:
            parts.append(f"{counts['refused']:,} could not be read")
        if self._before:
            parts.append(f"{_many(self._before, 'file')} done before")
        return "; ".join(parts)

    @contextmanager
    def _bar(self, files: int) -> Iterator[None]:
        """A progress bar on standard error when it is a terminal."""
        if not files or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[reports]:,} reports, {task.fields[claims]:,} claims"),
        )
        seen = Counter[str]()
        with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
            task = progress.add_task("reading", total=files, reports=0, claims=0)

            def show(reports: int, claims: int) -> None:
                seen.update(reports=reports, claims=claims)
                # On a cluster only whole files are told.
                most = {kind: max(seen[kind], self._counts[kind]) for kind in ("reports", "claims")}
                progress.update(task, completed=self._files, reports=most["reports"], claims=most["claims"])

            self._show = show
            yield


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
