"""Why a claim was read as it was: its evidence in its place, every field in words, and the reasons for each."""

from __future__ import annotations

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.exports import words
from sayso.exports.families import family
from sayso.exports.layout import paragraphs
from sayso.exports.safe import line, terminal
from sayso.exports.segments import cut
from sayso.model import Claim, Reading, Why

__all__ = ["render"]

_DOUBTFUL, _FAIR = 0.5, 0.75


def render(reading: Reading, number: int) -> Group:
    """Claim ``number`` of a reading, counted from 1 as in its table, as something that rich can print."""
    claim = reading.claims[number - 1]
    why = reading.why.get(claim.id, Why())
    kin = family(claim.type)
    head = Text.assemble(
        (f"{number} {kin.sign} {claim.type}", f"bold {kin.colour}"),
        (f" {claim.modality}" if claim.modality != "asserted" else "", "italic"),
        (f"  {line(claim.id)}", "dim"),
    )
    parts: list[Text | Padding] = [head, Text()]
    parts += [Padding(p, (0, 2, 1, 2)) for p in _evidence(reading, claim, why)]
    parts.append(Padding(_grid(_fields(reading, claim)), (0, 2)))
    if why.sure:
        parts += [Text(), Text("Confidence, the most doubtful first", style="bold"), Padding(_doubts(why), (0, 2))]
    if any(why.notes.values()):
        parts += [Text(), Text("Why", style="bold"), Padding(_grid(_reasons(why)), (0, 2))]
    else:
        parts += [Text(), Text("No reasons were recorded for this claim.", style="dim")]
    return Group(*parts)


def _evidence(reading: Reading, claim: Claim, why: Why) -> list[Text]:
    """The paragraphs that the claim and its reasons stand in; the claim in ⟦brackets⟧, its reasons underlined."""
    text = reading.report.text
    support = [span for spans in why.spans.values() for span in spans]
    wanted = [(claim.start, claim.end), *support]
    found: list[Text] = []
    skipped = False
    for paragraph in paragraphs(reading.report):
        if not any(start < paragraph.end and end > paragraph.start for start, end in wanted):
            skipped = bool(found)
            continue
        if skipped:
            found.append(Text("…", style="dim"))
            skipped = False
        shown = Text()
        base = paragraph.start
        spans = [(max(0, s - base), e - base) for s, e in wanted if e > base]
        mine = (claim.start - base, claim.end - base)
        for segment in cut(paragraph.end - base, [mine], [[s for s in spans if s != mine]]):
            words_of_it = terminal(text[base + segment.start : base + segment.end])
            if base + segment.start == claim.start:
                shown.append("⟦", style="bold")
            style = ("bold " if segment.claims else "") + ("underline" if segment.beside else "")
            shown.append(words_of_it, style=style.strip() or "default")
            if base + segment.end == claim.end:
                shown.append("⟧", style="bold")
        found.append(shown)
    return found


def _fields(reading: Reading, claim: Claim) -> list[tuple[str, str]]:
    way = " → ".join(f"{name} ({part})" for name, part in words.account(claim, reading.report))
    cue = f"“{claim.cue}”, " if claim.cue else ""
    rows = [
        ("Account", way),
        ("How", cue + words.QUOTES[claim.quote]),
        ("Who acts", words.party(claim.actor) if claim.actor else ""),
        ("On whom", words.party(claim.target) if claim.target else ""),
        ("Where", "; ".join(_place(claim))),
        ("When", words.when(claim.when)),
        ("Said on", words.day(claim.said) if claim.said else ""),
        ("Figures", "; ".join(words.count(c) for c in claim.counts)),
        ("How surely", words.MODALITIES[claim.modality]),
        ("Objections", "; ".join(words.stance(s) for s in claim.stances)),
        ("Stands at", f"{claim.start}–{claim.end} (code points)"),
    ]
    return [(name, value) for name, value in rows if value]


def _place(claim: Claim) -> list[str]:
    return [words.place(p) + (f" [GeoNames {p.id}]" if p.id is not None else "") for p in claim.places]


def _doubts(why: Why) -> Text:
    """Every field's confidence on one line, so that a reviewer's eye falls on what to check."""
    shown = Text()
    for name, share in sorted(why.sure.items(), key=lambda item: item[1]):
        style = "bold red" if share < _DOUBTFUL else "yellow" if share < _FAIR else "green"
        shown.append(f"{words.FIELDS.get(name, name)} ", style="dim")
        shown.append(f"{share:.2f}   ", style=style)
    return shown


def _reasons(why: Why) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, notes in why.notes.items():
        rows += [(words.FIELDS.get(name, name) if not i else "", note) for i, note in enumerate(notes)]
    return rows


def _grid(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in rows:
        grid.add_row(Text(line(name)), Text(line(value)))
    return grid
