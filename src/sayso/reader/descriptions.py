"""Does a clause of the report's own voice describe rather than report?

"A plain description is no claim" (guidelines, "The unit"): where a place lies, what it has, what people there do every
day, how the war drags on. In English that is a matter of grammar: a simple present without "now" or "still" is habit or
property, "used to" is habit that ended, "have" and a nominal "be" are property in any tense. The rules' own event words
speak louder; a side of the war that does something is news, for what it does every day is policy.
"""

from __future__ import annotations

from spacy.tokens import Token

from sayso.reader.attribution_model import Attribution
from sayso.reader.events import is_place_word, noun_trigger
from sayso.reader.grammar import child, children, conjuncts, preposition, subject
from sayso.reader.lexicon import lexicon
from sayso.reader.speakers import noun_phrase
from sayso.reader.units import Unit
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["describes", "is_unreal"]

_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = _PRESENT | {"VBD"}
# Whose habits tell nothing of the war unless they move or hold something in it.
_OF_ARMED = frozenset({"advance", "hold", "withdraw", "deploy", "displacement", "damage"})


def is_unreal(head: Token) -> bool:
    """ "As if nothing were wrong": what a clause only likens things to."""
    marks = [c.lower_ for c in children(head, "mark", "fixed")]
    marks += [g.lower_ for c in children(head, "mark") for g in c.children]
    return "as" in marks and not {"if", "though"}.isdisjoint(marks)


def describes(unit: Unit, theatre: Theatre, tellers: frozenset[str] = frozenset()) -> bool:
    """Whether a claim in the making is a description in the report's own voice, and so no claim.

    ``tellers`` are the names of the report's outlet and agency, whose ways are no news either.
    """
    head, told = unit.head, unit.attribution
    if unit.kind not in {"clause", "noun"} or (told is not None and not _unsaid(told)):
        return False
    if _war_goes_on(head) or is_unreal(head):
        return True
    guessed = unit.trigger is None or unit.trigger.rule == "trained head" or unit.trigger.rule.startswith("read as")
    words, doer = wordlists("descriptions"), subject(head)
    if not guessed:
        assert unit.trigger is not None
        civil = doer is not None and not _is_party(doer, theatre) and noun_trigger(doer, theatre, bare=True) is None
        active = head.tag_ in _PRESENT  # "the town is held by rebels" is news of the rebels
        return unit.trigger.type in _OF_ARMED and civil and active and _habitual(head) and not _counted(doer)
    if _of_itself(doer, tellers) or _had(head) or _measures(head) or _famed(head) or _used_to(head) or _lies(head):
        return True
    if (
        doer is not None
        and child(head, "cop") is not None
        and head.pos_ in {"NOUN", "PROPN"}
        and _is_name(doer, theatre)
    ):
        return noun_trigger(head, theatre, bare=True) is None  # "Orn is the seat of the province"
    if head.lemma_.lower() in words["wishing"] or not (_habitual(head) or _long_been(head)):
        return False
    if any(_of_side(t, theatre) for t in head.subtree):
        return False  # "the airport is in rebel hands"
    return doer is not None and not _is_party(doer, theatre) and not _counted(doer)


def _unsaid(told: Attribution) -> bool:
    """Whether nobody is told to have said it: a speaker whose account goes on does not tell of the weather."""
    return told.source.is_narrator or told.manner == "carried"


def _finite(head: Token) -> Token | None:
    """The word that carries a clause's tense."""
    auxiliaries = [c for c in children(head, "aux", "aux:pass", "cop") if c.tag_ in _FINITE | {"MD"}]
    return auxiliaries[0] if auxiliaries else head if head.tag_ in _FINITE else None


def _habitual(head: Token) -> bool:
    """A simple present, active, passive or with "can", that nothing ties to today."""
    told = _finite(head)
    if told is None or (told.tag_ not in _PRESENT and told.lower_ != "can"):
        return False
    if told != head and (head.tag_ == "VBG" or told.lower_ in {"has", "have"} or child(head, "aux:pass") is not None):
        participle = head.tag_ == "VBG" and child(head, "cop") is None
        if participle or told.lower_ in {"has", "have"}:
            return False
    words = wordlists("descriptions")["lasting"]
    near = [head, *head.children]
    return all(t.lower_ not in words and t.lemma_.lower() not in words for t in near)


def _long_been(head: Token) -> bool:
    """ "The mill has been silent since spring": a state, not how it came about."""
    cop = child(head, "cop")
    told = _finite(head)
    return cop is not None and cop.lower_ == "been" and told is not None and told.lower_ in {"has", "have"}


def _had(head: Token) -> bool:
    """ "The town had two churches": what a place or a thing has, in any tense."""
    if head.lemma_ != "have" or child(head, "aux", "xcomp") is not None:
        return False
    owned, owner = child(head, "obj"), child(head, "nsubj")
    return owned is not None and owner is not None and owner.pos_ != "PRON"


def _measures(head: Token) -> bool:
    """ "It was 6 degrees", "the port is 40 km away", "it was one more hard day"."""
    if child(head, "cop") is None:
        return False
    words = wordlists("descriptions")["measures"]
    measured = [
        c for c in children(head, "nmod", "obl", "obl:npmod", "nmod:npmod", "obl:unmarked") if not preposition(c)
    ]
    counted = any(t.lemma_.lower() in words and child(t, "nummod") is not None for t in measured)
    return counted or (head.lemma_.lower() in words and not preposition(head))


def _famed(head: Token) -> bool:
    famed = head.lower_ in wordlists("descriptions")["famed"]
    return famed and child(head, "cop", "aux:pass") is not None and child(head, "obl", "nmod", "xcomp") is not None


def _used_to(head: Token) -> bool:
    def used(t: Token) -> bool:
        after = any(any(g.tag_ == "TO" for g in c.children) for c in children(t, "xcomp", "advcl"))
        return t.lower_ == "used" and t.tag_ == "VBD" and (after or t.dep_ == "aux")

    return used(head) or any(used(c) for c in children(head, "aux")) or (head.dep_ == "xcomp" and used(head.head))


def _lies(head: Token) -> bool:
    words = wordlists("descriptions")
    if head.lemma_.lower() in words["lying"] and head.tag_ in _FINITE and child(head, "aux") is None:
        return True
    return any(o.lemma_.lower() in words["boundaries"] for o in children(head, "obj")) and head.lemma_ in {
        "share",
        "have",
    }


def _war_goes_on(head: Token) -> bool:
    words = wordlists("descriptions")
    doer = child(head, "nsubj")
    if doer is None or doer.lemma_.lower() not in words["wars"]:
        return False
    things = {f"{head.lemma_}>{o.lemma_}" for o in children(head, "obj", "obl")}
    if head.lemma_ in words["going_on"] or not things.isdisjoint(words["going_on"]):
        return True
    return child(head, "cop") is not None and head.lemma_.lower() in words["measures"]


def _of_itself(doer: Token | None, tellers: frozenset[str]) -> bool:
    """ "An earlier version of this story was wrong", "The Courier has an office there": the report on itself."""
    if doer is None:
        return False
    words = wordlists("descriptions")
    if doer.lemma_.lower() in words["reports"]:
        return any(c.lower_ in words["earlier"] for c in children(doer, "amod", "det"))
    told = _finite(doer.head)
    named = "".join(t.text_with_ws for t in noun_phrase(doer)).strip()
    return named in tellers and told is not None and told.tag_ in _PRESENT and doer.head.tag_ != "VBG"


def _is_party(doer: Token, theatre: Theatre) -> bool:
    """Whether somebody who may have a part in the war does it: a side, a person or body by name, troops, "they"."""
    classes, words_of = lexicon().classes, wordlists("descriptions")
    if doer.lower_ in words_of["anybody"]:
        return False
    if doer.pos_ == "PRON" and child(doer.head, "expl") is None:
        return True
    for token in conjuncts(doer):
        words = noun_phrase(token)
        name = "".join(t.text_with_ws for t in words).strip()
        actor = theatre.actor(name)
        if actor is not None or theatre.side_of(name) is not None or token.lower_ in theatre.demonyms:
            return True
        if token.ent_type_ in {"ORG", "PER", "PERSON"} or token.lemma_.lower() in classes["troops"] | words_of["sides"]:
            return True
        weapons = classes["shelling"] | classes["airstrike"] | classes["aircraft"]
        if token.lemma_.lower() in weapons:
            return True
    return False


def _of_side(token: Token, theatre: Theatre) -> bool:
    """Whether a word names a side, its people or its troops."""
    return token.lower_ in theatre.demonyms or token.lemma_.lower() in lexicon().classes["troops"]


def _is_name(doer: Token, theatre: Theatre) -> bool:
    return doer.pos_ == "PROPN" and is_place_word(doer, theatre) and not _is_party(doer, theatre)


def _counted(doer: Token | None) -> bool:
    """ "Three residents remain": some of whom a number is told are no habit's."""
    return doer is not None and (doer.pos_ == "NUM" or child(doer, "nummod") is not None)
