"""A claim's fields as the fields of a form, and what of a form that comes back was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sayso.exports import words
from sayso.exports.safe import visible
from sayso.model import Claim

__all__ = ["as_form", "changes"]

# The fields of a claim, each with those of the form that make it up.
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "type": ("type",),
    "source": ("source", "source_kind", "source_side"),
    "actor": ("actor", "actor_side"),
    "target": ("target", "target_side"),
    "places": ("places",),
    "when": ("when_start", "when_end"),
    "counts": ("counts",),
    "modality": ("modality",),
    "stances": ("stances",),
    "via": ("via",),
    "quote": ("quote",),
    "cue": ("cue",),
    "said": ("said",),
    "span": ("span_start", "span_end"),
}


def as_form(claim: Claim) -> dict[str, str]:
    """What stands in each field of the form; several places, figures, stances or channels are parted by semicolons."""
    actor, target, when = claim.actor, claim.target, claim.when
    told: dict[str, object] = {
        "type": claim.type,
        "source": claim.source.name,
        "source_kind": claim.source.kind,
        "source_side": claim.source.side,
        "actor": actor and actor.name,
        "actor_side": actor and actor.side,
        "target": target and target.name,
        "target_side": target and target.side,
        "places": "; ".join(place.name for place in claim.places),
        "when_start": when and when.start,
        "when_end": when and when.end,
        "counts": "; ".join(words.count(count) for count in claim.counts),
        "modality": claim.modality,
        "stances": "; ".join(words.stance(stance) for stance in claim.stances),
        "via": "; ".join(claim.via),
        "quote": claim.quote,
        "cue": claim.cue,
        "said": claim.said,
        "span_start": claim.start,
        "span_end": claim.end,
    }
    return {name: "" if value is None else str(value) for name, value in told.items()}


def changes(given: Mapping[str, str], claim: Claim) -> dict[str, Any]:
    """What a form that showed this claim says otherwise, for ``answers.reviews.decide``; fields not given stay."""
    was = as_form(claim)
    out: dict[str, Any] = {}
    for field, parts in _PARTS.items():
        if any(part in given and _plain(given[part]) != _plain(was[part]) for part in parts):
            told = {part: _plain(given.get(part, was[part])) for part in parts}
            out[field] = _value(field, told)
    return out


def _plain(text: str) -> str:
    # A page shows controls as pictures, and a browser's field keeps no line breaks.
    return " ".join(visible(text).split())


def _value(field: str, told: Mapping[str, str]) -> Any:
    match field:
        case "source":
            if told["source"] == "narrator":
                return {"name": "narrator"}
            return {"name": told["source"], "kind": told["source_kind"] or None, "side": told["source_side"] or None}
        case "actor" | "target":
            return {"name": told[field], "side": told[f"{field}_side"] or None} if told[field] else None
        case "when":
            days = {"start": told["when_start"] or None, "end": told["when_end"] or None}
            return days if any(days.values()) else None
        case "span":
            return {end: _number(told[f"span_{end}"]) for end in ("start", "end")}
        case "places" | "counts" | "stances" | "via":
            return [part.strip() for part in told[field].split(";") if part.strip()]
        case "cue" | "said":
            return told[field] or None
        case _:
            return told[field]


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else text
