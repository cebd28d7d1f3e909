"""In which tense is a clause told?"""

from __future__ import annotations

from spacy.tokens import Token

__all__ = ["tense"]


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
