"""A report's text as it is read: whole, in its paragraphs, with its claims marked and numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from sayso.exports import foreign, weblinks, words
from sayso.exports.cards import esc
from sayso.exports.families import family
from sayso.exports.layout import Paragraph, paragraphs
from sayso.exports.segments import Segment, cut
from sayso.model import BlockKind, Claim, Reading

__all__ = ["Key", "marked", "outward"]

Key = Callable[[int], str]
"""What a claim is called on its page, by its place among the claims of its report, from 0; no white space in it."""


def outward(url: str) -> str:
    """A report's address as a link with its host's name, or as mere text where it is no address of the web."""
    address = weblinks.outward(url)
    if address is None:
        return f"<bdi>{esc(url)}</bdi>"
    host = str(urlsplit(url).hostname)
    return f'<a href="{esc(address)}" rel="noreferrer noopener"><bdi>{esc(host)}</bdi></a>'


def marked(reading: Reading, key: Key) -> str:
    """The whole text of a report; what stands between paragraphs is kept, so that the page holds all of it."""
    report, claims = reading.report, reading.claims
    if foreign.foreign(report):
        return foreign.marked(reading)
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
        parts.append(_paragraph(key, reading, paragraph, inner, starts, waiting))
        waiting = []
    parts += [esc(report.text[s.start : s.end]) for s in segments[at:]]
    return "".join(parts)


def _paragraph(
    key: Key,
    reading: Reading,
    paragraph: Paragraph,
    segments: Sequence[Segment],
    starts: dict[int, list[int]],
    waiting: Sequence[int],
) -> str:
    main: BlockKind = "body" if paragraph.kind == "dateline" else paragraph.kind
    parts = [_ref(key, reading, i) for i in waiting]
    kinds = {piece.start: piece.kind for piece in paragraph.pieces}
    kind = main
    for segment in segments:
        kind = kinds.get(segment.start, kind)
        parts += [_ref(key, reading, i) for i in starts.get(segment.start, ())]
        inner = _segment(key, reading, segment)
        parts.append(inner if kind == main else f'<span class="k-{kind}">{inner}</span>')
    # The headline stands above the text already; it stays in the page, which holds the whole text, but unseen.
    title = reading.report.text[paragraph.start : paragraph.end] == words.title(reading.report)
    again = " again" if title and main == "headline" and not any(s.claims for s in segments) else ""
    return f'<p class="k-{main}{again}" dir="auto">{"".join(parts)}</p>'


def _segment(key: Key, reading: Reading, segment: Segment) -> str:
    text = esc(reading.report.text[segment.start : segment.end])
    keys = esc(" ".join(key(i) for i in segment.claims))
    beside = esc(" ".join(key(i) for i in segment.beside))
    because = f' data-w="{beside}"' if beside else ""
    if not segment.claims:
        return f"<span{because}>{text}</span>" if because else text
    innermost = reading.claims[segment.claims[-1]]
    kin = f"f-{family(innermost.type).key}"
    if len(segment.claims) > 1:
        kin += f" o-{family(reading.claims[segment.claims[-2]].type).key}"
    return f'<mark class="{kin}" data-c="{keys}"{because}>{text}</mark>'


def _ref(key: Key, reading: Reading, i: int) -> str:
    """A claim's number, a tab stop of its own; the digit is drawn by the style, so copied text stays the report's."""
    claim, n, name = reading.claims[i], i + 1, key(i)
    doubt = words.standing(claim)
    label = f"Claim {n}: {claim.type}, on the account of {words.speaker(claim, reading.report)}"
    label += f", {doubt}" if doubt else ""
    kin = family(claim.type).key
    return (
        f'<a class="ref f-{kin}{f" s-{doubt}" if doubt else ""}" href="#{esc(name)}" data-k="{esc(name)}" data-n="{n}" '
        f'data-f="{kin}" data-t="{claim.type}" aria-expanded="false" aria-controls="{esc(name)}" '
        f'aria-label="{esc(label)}"></a>'
    )


def _support(reading: Reading, claim: Claim) -> list[tuple[int, int]]:
    """The words that a claim's source, cue, place and time rest on, outside or inside its own span."""
    why = reading.why.get(claim.id)
    return [span for spans in why.spans.values() for span in spans if span != (claim.start, claim.end)] if why else []
