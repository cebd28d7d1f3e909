"""Versions of a report, and what changed between two of them: for people as tables, for programs as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.exports import words
from sayso.exports.cells import iso
from sayso.exports.safe import line
from sayso.ledger.asking import Standing
from sayso.ledger.differences import Change, Differences
from sayso.model import Claim, record

__all__ = ["FIELDS", "field_in_words", "plain", "render"]

_CUT: Final = 160
# `words.FIELDS` is of one claim, this of a change.
FIELDS: Final = {
    "source": "who says", "cue": "cue", "quote": "quotation", "via": "channel", "actor": "who acts",
    "target": "on whom", "places": "where", "when": "when", "said": "said", "counts": "figures",
    "modality": "how surely", "stances": "objections", "type": "type",
}  # fmt: skip
"""What the reader's own names of fields mean to people."""


def plain(
    versions: Sequence[Standing], claims: Sequence[int], chosen: tuple[int, int], between: Differences | None
) -> dict[str, Any]:
    """All of it, ready for JSON: ``chosen`` are the numbers of the two versions, from 1; None between where there is
    one version only.
    """
    told: dict[str, Any] = {
        "report": versions[-1].report.id,
        "versions": [
            {
                "n": n,
                "id": version.report.id,
                "published": iso(version.report.published),
                "outlet": version.report.outlet,
                "title": version.report.title,
                "url": version.report.url,
                "seen": version.seen,
                "superseded": iso(version.until),
                "withdrawn": iso(version.withdrawn),
                "claims": count,
            }
            for n, (version, count) in enumerate(zip(versions, claims, strict=True), 1)
        ],
    }
    if between is None:
        return told
    return told | {
        "from": chosen[0],
        "to": chosen[1],
        "same": between.same,
        "came": [record(claim) for claim in between.came],
        "went": [record(claim) for claim in between.went],
        "changed": [_plain_change(change) for change in between.changed],
    }


def _plain_change(change: Change) -> dict[str, Any]:
    before, after = record(change.before), record(change.after)
    fields = {field: {"from": before[field], "to": after[field]} for field in change.fields}
    return {"fields": fields, "before": before, "after": after}


def render(
    versions: Sequence[Standing], claims: Sequence[int], chosen: tuple[int, int], between: Differences | None
) -> RenderableType:
    """The same for a terminal: "+" came, "-" went, "~" changed, and in which fields."""
    parts: list[RenderableType] = [_versions(versions, claims), Text()]
    if between is None:
        return Group(*parts, Text("one version: there is nothing to compare it with", style="dim"))
    total = len(between.came), len(between.went), len(between.changed)
    came, went, changed = (f"{n:,} {what}" for n, what in zip(total, ("came", "went", "changed"), strict=True))
    heading = f"from version {chosen[0]} to {chosen[1]}"
    stayed = f"{between.same:,} claim{'' if between.same == 1 else 's'} as before"
    parts.append(Text.assemble((heading, "bold"), f": {came}, {went}, {changed}, {stayed}"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(width=1)
    table.add_column(width=14)
    table.add_column()
    for claim in between.went:
        table.add_row(Text("-", style="bold red"), Text(claim.type, style="red"), _claim(claim, "red"))
    for claim in between.came:
        table.add_row(Text("+", style="bold green"), Text(claim.type, style="green"), _claim(claim, "green"))
    for change in between.changed:
        told = _claim(change.after, "")
        for field in change.fields:
            if field == "text":
                told.append("\nwas: ", style="dim")
                told.append(f"“{_cut(change.before.text)}”", style="red")
                continue
            told.append(f"\n{FIELDS[field]}: ", style="dim")
            told.append(field_in_words(change.before, field), style="red")
            told.append(" → ")
            told.append(field_in_words(change.after, field), style="green")
        table.add_row(Text("~", style="bold yellow"), Text(change.after.type, style="yellow"), told)
    return Group(*parts, table)


def _versions(versions: Sequence[Standing], claims: Sequence[int]) -> Table:
    several = len({version.report.id for version in versions}) > 1
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("version", "published", "title", "claims", "stands"):
        table.add_column(heading, justify="right" if heading in ("version", "claims") else "left")
    for n, (version, count) in enumerate(zip(versions, claims, strict=True), 1):
        report = version.report
        title = line(words.title(report))
        if several and title != report.id:
            title += f" ({line(report.id)})"
        day = words.day(report.published) if report.published else "undated"
        table.add_row(str(n), day, Text(title), f"{count:,}", _stands(version))
    return table


def _stands(version: Standing) -> Text:
    if version.withdrawn is not None and (version.until is None or version.withdrawn < version.until):
        return Text(f"withdrawn {words.day(version.withdrawn)}", style="red")
    if version.until is None:
        return Text("yes", style="green")
    if version.until.year == 1 or version.until == version.report.published:
        return Text("replaced", style="dim")  # on the day it came out, or without dates
    return Text(f"until {words.day(version.until)}", style="dim")


def _claim(claim: Claim, colour: str) -> Text:
    text = Text(f"“{_cut(claim.text)}”", style=colour)
    who = None if claim.source.is_narrator else claim.source.name
    known = [who, ", ".join(words.place(place) for place in claim.places), words.when(claim.when)]
    if told := " · ".join(line(part) for part in known if part):
        text.append(f"\n{told}", style="dim")
    return text


def field_in_words(claim: Claim, field: str) -> str:
    """A field's value in words; "nothing" for none."""
    match field:
        case "source":
            kind = words.source(claim.source)
            told = (
                "the report itself" if claim.source.is_narrator else claim.source.name + (f" ({kind})" if kind else "")
            )
        case "quote":
            told = words.QUOTES[claim.quote]
        case "via":
            told = ", ".join(claim.via)
        case "actor" | "target":
            party = claim.actor if field == "actor" else claim.target
            told = words.party(party) if party else ""
        case "places":
            told = ", ".join(words.place(place) for place in claim.places)
        case "when":
            told = words.when(claim.when)
        case "said":
            told = words.day(claim.said) if claim.said else ""
        case "counts":
            told = ", ".join(words.count(count) for count in claim.counts)
        case "modality":
            told = words.MODALITIES[claim.modality]
        case "stances":
            told = ", ".join(words.stance(stance) for stance in claim.stances)
        case _:
            told = str(getattr(claim, field) or "")
    return line(told) or "nothing"


def _cut(text: str) -> str:
    return words.shortened(line(text), _CUT)
