"""``sayso add``: reports into a ledger."""

from __future__ import annotations

import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.gather import reason
from sayso.cli.options import About, Columns, Languages, Ledger, Model, Options, Outlet, Published, Theatre
from sayso.cli.options import columns as columns_named
from sayso.cli.say import say
from sayso.errors import InputError, SaysoError
from sayso.exports.safe import line
from sayso.model import Reading, Refusal, Report

if TYPE_CHECKING:
    from rich.progress import Progress

    from sayso.intake.finding import Found, Source
    from sayso.intake.told import Held, Told
    from sayso.ledger.receiving import Receiver

__all__ = ["Format", "add"]

_TOLD = 10  # problems that are told one by one; the others are counted


class Format(StrEnum):
    """What is printed: one line at the end, or one JSON record for each report as it is kept."""

    text = "text"
    jsonl = "jsonl"


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|-",
            help="Files (.txt, .html, .jsonl, .warc.gz, .mbox, .csv, ninjs .json), folders of them, addresses, or - for"
            " standard input.",
        ),
    ],
    ledger: Ledger = None,
    published: Published = None,
    outlet: Outlet = None,
    theatre: Theatre = None,
    about: About = None,
    language: Languages = None,
    columns: Columns = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="Reports read at once; otherwise one a core."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each report once it is kept.")] = False,
    form: Annotated[
        Format, typer.Option("--format", help="One line at the end, or a JSON record for each report once it is kept.")
    ] = Format.text,
    model: Model = None,
) -> None:
    """Read reports and keep them, with their claims, in a ledger; doing it again is harmless.

    A report that is there already is passed over, one whose text has changed is kept as a new version of itself.

    Stop it anywhere and run it again: it goes on. A report that can't be read never stops the rest (`sayso problems`).

    The exit code is 1 only when nothing at all could be read.
    """
    named = columns_named(columns)
    there = [source for source in sources if not _told_missing(source)]
    if not there:
        raise typer.Exit(1)
    from sayso.intake.finding import found
    from sayso.working import cores, one_thread

    one_thread()  # before the ledger loads numpy
    from sayso.ledger import Keeper
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.receiving import Receiver
    from sayso.theatres import load

    if theatre is not None:
        load(theatre)  # an unknown one is told at once
    lying = found(there)
    if passed := lying.told():
        say(passed)
    if not lying.sources and not lying.closed:
        raise InputError(", ".join(there), "report", "none", "give a file or folder with at least one report in it")
    options = Options(published, outlet, theatre, model, about, tuple(language or ()), named)
    bar = _bar(lying, verbose or form is Format.jsonl)
    with Opened.open(ledger, create=True) as opened:
        adding = _Adding(Receiver(Keeper(opened)), options, form, verbose)
        try:
            with bar as progress:
                adding.show(progress, lying)
                adding.add(lying, jobs or cores())
        except KeyboardInterrupt:
            say(f"stopped: {adding.tally.line(ledger)}; add them again, and it goes on")
            raise
        except SaysoError:
            if adding.tally.any:
                say(f"stopped: {adding.tally.line(ledger)}")
            raise
    (say if form is Format.jsonl else print)(adding.tally.line(ledger))
    if adding.tally.undated:
        say(adding.tally.of_undated())
    if not adding.tally.any:
        raise typer.Exit(1)


def _told_missing(source: str) -> bool:
    # It is not kept as a problem: what is not there is most often a slip of the hand.
    from sayso.intake.finding import missing

    error = missing(source)
    if error is not None:
        say(str(error))
    return error is not None


@dataclass(slots=True)
class _Tally:
    kept: int = 0
    versions: int = 0
    claims: int = 0
    there: int = 0
    withdrawn: int = 0
    undated: int = 0
    foreign: int = 0
    refused: int = 0
    released: int = 0
    waiting: dict[str, datetime] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)

    @property
    def any(self) -> bool:
        """Whether anything came of it."""
        return bool(self.kept or self.there or self.withdrawn or self.waiting or self.passed)

    def line(self, ledger: str | None) -> str:
        versions = f" ({self.versions:,} new version{_s(self.versions)})" if self.versions else ""
        parts = [f"{self.kept:,} report{_s(self.kept)} kept{versions}, {self.claims:,} claim{_s(self.claims)}"]
        if self.foreign:
            parts.append(f"{self.foreign:,} in other languages kept, not read for claims")
        if self.there:
            parts.append(f"{self.there:,} already there")
        if self.withdrawn:
            parts.append(f"{self.withdrawn:,} withdrawn")
        if self.released:
            parts.append(f"{self.released:,} had waited for {'its' if self.released == 1 else 'their'} time")
        if len(self.waiting) == 1:
            parts.append(f"1 waits until {_minute(min(self.waiting.values()))}")
        elif self.waiting:
            parts.append(
                f"{len(self.waiting):,} wait for their time, the first until {_minute(min(self.waiting.values()))}"
            )
        parts += [f"{number:,} passed over, {why}" for why, number in self.passed.most_common()]
        if self.refused:
            # An address may have a password in it.
            where = f" --ledger {ledger}" if ledger and "://" not in ledger else ""
            parts.append(f"{self.refused:,} could not be read: see `sayso problems{where}`")
        return "; ".join(parts)

    def of_undated(self) -> str:
        which = (
            "1 report has no date: it is" if self.undated == 1 else f"{self.undated:,} reports have no date: they are"
        )
        return f"{which} left out of answers as known on a day; give --published, or `published` in JSONL"


def _minute(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y %H:%M} UTC"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


class _Adding:
    """Takes what sources tell, has it read, and keeps it in the order of the sources."""

    def __init__(self, receiver: Receiver, options: Options, form: Format, verbose: bool) -> None:
        self.tally = _Tally()
        self._receiver, self._options, self._form, self._verbose = receiver, options, form, verbose
        self._reading: deque[Told] = deque()
        self._named: dict[str, str] = {}
        self._open: set[str] = set()
        self._step: Callable[[], None] = lambda: None

    def show(self, progress: Progress | None, lying: Found) -> None:
        """Keep a bar up to date from now on."""
        if progress is None:
            return
        from sayso.intake.finding import expected

        task = progress.add_task("adding", total=expected(lying.sources), claims="", problems="")

        def step() -> None:
            refused, passed = self.tally.refused, self.tally.passed.total()
            problems = f"{refused:,} problem{_s(refused)}" if refused else ""
            problems = ", ".join(each for each in (f"{passed:,} passed over" if passed else "", problems) if each)
            progress.update(task, advance=1, claims=f"{self.tally.claims:,} claims", problems=problems)

        self._step = step

    def add(self, lying: Found, jobs: int) -> None:
        """Read and keep all of it."""
        from sayso.ledger.asking import problems
        from sayso.working import readings

        with self._receiver.keeper.ledger.reading() as connection:
            self._open = {problem.input for problem in problems(connection)}
        for closed in lying.closed:
            self._refuse(closed)
        reports = chain(self._due(), self._new(lying.sources))
        with closing(readings(reports, jobs, self._options.theatre, self._options.model)) as answers:
            for answer in answers:
                told = self._reading.popleft()
                if isinstance(answer, Refusal):
                    self._refuse(answer)
                else:
                    self._keep(answer, told)
                self._step()

    def _due(self) -> Iterator[Report]:
        """What was kept back, and whose time has come."""
        from sayso.ledger.waiting import due

        for told in due(self._receiver.keeper.ledger):
            self.tally.released += 1
            self._reading.append(told)
            yield told.report

    def _hold(self, held: Held) -> None:
        from sayso.ledger.waiting import hold

        if hold(self._receiver.keeper.ledger, replace(held, report=self._receiver.named(held.report))):
            self.tally.waiting[held.report.id] = held.until
            self._tell("waits", held.report.id, 0)

    def _new(self, sources: Iterable[Source]) -> Iterator[Report]:
        """The reports that must be read; whatever else is told is seen to on the way."""
        from sayso.intake.finding import items
        from sayso.intake.soundness import whole
        from sayso.intake.told import Held, Passed, Withdrawal

        for source in sources:
            refused: set[str] = set()
            for item in map(whole, items(source, self._options.given, sys.stdin.buffer)):
                if isinstance(item, Refusal):
                    self._refuse(item)
                    refused.add(item.id)
                    self._step()
                elif isinstance(item, Passed):
                    self.tally.passed[item.why] += 1
                    self._step()
                elif isinstance(item, Held):
                    self._hold(item)
                    self._step()
                elif isinstance(item, Withdrawal):
                    self._receiver.keeper.withdraw(item.report, item.on, why=item.why)
                    self.tally.waiting.pop(item.report, None)
                    self.tally.withdrawn += 1
                    self._tell("withdrawn", item.report, 0)
                    self._step()
                elif self._there(item, source):
                    self.tally.there += 1
                    self._step()
                else:
                    self._reading.append(item)
                    yield item.report
            mended = {name for name in self._open if name == source.name or name.startswith(f"{source.name}#")}
            if mended - refused:
                self._receiver.keeper.mend(mended - refused)

    def _there(self, told: Told, source: Source) -> bool:
        report = told.report
        if source.name.endswith(f"{report.id}{Path(source.name).suffix}") and source.id is None:
            first = self._named.setdefault(report.id, source.name)
            if first != source.name:
                fix = "kept as a version of it; add the folder above both to keep them apart"
                say(str(InputError(source.name, "id", f"{report.id}, as of {first}", fix)))
        return self._receiver.has(report)

    def _keep(self, reading: Reading, told: Told) -> None:
        kept = self._receiver.keep(replace(reading, report=told.report), told.seen)
        if isinstance(kept, Refusal):
            self._refuse(kept)
            return
        if kept.how == "unchanged":
            self.tally.there += 1
            return
        self.tally.kept += 1
        self.tally.versions += kept.how == "version"
        self.tally.claims += kept.claims
        self.tally.undated += told.report.published is None
        self.tally.foreign += told.report.language != "en"
        self._tell(kept.how, kept.report, kept.claims)

    def _refuse(self, refusal: Refusal) -> None:
        self.tally.refused += 1
        told = self._receiver.refuse(refusal)
        if self.tally.refused <= _TOLD:
            say(told.reason if told.line and f": line {told.line}: " in told.reason else reason(told))
        elif self.tally.refused == _TOLD + 1:
            say("more could not be read: `sayso problems` lists them all")

    def _tell(self, how: str, report: str, claims: int) -> None:
        """Acknowledge what is kept, at once: whoever reads this may rely on it."""
        if self._form is Format.jsonl:
            told = json.dumps({"report": report, "how": how, "claims": claims}, ensure_ascii=False)
        elif self._verbose:
            what = how if how in ("withdrawn", "waits") else f"{how}, {claims:,} claim{_s(claims)}"
            told = line(f"{report}: {what}")
        else:
            return
        try:
            print(told, flush=True)
        except BrokenPipeError:  # nobody listens any more (``| head``): adding is what we are here for
            self._form, self._verbose = Format.text, False


def _bar(lying: Found, lines: bool) -> AbstractContextManager[Progress | None]:
    """A progress bar on standard error when it is a terminal, there is more than one report, and no lines get in its
    way.
    """
    from sayso.intake.finding import expected

    one = len(lying.sources) == 1 and expected(lying.sources) == 1
    if one or not sys.stderr.isatty() or (lines and sys.stdout.isatty()):
        return nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Speed(TextColumn):
        def render(self, task: Task) -> Text:
            """Reports a second, of late."""
            return Text(f"{task.speed:,.1f} reports/s" if task.speed else "", style="dim")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Speed(""),
        TimeRemainingColumn(),
        TextColumn("{task.fields[claims]}"),
        TextColumn("{task.fields[problems]}", style="yellow"),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
