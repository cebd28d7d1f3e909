"""What is shown of a report that is not read for claims: its text with what it names marked, and a list of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sayso.exports import words
from sayso.exports.cards import esc
from sayso.exports.layout import paragraphs
from sayso.intake.language import language_name
from sayso.model import Mention, Place, Reading, Report, When

__all__ = ["Named", "foreign", "marked", "named", "side", "spoken"]

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "he", "yi", "sd"})


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a report, the place or the days they mean, and how often it has them."""

    words: str
    place: Place | None
    when: When | None
    times: int


def foreign(report: Report) -> bool:
    """Whether a report is in another language than claims are read from."""
    return report.language != "en"


def spoken(report: Report) -> str:
    """The attributes that tell a browser what language a report is in, and which way that runs; "" for English."""
    if not foreign(report):
        return ""
    way = "rtl" if report.language in _RIGHT_TO_LEFT else "ltr"
    return f' lang="{esc(report.language)}" dir="{way}"'


def named(reading: Reading) -> list[Named]:
    """What a report names, each word and meaning once, in order of its text."""
    found: dict[tuple[str, Place | None, When | None], int] = {}
    for mention in reading.mentions:
        key = reading.report.text[mention.start : mention.end], mention.place, mention.when
        found[key] = found.get(key, 0) + 1
    return [Named(text, place, when, times) for (text, place, when), times in found.items()]


def marked(reading: Reading) -> str:
    """The whole text of a report as markup, in its paragraphs, with the places and days that it names marked."""
    text, parts, at = reading.report.text, [], 0
    waiting = list(reading.mentions)
    for paragraph in paragraphs(reading.report):
        parts.append(esc(text[at : paragraph.start]))
        inside: list[Mention] = []
        while waiting and waiting[0].start < paragraph.end:
            mention = waiting.pop(0)
            if mention.start >= paragraph.start and mention.end <= paragraph.end:
                inside.append(mention)
        title = text[paragraph.start : paragraph.end] == words.title(reading.report)
        again = " again" if title and paragraph.kind == "headline" and not inside else ""
        body = _marked(text, paragraph.start, paragraph.end, inside)
        parts.append(f'<p class="k-{paragraph.kind}{again}">{body}</p>')
        at = paragraph.end
    return "".join([*parts, esc(text[at:])])


def _marked(text: str, start: int, end: int, mentions: Iterable[Mention]) -> str:
    parts, at = [], start
    for mention in mentions:
        meant = words.place(mention.place) if mention.place else words.when(mention.when)
        kind = "place" if mention.place else "day"
        parts += [
            esc(text[at : mention.start]),
            f'<span class="named {kind}" title="{esc(meant)}">{esc(text[mention.start : mention.end])}</span>',
        ]
        at = mention.end
    return "".join([*parts, esc(text[at:end])])


def side(readings: Iterable[Reading], to: Callable[[Place], str | None] = lambda _: None) -> str:
    """What stands beside such reports instead of claims: that they were not read for any, and what they name.

    ``to`` is where a place leads.
    """
    return "\n".join(_side(reading, to) for reading in readings)


def _side(reading: Reading, to: Callable[[Place], str | None]) -> str:
    report = reading.report
    told = f"<h2>Not read for claims</h2><p>This report is in {esc(language_name(report.language))}. "
    told += "Sayso reads claims from English alone: it is kept, and found by its words"
    every = named(reading)
    if not every:
        return f"{told}.</p>"
    parts = [f"{told}, places and days.</p>"]
    for heading, some in (
        ("Places named", [one for one in every if one.place]),
        ("Days named", [one for one in every if one.when]),
    ):
        if some:
            rows = "".join(_row(one, report, to) for one in some)
            parts.append(f"<h3>{heading}</h3><ul>{rows}</ul>")
    return "".join(parts)


def _row(one: Named, report: Report, to: Callable[[Place], str | None]) -> str:
    meant = esc(words.place(one.place) if one.place else words.when(one.when))
    address = to(one.place) if one.place else None
    if address:
        meant = f'<a href="{esc(address)}">{meant}</a>'
    often = f'<span class="n">{one.times}</span>'
    return f'<li><bdi class="who"{spoken(report)}>{esc(one.words)}</bdi> <span class="part">{meant}</span>{often}</li>'
