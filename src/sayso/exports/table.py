"""A reading as a table for a terminal: one claim a row, readable in 100 columns."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.exports import words
from sayso.exports.families import family
from sayso.exports.foreign import foreign, named
from sayso.exports.safe import line
from sayso.intake.language import language_name
from sayso.model import Claim, Reading, Report

__all__ = ["console", "render", "write"]

_WIDTH = 100
_NARROWEST = 80  # columns narrower than this lose letters; a narrower terminal breaks the lines itself
_WIDEST = 132  # wider rows are harder to follow, not easier


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that went away (``| head``) to the command line, which ends quietly; rich would exit 1."""
        raise BrokenPipeError


def console(out: TextIO, *, width: int | None = None) -> Console:
    """A console on ``out``: coloured in a terminal unless NO_COLOR is set; plain and 100 columns wide elsewhere.

    In a terminal it is as wide as that is, within 80 to 132 columns.
    """
    made = _Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=False, legacy_windows=False)
    if width is not None:
        made.width = width
    elif not made.is_terminal:
        made.width = _WIDTH
    else:
        made.width = max(_NARROWEST, min(made.width, _WIDEST))
    return made


def render(reading: Reading) -> Group:
    """The reading as something that rich can print: a heading, the claims, and what to know about them."""
    parts: list[Padding | Table | Text] = [Padding(_heading(reading), (0, 1))]
    if reading.claims:
        parts.append(_rows(reading))
    if reading.mentions:
        parts.append(_named(reading))
    parts += [Text(f" note: {line(note)}", style="italic") for note in reading.warnings]
    return Group(*parts)


def write(reading: Reading, out: Console) -> None:
    """Print the table of one reading, and a blank line after it."""
    out.print(render(reading))
    out.print()


def _heading(reading: Reading) -> Text:
    report = reading.report
    known = [
        report.outlet,
        report.agency if report.agency != report.outlet else None,
        words.day(report.published) if report.published else "undated",
        f"theatre {reading.theatre}" if reading.theatre else None,
    ]
    total = len(reading.claims)
    counted = f"in {language_name(report.language)}" if foreign(report) else f"{total} claim{'' if total == 1 else 's'}"
    facts = " · ".join([line(k) for k in known if k] + [counted])
    return Text.assemble((line(words.title(report)), "bold"), "\n", (facts, "dim"))


def _rows(reading: Reading) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1), show_lines=False, expand=True)
    table.add_column("#", justify="right", style="dim", width=max(2, len(str(len(reading.claims)))))
    table.add_column("type", width=14)
    table.add_column("who says", ratio=20, min_width=12)
    table.add_column("what", ratio=40, min_width=24)
    table.add_column("where", ratio=15, min_width=9)
    table.add_column("when", ratio=14, min_width=11)
    for number, claim in enumerate(reading.claims, 1):
        table.add_row(
            str(number),
            _type(claim),
            _who(claim, reading.report),
            _what(claim),
            Text("\n").join(Text(line(words.place(p))) for p in claim.places),
            Text(words.when(claim.when)),
        )
    return table


def _named(reading: Reading) -> Table:
    """What a report that is not read for claims names: its words, each once, and the place or days they mean."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1), show_lines=False, expand=True)
    for heading, ratio in (("named", 30), ("where", 30), ("when", 25)):
        table.add_column(heading, ratio=ratio)
    table.add_column("times", justify="right", width=5)
    for one in named(reading):
        where, when = words.place(one.place) if one.place else "", words.when(one.when) if one.when else ""
        table.add_row(Text(line(one.words)), Text(line(where)), Text(when), str(one.times))
    return table


def _type(claim: Claim) -> Text:
    kin = family(claim.type)
    text = Text.assemble((f"{kin.sign} {claim.type}", f"bold {kin.colour}"))
    if claim.modality != "asserted":
        text.append(f"\n  {claim.modality}", style="italic")
    return text


def _who(claim: Claim, report: Report) -> Text:
    if claim.source.is_narrator:
        return Text(line(words.speaker(claim, report)), style="dim italic")
    text = Text(line(claim.source.name))
    for channel in claim.via:
        text.append(f"\nvia {line(channel)}", style="dim")
    return text


def _what(claim: Claim) -> Text:
    words_of_it = line(claim.text)
    text = Text(f"“{words_of_it}”" if claim.quote == "direct" else words_of_it)
    for objection in claim.stances:
        mark = "✓" if objection.stance == "confirms" else "✗"
        if objection.stance == "could_not_verify":
            mark = "?"
        text.append(f"\n{mark} {line(words.stance(objection))}", style="bold italic")
    return text
