"""Readings as one self-contained page: the report, its claims marked by type, and what stands behind each.

The page is complete without its script (every card is in it, so it prints and reads without one); the script only
opens, steps through and filters. Nothing is fetched: the policy in the page forbids it, and lets run only the one
style and the one script that are named by their hashes. All text of a report passes through `cards.esc`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import TextIO

from sayso.exports import words
from sayso.exports.article import marked, outward
from sayso.exports.cards import card, esc
from sayso.exports.foreign import foreign, spoken
from sayso.exports.overview import legend, overview
from sayso.intake.language import language_name
from sayso.model import Claim, Reading, Report

__all__ = ["page", "write"]


def page(readings: Iterable[Reading]) -> str:
    """The page for one reading or several, as text; one report after the other, in the order given."""
    given = tuple(readings)
    style, script = _file("page.css") + _file("shared/claims.css"), _file("shared/claims.js")
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
        legend=legend(given),
        reports=_contents(given) + "\n".join(_report(r, reading) for r, reading in enumerate(given, 1)),
        overview=overview(given),
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
    title = f'<{level} dir="auto"{_language(report)}>{esc(words.title(report))}</{level}>'
    return (
        f'<article class="report" id="r{index}"><header>{title}'
        f'<p class="meta">{_meta(reading)}</p>{notes}</header>'
        f'<div class="text"{spoken(report)}>{marked(reading, lambda i: _key(index, i + 1))}</div></article>'
    )


def _language(report: Report) -> str:
    return f' lang="{esc(report.language)}"' if foreign(report) else ""


def _meta(reading: Reading) -> str:
    report = reading.report
    names = [report.outlet, report.agency if report.agency != report.outlet else None, report.place]
    facts = [f"<bdi>{esc(name)}</bdi>" for name in names if name]
    if report.published:
        facts.append(f'<time datetime="{report.published.isoformat()}">{words.day(report.published)}</time>')
    else:
        facts.append("undated")
    if foreign(report):
        facts.append(f"in {esc(language_name(report.language))}")
    if reading.theatre:
        facts.append(f"theatre {esc(reading.theatre)}")
    if report.url:
        facts.append(outward(report.url))
    return " · ".join(facts)
