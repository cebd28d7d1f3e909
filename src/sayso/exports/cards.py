"""The card of one claim on the page: everything recorded of it, each field in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from sayso.exports import words
from sayso.exports.families import family
from sayso.exports.safe import visible
from sayso.model import Claim, Place, Report, Why

__all__ = ["Ways", "card", "esc"]

_DOUBTFUL: Final = 0.75
_TOLD: Final = 3  # doubtful fields that are named while the others are folded away
_BAR: Final = 40  # px
_MARKS = {"confirms": "✓", "denies": "✗", "disputes": "✗", "could_not_verify": "?"}


def esc(text: str) -> str:
    """``text`` safe as HTML text and in a quoted attribute, its controls shown; a return survives parsing."""
    return escape(visible(text), quote=True).replace("\r", "&#13;")


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a card leads on a page that has others beside it: to a source, an outlet, a place by name, and the event.

    Each gives an address, or None for nowhere. ``named`` is for a place that a report in another
    language names. ``map`` and ``more`` give markup of the page's own, to stand under the claim's places and at the
    card's end.
    """

    source: Callable[[str], str | None]
    outlet: Callable[[str], str | None]
    place: Callable[[str], str | None]
    event: Callable[[Claim], str | None]
    named: Callable[[Place], str | None] = lambda _: None
    map: Callable[[Claim], str] = lambda _: ""
    more: Callable[[Claim], str] = lambda _: ""


def card(key: str, number: int, claim: Claim, report: Report, why: Why | None, ways: Ways | None = None) -> str:
    """The claim as an ``<article id=KEY>``; ``number`` is its place among the claims of its report.

    Names lead nowhere without ``ways``: a page that stands alone has no other.
    """
    kin = family(claim.type)
    head = (
        f'<header><span class="num">{number}</span> <h3 class="kind f-{kin.key}">'
        f'<span class="sign" aria-hidden="true">{kin.sign}</span> {claim.type}</h3>'
    )
    if claim.modality != "asserted":
        head += f' <span class="tag">{claim.modality}</span>'
    head += "</header>"
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _rows(claim, report, why, ways) if value)
    event = ways.event(claim) if ways else None
    told = f' <a href="{esc(event)}">Its event, by all accounts</a>' if event else ""
    return (
        f'<article class="card f-{kin.key}" id="{esc(key)}" tabindex="-1" '
        f'aria-label="Claim {number}, {claim.type}">{head}'
        f'<blockquote dir="auto">{esc(claim.text)}</blockquote>{_objections(claim)}'
        f"{_way(claim, report, ways)}<dl>{rows}</dl>{_confidence(why)}{_reasons(why)}"
        f'{ways.more(claim) if ways else ""}<p class="id"><span>{esc(claim.id)}</span>{told}</p></article>'
    )


def _way(claim: Claim, report: Report, ways: Ways | None) -> str:
    steps = "".join(
        f'<li>{_named(name, _lead(name, part, claim, report, ways), "who")} <span class="part">{esc(part)}</span></li>'
        for name, part in words.account(claim, report)
    )
    lead = "The report’s own account" if claim.source.is_narrator else "On whose account"
    return f'<section class="way"><h4>{lead}</h4><ol>{steps}</ol></section>'


def _lead(name: str, part: str, claim: Claim, report: Report, ways: Ways | None) -> str | None:
    """The address behind a step of an account; a channel has none, nor has an outlet that is not known."""
    if ways is None or part in ("channel", "outlet not known"):
        return None
    if claim.source.is_narrator:
        return ways.source(name) if name == words.speaker(claim, report) else ways.outlet(name)
    return ways.outlet(name) if part in ("agency", "outlet") else ways.source(name)


def _named(name: str, address: str | None, kind: str | None = None) -> str:
    told = f'<bdi class="{kind}">{esc(name)}</bdi>' if kind else f"<bdi>{esc(name)}</bdi>"
    return told if address is None else f'<a href="{esc(address)}">{told}</a>'


def _objections(claim: Claim) -> str:
    if not claim.stances:
        return ""
    items = "".join(
        f'<li class="{s.stance}"><span aria-hidden="true">{_MARKS[s.stance]}</span> {esc(words.stance(s))}</li>'
        for s in claim.stances
    )
    return f'<ul class="stances">{items}</ul>'


def _rows(claim: Claim, report: Report, why: Why | None, ways: Ways | None) -> list[tuple[str, str]]:
    cue = f"“{esc(claim.cue)}”, " if claim.cue else ""
    rows = [("How", cue + words.QUOTES[claim.quote]), ("Who acts", _parties(claim)), ("Where", _places(claim, ways))]
    when = words.when(claim.when)
    if not when and report.published is None:
        when = '<span class="unknown">not known: the report has no date</span>'
    rows += [
        ("When", when + (_words_of("when", report, why) if claim.when else "")),
        ("Said on", words.day(claim.said) + _words_of("said", report, why) if claim.said else ""),
        ("Figures", "<br>".join(esc(words.count(c)) for c in claim.counts)),
        ("How surely", "" if claim.modality == "asserted" else words.MODALITIES[claim.modality]),
    ]
    return rows


def _words_of(field: str, report: Report, why: Why | None) -> str:
    """The words of the text that a time comes from, in quotation marks; "" where they were not noted."""
    if why is None:
        return ""
    told = dict.fromkeys(" ".join(report.text[start:end].split()) for start, end in why.spans.get(field, ()))
    quoted = ", ".join(f"“{esc(some)}”" for some in told if some)
    return f' <span class="part">from {quoted}</span>' if quoted else ""


def _parties(claim: Claim) -> str:
    if claim.actor is None and claim.target is None:
        return ""
    actor = f"<bdi>{esc(words.party(claim.actor))}</bdi>" if claim.actor else '<span class="unknown">not said</span>'
    if claim.target is None:
        return actor
    return f'{actor} <span class="to" aria-label="on">→</span> <bdi>{esc(words.party(claim.target))}</bdi>'


def _places(claim: Claim, ways: Ways | None) -> str:
    lines = []
    for place in claim.places:
        details = [f"GeoNames {place.id}"] if place.id is not None else []
        if place.lat is not None and place.lon is not None:
            details.append(f"{place.lat:.2f}, {place.lon:.2f}")
        small = f' <span class="part">{" · ".join(details)}</span>' if details else ""
        named = _named(words.place(place), ways.place(place.name) if ways else None)
        lines.append(f'<span class="spot">{named}{small}</span>')
    return "".join(lines) + (ways.map(claim) if ways else "")


def _confidence(why: Why | None) -> str:
    """How sure the reader is of each field, the most doubtful first; what is doubtful is told while it is folded."""
    if why is None or not why.sure:
        return ""
    ordered = sorted(why.sure.items(), key=lambda item: item[1])
    doubtful = [_asked(name) for name, share in ordered if share < _DOUBTFUL]
    more = f" and {len(doubtful) - _TOLD} more" if len(doubtful) > _TOLD else ""
    told = f"Less sure of: {', '.join(doubtful[:_TOLD])}{more}" if doubtful else "Sure of every field"
    rows = "".join(f"<dt>{esc(words.FIELDS.get(name, name))}</dt><dd>{_bar(share)}</dd>" for name, share in ordered)
    return f'<details class="sure"><summary>{esc(told)}</summary><dl>{rows}</dl></details>'


def _asked(field: str) -> str:
    return "that it is a claim" if field == "claim" else words.FIELDS.get(field, field).lower()


def _bar(share: float) -> str:
    filled = round(min(1.0, max(0.0, share)) * _BAR, 1)
    doubt = ' class="doubt"' if share < _DOUBTFUL else ""
    return (
        f'<svg{doubt} width="{_BAR}" height="5" viewBox="0 0 {_BAR} 5" aria-hidden="true">'
        f'<rect class="all" width="{_BAR}" height="5"/><rect width="{filled:g}" height="5"/></svg> {share:.0%}'
    )


def _reasons(why: Why | None) -> str:
    if why is None or not any(why.notes.values()):
        return ""
    rows = "".join(
        f"<dt>{esc(words.FIELDS.get(name, name))}</dt>" + "".join(f"<dd>{esc(note)}</dd>" for note in notes)
        for name, notes in why.notes.items()
        if notes
    )
    return f'<details class="why"><summary>Why it was read so</summary><dl>{rows}</dl></details>'
