"""Which person does a noun phrase name? The name in it, with titles before it and descriptions on either side."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from sayso.reader.grammar import child, children
from sayso.reader.naming import text_of
from sayso.reader.people import people_words
from sayso.reader.roles import roles, titles_of
from sayso.reader.roster import PERSON, Roster
from sayso.theatres import Theatre

__all__ = ["full_name", "person_in", "unseen_name"]

_NAMING = frozenset({"appos", "flat", "nmod", "list", "dep"})  # how a name hangs on the description before it
_POSSESSIVE = re.compile(r"['’]s?$")
_PLACES = frozenset({"LOC", "GPE"})


def person_in(roster: Roster, theatre: Theatre, head: Token) -> Span | None:
    """The person that a noun phrase names: its head, a name set beside it, or one that closes it."""
    own = roster.entities.get(head.i)
    if own is not None and own.label_ in PERSON:
        return _whole(roster, theatre, head, own)
    beside = _beside(roster, head, own)
    if beside is not None:
        return beside
    if head.tag_ not in {"NN", "NNP"}:
        return None
    # "the governor of Selm region Ivo Darel", "a representative for the group, Ivo Darel, said"
    for token in sorted(head.subtree, key=lambda t: -t.i):
        if token.ent_type_ in PERSON and token.dep_ in _NAMING and token.i > head.i:
            entity = roster.entities.get(token.i)
            clear = entity is not None and all(child(t, "case") is None for t in entity)
            if entity is not None and clear and entity.root.dep_ in _NAMING:
                return entity
    # two subjects side by side: the description and the name
    for token in children(head.head, "nsubj"):
        if token.i > head.i and token.ent_type_ in PERSON and token.left_edge.i <= head.right_edge.i + 2:
            return roster.entities.get(token.i)
    return None


def _whole(roster: Roster, theatre: Theatre, head: Token, own: Span) -> Span:
    """The name that titles lead up to: "Dame Vera Tolan", "Ostryan Foreign Minister Ivo Darel"."""
    titles = titles_of(theatre) | people_words().persons | frozenset(people_words().telling)
    if all(t.lower_.rstrip(".") in titles for t in own):
        after = roster.entities.get(own.end)
        if after is not None and after.label_ in PERSON:
            return after
        return own if head in own and head.i != own.root.i else _beside(roster, head, own) or own
    if len(own) == 1:
        flat = (roster.entities.get(t.i) for t in head.subtree if t.dep_ == "flat" and t.i > own.end)
        longer = next((e for e in flat if e is not None and e.label_ in PERSON and len(e) > 1), None)
        between = [] if longer is None else [t.lower_ for t in head.doc[own.end : longer.start]]
        if longer is not None and any(w in titles for w in between):
            return longer
    return own


def _beside(roster: Roster, head: Token, own: Span | None) -> Span | None:
    """A name beside a description; of several the one after it, since what leads up to it may be anyone's."""
    found: list[Span] = []
    for token in children(head, "flat", "appos", "compound", "nmod", "list"):
        if token.ent_type_ in PERSON and child(token, "case") is None:
            entity = roster.entities.get(token.i)
            if entity is not None and entity != own:
                after = roster.entities.get(entity.end) if len(entity) == 1 else None
                titled = entity.text.lower() in people_words().telling
                found.append(after if titled and after is not None and after.label_ in PERSON else entity)
    common = head.pos_ == "NOUN"
    behind = [e for e in found if e.start > head.i]
    if behind:
        return behind[0]
    return next((e for e in found if not common or len(e) > 1), None)


def full_name(roster: Roster, theatre: Theatre, words: str) -> str:
    """The fullest form under which a person was first named."""
    clean = _POSSESSIVE.sub("", words).strip()
    parts = clean.split()
    while len(parts) > 1 and parts[0].rstrip(".").lower() in titles_of(theatre):
        parts.pop(0)
    clean = " ".join(parts)
    return roster.people.get(clean) or (roster.people.get(parts[-1], clean) if len(parts) == 1 else clean)


def unseen_name(roster: Roster, theatre: Theatre, head: Token) -> str | None:
    """A personal name behind an office that the recogniser passed over ("governor of Orn region Ivo Darel")."""
    if head.lemma_.lower() not in roles().offices:
        return None
    hosts = [head, *(c for c in children(head, "nmod") if c.i > head.i)]
    for c in (c for host in hosts for c in children(host, "nmod", "flat", "appos")):
        if c.i > head.i and c.pos_ == "PROPN" and child(c, "case") is None and c.ent_type_ != "ORG":
            words = [c, *children(c, "flat")]
            known = theatre.place(text_of(words)) or theatre.region(text_of(words))
            if c.ent_type_ in _PLACES and (known is not None or c.dep_ != "appos"):
                continue
            if len(words) >= 2 and theatre.actor(c.text) is None:
                return roster.people.get(c.text) or " ".join(t.text for t in words)
    return None
