"""Reviews as tables for a terminal: what is to be looked at, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.answers.reviews import LEFT, Case
from sayso.exports import words
from sayso.exports.families import family
from sayso.exports.review_records import FIELDS, VERDICTS, changed
from sayso.exports.safe import line
from sayso.ledger.reviews import Review
from sayso.model import Claim

__all__ = ["decisions", "doubtful"]

_CUT: Final = 160
_SHOWN: Final = 3  # of the least sure fields


def doubtful(cases: Sequence[Case], left: int) -> RenderableType:
    """Claims to be reviewed: how sure the reader is of what, what the claim says, and where it stands."""
    if not cases:
        return Text("every claim has been decided on", style="dim")
    table = _table(("least sure", 22), ("type", 14), ("says", None), ("in", 22))
    for case in cases:
        claim, at = case.entry.claim, case.entry.publication
        said = Text(f"“{_cut(claim.text)}”")
        who = words.speaker(claim, case.report)
        known = (who, ", ".join(words.place(place) for place in claim.places), words.when(claim.when))
        said.append(f"\n{line(' · '.join(part for part in known if part))}", style="dim")
        said.append(f"\n{line(claim.id)}", style="dim")
        kin = family(claim.type)
        day = words.day(at.published) if at.published else "undated"
        name = line(at.outlet or at.agency or at.report)
        table.add_row(_sure(case), Text(f"{kin.sign} {claim.type}", style=kin.colour), said, Text(f"{name}, {day}"))
    more = f"{LEFT:,} or more" if left >= LEFT else f"{left:,}"
    return Group(table, Text(f"{more} to be decided on: sayso decide CLAIM accept|correct|reject", style="dim"))


def _sure(case: Case) -> Text:
    shown = Text()
    for name, share in sorted(case.why.sure.items(), key=lambda item: item[1])[:_SHOWN]:
        shown.append(f"{FIELDS.get(name, name)} ", style="dim")
        shown.append(f"{share:.2f}\n", style="bold red" if share < 0.5 else "yellow" if share < 0.75 else "green")
    shown.rstrip()
    return shown if shown else Text("not told", style="dim")


def decisions(found: Sequence[tuple[Review, Claim | None]], total: int) -> RenderableType:
    """The log: who decided what, when and why, and what had no effect."""
    if not found:
        return Text("nobody has decided on anything yet", style="dim")
    table = _table(("", 4), ("when", 16), ("who", 10), ("decided", None), ("of", None))
    for review, claim in found:
        told = Text(VERDICTS[review.verdict], style="dim" if review.stale else "bold")
        for change in changed(review):
            told.append(f"\n{line(change)}", style="dim" if review.stale else "")
        if review.stale:
            told.append("\ncame too late, without effect", style="red")
        if review.why:
            told.append(f"\n“{line(review.why)}”", style="italic dim")
        of = Text(f"“{_cut(claim.text)}”" if claim else "")
        of.append(f"\n{line(review.claim)}", style="dim")
        table.add_row(str(review.key), review.made[:16].replace("T", " "), Text(line(review.by)), told, of)
    if len(found) >= total:
        return table
    return Group(table, Text(f"{len(found):,} of {total:,} decisions; --limit shows more", style="dim"))


def _table(*columns: tuple[str, int | None]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, width in columns:
        table.add_column(heading, width=width, ratio=None if width else 1)
    return table


def _cut(text: str) -> str:
    return words.shortened(line(text), _CUT)
