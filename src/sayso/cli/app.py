"""Which commands there are."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from sayso.cli import (
    add,
    annotate,
    bulk,
    claims,
    datasette,
    demo,
    diff,
    digest,
    events,
    example,
    explain,
    export,
    feed,
    feeds,
    gazetteer,
    judging,
    load,
    place,
    problems,
    read,
    reviewing,
    score,
    serve,
    sources,
    theatres,
    version,
    watch,
    withdraw,
)

__all__ = ["PipeClosed", "app"]


class PipeClosed(Exception):  # noqa: N818 - a way to end, not an error
    """Whoever read our output has gone; typer would make this exit code 1, and it is no failure."""


class _Group(TyperGroup):
    def invoke(self, ctx: Any) -> Any:
        """Run the command, telling a closed pipe from other errors of the system."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosed from error


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def sayso(
    ctx: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Read war reports: who says what happened, where, when, through whom, and who disputes it."""
    if show_version:
        version.version()
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


app.command()(read.read)
app.command()(add.add)
app.command()(bulk.bulk)
app.command()(load.load)
app.command()(watch.watch)
app.command()(feeds.feeds)
app.command()(problems.problems)
app.command()(diff.diff)
app.command()(withdraw.withdraw)
app.command()(explain.explain)
app.command()(place.place)
app.command()(events.events)
app.command()(events.event)
app.command()(events.link)
app.command()(events.unlink)
app.command()(sources.sources)
app.command()(sources.source)
app.command()(claims.claims)
app.command()(claims.search)
app.command()(digest.digest)
app.command()(export.export)
app.command()(datasette.datasette)
app.command()(serve.serve)
app.command()(reviewing.doubtful)
app.command()(reviewing.decide)
app.command()(reviewing.decisions)
app.command("export-gold")(reviewing.export_gold)
app.command()(judging.judge)
app.command()(judging.judgements)
app.command()(annotate.annotate)
app.command()(score.score)
app.command()(example.example)
app.command()(demo.demo)
app.command()(theatres.theatres)
app.add_typer(feed.app, name="feed")
app.add_typer(gazetteer.app, name="gazetteer")
app.command()(version.version)
