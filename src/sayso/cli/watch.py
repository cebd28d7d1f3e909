"""``sayso watch``: feeds into a ledger, for as long as it is let."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sayso.cli.options import Ledger, Model, Theatre
from sayso.cli.say import say
from sayso.errors import SaysoError
from sayso.exports.safe import line
from sayso.model import Reading, Refusal, Report

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from sayso.watching import Said, Standing, Tally, Watcher

__all__ = ["watch"]

_ALWAYS: Final = frozenset(("kept", "version"))
_WRONG: Final = frozenset(("refused", "failed", "waiting"))


def _contact(value: str) -> str:
    words = value.strip()
    if not words or not words.isascii() or not words.isprintable() or set(words) & set("()\\"):
        raise typer.BadParameter(f"{value!r} is no contact: give an e-mail address, or the address of a page.")
    return f"mailto:{words}" if "@" in words and ":" not in words else words


def watch(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="OPML|FEED...", help="OPML files, which are read again when they change; feeds' addresses or files."
        ),
    ],
    ledger: Ledger = None,
    theatre: Theatre = None,
    once: Annotated[
        bool, typer.Option("--once", help="See to what is due, and end: for cron. The schedule is kept between runs.")
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact",
            envvar="SAYSO_CONTACT",
            parser=_contact,
            metavar="ADDRESS",
            help="An e-mail address or a page, by which a site's owner can reach you; it is sent with every request.",
        ),
    ] = None,
    pace: Annotated[
        float,
        typer.Option("--pace", min=1.0, max=3600.0, metavar="SECONDS", help="Between two requests to one host."),
    ] = 5.0,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each feed as it is asked, too.")] = False,
    model: Model = None,
) -> None:
    """Watch feeds (RSS, Atom, JSON Feed), and keep their new stories, with their claims, in a ledger.

    Each feed is asked by its own rhythm, every five minutes to once a day, and robots.txt is honoured.

    What fails is asked again, ever more seldom; `sayso watched` and `sayso problems` list it.

    Stop it anywhere and start it again: it goes on. Several may watch into one ledger.
    """
    from sayso.intake.fetch import Fetcher
    from sayso.ledger import Keeper
    from sayso.ledger import Ledger as Opened
    from sayso.ledger.receiving import Receiver
    from sayso.theatres import load
    from sayso.watching import Sources, Watcher
    from sayso.working import one_thread
    from sayso.working.releasing import release

    one_thread()
    named = load(theatre).name if theatre is not None else None  # an unknown one is told at once
    brought = Path(theatre).absolute() if theatre is not None and theatre.endswith(".toml") else None
    lists = Sources(sources, str(brought) if brought else named)
    lists.read()  # and so is a list that can't be read, before a ledger is made
    with Opened.open(ledger, create=True) as opened, _ending():
        if brought is not None and named is not None:
            Keeper(opened).theatre(named, brought.read_text(encoding="utf-8"))
        showing = _Showing(verbose=verbose, live=sys.stderr.isatty() and not once)
        released = partial(release, Receiver(Keeper(opened)), theatre=theatre, model=model)
        watcher = Watcher(
            opened, lists, Fetcher(_agent(contact)), _reads(theatre, model), tell=showing, pace=pace, once=once,
            chores=released,
        )  # fmt: skip
        try:
            with showing.over(watcher):
                watcher.run()
        except KeyboardInterrupt:  # how a watch is meant to end
            say(f"stopped: {_sum(watcher.tally)}; start it again, and it goes on")
            return
        except SaysoError:
            say(f"stopped: {_sum(watcher.tally)}")
            raise
    print(_sum(watcher.tally))
    if watcher.tally.failed and not watcher.tally.asked:
        raise typer.Exit(1)


def _agent(contact: str | None) -> str:
    """Who asks, as sites are told: what this is, and whose."""
    from sayso.version import sayso_version

    return f"sayso/{sayso_version()} ({f'+{contact}; ' if contact else ''}reads news feeds for its user)"


def _reads(theatre: str | None, model: str | None) -> Callable[[Report], Reading | Refusal]:
    """Reads one report at a time, in this process, and gives up those that take too long."""
    from sayso.theatres import load
    from sayso.working import readings

    given: list[Report] = []

    def reports() -> Iterator[Report]:
        while True:
            yield given.pop()

    answers = readings(reports(), 1, theatre, model)

    def read(report: Report) -> Reading | Refusal:
        given.append(report)
        reading = next(answers)
        brought = report.theatre is not None and report.theatre.endswith(".toml")
        if not brought or isinstance(reading, Refusal):
            return reading
        # The ledger keeps such a theatre under its name, whatever file it was brought in.
        return replace(reading, report=replace(reading.report, theatre=load(str(report.theatre)).name))

    return read


@contextmanager
def _ending() -> Iterator[None]:
    """End at SIGTERM as at Ctrl-C: at once, and in order."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Showing:
    """Shows what a watcher tells: lines for a log, and on a terminal how things stand."""

    def __init__(self, *, verbose: bool, live: bool) -> None:
        self._verbose, self._live = verbose, live
        self._console: Console | None = None
        self._status: Status | None = None
        self._watcher: Watcher | None = None

    def over(self, watcher: Watcher) -> AbstractContextManager[object]:
        """The time for which there is something to show."""
        self._watcher = watcher
        if not self._live:
            return nullcontext()
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False)
        self._status = self._console.status("watching", refresh_per_second=2)
        return self._status

    def __call__(self, said: Said) -> None:
        if self._verbose or said.what in _ALWAYS | _WRONG:
            self._line(said)
        if self._status is not None and self._watcher is not None:
            from rich.text import Text

            self._status.update(Text(_state(self._watcher.standing(), self._watcher.tally, said)))

    def _line(self, said: Said) -> None:
        told = said.words if said.what in _WRONG else f"{said.about}: {said.words}" if said.words else said.about
        words = line(told if said.what in _WRONG else f"{said.what}: {told}")
        if self._console is not None:
            from rich.text import Text

            self._console.print(Text(words), soft_wrap=True)
        elif said.what in _WRONG:
            say(words)
        else:
            print(words, flush=True)


def _state(standing: Standing, tally: Tally, said: Said) -> str:
    parts = [f"{standing.feeds:,} feed{_s(standing.feeds)}", f"{tally.kept:,} kept", f"{standing.waiting:,} waiting"]
    if said.what == "asking":
        parts.append(line(said.about))
    elif standing.next is not None:
        parts.append(f"next at {standing.next.astimezone():%H:%M:%S}")
    return " · ".join(parts)


def _sum(tally: Tally) -> str:
    versions = f" ({tally.versions:,} new version{_s(tally.versions)})" if tally.versions else ""
    parts = [
        f"{tally.asked:,} feed{_s(tally.asked)} asked",
        f"{tally.kept:,} report{_s(tally.kept)} kept{versions}, {tally.claims:,} claim{_s(tally.claims)}",
    ]
    wrong = tally.failed + tally.refused
    if wrong:
        parts.append(f"{wrong:,} could not be read: see `sayso problems`")
    return "; ".join(parts)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
