"""How surely: asserted, negated, possible, intended or demanded (``data/modality.toml``)."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from sayso.model import ClaimType, Modality
from sayso.reader.attribution import Attribution
from sayso.reader.claim_scores import ClaimScores, weigh
from sayso.reader.clauses import Unit
from sayso.reader.grammar import child, children, is_negated, preposition
from sayso.reader.wordlists import table as read_table

__all__ = ["modality_of"]


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    raw = read_table("modality")
    return {kind: {k: frozenset(v) for k, v in rows.items()} for kind, rows in raw.items()}


def _governors(token: Token, head: Token) -> list[Token]:
    """The verbs and nouns between a trigger and its clause's head that colour it ("trying to", "plans to")."""
    out: list[Token] = []
    node = token
    while node.i != head.i and node.head.i != node.i:
        node = node.head
        out.append(node)
    if head.dep_ in {"xcomp", "acl"} and head.head.i != head.i:
        out.append(head.head)
    return out


# What the rules' modality is worth beside the trained heads' (natural logarithms of odds): a word that decided
# weighs more than that none did.
_DECIDED, _DEFAULT = 20.0, 2.0
_NOTHING = "nothing says otherwise"


def modality_of(unit: Unit, kind: ClaimType, scores: ClaimScores | None = None) -> tuple[Modality, str, float | None]:
    """The claim's modality, the word that decided it, and how sure that is where trained heads say."""
    ruled, why = _ruled(unit, kind)
    if scores is None:
        return ruled, why, None
    best, sure = weigh(scores.modalities(unit.head.i), ruled, _DEFAULT if why == _NOTHING else _DECIDED)
    return best, why if best == ruled else f"read as {best} by the trained head", sure


def _ruled(unit: Unit, kind: ClaimType) -> tuple[Modality, str]:
    table = _table()
    attribution = unit.attribution
    if unit.kind == "appeal":
        return "demanded", "a demand"
    if attribution is not None and attribution.manner == "denial":
        return "negated", f"cue “{attribution.cue}”"
    token = unit.trigger.token if unit.trigger else unit.head
    heads = [unit.head] if token.i == unit.head.i else [token, unit.head]
    auxiliaries = [c.lower_ for h in heads for c in h.children if c.dep_ in {"aux", "aux:pass"}]
    for word in auxiliaries:
        if word in table["demanded"]["auxiliaries"]:
            return "demanded", f"“{word}”"
    negated = _negation(unit, token, heads)
    if negated:
        return "negated", negated
    for word in auxiliaries:
        if word in table["possible"]["auxiliaries"]:
            return "possible", f"“{word}”"
        if word in table["intended"]["auxiliaries"] and "have" not in auxiliaries:
            return "intended", f"“{word}”"
    if any(_to_be(h) for h in heads):
        return "intended", "“is to”"
    if token.dep_ == "xcomp" and token.head.lemma_ == "have" and any(c.tag_ == "TO" for c in token.children):
        return "demanded", "“have to”"
    found = _governed(unit, token)
    if found is not None:
        return found
    if any(c.lower_ in table["possible"]["adverbs"] for h in heads for c in children(h, "advmod")):
        return "possible", "a hedge"
    if any(h.lemma_.lower() in table["possible"]["predicates"] for h in heads):
        return "possible", "a hedge"
    if _suspects(attribution):
        return "possible", f"cue “{attribution.cue if attribution else ''}”"
    if kind == "appeal" and unit.kind == "clause":
        return "demanded", "an appeal"
    return "asserted", _NOTHING


def _to_be(head: Token) -> bool:
    """ "members are to stay", "the aim is to win": an infinitive after "be"."""
    to = any(c.tag_ == "TO" and c.dep_ == "mark" for c in head.children)
    finite = (c for c in children(head, "cop", "aux") if c.tag_ in {"VBZ", "VBP", "VBD"})
    return to and any(c.lemma_ == "be" for c in finite)


def _negation(unit: Unit, token: Token, heads: list[Token]) -> str:
    table = _table()["negated"]
    for h in heads:
        if is_negated(h) or any(c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in h.children):
            return f"“not” on “{h.text}”"
        if h.lemma_.lower() in table["prefixes"]:
            return f"“{h.text}”"
    for t in [token, *([unit.trigger.event_noun] if unit.trigger and unit.trigger.event_noun is not None else [])]:
        for c in children(t, "det", "nsubj", "nsubj:pass", "obj", "advmod"):
            if c.lower_ in table["words"] or any(g.lower_ in {"no", "none"} for g in children(c, "det")):
                return f"“{c.text}”"
    for g in _governors(token, unit.head):
        outer = unit.head.head != unit.head and g == unit.head.head
        if g.lemma_.lower() in table["governors"] and not outer:
            return f"“{g.text}”"
    doomed = unit.head.lemma_ == "fail" and unit.trigger is not None and token != unit.head
    if doomed or (unit.head.lemma_ in {"decline", "refuse"} and token == unit.head):
        return f"“{unit.head.text}”"
    return ""


def _governed(unit: Unit, token: Token) -> tuple[Modality, str] | None:
    table = _table()
    to = any(c.tag_ == "TO" for c in token.children)
    for g in _governors(token, unit.head):
        lemma = g.lemma_.lower()
        if g.tag_ == "VBG" and lemma == "go" and to:
            return "intended", f"“{g.text} to”"
        if lemma in table["intended"]["governors"] | table["intended"]["nouns"]:
            return "intended", f"“{g.text}”"
        if lemma in table["demanded"]["governors"] and to:
            return "demanded", f"“{g.text}”"
        if lemma in table["possible"]["governors"]:
            return "possible", f"“{g.text}”"
    if to and token.dep_ == "xcomp" and token.head.lemma_ == "be":
        return "intended", "“to” be"
    if token.i == unit.head.i and unit.trigger and unit.trigger.event_noun is not None:
        noun = unit.trigger.event_noun
        if any(c.lower_ in table["intended"]["adjectives"] for c in children(noun, "amod")):
            return "intended", "a plan"
    if token.i != unit.head.i and token.dep_ == "advcl" and to:
        return "intended", "a purpose"
    if token.i == unit.head.i and child(token, "cop") is None and preposition(token) == "":
        aim = child(token, "nsubj")
        if aim is not None and aim.lemma_.lower() in table["intended"]["nouns"]:
            return "intended", f"“{aim.text}”"
    return None


def _suspects(attribution: Attribution | None) -> bool:
    if attribution is None:
        return False
    if attribution.manner == "accusation" and attribution.source.is_narrator:
        return True
    return (attribution.cue or "").lower().startswith(tuple(_table()["possible"]["cue_stems"]))
