"""Which of the proposed claims are claims, and of what type: the rules and the trained heads decide together.

The rules propose clauses and phrases with a type and a reason; the heads (``claim_scores``) say of every word how
likely it heads a claim, and of which type. What the rules read an event in is kept, bare statements that the heads hold
for nothing go, and what only the heads see is added. With another pipeline than Sayso's own there are no heads, and
the rules' proposals stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from sayso.model import ClaimType
from sayso.reader.attribution_model import Attributions
from sayso.reader.claim_scores import ClaimScores, weigh
from sayso.reader.document import Document
from sayso.reader.events import Trigger, noun_trigger, verb_trigger
from sayso.reader.grammar import is_clause, is_condition
from sayso.reader.units import Unit, UnitKind
from sayso.theatres import Theatre

__all__ = ["select"]

# Proposals of the rules with an event word stay, even where the heads see little: the rules were made for news, of
# which the heads have read less. A speaker's bare statement is the rules' weakest guess.
_DROPPED_STATEMENT = 0.03
_ADDED, _ADDED_PHRASE = 0.5, 0.8
# A claim that only the heads see, of a type that they hold for no likelier than this, is a statement: "the two share a
# border" must not become the holding of a town.
_TYPED = 0.4
# What the rules' own type is worth beside the heads' (natural logarithms of odds); a statement is what is left over.
_RULE, _LEFT_OVER = 8.0, 1.0


def select(
    units: list[Unit], sentence: Span, document: Document, attributions: Attributions, theatre: Theatre
) -> list[Unit]:
    """The sentence's claims in the making, each with its final type."""
    scores = document.scores
    if scores is None:
        return units
    kept = [_typed(u, scores) for u in units if u.trigger or _claimed(u, scores) >= _DROPPED_STATEMENT]
    # a cue tells that somebody spoke, which the claims on its account do better
    cues = {u.attribution.cue_token for u in units if u.attribution is not None}
    taken = {t.i for u in units for t in _words(u)} | cues
    return [*kept, *_added(sentence, taken, scores, attributions, theatre)]


def _words(unit: Unit) -> Iterator[Token]:
    yield from unit.heads
    if unit.trigger is not None:
        yield unit.trigger.token
        if unit.trigger.event_noun is not None:
            yield unit.trigger.event_noun


def _claimed(unit: Unit, scores: ClaimScores) -> float:
    return max(scores.claimed(t.i) for t in _words(unit))


def _typed(unit: Unit, scores: ClaimScores) -> Unit:
    """The unit with the type that rules and heads together hold for likeliest."""
    teller = max(_words(unit), key=lambda t: scores.claimed(t.i))
    ruled: ClaimType = unit.trigger.type if unit.trigger else "statement"
    best, unit.sure = weigh(scores.types(teller.i), ruled, _RULE if unit.trigger else _LEFT_OVER)
    if best == ruled:
        return unit
    reason = f"read as {best} by the trained head, where rules say {ruled}"
    token = unit.trigger.token if unit.trigger else unit.head
    event = unit.trigger.event_noun if unit.trigger else None
    unit.trigger = Trigger(token, best, reason, event)
    return unit


def _added(
    sentence: Span, taken: set[int], scores: ClaimScores, attributions: Attributions, theatre: Theatre
) -> Iterator[Unit]:
    """Claims that only the trained heads see; where the rules know the word, they still have a say in its type."""
    for token in sentence:
        share = 0.0 if token.i in taken or token.is_punct or token.is_space else scores.claimed(token.i)
        clause = share >= _ADDED and is_clause(token)
        if share < (_ADDED if clause else _ADDED_PHRASE):
            continue
        if is_condition(token):
            continue
        kind: UnitKind = "reduced" if token.dep_ == "acl" else "clause" if clause else "noun"
        known = verb_trigger(token, theatre) if token.pos_ == "VERB" else noun_trigger(token, theatre, bare=True)
        if known is not None:
            yield _typed(Unit(token, kind, known, attributions.at(token)), scores)
            continue
        kinds = scores.types(token.i)
        likeliest = max(kinds, key=kinds.__getitem__)
        best: ClaimType = likeliest if kinds[likeliest] >= _TYPED else "statement"
        unit = Unit(token, kind, Trigger(token, best, "trained head"), attributions.at(token))
        unit.sure = kinds[best]
        yield unit
