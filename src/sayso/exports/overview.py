"""What claims a page holds: the filter by their types, who speaks how often, and what is denied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.exports import foreign, words
from sayso.exports.cards import esc
from sayso.exports.families import FAMILIES
from sayso.model import Claim, Reading

__all__ = ["legend", "overview"]


def _claims(readings: Sequence[Reading]) -> list[Claim]:
    return [claim for reading in readings for claim in reading.claims]


def legend(readings: Sequence[Reading], *, unfolded: bool = True) -> str:
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
        f'<details class="legend"{" open" if unfolded else ""}><summary>Types of claim</summary>'
        f'<form autocomplete="off">{"".join(groups)}</form></details>'
    )


def overview(readings: Sequence[Reading]) -> str:
    """Who speaks how often, and what is denied: what the side shows while no claim is open."""
    claims = _claims(readings)
    if not claims and (others := [reading for reading in readings if foreign.foreign(reading.report)]):
        return foreign.side(others)
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
