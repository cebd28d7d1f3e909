"""Who objects: what other accounts in the same report say of a claim (confirms, denies, disputes, could not verify)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from sayso.model import Source, Stance, StanceKind
from sayso.reader.clauses import Unit
from sayso.reader.document import Document
from sayso.reader.grammar import child, children, is_negated, subject
from sayso.reader.speakers import Cast
from sayso.reader.wordlists import wordlists

__all__ = ["Objection", "Reach", "StanceClaim", "find_objections", "stances_on"]

_FIGHTING = frozenset(
    {"capture", "hold", "withdraw", "advance", "attack", "repel", "clash", "shelling", "airstrike", "casualties"}
)
Reach = Literal["fighting", "before", "here", "alike"]
"""Which claims an objection meets: all the parties' claims of fighting, the one told just before it, the one in whose
clause it stands, or those of the same kind and place as its own content."""


@dataclass(frozen=True, slots=True)
class StanceClaim:
    """What the matching needs of a claim: its unit, type, source, side and places."""

    unit: Unit
    type: str
    source: Source
    places: frozenset[str]
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Objection:
    """One account's stance: by whom, of what kind, and how far it reaches."""

    by: str
    stance: StanceKind
    sentence: int
    paragraph: int
    reach: Reach
    token: int = -1


def find_objections(document: Document, cast: Cast) -> list[Objection]:
    """Every sentence or clause that takes a stance on another account."""
    out: list[Objection] = []
    for number, sentence in enumerate(document.sentences):
        for token in sentence:
            if token.pos_ in {"VERB", "AUX"}:
                out.extend(_from_token(token, number, sentence, document, cast))
    return out


def _from_token(token: Token, number: int, sentence: Span, document: Document, cast: Cast) -> Iterator[Objection]:
    table = wordlists("stances")
    lemma = token.lemma_.lower()
    paragraph = document.paragraph_of[token.i]
    if lemma in table["verifying"] and _unable(token):
        yield from _unverified(token, number, sentence, paragraph, cast)
        return
    stance = _stance_of(lemma)
    if stance is None:
        return
    who = subject(token) if token.pos_ == "VERB" else None
    if who is None or is_negated(token):
        return
    name = _name(cast, who)
    if name is None:
        return
    obj = child(token, "obj", "ccomp")
    refers = obj is not None and obj.dep_ == "obj" and obj.lemma_.lower() in table["claim_nouns"]
    if stance == "confirms" and not refers:
        return
    yield Objection(name, stance, number, paragraph, "before" if refers or obj is None else "alike", token=token.i)


def _unable(token: Token) -> bool:
    """Whether a verb of checking is negated, by itself or by "unable", "not possible" beside it."""
    return is_negated(token) or any(
        (g.lemma_ in {"able", "possible"} and is_negated(g)) or "unable" in {g.lower_, g.lemma_}
        for g in (token.head, *token.head.children)
    )


def _unverified(token: Token, number: int, sentence: Span, paragraph: int, cast: Cast) -> Iterator[Objection]:
    """ "X could not verify the claims": by X, or by the report's own outlet."""
    who = subject(token)
    if child(token, "aux:pass") is not None:
        obliques = children(token, "obl:agent", "obl")
        who = next((c for c in obliques if any(g.lower_ == "by" for g in c.children)), None)
    name = _name(cast, who) or cast.report.agency or cast.report.outlet
    if name is None:
        return
    obj = child(token, "obj")
    relative = obj is not None and obj.lower_ in {"which", "that"}
    local = token.dep_ == "acl:relcl" or relative or any(t.lower_ == "which" for t in token.children)
    text = sentence.text.lower()
    wide = any(w in text for w in wordlists("stances")["wide"]) and not local
    reach: Reach = "fighting" if wide else "here" if local else "before"
    yield Objection(name, "could_not_verify", number, paragraph, reach, token=token.i)


def _stance_of(lemma: str) -> StanceKind | None:
    table = wordlists("stances")
    if lemma in table["denying"]:
        return "denies"
    if lemma in table["disputing"]:
        return "disputes"
    if lemma in table["confirming"]:
        return "confirms"
    return None


def _name(cast: Cast, token: Token | None) -> str | None:
    if token is None or token.lower_ in {"it", "which", "that"}:
        return None
    source = cast.resolve(token)
    if source.is_narrator:
        return None
    own = cast.report.agency if cast.report.agency and cast.report.agency.lower() in source.name.lower() else None
    return own or source.name


def stances_on(claims: Sequence[StanceClaim], objections: Sequence[Objection]) -> list[tuple[Stance, ...]]:
    """The stances on each claim, in the claims' order."""
    out: list[dict[tuple[str, str], Stance]] = [{} for _ in claims]
    for objection in objections:
        for k in _reached(objection, claims):
            if claims[k].source.name != objection.by:
                out[k][objection.by, objection.stance] = Stance(objection.by, objection.stance)
    return [tuple(found.values()) for found in out]


def _reached(objection: Objection, claims: Sequence[StanceClaim]) -> list[int]:
    party = [k for k, c in enumerate(claims) if not c.source.is_narrator]
    if objection.reach == "fighting":
        return [
            k
            for k in party
            if claims[k].type in _FIGHTING
            and claims[k].source.side is not None
            and claims[k].source.kind not in {"analyst", "witness"}
        ]
    token = objection.token
    if objection.reach == "here":
        near = [k for k in party if claims[k].sentence == objection.sentence and claims[k].unit.first < token]
        return near[-1:]
    others = [
        k
        for k in party
        if claims[k].source.name != objection.by and not claims[k].unit.first <= token <= claims[k].unit.last
    ]
    same = [k for k in others if claims[k].sentence == objection.sentence and claims[k].unit.last < token]
    if same:
        return same[-1:]
    if objection.reach == "before":
        since = objection.paragraph - 1
        before = [k for k in others if claims[k].sentence < objection.sentence and claims[k].paragraph >= since]
        return before[-1:]
    # a denial with content of its own meets the claims of the same kind and place
    mine = [c for c in claims if c.source.name == objection.by and c.sentence == objection.sentence]
    return [k for k in others if any(_alike(claims[k], m) for m in mine)]


def _alike(one: StanceClaim, two: StanceClaim) -> bool:
    """Two sides' claims of one kind at one place."""
    return one.type == two.type and bool(one.places & two.places) and one.source.side != two.source.side
