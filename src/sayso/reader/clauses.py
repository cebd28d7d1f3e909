"""Which stretches of text are claims: a report cut into clauses and event phrases, each with its trigger and span.

One unit is one predicate on one account (guidelines' "unit"): a finite clause, a reduced clause, a coordinated
predicate, an event noun phrase that somebody reports, or a phrase such as "the Russian-held centre of X".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from sayso.model import ClaimType
from sayso.reader.attribution_model import Attribution, Attributions
from sayso.reader.cues import cues
from sayso.reader.descriptions import describes
from sayso.reader.document import Document
from sayso.reader.events import Trigger, armed_type, holding_side, noun_trigger, verb_trigger
from sayso.reader.grammar import child, children, is_clause, is_clause_head, is_condition, is_negated, preposition
from sayso.reader.lexicon import lexicon
from sayso.reader.selection import select
from sayso.reader.spans import bounds
from sayso.reader.triggers import clause_trigger, demanded, has_own, shown
from sayso.reader.units import Unit, UnitKind
from sayso.theatres import Theatre

__all__ = ["Unit", "find_units"]

_TELLING = frozenset({"speech", "denial", "carried", "accusation"})  # manners whose clauses are claims without an event
_MERGING = frozenset(
    {"casualties", "repel", "damage", "statement", "capture", "supply", "meeting", "displacement", "fortify"}
)
_IN_PASSING = frozenset({"airstrike", "shelling", "attack", "capture", "advance", "withdraw"})
_PLACES = frozenset({"LOC", "GPE"})
# Words that a said clause needs to be worth keeping: fewer when it names a party, a place or an event.
_SHORT, _PLAIN = 4, 7


def find_units(document: Document, attributions: Attributions, theatre: Theatre) -> list[Unit]:
    """All claims in the making, in order of the text."""
    out: list[Unit] = []
    report = document.report
    tellers = frozenset(name for name in (report.outlet, report.agency) if name)
    for sentence in document.sentences:
        proposed = list(_of_sentence(sentence, document, attributions, theatre))
        chosen = select(proposed, sentence, document, attributions, theatre)
        told = [u for u in chosen if not describes(u, theatre, tellers)]
        units = _merge([u for u in told if u in proposed or not _known(u, told)])
        taken = {h.i for u in units for h in u.heads}
        for unit in units:
            unit.first, unit.last = bounds(unit, taken, attributions, sentence, document)
        out.extend(u for u in units if u.last >= u.first + (2 if u.trigger is None and u.kind == "clause" else 0))
    _carry_weapons(out)
    return _once(_mutual(out, attributions))


def _known(unit: Unit, units: list[Unit]) -> bool:
    """Whether the rules know why a word that only the trained heads take for a claim is none: a condition, what a
    place is, a stance (stances.py), or an attack whose victims its own clause tells of (guidelines, hard case 7)."""
    head = unit.head
    if unit.attribution is None and any(c.lower_ in {"if", "unless"} for c in children(head, "mark")):
        return True
    if child(head, "cop") is not None and head.lemma_.lower() in lexicon().classes["settlement"]:
        return True
    if _unverified(head):
        return True
    told = {h.i for u in units if u.trigger is not None and u.trigger.type == "casualties" for h in u.heads}
    return head.dep_ == "nsubj" and head.head.i in told


def _unverified(head: Token) -> bool:
    """ "The agency was unable to verify the report": a stance in more words than "could not"."""
    if not (head.lower_ == "unable" or (head.lemma_.lower() in {"able", "possible"} and is_negated(head))):
        return False
    return any(c.lemma_.lower() in cues().verifying for c in children(head, "xcomp", "csubj", "advcl"))


def _carry_weapons(units: list[Unit]) -> None:
    """ "It was the fifth raid on the port": with no weapon of its own, an attack is of the kind told of last."""
    last: ClaimType | None = None
    for unit in units:
        trigger = unit.trigger
        if trigger is None:
            continue
        if trigger.type in {"airstrike", "shelling"}:
            last = trigger.type
        elif trigger.type == "attack" and last is not None and _unarmed(trigger.token):
            unit.trigger = replace(trigger, type=last, rule=f"{trigger.rule}, of the kind told of before")


def _unarmed(token: Token) -> bool:
    """Whether a word tells of an attack that had a weapon which its own clause leaves out."""
    return token.lemma_.lower() in lexicon().unarmed and armed_type(token, "clash") == "clash"


def _of_sentence(sentence: Span, document: Document, attributions: Attributions, theatre: Theatre) -> Iterator[Unit]:
    used: set[int] = set()
    yield from _appeals(sentence, attributions, theatre, used)
    yield from _predicates(sentence, document, attributions, theatre, used)
    yield from _nominal_contents(sentence, attributions, theatre, used)
    yield from _event_phrases(sentence, attributions, theatre, used)
    yield from _holdings(sentence, attributions, theatre, used)


def _appeals(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """Demands, each with all that is demanded."""
    for token in sentence:
        number = attributions.cue_tokens.get(token.i)
        if number is not None and attributions.found[number].manner == "appeal":
            yield Unit(token, "appeal", demanded(token, theatre), attributions.found[number])
            used.add(token.i)


def _predicates(
    sentence: Span, document: Document, attributions: Attributions, theatre: Theatre, used: set[int]
) -> Iterator[Unit]:
    """Clauses that report an event, or that somebody said."""
    covered = {j for a in attributions.found if a.manner == "appeal" and a.cue_token in used for j in a.content}
    for head in [t for t in sentence if is_clause_head(t)]:
        if head.i in used or head.i in covered:
            continue
        if head.lemma_ in cues().verifying and is_negated(head):
            continue  # a stance, told by stances.py
        cue = attributions.cue_tokens.get(head.i)
        # A cue's own clause tells that somebody spoke, which its content does better.
        if cue is not None and attributions.found[cue].rule not in {"hearsay adverb", "passive report, nobody named"}:
            continue
        attribution = attributions.at(head)
        attributed = attribution is not None and not attribution.source.is_narrator
        trigger = clause_trigger(head, theatre, attributed=attribution is not None)
        if trigger is None or (trigger.type == "appeal" and not attributed):
            if attribution is not None and attributed and _statement(head, attribution, document, theatre):
                yield Unit(head, "clause", None, attribution)
            continue
        if _background(head, trigger, attribution):
            continue
        used.add(trigger.token.i)
        if trigger.event_noun is not None:
            used.add(trigger.event_noun.i)
        kind: UnitKind = "reduced" if head.dep_ == "acl" else "clause"
        yield Unit(head, kind, trigger, attribution)


def _statement(head: Token, attribution: Attribution, document: Document, theatre: Theatre) -> bool:
    """Whether a said clause with no event in it is a claim: what was said itself, with a subject and a few words."""
    if attribution.rule == "cue with an event as object" or attribution.manner not in _TELLING:
        return False
    if head.head.i != head.i and head.head.i in attribution.content and head.dep_ not in {"conj", "parataxis"}:
        return False
    if not is_clause(head) and document.quote_of(head) is None:
        return False
    words = [t for t in head.subtree if not t.is_punct and not t.is_space]
    telling = any(
        t.ent_type_ or t.lower_ in theatre.demonyms or noun_trigger(t, theatre, bare=True)
        for t in words
        if t.pos_ in {"NOUN", "PROPN", "ADJ"}
    )
    return len(words) >= (_SHORT if telling else _PLAIN)


def _background(head: Token, trigger: Trigger, attribution: Attribution | None) -> bool:
    """Clauses that describe rather than report."""
    if head.dep_ in {"acl", "acl:relcl"} and trigger.token != head and trigger.rule.startswith("noun"):
        return True  # "..., which is still ongoing", "led by X in a war"
    if head.dep_ == "acl:relcl" and trigger.type == "meeting":
        return True  # "an official who spoke with X"
    reduced = head.dep_ == "acl" or (head.dep_ == "advcl" and head.tag_ == "VBG")
    if reduced and trigger.type in {"deploy", "supply", "meeting"}:
        return True  # "the guns hidden in the yard", "a convoy carrying flour"
    if attribution is None:
        if head.dep_ in {"acl", "acl:relcl"} and trigger.type in {"statement", "meeting", "appeal", "supply", "deploy"}:
            return True
        if head.dep_ == "acl" and head.tag_ == "VBG" and trigger.type in {"attack", "advance", "clash", "hold"}:
            return True
        if trigger.type == "statement" and head.dep_ not in {"ROOT", "conj"}:
            return True
    return is_condition(head)


def _nominal_contents(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """Event nouns that a cue has as object: "announced the capture of", "reported no casualties"."""
    for token in sentence:
        attribution = attributions.at(token)
        if attribution is None or token.i in used or token.pos_ not in {"NOUN", "PROPN", "VERB"}:
            continue
        if not _heads_content(token, attribution):
            continue
        if attribution.rule == "hearsay adverb" or attribution.manner == "carried":
            continue
        if token.pos_ == "VERB":
            found = verb_trigger(token, theatre)
            for c in children(token, "xcomp"):
                found = found or verb_trigger(c, theatre)
        else:
            found = noun_trigger(token, theatre, bare=True) or shown(token, theatre)
            if found is None and any(verb_trigger(c, theatre) for c in children(token, "acl:relcl", "acl")):
                continue
        if found is None and attribution.manner not in {"accusation", "denial"} and attribution.rule != "described as":
            continue
        if (
            found is None
            and attribution.manner == "denial"
            and token.lemma_.lower() in cues().nouns | {"it", "that", "this"}
        ):
            continue  # the claim that is denied stands elsewhere
        used |= {token.i, found.token.i} if found is not None else {token.i}
        yield Unit(token if found is None or token.pos_ == "VERB" else found.token, "noun", found, attribution)


def _heads_content(token: Token, attribution: Attribution) -> bool:
    """Whether a token heads what a cue holds, or is coordinated with what does."""
    if token.dep_ == "conj" and token.head.head.i not in attribution.content:
        return True
    clause = token.pos_ == "VERB" and is_clause_head(token) and token.dep_ not in {"advcl", "xcomp", "obl"}
    return token.head.i not in attribution.content and not clause


def _event_phrases(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """Events told in passing that have a weapon or a place of their own: "after a missile strike on X"."""
    for token in sentence:
        # "a missile and drone strike": the first of the two heads the phrase
        top = token.head if token.dep_ == "conj" and token.head.dep_ == "obl" and token.head.pos_ == "NOUN" else token
        if token.i in used or token.pos_ != "NOUN" or top.dep_ not in {"obl", "nsubj"}:
            continue
        found = noun_trigger(token, theatre)
        if found is None or found.type not in _IN_PASSING:
            continue
        definite = any(c.lower_ in {"the", "this", "that", "these", "those", "such"} for c in children(token, "det"))
        place = any(
            preposition(c) in {"on", "in", "at", "of", "near", "against", "around"}
            and any(t.ent_type_ in _PLACES for t in c.subtree)
            for c in children(token, "nmod")
        )
        owned = has_own(token, theatre) or has_own(top, theatre)
        if top.dep_ == "nsubj":  # "The fall of Orn was a blow": told by its subject
            if found.type not in {"capture", "withdraw"} or not place or child(top.head, "cop") is None:
                continue
        elif preposition(top) not in lexicon().after or not (place or (owned and not definite)):
            continue
        used.add(token.i)
        yield Unit(top, "noun", found, attributions.at(token))


def _holdings(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """ "the Russian-held centre of Donetsk", "occupied Kherson": who holds a named place, told in an adjective."""
    for token in sentence:
        held = holding_side(token, theatre) if token.pos_ in {"NOUN", "PROPN"} and token.i not in used else None
        if held is None:
            continue
        tails = children(token, "nmod", "appos", "flat")
        if token.ent_type_ in _PLACES or any(t.ent_type_ in _PLACES for c in tails for t in c.subtree):
            word, side = held
            trigger = Trigger(word, "hold", f"“{word.text}” before a place")
            yield Unit(token, "holding", trigger, attributions.at(token), side=side)


def _merge(units: list[Unit]) -> list[Unit]:
    """Coordinated predicates of one type and one subject are one claim ("killed two and wounded five")."""
    by_head = {u.head.i: u for u in units}
    out: list[Unit] = []
    for unit in units:
        head = unit.head
        host = by_head.get(head.head.i) if head.dep_ == "conj" else None
        if host is not None and host is not unit and _same(host, unit):
            host.merged.extend(unit.heads)
            by_head[head.i] = host
            continue
        out.append(unit)
    return out


def _same(host: Unit, unit: Unit) -> bool:
    if host.attribution != unit.attribution:
        return False
    one = host.trigger.type if host.trigger else "statement"
    two = unit.trigger.type if unit.trigger else "statement"
    if one != two or one not in _MERGING:
        return False
    return one == "casualties" or child(unit.head, "nsubj", "nsubj:pass") is None


def _mutual(units: list[Unit], attributions: Attributions) -> list[Unit]:
    """ "A and B accused each other": the same span is a claim of each (guidelines, hard case 17)."""
    out: list[Unit] = []
    for unit in units:
        out.append(unit)
        told = unit.attribution
        if told is None or told.manner != "accusation":
            continue
        for twin in attributions.found:
            if twin.cue_token == told.cue_token and twin.content == told.content and twin.source != told.source:
                out.insert(-1, replace(unit, attribution=twin))
    return out


def _once(units: list[Unit]) -> list[Unit]:
    """Two units on the very same words tell the same thing: the first stays, but for mutual accusations."""
    seen: dict[tuple[int, int], Unit] = {}
    out: list[Unit] = []
    for unit in sorted(units, key=lambda u: (u.first, u.last)):
        before = seen.get((unit.first, unit.last))
        told, told_before = unit.attribution, before.attribution if before is not None else None
        mutual = told is not None and told_before is not None and told.source != told_before.source
        if before is not None and not mutual:
            continue
        seen[unit.first, unit.last] = unit
        out.append(unit)
    return out
