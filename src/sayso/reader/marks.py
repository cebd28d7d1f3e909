"""What is known of a claim before its time and place are asked: signs that learned choices weigh."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.model import ClaimType, Modality
from sayso.reader.units import Unit

__all__ = ["claim_marks", "tense"]

_CLAUSES = {
    "acl": "reduced",
    "acl:relcl": "relative",
    "advcl": "adverbial",
    "ccomp": "complement",
    "xcomp": "complement",
}


def tense(head: Token) -> str:
    """The tense that a clause is told in; "noun" where it is none."""
    auxiliaries = {c.lower_ for c in head.children if c.dep_ in {"aux", "aux:pass", "cop"}}
    if auxiliaries & {"will", "'ll", "would", "shall"}:
        return "future"
    if auxiliaries & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if "had" in auxiliaries:
        return "past perfect"
    if auxiliaries & {"was", "were", "did"} or head.tag_ == "VBD":
        return "past"
    if auxiliaries & {"is", "are", "am", "'s", "’s", "'re", "’re", "do", "does"} or head.tag_ in {"VBZ", "VBP"}:
        return "present"
    if head.pos_ not in {"VERB", "AUX"}:
        return "noun"
    return "participle" if head.tag_ in {"VBG", "VBN"} else "bare"


def claim_marks(unit: Unit, kind: ClaimType, modality: Modality, paragraph: int) -> tuple[str, ...]:
    """A claim's type, clause, tense, modality, voice and standing in the report, each as a word."""
    told = unit.attribution
    spoken = told is not None and not told.source.is_narrator
    return (
        kind,
        unit.kind,
        tense(unit.head),
        modality,
        "spoken" if spoken else "narrated",
        "carried" if spoken and told is not None and told.cue is None else "cued" if spoken else "no cue",
        _CLAUSES.get(unit.head.dep_, "main"),
        "lead" if paragraph == 0 else "second" if paragraph == 1 else "body",
    )
