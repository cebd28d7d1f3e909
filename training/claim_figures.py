"""How well the claim heads do by themselves, on labelled reports that they were not trained on: for the model card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language

from sayso.reader.document import prepare
from training.claims import as_report, claim_head
from training.reports import Labelled

__all__ = ["claim_figures"]


def claim_figures(reports: Sequence[Labelled], nlp: Language) -> dict[str, float]:
    """F1 of words taken for heads of claims; of the heads annotated, the share with the right type and modality."""
    right = found = wanted = types = modalities = 0
    for labelled, document in zip(reports, prepare(nlp, (as_report(r) for r in reports)), strict=True):
        scores = document.scores
        assert scores is not None
        heads: dict[int, dict[str, Any]] = {}
        for claim in labelled.claims:
            token = claim_head(document, claim.start, claim.end)
            if token is not None:
                heads.setdefault(token.i, claim.fields)
        said = {t.i for s in document.sentences for t in s if scores.claimed(t.i) >= 0.5}
        right, found, wanted = right + len(said & heads.keys()), found + len(said), wanted + len(heads)
        for i, fields in heads.items():
            kinds, ways = scores.types(i), scores.modalities(i)
            types += max(kinds, key=kinds.__getitem__) == fields["type"]
            modalities += max(ways, key=ways.__getitem__) == fields["modality"]
    return {
        "f1": 200 * right / max(1, found + wanted),
        "type": 100 * types / max(1, wanted),
        "modality": 100 * modalities / max(1, wanted),
    }
