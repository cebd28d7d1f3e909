"""The options that narrow what a list shows, shared by `claims`, `events`, `sources` and `search`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.options import day
from sayso.model import CLAIM_TYPES

if TYPE_CHECKING:
    from sayso.answers import Asked

__all__ = [
    "Format",
    "Language",
    "Limit",
    "Modality",
    "OutletOf",
    "PlaceName",
    "PublishedSince",
    "PublishedUntil",
    "Shape",
    "Side",
    "Since",
    "SourceName",
    "StanceOf",
    "TheatreName",
    "Type",
    "Until",
    "Within",
    "asked",
]


class Format(StrEnum):
    """In which shape an answer is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    geojson = "geojson"


def _one_of(what: str, *words: str) -> Any:
    def parse(value: str) -> str:
        if value not in words:
            raise typer.BadParameter(f"{value!r} is no {what}: give one of {', '.join(words)}.")
        return value

    return parse


def _kilometres(value: str) -> float:
    try:
        km = float(value)
    except ValueError:
        km = -1.0
    if not 0 <= km <= 20_100:  # half round the world; also turns away nan
        raise typer.BadParameter(f"{value!r} is no distance: give kilometres, as 25.")
    return km


Shape = Annotated[Format, typer.Option("--format", help="A table, or JSON, JSON Lines, CSV, GeoJSON for programs.")]
PlaceName = Annotated[
    str | None, typer.Option("--place", metavar="NAME", help="At this place: a name, or a GeoNames id.")
]
Within = Annotated[
    float | None,
    typer.Option("--within", parser=_kilometres, metavar="KM", help="With --place: also so many km around it."),
]
Since = Annotated[
    date | None, typer.Option("--since", parser=day, metavar="DATE", help="Happened on that day or later.")
]
Until = Annotated[
    date | None, typer.Option("--until", parser=day, metavar="DATE", help="Happened on that day or earlier.")
]
PublishedSince = Annotated[
    date | None, typer.Option("--published-since", parser=day, metavar="DATE", help="Published on that day or later.")
]
PublishedUntil = Annotated[
    date | None,
    typer.Option("--published-until", parser=day, metavar="DATE", help="Published on that day or earlier."),
]
Side = Annotated[str | None, typer.Option("--side", metavar="SIDE", help="On the word of this side of the war.")]
SourceName = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="On the word of this source, by any of its names.")
]
Type = Annotated[
    list[str] | None,
    typer.Option("--type", parser=_one_of("type", *CLAIM_TYPES), metavar="TYPE", help="Of this type; may be repeated."),
]
Modality = Annotated[
    list[str] | None,
    typer.Option(
        "--modality",
        parser=_one_of("modality", "asserted", "negated", "possible", "intended", "demanded"),
        metavar="MODALITY",
        help="Asserted, negated, possible, intended or demanded; may be repeated.",
    ),
]
StanceOf = Annotated[
    list[str] | None,
    typer.Option(
        "--stance",
        parser=_one_of("stance", "confirms", "denies", "disputes", "could_not_verify"),
        metavar="STANCE",
        help="With such a stance on it: confirms, denies, disputes, could_not_verify; may be repeated.",
    ),
]
TheatreName = Annotated[str | None, typer.Option("--theatre", metavar="NAME", help="Of this conflict.")]
OutletOf = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Published by this outlet or agency.")]
Language = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Reports in this language: en, uk, ru, ar, fr, …")
]
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many to show at the most.")]


def asked(**given: Any) -> Asked:
    """What the options ask for; wrong usage is told where they don't go together."""
    from sayso.answers import Asked

    if given.get("within") is not None and given.get("place") is None:
        raise typer.BadParameter("--within goes with --place: name the place to look around.")
    for first, last in (("since", "until"), ("published_since", "published_until")):
        start, end = given.get(first), given.get(last)
        if start is not None and end is not None and start > end:
            names = f"--{first.replace('_', '-')} {start} is after --{last.replace('_', '-')} {end}"
            raise typer.BadParameter(f"{names}: swap them.")
    for name in ("types", "modalities", "stances"):
        given[name] = tuple(given.get(name) or ())
    return Asked(**given)
