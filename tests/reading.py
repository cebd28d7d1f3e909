"""What the tests of the reader's rules share: read a few words of the invented war, and look for one claim in them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

from sayso.intake import report_from_text
from sayso.model import CLAIM_TYPES, Claim, Reading
from sayso.reader import Reader

__all__ = ["PUBLISHED", "TODAY", "check", "claims_of", "day", "find", "reading_of", "types_of", "view"]

PUBLISHED: Final = date(2031, 6, 18)
"""The Wednesday on which every sentence of these tests is printed, unless it says otherwise."""
TODAY: Final = ("2031-06-18", "2031-06-18")


@cache
def _reader() -> Reader:
    return Reader()


@cache
def reading_of(
    text: str,
    *,
    theatre: str | None = "varnia",
    published: date | None = PUBLISHED,
    outlet: str | None = None,
    agency: str | None = None,
) -> Reading:
    """Read a text as one report; the record's promises are checked on the way."""
    report = report_from_text(text, id="t", published=published, outlet=outlet, agency=agency, theatre=theatre)
    reading = _reader().read(report)
    check(reading)
    return reading


def claims_of(text: str, **about: Any) -> tuple[Claim, ...]:
    """The claims of a text; ``about`` as for ``reading_of``."""
    return reading_of(text, **about).claims


def types_of(text: str, **about: Any) -> list[str]:
    """The types of a text's claims, in order."""
    return [c.type for c in claims_of(text, **about)]


def day(month: int, number: int, *, until: tuple[int, int] | None = None) -> tuple[str, str]:
    """An interval of 2031 as ``view`` shows it: one day, or to another month and day."""
    return date(2031, month, number).isoformat(), date(2031, *(until or (month, number))).isoformat()


def view(claim: Claim) -> dict[str, Any]:
    """A claim in plain values, for tests to compare: names for parties and places, ISO dates, counts by their word."""

    def iso(d: date | None) -> str | None:
        return d.isoformat() if d else None

    return {
        "type": claim.type,
        "text": claim.text,
        "source": claim.source.name,
        "kind": claim.source.kind,
        "side": claim.source.side,
        "cue": claim.cue,
        "quote": claim.quote,
        "via": list(claim.via),
        "actor": claim.actor.name if claim.actor else None,
        "actor_side": claim.actor.side if claim.actor else None,
        "target": claim.target.name if claim.target else None,
        "target_side": claim.target.side if claim.target else None,
        "places": [p.name for p in claim.places],
        "when": (iso(claim.when.start), iso(claim.when.end)) if claim.when else None,
        "said": iso(claim.said),
        "counts": {c.what: c.n if c.n is not None else (c.min, c.max) for c in claim.counts},
        "modality": claim.modality,
        "stances": {(s.by, s.stance) for s in claim.stances},
    }


def find(
    text: str,
    *,
    theatre: str | None = "varnia",
    published: date | None = PUBLISHED,
    outlet: str | None = None,
    agency: str | None = None,
    **want: Any,
) -> Claim:
    """The first claim of a text that has every wanted value of ``view``; ``has`` wants words in its span."""
    claims = claims_of(text, theatre=theatre, published=published, outlet=outlet, agency=agency)
    words = want.pop("has", "")
    near: list[str] = []
    for claim in claims:
        seen = view(claim)
        missed = {k: seen[k] for k, v in want.items() if seen[k] != v}
        if words not in claim.text:
            missed["text"] = claim.text
        if not missed:
            return claim
        near.append(f"  {claim.type} “{claim.text}”: has {missed}")
    raise AssertionError(f"no claim of {text!r} with {want} {words!r}; there are:\n" + "\n".join(near or ["  none"]))


def check(reading: Reading) -> None:
    """What holds for every reading of any text: spans verbatim and in order, ids unlike, every field there."""
    text = reading.report.text
    ids = [c.id for c in reading.claims]
    assert len(ids) == len(set(ids))
    assert [c.start for c in reading.claims] == sorted(c.start for c in reading.claims)
    for claim, row in zip(reading.claims, reading.records(), strict=True):
        assert claim.text == text[claim.start : claim.end]
        assert claim.text == claim.text.strip()
        assert claim.text
        assert claim.type in CLAIM_TYPES
        assert claim.report == reading.report.id
        assert (claim.source.is_narrator) <= (claim.quote == "none")
        assert set(row) == FIELDS
        for key in ("places", "counts", "via", "stances"):
            assert isinstance(row[key], list)
        for count in claim.counts:
            assert count.what
            assert (count.n is None) == (count.min is not None or count.max is not None)


FIELDS: Final = {
    "id", "report", "text", "start", "end", "source", "cue", "quote", "via", "type", "actor", "target", "places",
    "when", "said", "counts", "modality", "stances",
}  # fmt: skip
