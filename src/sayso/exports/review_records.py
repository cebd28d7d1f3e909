"""Reviews as plain values: whole for JSON, and one flat row each for CSV; and in words, for whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sayso.answers.reviews import Case
from sayso.exports import rows, version_tables, words
from sayso.ledger.reviews import Review
from sayso.model import Claim, record

__all__ = [
    "CASE_COLUMNS",
    "DECISION_COLUMNS",
    "FIELDS",
    "VERDICTS",
    "case_record",
    "case_row",
    "changed",
    "decision_record",
    "decision_row",
    "review_record",
]

VERDICTS: Final = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "undo": "taken back"}
FIELDS: Final = version_tables.FIELDS | {"said": "said on", "span": "evidence", "claim": "a claim at all"}
"""What the fields are called where a person looks at one claim."""
CASE_COLUMNS: tuple[str, ...] = ("doubt", "least_sure", *rows.COLUMNS)
DECISION_COLUMNS: tuple[str, ...] = (
    "key", "made", "by", "verdict", "stale", "changed", "why", "claim", "text", "report", "after",
)  # fmt: skip


def review_record(review: Review) -> dict[str, Any]:
    """A decision in the log."""
    return {
        "key": review.key,
        "claim": review.claim,
        "reading": review.reading,
        "report": review.report,
        "verdict": review.verdict,
        "fields": dict(review.fields),
        "by": review.by,
        "why": review.why,
        "made": review.made,
        "after": review.after,
        "stale": review.stale,
    }


def decision_record(review: Review, claim: Claim | None) -> dict[str, Any]:
    """A decision in the log, with the claim as it was read."""
    return review_record(review) | {"read": record(claim) if claim else None}


def decision_row(review: Review, claim: Claim | None) -> Mapping[str, object]:
    """A decision as a row with every one of ``DECISION_COLUMNS``."""
    told = review_record(review)
    told |= {"changed": tuple(changed(review)), "text": claim.text if claim else None}
    return {name: told[name] for name in DECISION_COLUMNS}


def changed(review: Review) -> list[str]:
    """What a correction changed, in words: "type: hold"."""
    return [f"{FIELDS.get(name, name)}: {_words(value)}" for name, value in review.fields.items()]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_words, value)) or "none"
    if not isinstance(value, dict):
        return "none" if value is None else str(value)
    if "stance" in value:
        return f"{value['by']} {value['stance'].replace('_', ' ')}"
    if "what" in value:
        lone = value.get("n")
        told = f"{value.get('min', '')}–{value.get('max', '')}" if lone is None else f"{lone:,}"
        return f"{told} {value['what']}"
    if "text" in value:
        return f"“{value['text']}”"
    if "name" in value:
        return f"{value['name']} ({value['side']})" if value.get("side") else str(value["name"])
    return f"{value.get('start') or ''} – {value.get('end') or ''}"


def case_record(case: Case) -> dict[str, Any]:
    """A claim to be reviewed, or that was: as it stands, as it was read, how sure of what, and what was decided."""
    held = case.in_force
    return {
        "claim": rows.facts(case.entry),
        "read": record(case.read),
        "reading": case.reading,
        "after": case.after,
        "stands": case.stands,
        "doubt": case.doubt,
        "sure": dict(case.why.sure),
        "why": {name: list(notes) for name, notes in case.why.notes.items()},
        "verdict": held.verdict if held else None,
        "reviews": [review_record(review) for review in case.reviews],
    }


def case_row(case: Case) -> Mapping[str, object]:
    """A claim to be reviewed as a row with every one of ``CASE_COLUMNS``."""
    least = min(case.why.sure, key=lambda name: case.why.sure[name], default=None)
    doubt = {"doubt": case.doubt, "least_sure": words.FIELDS.get(least, least) if least else None}
    return {**doubt, **rows.flat(case.entry)}
