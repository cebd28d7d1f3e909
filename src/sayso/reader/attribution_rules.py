"""Which attributions one word opens: verbs of saying, accusing and demanding, "according to", hearsay, cue nouns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from spacy.tokens import Span, Token

from sayso.model import Source
from sayso.reader.attribution_model import Attribution, Manner, content_of
from sayso.reader.attribution_verbs import SPEAKER_POS, speech
from sayso.reader.channels import channels_of
from sayso.reader.cues import cues
from sayso.reader.document import Document
from sayso.reader.grammar import (
    agent,
    child,
    children,
    conjuncts,
    is_clause,
    is_finite,
    is_negated,
    preposition,
    subject,
)
from sayso.reader.speakers import NARRATOR, Cast

__all__ = ["attributions_of"]


def attributions_of(document: Document, cast: Cast, token: Token, sentence: Span) -> Iterator[Attribution]:
    """The attributions that a token is the cue of; none for most tokens."""
    table = cues()
    lemma = token.lemma_.lower()
    if token.lower_ == "according":
        yield from _according(cast, token, sentence)
    elif token.pos_ == "VERB" and _no_comment(token):
        speaker = subject(token)
        if speaker is not None and speaker.pos_ in SPEAKER_POS:
            content = content_of(token.subtree, *children(token, "parataxis", "conj"))
            yield Attribution(cast.resolve(speaker), "speech", None, content, -1, speaker.i, rule="no comment")
    elif token.pos_ in {"VERB", "AUX"}:
        full = f"{lemma}_{_preposition_after(token)}"
        if lemma in table.accusation:
            yield from _accusation(cast, token)
        elif lemma in table.appeal or full in table.appeal:
            yield from _appeal(cast, token, full if full in table.appeal else lemma)
        elif lemma in table.clausal | table.with_event or full in table.speech:
            yield from speech(document, cast, token, sentence)
    elif token.lower_ in table.hearsay and token.dep_ == "advmod":
        yield _hearsay(token)
    elif token.pos_ == "NOUN" and lemma in table.nouns | table.denial_nouns:
        yield from _nominal(cast, token)


def _preposition_after(verb: Token) -> str:
    """The preposition that stands right after a verb and governs its complement ("call for")."""
    for c in verb.children:
        if c.dep_ in {"obl", "advcl", "ccomp"} and c.i > verb.i:
            case = child(c, "case", "mark")
            if case is not None and case.i - verb.i <= 2:
                return case.lower_
        if c.dep_ in {"compound:prt", "advmod"} and c.i == verb.i + 1:
            return c.lower_
    return ""


def _no_comment(token: Token) -> bool:
    """ "declined to comment", "did not respond to a request" (guidelines, hard case 19)."""
    table = cues()
    lemma = token.lemma_.lower()
    if lemma in table.declining:
        return any(c.lemma_ in table.declined for c in children(token, "xcomp"))
    if lemma not in table.replying or not is_negated(token):
        return False
    return lemma == "comment" or any(c.lemma_.lower() in table.asked for c in children(token, "obl", "obj"))


def _hearsay(token: Token) -> Attribution:
    """ "reportedly": the clause that it stands in is on nobody's account."""
    clause = token.head
    while not is_clause(clause) and clause.head.i != clause.i and clause.dep_ not in {"obl", "acl"}:
        clause = clause.head
    content = content_of(clause.subtree, token)
    return Attribution(NARRATOR, "hearsay", token.lower_, content, token.i, rule="hearsay adverb")


def _accusation(cast: Cast, token: Token) -> Iterator[Attribution]:
    """ "Kyiv accused Moscow of shelling the route": the accused does what is told."""
    passive = child(token, "aux:pass") is not None
    accuser = agent(token) if passive else subject(token)
    accused = child(token, "nsubj:pass") if passive else child(token, "iobj", "obj")
    charge = _charge(token, accused)
    if token.lemma_ == "blame" and accused is not None and charge is None:
        on = next((c for c in children(token, "obl") if preposition(c) == "on"), None)
        charge, accused = accused, on
    if charge is None or accused is None:
        return
    accusing = partial(
        Attribution,
        manner="accusation",
        cue=token.text,
        content=content_of(charge.subtree),
        cue_token=token.i,
        rule="accusation",
    )
    names = conjuncts(accuser) if accuser is not None else []
    if len(names) == 2 and any(t.lower_ == "other" for t in accused.subtree):
        for one, other in (names, names[::-1]):
            yield accusing(cast.resolve(one), source_token=one.i, accused=other)
    elif accuser is None:
        yield accusing(NARRATOR, accused=accused)
    else:
        source = cast.resolve(accuser)
        yield accusing(source, source_token=accuser.i, accused=accused, via=channels_of(cast, token))


def _charge(token: Token, accused: Token | None) -> Token | None:
    """What somebody is accused of; the phrase may hang on the verb or on the accused."""
    start = accused.i if accused is not None else token.i
    for host in (token, accused):
        for c in host.children if host is not None else ():
            if c.i <= start or c == accused or c.dep_ in {"parataxis", "conj"}:
                continue
            marks = [g for t in (c, *c.children) for g in (t, *t.children) if g.dep_ in {"case", "mark"}]
            if any(g.lower_ in {"of", "for", "that", "with"} for g in marks):
                return c
    return None


def _appeal(cast: Cast, token: Token, lemma: str) -> Iterator[Attribution]:
    """A demand is its own content: "called for faster construction", "urged residents to leave"."""
    passive = child(token, "aux:pass") is not None
    speaker = agent(token) if passive else subject(token)
    if speaker is None or speaker.pos_ not in SPEAKER_POS:
        return
    if child(token, "obj", "obl", "xcomp", "ccomp", "advcl") is None or (lemma == "ask" and _questions(token)):
        return
    source = cast.resolve(speaker)
    cue = " ".join([token.text, *lemma.split("_")[1:]])
    content = content_of(token.subtree, *children(token, "nsubj", "parataxis", "punct", "cc", "conj"))
    yield Attribution(source, "appeal", cue, content, token.i, speaker.i, channels_of(cast, token), rule="appeal")


def _questions(token: Token) -> bool:
    """ "They ask who has the town", "asked whether it was safe": who asks a question wants to know, no more."""
    asked = (t for c in children(token, "ccomp", "advcl") for t in (c, *c.children) if t.i > token.i)
    return any(t.lower_ in cues().questions for t in asked)


def _according(cast: Cast, token: Token, sentence: Span) -> Iterator[Attribution]:
    """ "according to X": all of the clause that it hangs on, less the phrase itself."""
    marking = token.dep_ in {"case", "mark"}
    named = token.head if marking else child(token, "obl", "nmod", "pobj")
    if named is None or named.i < token.i:
        return
    clause = named.head if marking else token.head
    if named.lemma_.lower() in cues().things:
        named = _kept_by(named) or named
    while not is_clause(clause) and clause.head.i != clause.i:
        clause = clause.head
    # An infinitive or participle is part of the sentence that the phrase speaks of.
    while clause.dep_ in {"xcomp", "advcl", "acl"} and not is_finite(clause) and clause.head.i != clause.i:
        clause = clause.head
    via = _passed_on(cast, named)
    other = [
        c
        for c in children(clause, "parataxis", "conj")
        if c.i > clause.i
        and child(c, "nsubj", "nsubj:pass") is not None
        and (c.dep_ == "parataxis" or c.lemma_ in cues().speech)
    ]
    tokens = clause.subtree if clause.dep_ != "ROOT" else sentence
    content = content_of(tokens, named if marking else token, *other)
    # At the end of a sentence the phrase covers what stands before it, at the front what follows.
    if token.i > sentence.start + 1:
        content = frozenset(j for j in content if j < token.i)
    source, cue = cast.resolve(named), f"{token.text} to"
    via = via or channels_of(cast, named)
    yield Attribution(source, "speech", cue, content, token.i, named.i, via, rule="according to")


def _kept_by(thing: Token) -> Token | None:
    """ "according to a tally kept by medics": whose tally it is."""
    kept = (agent(c) for c in children(thing, "acl") if c.tag_ == "VBN" and c.lemma_ not in cues().relays)
    return next((who for who in kept if who is not None), None)


def _passed_on(cast: Cast, named: Token) -> tuple[str, ...]:
    """ "an official cited by RIA": who passes on what the one named says."""
    relay = next((c for c in children(named, "acl") if c.lemma_ in cues().relays | {"tell", "speak"}), None)
    passer = agent(relay) if relay is not None else None
    name = cast.resolve(passer).name if passer is not None else ""
    return (name,) if name and not cast.own(name) else ()


def _nominal(cast: Cast, token: Token) -> Iterator[Attribution]:
    """ "Russian claims to have taken it", "his statement that ...": a noun that holds what is said."""
    clause = next((c for c in children(token, "acl", "ccomp") if c.i > token.i), None)
    if clause is None or clause.tag_ in {"VBN", "VBG"}:
        return
    owner = _owner(cast, token)
    if owner is None:
        return
    source = cast.resolve(owner)
    if owner.dep_ == "amod" or owner.pos_ == "ADJ":
        side = cast.theatre.demonyms.get(owner.lower_)
        source = Source(side or owner.text, "government", side)
    manner: Manner = "denial" if token.lemma_.lower() in cues().denial_nouns else "speech"
    yield Attribution(source, manner, token.text, content_of(clause.subtree), token.i, owner.i, rule="cue noun")


def _owner(cast: Cast, noun: Token) -> Token | None:
    """Whose a statement is: "his", "Russian", "by the ministry"."""
    found = child(noun, "nmod:poss")
    for c in children(noun, "amod", "compound"):
        if found is None and (c.lower_ in cast.theatre.demonyms or c.pos_ == "PROPN"):
            found = c
    for c in children(noun, "nmod"):
        if found is None and preposition(c) in {"by", "from", "of"}:
            found = c
    return found
