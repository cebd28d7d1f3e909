"""What happened: which words report an event, and of which of the 21 types."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from sayso.model import ClaimType
from sayso.reader.grammar import agent, child, children, conjuncts, objects, particle, preposition, subject
from sayso.reader.lexicon import Entry, lexicon
from sayso.theatres import Theatre

__all__ = [
    "Trigger",
    "armed_type",
    "holding_side",
    "is_place_word",
    "noun_trigger",
    "subject_event",
    "verb_trigger",
]

_ARMED = frozenset({"attack", "shelling", "airstrike"})
# Where a clause or phrase may name the weapon, and which words of that place may be it.
_WEAPON_DEPS = ("compound", "amod", "obl", "obj", "nsubj", "nmod", "obl:agent", "nsubj:pass", "advcl")
# Prepositions before what is attacked.
_AIMED = frozenset({"on", "at", "against", "near", "around", "to", "towards", "toward", "into", "over", "outside"})
_WEAPON_WORD_DEPS = frozenset({"compound", "amod", "conj", "flat", "nmod"})


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
    return any(preposition(c) == "of" and _in_class(c, name, theatre) for c in children(token, "nmod"))


def _fits(entry: Entry, verb: Token, theatre: Theatre, patients: list[Token], after: set[str]) -> bool:
    if entry.particle and entry.particle not in after:
        return False
    if entry.doer:
        doer = _doer(verb, entry.doer)
        if doer is None:
            return False
        if entry.doer != "anyone" and not any(_in_class(t, entry.doer, theatre) for t in conjuncts(doer)):
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


def _doer(verb: Token, of_class: str) -> Token | None:
    """Who or what does what a verb tells: the agent of a passive, the object that an infinitive's governor has, else
    the subject. A weapon does what its own clause tells, no more: "drones hit the port, burning a shed"."""
    if child(verb, "nsubj:pass", "aux:pass") is not None:
        return None if of_class in lexicon().weapons else agent(verb)
    if verb.dep_ == "xcomp" and (moved := child(verb.head, "obj")) is not None:
        return moved
    return subject(verb, borrowed=of_class not in lexicon().weapons)


def verb_trigger(verb: Token, theatre: Theatre) -> Trigger | None:
    """The event that a verb reports, with its particle, preposition and object; None if none."""
    table = lexicon()
    lemma = verb.lemma_.lower()
    patients = objects(verb)
    after = {particle(verb)}
    after |= {preposition(c) for c in children(verb, "obl", "advcl", "xcomp") if not _is_time(c)}
    after |= {c.lower_ for c in children(verb, "compound:prt", "advmod", "xcomp")}
    after |= {preposition(p) for p in patients if p.head == verb}  # "fended off an assault", read as "off an assault"
    struck = _struck(verb, lemma, patients, theatre)
    if struck is not None:
        return struck
    for entry in table.verbs.get(lemma, ()):
        if entry.type == "deploy" and child(verb, "iobj") is not None:
            continue  # sent to somebody: supply
        if _fits(entry, verb, theatre, patients, after):
            armed = entry.type in _ARMED or (entry.type == "damage" and lemma in table.striking)
            kind = armed_type(verb, entry.type) if armed else entry.type
            event = next((p for p in patients if p.lemma_.lower() == entry.noun), None) if entry.noun else None
            return Trigger(verb, kind, f"verb “{verb.text}”", event)
    if lemma in table.light:
        patients = [*patients, *_antecedents(verb)]
        patients += [c for p in patients if p.lemma_.lower() in table.classes["container"] for c in _contained(p)]
        for noun in (*patients, *children(verb, "obl"), *(children(verb, "nsubj") if lemma in table.lasting else ())):
            found = noun_trigger(noun, theatre, bare=True)
            if found is not None:
                kind = armed_type(verb, found.type) if found.type in _ARMED else found.type
                return Trigger(verb, kind, f"“{verb.text}” lends its frame to “{noun.text}”", noun)
    return None


def _is_time(token: Token) -> bool:
    return token.lower_ in lexicon().times or token.lemma_.lower() in lexicon().times


def _contained(noun: Token) -> list[Token]:
    """What a word that holds an event is of ("a series of strikes")."""
    tails = (c for t in conjuncts(noun) for c in children(t, "nmod", "acl"))
    return [c for c in tails if preposition(c) in {"of", "for", "on", "in"}]


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
    table = lexicon()
    if lemma not in table.striking:
        return None
    doer = child(verb, "nsubj")
    event = noun_trigger(doer, theatre, bare=True) if doer is not None and doer.pos_ == "NOUN" else None
    if event is None or event.type not in _ARMED:
        return None
    settlements = table.classes["settlement"]
    if event.token.lemma_.lower() in table.classes["shelling"]:
        return Trigger(verb, "shelling", f"“{event.token.text}” that “{verb.text}”")
    if any(p.ent_type_ in {"LOC", "GPE"} or p.lemma_.lower() in settlements for p in patients):
        return Trigger(verb, event.type, f"“{event.token.text}” that “{verb.text}” a place")
    return Trigger(verb, "damage", f"“{event.token.text}” that “{verb.text}” something")


def noun_trigger(noun: Token, theatre: Theatre, *, bare: bool = False) -> Trigger | None:
    """The event that a noun reports; with ``bare``, even if it has no place or party of its own."""
    table = lexicon()
    lemma = noun.lemma_.lower()
    for c in children(noun, "compound", "amod"):
        found = table.phrases.get(f"{c.lower_} {lemma}")
        if found is not None:
            return Trigger(noun, armed_type(noun, found) if found in _ARMED else found, f"noun “{c.text} {noun.text}”")
    kind = table.nouns.get(lemma) or table.nouns.get(noun.lower_)
    people = lemma in table.classes["people"] or lemma in theatre.demonyms
    if kind is None and bare and people and any(c.lower_ in table.adjectives for c in children(noun, "amod")):
        return Trigger(noun, "casualties", f"“{noun.text}” told of as dead or hurt")
    if kind is None:
        kind = table.nouns_of_place.get(lemma)
        if kind is None or not (bare or any(preposition(c) == "of" for c in children(noun, "nmod"))):
            return None
        if not any(is_place_word(t, theatre) for c in children(noun, "nmod", "nmod:poss") for t in conjuncts(c)):
            return None
    return Trigger(noun, armed_type(noun, kind) if kind in _ARMED else kind, f"noun “{noun.text}”")


def armed_type(token: Token, kind: ClaimType) -> ClaimType:
    """What kind of attack it was, by the weapon named in its phrase or clause: first by who or what does it."""
    doers: list[str] = []
    means: list[str] = []
    for c in children(token, *_WEAPON_DEPS):
        if c.dep_ in {"nsubj", "obl:agent"}:
            doers += _weapon_words(c)
        elif not _is_aim(c, token):
            means += _weapon_words(c)
    if any(w in lexicon().classes["aircraft"] for w in doers):
        return "airstrike"  # helicopters that fire rockets
    return _by_weapon(means) or _by_weapon(doers) or kind


def _is_aim(word: Token, attack: Token) -> bool:
    """Whether a word of an attack's frame tells what is attacked, so that a weapon in it is no weapon of the attack."""
    table = lexicon()
    if word.dep_ == "advcl":
        return word.lemma_ not in table.wielding
    if word.dep_ in {"obj", "nsubj:pass"}:
        return attack.lemma_.lower() in table.aiming
    return preposition(word) in _AIMED


def _weapon_words(word: Token) -> list[str]:
    near = [word, *(g for t in conjuncts(word) for g in (t, *t.children) if g.dep_ in _WEAPON_WORD_DEPS)]
    if word.dep_ == "advcl":
        near += [g for o in children(word, "obj") for g in (o, *conjuncts(o), *o.children)]
    return [form for t in near for form in (t.lemma_.lower(), t.lower_)]


def _by_weapon(words: list[str]) -> ClaimType | None:
    weapons = lexicon().weapons
    if any(w in weapons["ground"] for w in words):
        return "attack"
    if any(w in weapons["shelling"] for w in words):
        return "shelling"
    return "airstrike" if any(w in weapons["airstrike"] for w in words) else None


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
