"""What happened: which words report an event, and of which of the 21 types."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from sayso.model import ClaimType
from sayso.reader.grammar import child, children, conjuncts, objects, particle, preposition, subject
from sayso.reader.lexicon import Entry, lexicon
from sayso.theatres import Theatre

__all__ = ["Trigger", "armed_type", "is_place_word", "noun_trigger", "verb_trigger"]

ARMED = frozenset({"attack", "shelling", "airstrike"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an event; ``event_noun`` is the noun a light verb lends its frame to."""

    token: Token
    type: ClaimType
    rule: str
    event_noun: Token | None = None


def is_place_word(token: Token, theatre: Theatre) -> bool:
    """Whether a noun is a place: a toponym, or a word for one."""
    if token.ent_type_ in {"LOC", "GPE", "FAC"}:
        return True
    if token.pos_ == "PROPN" and (theatre.place(token.text) or theatre.region(token.text)) is not None:
        return True
    if token.lemma_.lower() in lexicon().classes["place"]:
        return True
    # "two thirds of the city", "parts of X", "control of X"
    return any(c.dep_ == "nmod" and preposition(c) == "of" and is_place_word(c, theatre) for c in token.children)


def _in_class(token: Token, name: str, theatre: Theatre) -> bool:
    if name == "place":
        return is_place_word(token, theatre)
    words = lexicon().classes[name]
    if token.lemma_.lower() in words or token.lower_ in words:
        return True
    if name == "people":
        if token.ent_type_ in {"PER", "PERSON"} or token.lower_ in theatre.demonyms:
            return True
        # "killed two", "injured 12 others": a bare number stands for people
        if token.pos_ == "NUM" and not any(c.dep_ == "nmod" for c in token.children):
            return True
    if token.lower_ in {"nobody", "none"} or (token.lower_ == "one" and any(c.lower_ == "no" for c in token.children)):
        return name == "people"
    if name != "place":
        return any(c.dep_ == "nmod" and preposition(c) == "of" and _in_class(c, name, theatre) for c in token.children)
    return False


def _fits(entry: Entry, verb: Token, theatre: Theatre, patients: list[Token], after: set[str]) -> bool:
    if entry.particle and entry.particle not in after:
        return False
    if entry.noun:
        return any(p.lemma_.lower() == entry.noun for p in patients) or any(
            c.lemma_.lower() == entry.noun for c in children(verb, "obl", "nsubj", "xcomp", "nsubj:pass", "advcl")
        )
    if entry.of_class:
        if any(_in_class(p, entry.of_class, theatre) for p in patients):
            return True
        # with a particle the class may stand behind a preposition: "focus on the town"
        return bool(entry.particle) and any(
            _in_class(c, entry.of_class, theatre) for c in children(verb, "obl") if preposition(c) == entry.particle
        )
    return True


def verb_trigger(verb: Token, theatre: Theatre) -> Trigger | None:
    """The event that a verb reports, with its particle, preposition and object; None if none."""
    table = lexicon()
    lemma = verb.lemma_.lower()
    patients = objects(verb)
    after = {particle(verb), *(preposition(c) for c in children(verb, "obl", "advcl", "xcomp") if not _is_time(c)), *(c.lower_ for c in children(verb, "compound:prt", "advmod"))}
    after |= {c.lower_ for c in children(verb, "xcomp")}
    struck = _struck(verb, lemma, patients, theatre)
    if struck is not None:
        return struck
    for entry in table.verbs.get(lemma, ()):
        if entry.type == "deploy" and child(verb, "iobj") is not None:
            continue  # sent to somebody: supply
        if _fits(entry, verb, theatre, patients, after):
            kind = armed_type(verb, entry.type) if entry.type in ARMED else entry.type
            event = next((p for p in patients if p.lemma_.lower() == entry.noun), None) if entry.noun else None
            return Trigger(verb, kind, f"verb “{verb.text}”", event)
    if lemma in table.light:
        patients = [*patients, *_antecedents(verb)]
        patients += [c for p in patients if p.lemma_.lower() in table.classes["container"] for t in conjuncts(p) for c in children(t, "nmod", "acl") if preposition(c) in {"of", "for", "on", "in"}]
        nouns = [*patients, *children(verb, "obl"), *(c for c in children(verb, "nsubj") if lemma in {"continue", "begin", "start", "resume", "end", "stop", "escalate", "increase", "be", "intensify"})]
        for noun in nouns:
            found = noun_trigger(noun, theatre, bare=True)
            if found is not None:
                kind = armed_type(verb, found.type) if found.type in ARMED else found.type
                return Trigger(verb, kind, f"“{verb.text}” lends its frame to “{noun.text}”", noun)
    return None


_TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december morning evening night afternoon day week month year weekend midnight noon dawn".split()
)


def _is_time(token: Token) -> bool:
    return token.lower_ in _TIME_WORDS or token.lemma_.lower() in _TIME_WORDS


def _antecedents(verb: Token) -> list[Token]:
    """What a relative clause without an object has for one ("the attacks it launched")."""
    if verb.dep_ != "acl:relcl" or any(c.dep_ == "obj" for c in verb.children):
        return []
    doer = child(verb, "nsubj")
    if doer is None or doer.tag_ in {"WDT", "WP"}:
        return []
    head = verb.head
    return [head, *(t for t in head.subtree if t.i < verb.i and t.dep_ in {"nmod", "obl"})]


def _struck(verb: Token, lemma: str, patients: list[Token], theatre: Theatre) -> Trigger | None:
    """ "The strike hit a house" is damage; "the strikes hit Merova" is a strike: what an attack hits decides."""
    if lemma not in {"hit", "strike", "target", "reach", "rock"}:
        return None
    doer = child(verb, "nsubj")
    event = noun_trigger(doer, theatre, bare=True) if doer is not None and doer.pos_ == "NOUN" else None
    if event is None or event.type not in ARMED:
        return None
    if any(p.ent_type_ in {"LOC", "GPE"} or p.lemma_.lower() in {"town", "city", "village", "capital"} for p in patients):
        return Trigger(verb, event.type, f"“{event.token.text}” that “{verb.text}” a place")
    return Trigger(verb, "damage", f"“{event.token.text}” that “{verb.text}” something")


def noun_trigger(noun: Token, theatre: Theatre, *, bare: bool = False) -> Trigger | None:
    """The event that a noun reports; with ``bare``, even if it has no place or party of its own."""
    table = lexicon()
    lemma = noun.lemma_.lower()
    for c in children(noun, "compound", "amod"):
        found = table.phrases.get(f"{c.lower_} {lemma}")
        if found is not None:
            return Trigger(noun, armed_type(noun, found) if found in ARMED else found, f"noun “{c.text} {noun.text}”")
    kind = table.nouns.get(lemma) or table.nouns.get(noun.lower_)
    if kind is None and lemma in table.classes["people"] | theatre.demonyms.keys() and any(c.lower_ in table.adjectives for c in children(noun, "amod")) and bare:
        return Trigger(noun, "casualties", f"“{noun.text}” told of as dead or hurt")
    if kind is None:
        kind = table.nouns_of_place.get(lemma)
        if kind is None or not any(preposition(c) == "of" for c in children(noun, "nmod")) and not bare:
            return None
        if not any(is_place_word(t, theatre) for c in children(noun, "nmod", "nmod:poss") for t in conjuncts(c)):
            return None
    if kind in ARMED or kind == "casualties" and lemma == "loss" and False:
        kind = armed_type(noun, kind)
    return Trigger(noun, kind, f"noun “{noun.text}”")


def armed_type(token: Token, kind: ClaimType) -> ClaimType:
    """What kind of attack it was, by the weapon named in its phrase or clause."""
    table = lexicon()
    air, guns = table.weapons["airstrike"], table.weapons["shelling"]
    words: list[str] = []
    scope = [c for c in token.children if c.dep_ in {"compound", "amod", "obl", "obj", "nsubj", "nmod", "obl:agent", "nsubj:pass", "advcl"}]
    for c in scope:
        near = [c, *(g for t in conjuncts(c) for g in [t, *t.children] if g.dep_ in {"compound", "amod", "conj", "flat", "nmod"})]
        if c.dep_ == "advcl" and c.lemma_ in {"use", "fire", "launch", "drop", "involve"}:
            near += [g for o in children(c, "obj") for g in [o, *conjuncts(o), *o.children]]
        elif c.dep_ == "advcl":
            continue
        words.extend(t.lemma_.lower() for t in near)
        words.extend(t.lower_ for t in near)
    if any(w in table.weapons["ground"] for w in words):
        return kind
    if any(w in guns for w in words):
        return "shelling"
    if any(w in air for w in words):
        return "airstrike"
    return kind


def holding_side(noun: Token, theatre: Theatre) -> tuple[Token, str | None] | None:
    """("held", side) for "the Russian-held centre", "the occupied region": who holds what a noun names."""
    for c in noun.children:
        if c.dep_ in {"amod", "acl", "compound"} and c.lower_ in lexicon().holding and c.i < noun.i:
            by = next((g for g in c.children if g.i < c.i and g.pos_ in {"ADJ", "NOUN", "PROPN"}), None)
            if by is None and c.i >= 2 and c.nbor(-1).text == "-":
                by = c.nbor(-2)
            return c, theatre.side_of(by.text) if by is not None else None
    return None


def subject_event(verb: Token, theatre: Theatre) -> Trigger | None:
    """The event that a clause's subject names ("a Russian attack on X had killed one")."""
    found = child(verb, "nsubj:pass") if child(verb, "aux:pass") is not None else subject(verb)
    return noun_trigger(found, theatre, bare=True) if found is not None and found.pos_ == "NOUN" else None
