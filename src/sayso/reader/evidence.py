"""What the confidence of each field rests on: signs taken from how it was decided."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sayso.model import Claim
from sayso.reader.claim_scores import ClaimScores
from sayso.reader.confidence import bucket
from sayso.reader.tenses import tense
from sayso.reader.units import Unit

__all__ = ["signs_of"]

_DETAIL = re.compile(r"[“\"].*?[”\"]|\(.*?\)|[“(].*")


def signs_of(
    unit: Unit,
    claim: Claim,
    notes: Mapping[str, tuple[str, ...]],
    sure: Mapping[str, float | None],
    scores: ClaimScores | None,
) -> dict[str, tuple[str, ...]]:
    """The signs by field; ``notes`` are the reasons shown, ``sure`` what choices and heads gave the fields."""
    told = unit.attribution
    voice = "narrated" if claim.source.is_narrator else "cued" if claim.cue else "carried"
    plain = {k: _plain(v[0]) if v else "" for k, v in notes.items()}
    claimed = scores.claimed(unit.head.i) if scores is not None else None
    clause = f"a {unit.kind}, {tense(unit.head)}"
    common = (voice, clause, f"of {claim.type}", f"{claim.modality}")
    length = "short" if unit.last - unit.first < 5 else "long" if unit.last - unit.first > 25 else "plain"
    return {
        "claim": (*common, bucket("claimed", claimed), plain.get("type", ""), length),
        "type": (
            clause,
            f"of {claim.type}",
            bucket("sure", sure.get("type")),
            bucket("claimed", claimed),
            plain.get("type", ""),
        ),
        "source": (
            voice,
            plain.get("source", ""),
            f"source {claim.source.kind}" if not claim.source.is_narrator else "narrator",
            claim.quote,
            f"manner {told.manner}" if told is not None else "no manner",
            "a name" if claim.source.name[:1].isupper() else "no name",
            bucket("claimed", claimed),
        ),
        "actor": (
            "none" if claim.actor is None else "named" if claim.actor.name[:1].isupper() else "described",
            "a side" if claim.actor is not None and claim.actor.side else "no side",
            *common,
        ),
        "places": (
            plain.get("places", ""),
            f"{min(2, len(claim.places))} places",
            *(p.precision for p in claim.places[:1]),
            *common,
        ),
        "when": (
            plain.get("when", ""),
            "dated" if claim.when else "undated",
            bucket("sure", sure.get("when")),
            *common,
        ),
        "modality": (*common, bucket("sure", sure.get("modality")), plain.get("modality", "")),
    }


def _plain(note: str) -> str:
    """A reason without the words of the text that it names."""
    return _DETAIL.sub("", note).strip()
