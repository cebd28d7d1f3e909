"""The options that several commands share, and how their values are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from sayso.intake.building import Given

__all__ = [
    "About",
    "Columns",
    "Known",
    "Languages",
    "Ledger",
    "Model",
    "On",
    "Options",
    "Outlet",
    "Published",
    "Subject",
    "Theatre",
    "columns",
    "day",
    "recent",
]

_AGO: Final = re.compile(r"(?P<many>\d{1,6}) ?(?P<unit>h(?:ours?|rs?)?|d(?:ays?)?|w(?:eeks?)?)(?: ago)?", re.ASCII)


class Subject(StrEnum):
    """What reports must be about to be taken."""

    conflict = "conflict"
    anything = "anything"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of the reports and how to read them."""

    published: date | None = None
    outlet: str | None = None
    theatre: str | None = None
    model: str | None = None
    about: Subject | None = None
    languages: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def given(self) -> Given:
        """What of it is told of a source whose reports go into a ledger."""
        from sayso.intake.building import Given

        return Given(
            self.published,
            self.outlet,
            self.theatre,
            history=True,
            about=self.about.value if self.about else None,
            languages=frozenset(
                code.strip().lower() for each in self.languages for code in each.split(",") if code.strip()
            ),
            columns=self.columns,
        )


def day(value: str) -> date:
    """The day that ``value`` writes; a bad one is wrong usage, told with how to write it. The parser of dates."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write it as 2023-12-01.") from None


def recent(value: str) -> date:
    """As ``day``, and words for days not long ago: "today", "yesterday", "24h", "7d", "2 weeks"."""
    text = " ".join(value.split()).lower()
    if text in ("today", "yesterday"):
        return date.today() - timedelta(days=text == "yesterday")
    ago = _AGO.fullmatch(text)
    try:
        if ago is not None:
            many, unit = int(ago["many"]), ago["unit"][0]
            days = -(-many // 24) if unit == "h" else many * 7 if unit == "w" else many
            return date.today() - timedelta(days=days)
        return datetime.fromisoformat(value).date()  # reports tell days: the hour is none of theirs
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{value!r} is no day: write it as 2023-12-01, today, yesterday, or how long ago, as 24h, 7d or 2w."
        ) from None


def columns(value: str | None) -> tuple[tuple[str, str], ...]:
    """What a table's columns hold, as "text=Body,published=Date" says it; what can't be one is wrong usage."""
    pairs = []
    for part in value.split(",") if value else ():
        held, equals, called = part.partition("=")
        if not equals or not held.strip() or not called.strip():
            raise typer.BadParameter(f"{part!r} names no column: write text=Body,published=Date.")
        pairs.append((held.strip().lower(), called.strip()))
    return tuple(pairs)


Published = Annotated[
    date | None,
    typer.Option(parser=day, metavar="DATE", help="The day the report was published, as 2023-12-01."),
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")]
Theatre = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The conflict that it is about (see `sayso theatres`), or a TOML file."),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="A spaCy pipeline of your own, in place of the one that comes with sayso."),
]
Ledger = Annotated[
    str | None,
    typer.Option("--ledger", metavar="FILE|URL", help="The ledger; otherwise SAYSO_LEDGER, or sayso.db here."),
]
Known = Annotated[
    date | None,
    typer.Option("--known", parser=day, metavar="DATE", help="Answer from what had been published by that day."),
]
On = Annotated[
    date | None,
    typer.Option("--on", parser=day, metavar="DATE", help="The day that is asked about, as 2023-12-01."),
]
About = Annotated[
    Subject | None,
    typer.Option(
        "--about",
        help="Take only reports on an armed conflict, or on anything: of web archives the former, else the latter.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language", metavar="CODE", help="Take only reports in this language (en, uk, ru, ar); may be repeated."
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=NAME,...", help="What the columns of a CSV hold, as text=Body,published=Date:dmy."),
]
