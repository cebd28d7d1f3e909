"""Which stretches of text are claims: a report cut into clauses and event phrases, each with its trigger and span.

One unit is one predicate on one account (guidelines' "unit"): a finite clause, a reduced clause, a coordinated
predicate, an event noun phrase that somebody reports, or a phrase such as "the Russian-held centre of X".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Span, Token

from sayso.reader.attribution import Attribution, Attributions
from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.events import Trigger, armed_type, holding_side, is_place_word, noun_trigger, subject_event, verb_trigger
from sayso.reader.grammar import child, children, conjuncts, is_clause, is_finite, is_negated, preposition
from sayso.reader.lexicon import lexicon
from sayso.theatres import Theatre

__all__ = ["Unit", "find_units"]

UnitKind = Literal["clause", "reduced", "noun", "holding", "appeal"]
_SPEECH = frozenset({"speech", "denial", "carried"})


@dataclass(slots=True)
class Unit:
    """A claim in the making: its head, what it reports, on whose account, and its tokens' bounds."""

    head: Token
    kind: UnitKind
    trigger: Trigger | None
    attribution: Attribution | None
    first: int = 0
    last: int = 0
    merged: list[Token] = field(default_factory=list)
    side: str | None = None

    @property
    def heads(self) -> list[Token]:
        """The head and the heads merged into it."""
        return [self.head, *self.merged]


def find_units(document: Document, attributions: Attributions, theatre: Theatre) -> list[Unit]:
    """All claims in the making, in order of the text."""
    out: list[Unit] = []
    for sentence in document.sentences:
        units = list(_of_sentence(sentence, document, attributions, theatre))
        units = _merge(units)
        taken = {u.head.i for u in units} | {h.i for u in units for h in u.merged}
        for unit in units:
            unit.first, unit.last = _bounds(unit, taken, attributions, sentence, document)
        out.extend(u for u in units if u.last >= u.first + (2 if u.trigger is None and u.kind == "clause" else 0))
    return _once(_mutual(out, attributions))


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


_FRAGMENT = 4  # words that a verbless complement needs to be read as a clause


def _is_head(token: Token) -> bool:
    """Whether a token opens a clause of its own, rather than being part of its governor's."""
    if token.is_punct or token.is_space:
        return False
    dep = token.dep_
    if dep == "ROOT":
        return True
    if dep == "ccomp":
        return is_clause(token) or sum(1 for _ in token.subtree) > _FRAGMENT
    if dep in {"parataxis", "acl:relcl", "csubj", "csubj:pass"}:
        return is_clause(token)
    if dep == "conj":
        return is_clause(token) and is_clause(token.head)
    if dep == "advcl":
        # a purpose ("to win X") or a means ("by firing X") is part of what is done
        part = any(c.tag_ == "TO" or (c.dep_ in {"mark", "case"} and c.lower_ in {"by", "in", "for"}) for c in token.children)
        return is_clause(token) and not part
    if dep == "acl":
        return token.pos_ == "VERB" and not any(c.tag_ == "TO" or c.dep_ in {"mark", "case"} for c in token.children)
    return dep in {"list", "appos", "dep"} and token.pos_ == "VERB" and is_finite(token)


def _inside(head: Token) -> Iterator[Token]:
    """Tokens of a clause, less those of clauses inside it, nearest first."""
    queue = [head]
    while queue:
        token = queue.pop(0)
        yield token
        queue.extend(c for c in token.children if not _is_head(c))


def _trigger(head: Token, theatre: Theatre, attributed: bool) -> Trigger | None:
    """The event that a clause reports: by its verb, the verbs that it controls, or its nouns."""
    chain = [head]
    for token in _inside(head):
        if token != head and token.dep_ in {"xcomp", "advcl", "ccomp", "acl"} and (token.pos_ == "VERB" or child(token, "cop") is not None):
            chain.append(token)
    for token in chain:
        if token.pos_ in {"VERB", "AUX"} or is_clause(token):
            found = verb_trigger(token, theatre) or (_copular(token, theatre) if token != head else None)
            if found is not None:
                return found
    found = _copular(head, theatre)
    if found is not None:
        return found
    if head.lower_ == "missing" and child(head, "aux") is not None and child(head, "obj") is None:
        return Trigger(head, "casualties", "adjective “missing”")
    telling = head.lemma_.lower() in lexicon().occurring or any(o.lower_ == "place" and head.lemma_ == "take" for o in head.children)
    found = subject_event(head, theatre) if telling else None
    if found is not None and (attributed or _has_own(found.token, theatre)):
        return found
    if telling or not is_clause(head):
        for token in _inside(head):
            if token.pos_ == "NOUN" and (attributed or _has_own(token, theatre)):
                found = noun_trigger(token, theatre)
                if found is not None:
                    return found
    return None


def _copular(head: Token, theatre: Theatre) -> Trigger | None:
    """ "was under Russian occupation", "11 people were dead", "is an active combat zone", "there was fighting"."""
    if child(head, "cop") is None and not (head.lemma_ == "be"):
        return None
    table = lexicon()
    if head.lemma_.lower() in {"control", "occupation", "rule"} and preposition(head) in {"under", "in"}:
        return Trigger(head, "hold", f"under {head.text}")
    if head.lemma_.lower() in {"siege", "blockade", "attack", "fire", "assault", "bombardment", "shelling"} and preposition(head) == "under":
        return noun_trigger(head, theatre, bare=True) or Trigger(head, "attack", f"under {head.text}")
    if head.lower_ in table.responsible:
        return Trigger(head, armed_type(head, "attack"), f"“{head.text}” for an attack")
    if head.lower_ in table.adjectives or head.lemma_.lower() in table.adjectives:
        return Trigger(head, "casualties", f"adjective “{head.text}”")
    if head.pos_ == "NOUN" or head.lemma_ == "be":
        for token in [head, *(children(head, "nsubj") if head.lemma_ == "be" else ())]:
            found = noun_trigger(token, theatre, bare=True) if token.pos_ == "NOUN" else None
            if found is not None and found.type in {"clash", "casualties", "damage", "shelling", "airstrike", "attack"}:
                return found
    return None


def _has_own(noun: Token, theatre: Theatre) -> bool:
    """Whether an event noun brings a place or a party of its own, so that it tells of one event."""
    for c in noun.children:
        if c.dep_ == "nmod" and any(is_place_word(t, theatre) for t in conjuncts(c)):
            return True
        if c.dep_ in {"amod", "compound", "nmod:poss"} and (c.lower_ in theatre.demonyms or c.ent_type_ in {"ORG", "LOC", "PER"}):
            return True
        if c.dep_ in {"amod", "compound"} and theatre.actor(c.text) is not None and c.pos_ == "PROPN":
            return True
    return False


def _of_sentence(sentence: Span, document: Document, attributions: Attributions, theatre: Theatre) -> Iterator[Unit]:
    used: set[int] = set()
    heads = [t for t in sentence if _is_head(t)]
    for token in sentence:
        number = attributions.cue_tokens.get(token.i)
        if number is not None and attributions.found[number].manner == "appeal":
            yield Unit(token, "appeal", _demanded(token, theatre), attributions.found[number])
            used.add(token.i)
    covered = {j for a in attributions.found if a.manner == "appeal" and a.cue_token in used for j in a.content}
    for head in heads:
        if head.i in used or head.i in covered:
            continue
        if head.lemma_ in {"verify", "corroborate", "authenticate"} and is_negated(head):
            continue  # a stance, told by stances.py
        attribution = attributions.at(head)
        cue = attributions.cue_tokens.get(head.i)
        if cue is not None and attributions.found[cue].rule != "hearsay adverb":
            said = attributions.found[cue]
            # The cue's own clause tells that somebody spoke, which its content does better.
            if said.rule != "passive report, nobody named":
                continue
        attributed = attribution is not None and not attribution.source.is_narrator
        trigger = _trigger(head, theatre, attributed or attribution is not None)
        if trigger is not None and trigger.type == "appeal" and not attributed:
            trigger = None
        if trigger is None:
            if attributed and attribution is not None and attribution.rule != "cue with an event as object" and attribution.manner in _SPEECH | {"accusation"} and _tops(head, attribution) and _worth(head, document, theatre):
                yield Unit(head, "clause", None, attribution)
            continue
        if _background(head, trigger, attribution):
            continue
        used |= {trigger.token.i, *([trigger.event_noun.i] if trigger.event_noun is not None else [])}
        kind: UnitKind = "reduced" if head.dep_ in {"acl"} else "clause"
        yield Unit(head, kind, trigger, attribution)
    yield from _nominal_contents(sentence, attributions, theatre, used)
    yield from _event_phrases(sentence, attributions, theatre, used)
    yield from _holdings(sentence, attributions, theatre, used)


# Words that a said clause needs to be worth keeping: fewer when it names a party, a place or an event.
_SHORT, _PLAIN = 4, 7


def _demanded(token: Token, theatre: Theatre) -> Trigger:
    """An order to do something is that thing, demanded (guidelines, hard case 14); any other demand is an appeal."""
    if token.lemma_ in {"order", "instruct", "command"}:
        for c in children(token, "xcomp", "ccomp", "advcl", "obj"):
            found = verb_trigger(c, theatre) if c.pos_ == "VERB" else noun_trigger(c, theatre, bare=True)
            if found is not None:
                return found
    return Trigger(token, "appeal", f"verb “{token.text}”")


def _tops(head: Token, attribution: Attribution) -> bool:
    """Whether a clause is what the speaker said, not a clause inside it."""
    return head.head.i == head.i or head.head.i not in attribution.content or head.dep_ in {"conj", "parataxis"}


def _worth(head: Token, document: Document, theatre: Theatre) -> bool:
    """Whether a said clause with no event in it can be a statement: it needs a subject and a few words."""
    words = [t for t in head.subtree if not t.is_punct and not t.is_space]
    if not is_clause(head) and document.quote_of(head) is None:
        return False
    telling = any(t.ent_type_ or t.lower_ in theatre.demonyms or noun_trigger(t, theatre, bare=True) for t in words if t.pos_ in {"NOUN", "PROPN", "ADJ"})
    return len(words) >= (_SHORT if telling else _PLAIN)


def _background(head: Token, trigger: Trigger, attribution: Attribution | None) -> bool:
    """Clauses that describe rather than report."""
    if head.dep_ == "acl:relcl" and trigger.token != head and trigger.rule.startswith("noun"):
        return True  # "..., which is still ongoing"
    if head.dep_ in {"acl", "acl:relcl"} and trigger.type in {"statement", "meeting", "appeal", "supply", "deploy"} and attribution is None:
        return True
    if head.dep_ == "acl" and head.tag_ == "VBG" and trigger.type in {"attack", "clash", "hold"} and attribution is None:
        return True
    if trigger.type == "statement" and attribution is None and head.dep_ not in {"ROOT", "conj"}:
        return True
    # "if", "unless", "whether": nothing is reported
    return any(c.lower_ in {"if", "unless", "whether"} for c in children(head, "mark"))


def _nominal_contents(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """Event nouns that a cue has as object: "announced the capture of", "reported no casualties"."""
    for token in sentence:
        if token.i in used or token.pos_ not in {"NOUN", "PROPN", "VERB"}:
            continue
        attribution = attributions.at(token)
        if attribution is None or token.head.i in attribution.content or _is_head(token) and token.pos_ == "VERB" and token.dep_ not in {"advcl", "xcomp", "obl"}:
            if attribution is None or token.dep_ != "conj" or token.head.head.i in attribution.content:
                continue
        if attribution.rule == "hearsay adverb" or attribution.manner == "carried":
            continue
        if token.pos_ == "VERB":
            found = verb_trigger(token, theatre)
            for c in token.children:
                found = found or (verb_trigger(c, theatre) if c.dep_ == "xcomp" else None)
        else:
            found = noun_trigger(token, theatre, bare=True) or _shown(token, theatre)
            if found is None:
                inner = next((c for c in children(token, "acl:relcl", "acl") if verb_trigger(c, theatre)), None)
                if inner is not None:
                    continue
        if found is None and attribution.manner not in {"accusation", "denial"} and attribution.rule != "described as":
            continue
        if found is None and attribution.manner == "denial" and token.lemma_.lower() in cues().nouns | {"it", "that", "this"}:
            continue  # the claim that is denied stands elsewhere
        used |= {token.i, found.token.i} if found is not None else {token.i}
        yield Unit(token if found is None or token.pos_ == "VERB" else found.token, "noun", found, attribution)


def _shown(noun: Token, theatre: Theatre) -> Trigger | None:
    """What a picture or a report is of ("shared videos of a large explosion")."""
    for c in children(noun, "nmod"):
        if preposition(c) in {"of", "about", "on"} and noun.lemma_.lower() in cues().things:
            found = noun_trigger(c, theatre, bare=True)
            if found is not None:
                return found
    return None


_AFTER = frozenset({"after", "following", "amid", "during", "with", "despite", "since"})


def _event_phrases(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """Events told in passing that have a weapon or a place of their own: "after a missile strike on X"."""
    for token in sentence:
        # "a missile and drone strike": the first of the two heads the phrase
        top = token.head if token.dep_ == "conj" and token.head.dep_ == "obl" and token.head.pos_ == "NOUN" else token
        if token.i in used or token.pos_ != "NOUN" or top.dep_ not in {"obl", "nsubj"}:
            continue
        found = noun_trigger(token, theatre)
        if found is None or found.type not in {"airstrike", "shelling", "attack", "capture", "advance", "withdraw"}:
            continue
        definite = any(c.lower_ in {"the", "this", "that", "these", "those", "such"} for c in children(token, "det"))
        place = any(c.dep_ == "nmod" and preposition(c) in {"on", "in", "at", "of", "near", "against", "around"} and any(t.ent_type_ in {"LOC", "GPE"} for t in c.subtree) for c in token.children)
        owned = _has_own(token, theatre) or _has_own(top, theatre)
        if top.dep_ == "nsubj":  # "The fall of Orn was a blow": told by its subject
            if found.type not in {"capture", "withdraw"} or not place or child(top.head, "cop") is None:
                continue
            used.add(token.i)
            yield Unit(top, "noun", found, attributions.at(token))
        elif preposition(top) in _AFTER and (place or owned) and not (definite and not place):
            used.add(token.i)
            yield Unit(top, "noun", found, attributions.at(token))


def _holdings(sentence: Span, attributions: Attributions, theatre: Theatre, used: set[int]) -> Iterator[Unit]:
    """ "the Russian-held centre of Donetsk", "occupied Kherson": who holds a named place, told in an adjective."""
    for token in sentence:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in used:
            continue
        held = holding_side(token, theatre)
        if held is None:
            continue
        named = token.ent_type_ in {"LOC", "GPE"} or any(
            t.ent_type_ in {"LOC", "GPE"} for c in token.children if c.dep_ in {"nmod", "appos", "flat"} for t in c.subtree
        )
        if named:
            word, side = held
            yield Unit(token, "holding", Trigger(word, "hold", f"“{word.text}” before a place"), attributions.at(token), side=side)


_MERGING = frozenset({"casualties", "repel", "damage", "statement", "capture", "supply", "meeting", "displacement", "fortify"})


def _merge(units: list[Unit]) -> list[Unit]:
    """Coordinated predicates of one type and one subject are one claim ("killed two and wounded five")."""
    by_head = {u.head.i: u for u in units}
    out: list[Unit] = []
    for unit in units:
        head = unit.head
        host = by_head.get(head.head.i) if head.dep_ == "conj" else None
        if host is not None and host is not unit and _same(host, unit):
            host.merged.append(head)
            host.merged.extend(unit.merged)
            by_head[head.i] = host
            continue
        out.append(unit)
    return out


def _same(host: Unit, unit: Unit) -> bool:
    if host.attribution is not unit.attribution and host.attribution != unit.attribution:
        return False
    one = host.trigger.type if host.trigger else "statement"
    two = unit.trigger.type if unit.trigger else "statement"
    if one != two or one not in _MERGING:
        return False
    own = child(unit.head, "nsubj", "nsubj:pass")
    return own is None or one == "casualties"


def _bounds(
    unit: Unit, taken: set[int], attributions: Attributions, sentence: Span, document: Document
) -> tuple[int, int]:
    """First and last token of the smallest clause that carries the claim."""
    mine = {h.i for h in unit.heads}
    allowed = unit.attribution.content if unit.attribution is not None and unit.kind != "appeal" else None
    if unit.kind == "appeal" and unit.attribution is not None:
        tokens = [sentence.doc[j] for j in sorted(unit.attribution.content)]
        return _trim(tokens)
    kept: list[Token] = []

    def walk(token: Token) -> None:
        kept.append(token)
        for c in token.children:
            if c.i in mine:
                walk(c)
            elif not _apart(c, token, unit, taken, attributions):
                walk(c)

    walk(unit.head)
    if unit.kind == "noun" and unit.attribution is not None and unit.attribution.rule == "cue with an event as object":
        # what follows the event noun after its cue belongs to it, up to the next claim
        rest = [sentence.doc[j] for j in sorted(unit.attribution.content) if j > unit.head.i]
        kept = [*kept, *itertools.takewhile(lambda t: t.i not in taken or t.i in mine, rest)]
        other = next((t.left_edge.i for t in (sentence.doc[j] for j in sorted(taken - mine)) if t.i > unit.head.i), sentence.end)
        kept = [t for t in kept if t.i < other]
    event = unit.trigger.event_noun if unit.trigger else None
    if event is not None and unit.head.dep_ == "acl:relcl" and event.i < unit.head.i:
        kept += [t for t in sentence.doc[event.left_edge.i : unit.head.i] if t.dep_ != "case" or t.head != event]
    if unit.kind == "noun" or unit.kind == "holding":
        kept = [t for t in kept if not (t.dep_ in {"case", "mark"} and t.head == unit.head)]
    if allowed is not None:
        kept = [t for t in kept if t.i in allowed]
    quote = document.quote_of(unit.head)
    if quote is not None and unit.attribution is not None and quote.start <= unit.head.left_edge.idx:
        kept = [t for t in kept if t.idx < quote.end]  # what stands behind the quotation is the speaker's clause
    kept = [t for t in kept if sentence.start <= t.i < sentence.end]
    return _trim(sorted(kept, key=lambda t: t.i))


def _apart(c: Token, parent: Token, unit: Unit, taken: set[int], attributions: Attributions) -> bool:
    """Whether a child's subtree is another claim or a speaker's clause, not part of this one."""
    if c.i in attributions.cue_tokens:
        cue = attributions.found[attributions.cue_tokens[c.i]]
        if cue.rule != "hearsay adverb":
            return True
    if any(t.i in attributions.cue_tokens and attributions.found[attributions.cue_tokens[t.i]].rule == "according to" for t in [c, *c.children]):
        return True
    if c.dep_ in {"mark", "cc"} and parent == unit.head:
        return True
    if c.dep_ in {"conj", "parataxis", "advcl", "acl", "acl:relcl", "list"} and (c.i in taken or any(t.i in taken for t in c.subtree) and c.dep_ in {"parataxis", "conj"} and is_clause(c)):
        # a relative clause in the middle stays: the span has to hold together
        return not (c.dep_ in {"acl", "acl:relcl"} and c.i < unit.head.i)
    if c.dep_ == "parataxis" and c.i > parent.i:
        return True
    if unit.kind == "holding":
        return c.dep_ in {"appos", "acl:relcl", "acl", "conj"} and c.lower_ not in {"held", "occupied", "controlled"} and not c.ent_type_
    if c.dep_ == "obl" and c.i in taken:
        return True
    return c.dep_ in {"conj"} and is_clause(c) and is_clause(parent) and child(c, "nsubj", "nsubj:pass") is not None


def _trim(tokens: list[Token]) -> tuple[int, int]:
    """Bounds without punctuation, conjunctions and marks at the edges."""
    while tokens and (
        tokens[0].is_punct
        or tokens[0].is_space
        or tokens[0].lower_ in {"when", "where"}
        or (tokens[0].dep_ in {"cc", "mark"} and tokens[0].tag_ != "TO")
    ):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space) and tokens[-1].text not in {"%", ")", "]"}:
        tokens.pop()
    if not tokens:
        return 1, 0
    return tokens[0].i, tokens[-1].i


def _once(units: list[Unit]) -> list[Unit]:
    """Two units on the very same words tell the same thing: the first stays, but for mutual accusations."""
    seen: dict[tuple[int, int], Unit] = {}
    out: list[Unit] = []
    for unit in sorted(units, key=lambda u: (u.first, u.last)):
        before = seen.get((unit.first, unit.last))
        if before is not None and not (unit.attribution and before.attribution and unit.attribution.source != before.attribution.source):
            continue
        seen[unit.first, unit.last] = unit
        out.append(unit)
    return out
