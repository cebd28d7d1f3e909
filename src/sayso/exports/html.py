"""Readings as one self-contained page: the report, its claims marked by type, and what stands behind each.

The page is complete without its script (every card is in it, so it prints and reads without one); the script only
opens, steps through and filters. Nothing is fetched: the policy in the page forbids it, and lets run only the one
style and the one script that are named by their hashes. All text of a report passes through `cards.esc`.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import TextIO
from urllib.parse import urlsplit

from sayso.exports import words
from sayso.exports.cards import card, esc
from sayso.exports.families import FAMILIES, family
from sayso.exports.layout import Paragraph, paragraphs
from sayso.exports.segments import Segment, cut
from sayso.model import BlockKind, Claim, Reading

__all__ = ["page", "write"]


def page(readings: Iterable[Reading]) -> str:
    """The page for one reading or several, as text; one report after the other, in the order given."""
    given = tuple(readings)
    style, script = _file("page.css"), _file("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    heading = words.title(given[0].report) if len(given) == 1 else f"{len(given)} reports"
    cards = (
        card(_key(r, n), n, claim, reading.report, reading.why.get(claim.id))
        for r, reading in enumerate(given, 1)
        for n, claim in enumerate(reading.claims, 1)
    )
    return Template(_file("page.html")).substitute(
        policy=policy,
        title=esc(f"{heading} – sayso"),
        style=style,
        tally=_tally(given),
        legend=_legend(given),
        reports=_contents(given) + "\n".join(_report(r, reading) for r, reading in enumerate(given, 1)),
        overview=_overview(given),
        cards="\n".join(cards),
        script=script,
    )


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write the page for ``readings`` to ``out``, whose encoding must be UTF-8."""
    out.write(page(readings))
    out.flush()


@cache
def _file(name: str) -> str:
    # Line endings are the parser's before it hashes: a return in the file would void the policy's hash.
    return (files("sayso.exports") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _key(report: int, claim: int) -> str:
    return f"c{report}-{claim}"


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _claims(readings: Sequence[Reading]) -> list[Claim]:
    return [claim for reading in readings for claim in reading.claims]


def _tally(readings: Sequence[Reading]) -> str:
    claims = _claims(readings)
    accounts = {c.source.name for c in claims if not c.source.is_narrator}
    facts = [_number(len(readings), "report")] if len(readings) != 1 else []
    facts += [_number(len(claims), "claim"), _number(len(accounts), "source")]
    return " · ".join(facts)


def _legend(readings: Sequence[Reading]) -> str:
    """The filter: a box for every type that occurs, under a box for its family."""
    found = Counter(claim.type for claim in _claims(readings))
    groups = []
    for kin in FAMILIES:
        present = [t for t in kin.types if found[t]]
        if not present:
            continue
        boxes = "".join(
            f'<li><label><input type="checkbox" name="type" value="{t}" data-f="{kin.key}" checked> {t} '
            f'<span class="part">{found[t]}</span></label></li>'
            for t in present
        )
        groups.append(
            f'<fieldset class="f-{kin.key}"><legend><label><input type="checkbox" name="family" value="{kin.key}" '
            f'checked> <span class="sign" aria-hidden="true">{kin.sign}</span> <span class="name">{kin.title}</span>'
            f"</label></legend><ul>{boxes}</ul></fieldset>"
        )
    if not groups:
        return ""
    return (
        '<details class="legend" open><summary>Types of claim</summary>'
        f'<form autocomplete="off">{"".join(groups)}</form></details>'
    )


def _overview(readings: Sequence[Reading]) -> str:
    """Who speaks how often, and what is denied: what the side shows while no claim is open."""
    claims = _claims(readings)
    if not claims:
        return "<h2>No claims</h2><p>Nothing in this text was read as a claim about events.</p>"
    voices = Counter(
        ("", words.speaker(c, reading.report), "own voice")
        if c.source.is_narrator
        else ("s", c.source.name, words.source(c.source))
        for reading in readings
        for c in reading.claims
    )
    rows = "".join(
        f'<li><bdi class="who">{esc(name)}</bdi> <span class="part">{esc(part)}</span><span class="n">{n}</span></li>'
        for (_, name, part), n in voices.most_common(40)
    )
    more = f'<p class="part">and {len(voices) - 40} more</p>' if len(voices) > 40 else ""
    standings = Counter(s for s in map(words.standing, claims) if s)
    signs = {"unverified": "?", "confirmed": "✓"}
    doubts = "".join(f"<li>{signs.get(word, '✗')} {n} {word}</li>" for word, n in standings.most_common())
    return (
        '<h2>Who speaks</h2><p class="hint">Choose a claim to see where it comes from. <span class="keys">'
        "<kbd>j</kbd> <kbd>k</kbd> step through, <kbd>Enter</kbd> keeps one open, <kbd>Esc</kbd> closes.</span></p>"
        f'<ol class="voices">{rows}</ol>{more}' + (f'<ul class="doubts">{doubts}</ul>' if doubts else "")
    )


def _contents(readings: Sequence[Reading]) -> str:
    if len(readings) < 2:
        return ""
    items = "".join(
        f'<li><a href="#r{r}"><bdi>{esc(words.title(reading.report))}</bdi></a> '
        f'<span class="part">{_number(len(reading.claims), "claim")}</span></li>'
        for r, reading in enumerate(readings, 1)
    )
    return f'<nav class="contents" aria-label="Reports"><ol>{items}</ol></nav>\n'


def _report(index: int, reading: Reading) -> str:
    report = reading.report
    level = "h1" if index == 1 else "h2"
    notes = "".join(f'<p class="note">{esc(note)}</p>' for note in reading.warnings)
    return (
        f'<article class="report" id="r{index}"><header><{level} dir="auto">{esc(words.title(report))}</{level}>'
        f'<p class="meta">{_meta(reading)}</p>{notes}</header>'
        f'<div class="text">{_text(index, reading)}</div></article>'
    )


def _meta(reading: Reading) -> str:
    report = reading.report
    names = [report.outlet, report.agency if report.agency != report.outlet else None, report.place]
    facts = [f"<bdi>{esc(name)}</bdi>" for name in names if name]
    if report.published:
        facts.append(f'<time datetime="{report.published.isoformat()}">{words.day(report.published)}</time>')
    else:
        facts.append("undated")
    if reading.theatre:
        facts.append(f"theatre {esc(reading.theatre)}")
    if report.url:
        facts.append(_link(report.url))
    return " · ".join(facts)


def _link(url: str) -> str:
    try:
        parts = urlsplit(url)
        safe = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        safe = False
    if not safe:  # javascript: and data: would run in whoever's page follows them
        return f"<bdi>{esc(url)}</bdi>"
    return f'<a href="{esc(url)}" rel="noreferrer noopener"><bdi>{esc(str(parts.hostname))}</bdi></a>'


def _text(index: int, reading: Reading) -> str:
    """The whole text of a report; what stands between paragraphs is kept, so that the page holds all of it."""
    report, claims = reading.report, reading.claims
    laid = paragraphs(report)
    edges = [edge for p in laid for piece in p.pieces for edge in (piece.start, piece.end)]
    segments = cut(len(report.text), [(c.start, c.end) for c in claims], [_support(reading, c) for c in claims], edges)
    starts: dict[int, list[int]] = {}
    for i, claim in enumerate(claims):
        starts.setdefault(claim.start, []).append(i)
    parts: list[str] = []
    at = 0
    waiting: list[int] = []  # claims that begin in white space get their number at the next word
    for paragraph in laid:
        while at < len(segments) and segments[at].start < paragraph.start:
            waiting += starts.get(segments[at].start, ())
            parts.append(esc(report.text[segments[at].start : segments[at].end]))
            at += 1
        inner: list[Segment] = []
        while at < len(segments) and segments[at].start < paragraph.end:
            inner.append(segments[at])
            at += 1
        parts.append(_paragraph(index, reading, paragraph, inner, starts, waiting))
        waiting = []
    parts += [esc(report.text[s.start : s.end]) for s in segments[at:]]
    return "".join(parts)


def _paragraph(
    index: int,
    reading: Reading,
    paragraph: Paragraph,
    segments: Sequence[Segment],
    starts: dict[int, list[int]],
    waiting: Sequence[int],
) -> str:
    main: BlockKind = "body" if paragraph.kind == "dateline" else paragraph.kind
    parts = [_ref(index, reading, i) for i in waiting]
    kinds = {piece.start: piece.kind for piece in paragraph.pieces}
    kind = main
    for segment in segments:
        kind = kinds.get(segment.start, kind)
        parts += [_ref(index, reading, i) for i in starts.get(segment.start, ())]
        inner = _segment(index, reading, segment)
        parts.append(inner if kind == main else f'<span class="k-{kind}">{inner}</span>')
    # The headline stands above the text already; it stays in the page, which holds the whole text, but unseen.
    title = reading.report.text[paragraph.start : paragraph.end] == words.title(reading.report)
    again = " again" if title and main == "headline" and not any(s.claims for s in segments) else ""
    return f'<p class="k-{main}{again}" dir="auto">{"".join(parts)}</p>'


def _segment(index: int, reading: Reading, segment: Segment) -> str:
    text = esc(reading.report.text[segment.start : segment.end])
    keys = " ".join(_key(index, i + 1) for i in segment.claims)
    beside = " ".join(_key(index, i + 1) for i in segment.beside)
    because = f' data-w="{beside}"' if beside else ""
    if not segment.claims:
        return f"<span{because}>{text}</span>" if because else text
    innermost = reading.claims[segment.claims[-1]]
    kin = f"f-{family(innermost.type).key}"
    if len(segment.claims) > 1:
        kin += f" o-{family(reading.claims[segment.claims[-2]].type).key}"
    return f'<mark class="{kin}" data-c="{keys}"{because}>{text}</mark>'


def _ref(index: int, reading: Reading, i: int) -> str:
    """A claim's number, a tab stop of its own; the digit is drawn by the style, so copied text stays the report's."""
    claim, n, key = reading.claims[i], i + 1, _key(index, i + 1)
    doubt = words.standing(claim)
    label = f"Claim {n}: {claim.type}, on the account of {words.speaker(claim, reading.report)}"
    label += f", {doubt}" if doubt else ""
    kin = family(claim.type).key
    return (
        f'<a class="ref f-{kin}{f" s-{doubt}" if doubt else ""}" href="#{key}" data-k="{key}" data-n="{n}" '
        f'data-f="{kin}" data-t="{claim.type}" aria-expanded="false" aria-controls="{key}" '
        f'aria-label="{esc(label)}"></a>'
    )


def _support(reading: Reading, claim: Claim) -> list[tuple[int, int]]:
    """The words that a claim's source, cue, place and time rest on, outside or inside its own span."""
    why = reading.why.get(claim.id)
    return [span for spans in why.spans.values() for span in spans if span != (claim.start, claim.end)] if why else []
