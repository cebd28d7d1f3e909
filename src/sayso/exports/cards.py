"""The card of one claim on the page: everything recorded of it, each field in words."""

from __future__ import annotations

from html import escape

from sayso.exports import words
from sayso.exports.families import family
from sayso.exports.safe import visible
from sayso.model import Claim, Report, Why

__all__ = ["card", "esc"]

_MARKS = {"confirms": "✓", "denies": "✗", "disputes": "✗", "could_not_verify": "?"}


def esc(text: str) -> str:
    """``text`` safe as HTML text and in a quoted attribute, its controls shown; a return survives parsing."""
    return escape(visible(text), quote=True).replace("\r", "&#13;")


def card(key: str, number: int, claim: Claim, report: Report, why: Why | None) -> str:
    """The claim as an ``<article id=KEY>``; ``number`` is its place among the claims of its report."""
    kin = family(claim.type)
    head = (
        f'<header><span class="num">{number}</span> <h3 class="kind f-{kin.key}">'
        f'<span class="sign" aria-hidden="true">{kin.sign}</span> {claim.type}</h3>'
    )
    if claim.modality != "asserted":
        head += f' <span class="tag">{claim.modality}</span>'
    head += "</header>"
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _rows(claim, report) if value)
    return (
        f'<article class="card f-{kin.key}" id="{key}" tabindex="-1" aria-label="Claim {number}, {claim.type}">{head}'
        f'<blockquote dir="auto">{esc(claim.text)}</blockquote>{_objections(claim)}'
        f"{_way(claim, report)}<dl>{rows}</dl>{_reasons(why)}"
        f'<p class="id">{esc(claim.id)}</p></article>'
    )


def _way(claim: Claim, report: Report) -> str:
    steps = "".join(
        f'<li><bdi class="who">{esc(name)}</bdi> <span class="part">{esc(part)}</span></li>'
        for name, part in words.account(claim, report)
    )
    lead = "The report’s own account" if claim.source.is_narrator else "On whose account"
    return f'<section class="way"><h4>{lead}</h4><ol>{steps}</ol></section>'


def _objections(claim: Claim) -> str:
    if not claim.stances:
        return ""
    items = "".join(
        f'<li class="{s.stance}"><span aria-hidden="true">{_MARKS[s.stance]}</span> {esc(words.stance(s))}</li>'
        for s in claim.stances
    )
    return f'<ul class="stances">{items}</ul>'


def _rows(claim: Claim, report: Report) -> list[tuple[str, str]]:
    cue = f"“{esc(claim.cue)}”, " if claim.cue else ""
    rows = [("How", cue + words.QUOTES[claim.quote]), ("Who acts", _parties(claim)), ("Where", _places(claim))]
    when = words.when(claim.when)
    if not when and report.published is None:
        when = '<span class="unknown">not known: the report has no date</span>'
    rows += [
        ("When", when),
        ("Said on", words.day(claim.said) if claim.said else ""),
        ("Figures", "<br>".join(esc(words.count(c)) for c in claim.counts)),
        ("How surely", "" if claim.modality == "asserted" else words.MODALITIES[claim.modality]),
    ]
    return rows


def _parties(claim: Claim) -> str:
    if claim.actor is None and claim.target is None:
        return ""
    actor = f"<bdi>{esc(words.party(claim.actor))}</bdi>" if claim.actor else '<span class="unknown">not said</span>'
    if claim.target is None:
        return actor
    return f'{actor} <span class="to" aria-label="on">→</span> <bdi>{esc(words.party(claim.target))}</bdi>'


def _places(claim: Claim) -> str:
    lines = []
    for place in claim.places:
        details = [f"GeoNames {place.id}"] if place.id is not None else []
        if place.lat is not None and place.lon is not None:
            details.append(f"{place.lat:.2f}, {place.lon:.2f}")
        small = f' <span class="part">{" · ".join(details)}</span>' if details else ""
        lines.append(f"<bdi>{esc(words.place(place))}</bdi>{small}")
    return "<br>".join(lines)


def _reasons(why: Why | None) -> str:
    if why is None or not any(why.notes.values()):
        return ""
    rows = "".join(
        f"<dt>{esc(words.FIELDS.get(name, name))}</dt>" + "".join(f"<dd>{esc(note)}</dd>" for note in notes)
        for name, notes in why.notes.items()
        if notes
    )
    return f'<details class="why"><summary>Why it was read so</summary><dl>{rows}</dl></details>'
