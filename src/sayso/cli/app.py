"""Which commands there are."""

from __future__ import annotations

from typing import Annotated, Any, Final

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
    watched,
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


_PANELS: Final = {
    "Read": (read.read, explain.explain, example.example, theatres.theatres),
    "Keep": (add.add, watch.watch, watched.watched, bulk.bulk, load.load, withdraw.withdraw, problems.problems),
    "Ask": (
        *(place.place, events.events, events.event, sources.sources, sources.source),
        *(claims.claims, claims.search, digest.digest, diff.diff),
    ),
    "Look and correct": (
        *(serve.serve, demo.demo, reviewing.doubtful, reviewing.decide, reviewing.decisions),
        *(events.link, events.unlink, judging.judge, judging.judgements),
    ),
    "Take away": (export.export, reviewing.export_gold, datasette.datasette),
    "Measure": (annotate.annotate, score.score),
}
"""The commands as help groups them: by what somebody wants to do."""

for _panel, _commands in _PANELS.items():
    for _command in _commands:
        app.command(rich_help_panel=_panel)(_command)
app.add_typer(feed.app, name="feed", rich_help_panel="Take away")
app.add_typer(gazetteer.app, name="gazetteer", rich_help_panel="Read")
app.command()(version.version)
