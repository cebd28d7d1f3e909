"""Which event a whole clause or phrase reports: by its verb, the verbs that it controls, or its nouns."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.reader.cues import cues
from sayso.reader.events import Trigger, armed_type, is_place_word, noun_trigger, subject_event, verb_trigger
from sayso.reader.grammar import child, children, clause_tokens, conjuncts, is_clause, preposition
from sayso.reader.lexicon import lexicon
from sayso.theatres import Theatre

__all__ = ["clause_trigger", "demanded", "has_own", "shown"]

_BEING = frozenset({"clash", "casualties", "damage", "shelling", "airstrike", "attack"})


def clause_trigger(head: Token, theatre: Theatre, *, attributed: bool) -> Trigger | None:
    """The event that a clause reports; on nobody's account, a noun needs a place or a party of its own."""
    running = _running(head, theatre)
    if running is not None:
        return running
    inside = list(clause_tokens(head))
    for token in (head, *(t for t in inside if t != head and _controlled(t))):
        if is_clause(token):
            found = verb_trigger(token, theatre) or (_copular(token, theatre) if token != head else None)
            if found is not None:
                return found
    found = _copular(head, theatre)
    if found is not None:
        return found
    if head.lower_ == "missing" and child(head, "aux") is not None and child(head, "obj") is None:
        return Trigger(head, "casualties", "adjective “missing”")
    takes_place = head.lemma_ == "take" and any(o.lower_ == "place" for o in head.children)
    telling = takes_place or head.lemma_.lower() in lexicon().occurring
    found = subject_event(head, theatre) if telling else None
    if found is not None and (attributed or has_own(found.token, theatre) or _news(head, found.token)):
        return found
    if telling or not is_clause(head):
        for token in inside:
            if token.pos_ == "NOUN" and (attributed or has_own(token, theatre)):
                found = noun_trigger(token, theatre)
                if found is not None:
                    return found
    return None


def _running(head: Token, theatre: Theatre) -> Trigger | None:
    """ "The truce has held", "the talks collapsed": how it goes with an agreement or with talks tells of them."""
    if head.lemma_.lower() not in lexicon().running:
        return None
    found = subject_event(head, theatre)
    return found if found is not None and found.type in {"agreement", "meeting"} else None


def _news(head: Token, noun: Token) -> bool:
    """ "Gunfire could be heard", "Heavy fighting is under way": a main clause that brings an event up."""
    known = any(c.dep_ in {"det", "nmod:poss"} and c.lower_ not in {"a", "an", "some", "no"} for c in noun.children)
    return head.dep_ in {"ROOT", "conj"} and not known


def _controlled(token: Token) -> bool:
    """Whether a token in a clause is a predicate under its verb ("tried to take", "ended up held")."""
    predicate = token.pos_ == "VERB" or child(token, "cop") is not None
    return predicate and token.dep_ in {"xcomp", "advcl", "ccomp", "acl", "csubj", "csubj:pass"}


def _copular(head: Token, theatre: Theatre) -> Trigger | None:
    """ "was under Russian occupation", "11 people were dead", "is an active combat zone", "there was fighting"."""
    if child(head, "cop") is None and head.lemma_ != "be":
        return None
    table = lexicon()
    lemma, before = head.lemma_.lower(), preposition(head)
    if lemma in table.captive_in and before in {"under", "in"}:
        return Trigger(head, "detention", f"{before} {head.text}")
    if lemma in table.held_under and before in {"under", "in"}:
        return Trigger(head, "hold", f"under {head.text}")
    if lemma in table.attacked_under and before == "under":
        return noun_trigger(head, theatre, bare=True) or Trigger(head, "attack", f"under {head.text}")
    if head.lower_ in table.responsible:
        return Trigger(head, armed_type(head, "attack"), f"“{head.text}” for an attack")
    if head.lower_ in table.adjectives or lemma in table.adjectives:
        return Trigger(head, "casualties", f"adjective “{head.text}”")
    if head.pos_ == "NOUN" or head.lemma_ == "be":
        for token in (head, *(children(head, "nsubj") if head.lemma_ == "be" else ())):
            found = noun_trigger(token, theatre, bare=True) if token.pos_ == "NOUN" else None
            if found is not None and found.type in _BEING:
                return found
    return None


def has_own(noun: Token, theatre: Theatre) -> bool:
    """Whether an event noun brings a place or a party of its own, so that it tells of one event."""
    for c in noun.children:
        if c.dep_ == "nmod" and any(is_place_word(t, theatre) for t in conjuncts(c)):
            return True
        named = c.lower_ in theatre.demonyms or c.ent_type_ in {"ORG", "LOC", "PER"}
        if named and c.dep_ in {"amod", "compound", "nmod:poss"}:
            return True
        if c.dep_ in {"amod", "compound"} and theatre.actor(c.text) is not None and c.pos_ == "PROPN":
            return True
    return False


def demanded(token: Token, theatre: Theatre) -> Trigger:
    """An order to do something is that thing, demanded (guidelines, hard case 14); any other demand is an appeal."""
    if token.lemma_ in cues().ordering:
        sent = verb_trigger(token, theatre) if child(token, "xcomp", "ccomp") is None else None
        if sent is not None and sent.type == "deploy":
            return sent
        for c in children(token, "xcomp", "ccomp", "advcl", "obj"):
            found = verb_trigger(c, theatre) if c.pos_ == "VERB" else noun_trigger(c, theatre, bare=True)
            if found is not None:
                return found
    return Trigger(token, "appeal", f"verb “{token.text}”")


def shown(noun: Token, theatre: Theatre) -> Trigger | None:
    """What a picture or a report is of ("shared videos of a large explosion")."""
    if noun.lemma_.lower() not in cues().things:
        return None
    for c in children(noun, "nmod"):
        found = noun_trigger(c, theatre, bare=True) if preposition(c) in {"of", "about", "on"} else None
        if found is not None:
            return found
    return None
