"""What people hold of a claim, for a page and as plain values: who, when, why, and where it is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sayso.exports import words
from sayso.exports.article import outward
from sayso.exports.cards import esc
from sayso.ledger.judging import Judgement
from sayso.model import Claim

__all__ = ["record", "shown"]


def record(one: Judgement) -> dict[str, Any]:
    """A judgement as plain values, ready for JSON."""
    return {"claim": one.claim, "rating": one.rating, "by": one.by, "made": one.made, "why": one.why, "url": one.url}


def shown(some: Iterable[Judgement], claim: Claim) -> str:
    """The judgements of a claim as markup; "" for none. Whose word each is comes first: it is a person's, not ours."""
    what = "the denial" if claim.modality == "negated" else "it"
    items = "".join(_item(one, what) for one in some)
    return f'<ul class="judged" aria-label="What people hold of it">{items}</ul>' if items else ""


def _item(one: Judgement, what: str) -> str:
    made = date.fromisoformat(one.made[:10])
    day = f'<time datetime="{made.isoformat()}">{words.day(made)}</time>'
    why = f' <q dir="auto">{esc(one.why)}</q>' if one.why else ""
    where = f' <span class="part">{outward(one.url)}</span>' if one.url else ""
    return f"<li><bdi>{esc(one.by)}</bdi> holds {what} <strong>{esc(one.rating)}</strong>, {day}:{why}{where}</li>"
