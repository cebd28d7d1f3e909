"""Who objects: what other accounts in the same report say of a claim (confirms, denies, disputes, could not verify)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Span, Token

from sayso.model import Source, Stance, StanceKind
from sayso.reader.attribution import Attributions
from sayso.reader.clauses import Unit
from sayso.reader.document import Document
from sayso.reader.grammar import child, children, is_negated, subject
from sayso.reader.speakers import Cast

__all__ = ["Objection", "StanceClaim", "find_objections", "stances_on"]

_DATA = Path(__file__).parent / "data" / "stances.toml"
_FIGHTING = frozenset({"capture", "hold", "withdraw", "advance", "attack", "repel", "clash", "shelling", "airstrike", "casualties"})


@cache
def _table() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in tomllib.loads(_DATA.read_text(encoding="utf-8")).items()}


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
    reach: str  # "fighting": all the parties' claims of fighting; "before": the claim told just before; "here": in its own clause
    whose: str | None = None
    token: int = -1


def find_objections(document: Document, attributions: Attributions, cast: Cast) -> list[Objection]:
    """Every sentence or clause that takes a stance on another account."""
    out: list[Objection] = []
    for number, sentence in enumerate(document.sentences):
        for token in sentence:
            if token.pos_ in {"VERB", "AUX"} or token.lemma_ in _table()["disputing_nouns"]:
                out.extend(_from_token(token, number, sentence, document, cast))
    return out


def _from_token(token: Token, number: int, sentence: Span, document: Document, cast: Cast) -> Iterator[Objection]:
    table = _table()
    lemma = token.lemma_.lower()
    paragraph = document.paragraph_of[token.i]
    if lemma in table["verifying"]:
        negated = is_negated(token) or any(
            g.lemma_ in {"able", "possible"} and is_negated(g) or g.lower_ == "unable" or g.lemma_ == "unable"
            for g in (token.head, *token.head.children)
        )
        able = any(c.lower_ in {"could", "can", "able", "been"} for c in token.children) or token.head.lemma_ in {"able", "unable", "possible"} or negated
        if negated and able:
            who = subject(token)
            passive = child(token, "aux:pass") is not None
            agent_by = next((c for c in children(token, "obl:agent", "obl") if any(g.lower_ == "by" for g in c.children)), None)
            name = _name(cast, agent_by if passive else who)
            if name is None:
                name = cast.report.agency or cast.report.outlet
            if name is not None:
                text = sentence.text.lower()
                local = token.dep_ in {"acl:relcl"} or (child(token, "obj") is not None and child(token, "obj").lower_ in {"which", "that"}) or any(t.lower_ == "which" for t in token.children)  # type: ignore[union-attr]  # child() was just tested
                wide = any(w in text for w in table["wide"]) and not local
                yield Objection(name, "could_not_verify", number, paragraph, "fighting" if wide else "here" if local else "before", token=token.i)
            return
    stance = _stance_of(lemma, token)
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


def _stance_of(lemma: str, token: Token) -> StanceKind | None:
    table = _table()
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


def stances_on(claims: Sequence[StanceClaim], objections: Sequence[Objection], document: Document) -> list[tuple[Stance, ...]]:
    """The stances on each claim, in the claims' order."""
    out: list[dict[tuple[str, str], Stance]] = [{} for _ in claims]
    for objection in objections:
        for k in _reached(objection, claims, document):
            if claims[k].source.name != objection.by:
                out[k][objection.by, objection.stance] = Stance(objection.by, objection.stance)
    return [tuple(found.values()) for found in out]


def _reached(objection: Objection, claims: Sequence[StanceClaim], document: Document) -> list[int]:
    party = [k for k, c in enumerate(claims) if not c.source.is_narrator]
    if objection.reach == "fighting":
        return [k for k in party if claims[k].type in _FIGHTING and claims[k].source.side is not None and claims[k].source.kind not in {"analyst", "witness"}]
    token = objection.token
    if objection.reach == "here":
        near = [k for k in party if claims[k].sentence == objection.sentence and claims[k].unit.first < token]
        return near[-1:]
    others = [k for k in party if claims[k].source.name != objection.by and not (claims[k].unit.first <= token <= claims[k].unit.last)]
    same = [k for k in others if claims[k].sentence == objection.sentence and claims[k].unit.last < token]
    if same:
        return same[-1:]
    if objection.reach == "before":
        before = [k for k in others if claims[k].sentence < objection.sentence and claims[k].paragraph >= objection.paragraph - 1]
        return before[-1:]
    # a denial with content of its own meets the claims of the same kind and place
    mine = [c for c in claims if c.source.name == objection.by and c.sentence == objection.sentence]
    return [
        k
        for k in others
        if any(claims[k].type == m.type and claims[k].places & m.places and claims[k].source.side != m.source.side for m in mine)
    ]
