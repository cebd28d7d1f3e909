"""What is lost when an invented war is read from its texts? Read claims beside the true ones, and each loss by name.

A read claim is the true one whose words it shares (``sayso.score.pairs``), and so carries that claim's event. ``mend``
gives the read claims back one thing that the reader got wrong, so that a measure taken again tells what it cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bench.chronicle.war import Chronicle
from sayso.model import Claim
from sayso.reader import Reader
from sayso.score import Names, agrees, pairs
from sayso.theatres import Theatre

__all__ = ["MENDS", "Pair", "losses", "mend", "read"]

Version = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Pair:
    """A true claim and what was read in its place; one of them None where the other stands alone."""

    true: Claim | None
    read: Claim | None


def read(told: Chronicle, theatre: str) -> dict[Version, tuple[Pair, ...]]:
    """Every version of every report through the reader, its claims beside the true ones.

    ``theatre`` is the path of the war's theatre. The ids of read claims tell versions of a report apart.
    """
    reader = Reader(theatre)
    found: dict[Version, tuple[Pair, ...]] = {}
    for each, reading in zip(told.reports, reader.read_all(t.report for t in told.reports), strict=True):
        published = each.report.published
        assert published is not None
        claims = [replace(c, id=f"{published.isoformat()}~{c.id}") for c in reading.claims]
        matched = pairs(each.report.text, each.claims, claims)
        rows = [Pair(claim, claims[matched[n]] if n in matched else None) for n, claim in enumerate(each.claims)]
        taken = set(matched.values())
        rows += [Pair(None, claim) for n, claim in enumerate(claims) if n not in taken]
        found[(each.report.id, published)] = tuple(rows)
    return found


def _places(claim: Claim) -> set[str]:
    return {place.name for place in claim.places}


def _numbers(claim: Claim) -> set[tuple[str, int | None, int | None, int | None]]:
    return {(count.what, count.n, count.min, count.max) for count in claim.counts}


_ALIKE: Final[Mapping[str, Callable[[Claim, Claim, Names], bool]]] = {
    "type wrong": lambda true, said, _: true.type == said.type,
    "source wrong": lambda true, said, names: agrees("source", true, said, names),
    "place wrong": lambda true, said, _: _places(true) == _places(said),
    "when wrong": lambda true, said, _: true.when == said.when,
    "counts wrong": lambda true, said, _: _numbers(true) == _numbers(said),
    "actor wrong": lambda true, said, names: agrees("actor", true, said, names),
    "modality wrong": lambda true, said, _: true.modality == said.modality,
    "stances wrong": lambda true, said, names: agrees("stances", true, said, names),
}


def losses(found: Mapping[Version, Sequence[Pair]], theatre: Theatre) -> tuple[Counter[str], list[str]]:
    """How often each thing went wrong, "true claims" and "right in all" among them; and every one in words."""
    names = Names.of(theatre.demonyms)
    counted: Counter[str] = Counter()
    lines: list[str] = []
    for (report, _), rows in found.items():
        for row in rows:
            if row.true is None:
                counted["claim not there"] += 1
                lines.append(f"{report} claim not there: {row.read.type if row.read else ''} {_text(row.read)}")
                continue
            counted["true claims"] += 1
            if row.read is None:
                counted["claim not found"] += 1
                lines.append(f"{report} claim not found: {row.true.type} {_text(row.true)}")
                continue
            wrong = [name for name, alike in _ALIKE.items() if not alike(row.true, row.read, names)]
            counted.update(wrong or ["right in all"])
            lines += [f"{report} {name}: {_told(name, row.true)} read {_told(name, row.read)}" for name in wrong]
    return counted, lines


def _text(claim: Claim | None) -> str:
    return repr(claim.text[:110]) if claim else ""


_SHOWN: Final[Mapping[str, Callable[[Claim], Any]]] = {
    "type wrong": lambda claim: f"{claim.type} {claim.text[:90]!r}",
    "source wrong": lambda claim: f"{claim.source.name} ({claim.source.side}) {claim.text[:50]!r}",
    "place wrong": lambda claim: f"{sorted(_places(claim))} {claim.text[:60]!r}",
    "when wrong": lambda claim: f"{claim.when and (str(claim.when.start), str(claim.when.end))} {claim.text[:90]!r}",
    "counts wrong": lambda claim: f"{sorted(map(str, _numbers(claim)))} {claim.text[:90]!r}",
    "actor wrong": lambda claim: f"{claim.actor and (claim.actor.name, claim.actor.side)} {claim.text[:60]!r}",
    "modality wrong": lambda claim: f"{claim.modality} {claim.text[:60]!r}",
    "stances wrong": lambda claim: f"{[(s.by, s.stance) for s in claim.stances]} {claim.text[:40]!r}",
}


def _told(name: str, claim: Claim) -> str:
    return str(_SHOWN[name](claim))


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "types": ("type",),
    "sources": ("source", "via", "cue", "quote"),
    "places": ("places",),
    "times": ("when", "said"),
    "counts": ("counts",),
    "parties": ("actor", "target"),
    "modality, stances": ("modality", "stances"),
}
MENDS: Final = ("as read", "all found", "none too many", *_FIELDS, "all of these")


def mend(found: Mapping[Version, Sequence[Pair]], what: str) -> tuple[dict[Version, tuple[Claim, ...]], dict[str, str]]:
    """The read claims with one thing mended (one of ``MENDS``), and which true claim each one is, by id."""
    everything = what == "all of these"
    fields = [n for name, group in _FIELDS.items() if everything or name == what for n in group]
    claims: dict[Version, tuple[Claim, ...]] = {}
    same: dict[str, str] = {}
    for version, rows in found.items():
        out: list[Claim] = []
        for row in rows:
            if row.true is None:
                if row.read is not None and not everything and what != "none too many":
                    out.append(row.read)
                continue
            if row.read is None:
                if everything or what == "all found":
                    out.append(row.true)
                    same[row.true.id] = row.true.id
                continue
            out.append(replace(row.read, **{name: getattr(row.true, name) for name in fields}))
            same[row.read.id] = row.true.id
        claims[version] = tuple(out)
    return claims, same
