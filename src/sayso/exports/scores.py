"""How well reports were read: figures as a table for a terminal and as plain values, and what was missed, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.exports import words
from sayso.exports.safe import line
from sayso.model import Claim, Place, record
from sayso.score import FIELDS, Field, Miss, Score, Tally, figures, total

__all__ = ["plain", "render", "render_misses", "shares"]

_COLUMNS: Final = ("claim_f1", "type", "source", "places", "when", "whole", "whole_f1")
_EXPLAINED: Final[Mapping[str, str]] = {
    "found": "annotated claims that were read",
    "precise": "claims read that are annotated",
    "claim_f1": "both as one figure",
    "type": "annotated claims read with the right type",
    "source": "… on the right account",
    "actor": "… with the right one acting",
    "modality": "… as surely as annotated",
    "quote": "… in the right words: quoted, reported, told",
    "places": "… in the right places, of those that have any",
    "when": "… at the right time, likewise",
    "via": "… through the right channels, likewise",
    "counts": "… with the right figures, likewise",
    "stances": "… with the right objections, likewise",
    "whole": "… type, source, places, when and modality all right",
    "whole_f1": "the same, with claims read too many counted",
}
_GOOD, _FAIR = 0.8, 0.6
_BAR: Final = 15  # columns of a full bar


def shares(tally: Tally) -> dict[str, float | None]:
    """A tally's figures from 0 to 1; None for what nothing was asked of, which is neither good nor bad."""
    every = figures(tally)
    asked = dict(tally.asked) | dict.fromkeys(("found", "whole"), tally.gold) | {"precise": tally.read}
    asked |= dict.fromkeys(("claim_f1", "whole_f1"), tally.gold + tally.read)
    return {name: every[name] if asked.get(name) else None for name in _EXPLAINED}


def plain(scores: Sequence[Score], *, misses: bool = False) -> dict[str, Any]:
    """Figures per report and in total, ready for JSON; with ``misses``, what was missed, both claims as records."""
    reports = []
    for one in scores:
        told: dict[str, Any] = {"report": one.report, **_counted(one.tally)}
        if misses:
            told["misses"] = [
                {"what": m.what, "gold": record(m.gold) if m.gold else None, "read": record(m.read) if m.read else None}
                for m in one.misses
            ]
        reports.append(told)
    return {"reports": reports, "total": _counted(total(scores))}


def render(scores: Sequence[Score]) -> Group:
    """The figures as something that rich can print: a row a report where there are several, then the sum."""
    every = total(scores)
    name = line(scores[0].report) if len(scores) == 1 else f"{len(scores)} reports"
    heading = Text.assemble((name, "bold"), (f"  {every.gold} claims annotated, {every.read} read", "dim"))
    parts: list[Table | Text] = [_by_report(scores), Text()] if len(scores) > 1 else []
    return Group(*parts, Padding(heading, (0, 1)), _summed_up(every))


def render_misses(scores: Sequence[Score]) -> Group:
    """What is not as annotated, report by report, every miss under the words that it stands on."""
    parts: list[Text | Padding] = []
    for one in scores:
        parts.append(Text.assemble((line(one.report), "bold"), ("" if one.misses else "  nothing missed", "dim")))
        for gold, read, fields in _by_claim(one.misses):
            parts.append(Padding(_evidence(gold, read), (0, 2)))
            if fields:
                parts.append(Padding(_differences(gold, read, fields), (0, 4)))
        parts.append(Text())
    return Group(*parts)


def _counted(tally: Tally) -> dict[str, Any]:
    return {"gold": tally.gold, "read": tally.read, **shares(tally)}


def _by_report(scores: Sequence[Score]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1), show_footer=True)
    table.add_column("report", "in total", overflow="fold")
    every = total(scores)
    for name, number in (("gold", every.gold), ("read", every.read)):
        table.add_column(name, str(number), justify="right")
    for name, share in shares(every).items():
        if name in _COLUMNS:
            table.add_column(name, _coloured(share), justify="right", no_wrap=True)
    for one in scores:
        told = shares(one.tally)
        row = [_coloured(told[name]) for name in _COLUMNS]
        table.add_row(Text(line(one.report)), str(one.tally.gold), str(one.tally.read), *row)
    return table


def _summed_up(tally: Tally) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1))
    table.add_column("figure", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", width=_BAR, no_wrap=True)
    table.add_column("right", justify="right", no_wrap=True)
    table.add_column("what it tells")
    for name, share in shares(tally).items():
        bar = Text("━" * round(_BAR * share), style=_colour(share)) if share is not None else Text()
        table.add_row(name, _coloured(share), bar, _of(tally, name), Text(_EXPLAINED[name], style="dim"))
    return table


def _of(tally: Tally, name: str) -> str:
    told: dict[str, tuple[int, int]] = {f: (tally.right.get(f, 0), tally.asked.get(f, 0)) for f in FIELDS}
    told["found"] = tally.found, tally.gold
    told["precise"] = tally.found, tally.read
    told["whole"] = tally.whole, tally.gold
    return f"{told[name][0]} of {told[name][1]}" if name in told else ""


def _colour(share: float) -> str:
    return "green" if share >= _GOOD else "yellow" if share >= _FAIR else "red"


def _coloured(share: float | None) -> Text:
    return Text("–", style="dim") if share is None else Text(f"{share:.2f}", style=_colour(share))


def _by_claim(misses: Sequence[Miss]) -> list[tuple[Claim | None, Claim | None, list[Field]]]:
    """Misses of one claim together, in order of the text; no field where the whole claim is missed."""
    found: dict[tuple[str, str], tuple[Claim | None, Claim | None, list[Field]]] = {}
    for miss in misses:
        key = (miss.gold.id if miss.gold else "", miss.read.id if miss.read else "")
        _, _, fields = found.setdefault(key, (miss.gold, miss.read, []))
        if miss.what != "not found" and miss.what != "not in gold":
            fields.append(miss.what)
    return sorted(found.values(), key=lambda one: next(c.start for c in one[:2] if c))


def _evidence(gold: Claim | None, read: Claim | None) -> Text:
    claim = gold or read
    assert claim is not None
    how = "" if gold and read else "not read: " if gold else "not annotated: "
    text = Text.assemble((f"{claim.start}–{claim.end} ", "dim"), (how, "red"), (claim.type, "bold"))
    text.append(f" “{line(claim.text)}”")
    if gold and read and (gold.start, gold.end) != (read.start, read.end):
        text.append(f"\nread as “{line(read.text)}”", style="dim")
    return text


def _differences(gold: Claim | None, read: Claim | None, fields: Sequence[Field]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_column()
    for name in fields:
        assert gold is not None
        assert read is not None
        ours, theirs = _SHOWN[name](gold), _SHOWN[name](read)
        if name == "places" and ours == theirs:  # one name, two places
            ours, theirs = _where(gold, precise=True), _where(read, precise=True)
        grid.add_row(
            Text(name, style="dim"),
            Text.assemble(("annotated ", "dim"), (line(ours), "green")),
            Text.assemble(("read ", "dim"), (line(theirs), "red")),
        )
    return grid


def _where(claim: Claim, *, precise: bool = False) -> str:
    def told(place: Place) -> str:
        return f"{words.place(place)} ({place.lat}, {place.lon})" if precise else words.place(place)

    return "; ".join(map(told, claim.places)) or "no place"


_SHOWN: Final[Mapping[Field, Callable[[Claim], str]]] = {
    "type": lambda c: c.type,
    "source": lambda c: c.source.name,
    "actor": lambda c: words.party(c.actor) if c.actor else "nobody",
    "modality": lambda c: c.modality,
    "quote": lambda c: c.quote,
    "places": _where,
    "when": lambda c: words.when(c.when) or "no time",
    "via": lambda c: " → ".join(c.via) or "no channel",
    "counts": lambda c: "; ".join(map(words.count, c.counts)) or "no figures",
    "stances": lambda c: "; ".join(map(words.stance, c.stances)) or "nobody's stance",
}
