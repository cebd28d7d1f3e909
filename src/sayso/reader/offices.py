"""Who holds an office? "The city's mayor" is the mayor whom the report names, before or after."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.reader.naming import is_definite, noun_phrase, owner
from sayso.reader.people import nature_of, office_of, people_words
from sayso.reader.roles import roles
from sayso.reader.roster import Holder, Roster, alike
from sayso.theatres import Theatre

__all__ = ["holder_of"]

# Words that make another office of one: the deputy is not the mayor.
_LESSER = frozenset({"deputy", "vice", "former", "ex", "acting", "retired", "assistant", "chief", "first", "senior"})
_WITH_FIELD = frozenset({"minister", "secretary", "ministry", "chief", "commander"})


def holder_of(roster: Roster, theatre: Theatre, head: Token, whose: str = "") -> str | None:
    """The full name of the holder of the office that a definite noun phrase tells of, None when the report names none.

    ``whose`` is who a possessive pronoun in the phrase stands for.
    """
    office = office_of(head.lemma_)
    if head.tag_ not in {"NN", "NNP"} or not is_definite(head):
        return None
    high = head.lemma_.lower() in roles().offices
    if not high and nature_of(head.lemma_, plural=False) != "person":
        return None
    words = noun_phrase(head, long=True)
    known = roles().offices | people_words().persons
    said = frozenset(t.lower_ for t in words if t.is_alpha and t.i != head.i and t.pos_ not in {"DET", "PRON", "ADP"})
    names = frozenset(
        [t.lower_ for t in words if t.text[:1].isupper() and t.pos_ in {"PROPN", "ADJ"} and t.lower_ not in known]
        + [w.lower() for w in whose.split() if w[:1].isupper()]
    )
    side = theatre.side_of(" ".join(t.text for t in words))
    best: tuple[tuple[int, int, int], Holder] | None = None
    for holder in roster.holders:
        if office not in holder.offices or not _fits(holder, head, said, names, theatre, side):
            continue
        before = holder.at < head.i
        if not high and not before:
            continue
        shared = len(said & (holder.words | holder.offices)) + _shared_names(names, holder)
        rank = (shared, int(before), holder.at if before else -holder.at)
        if best is None or rank > best[0]:
            best = (rank, holder)
    return None if best is None else best[1].name


def _fits(
    holder: Holder, head: Token, said: frozenset[str], names: frozenset[str], theatre: Theatre, side: str | None
) -> bool:
    lesser = _LESSER & (holder.offices | holder.words) - {head.lower_}
    if lesser - said:
        return False
    # "the Kamsin governor" is not the governor of Orn
    if names and holder.names and not _shared_names(names, holder):
        mine, yours = _sides(names, theatre), _sides(holder.names, theatre)
        if not (mine and mine == yours):
            return False
    if side is not None:
        theirs = theatre.side_of(" ".join(w.capitalize() for w in holder.words))
        if theirs is not None and theirs != side:
            return False
    # "the foreign minister" is not the defence minister
    fields = {t.lower_ for t in head.children if t.dep_ in {"amod", "compound"} and t.lower_ not in names}
    fields -= {w for w in fields if w in theatre.demonyms}
    if fields and head.lemma_.lower() in _WITH_FIELD:
        return bool(fields & (holder.words | holder.offices))
    whose = owner(head)
    if fields and whose is None and holder.words:
        return bool(fields & (holder.words | holder.offices)) or not holder.words - holder.names
    return True


def _shared_names(names: frozenset[str], holder: Holder) -> int:
    return sum(1 for n in names if any(alike(n, w) for w in (*holder.names, *holder.words)))


def _sides(names: frozenset[str], theatre: Theatre) -> frozenset[str]:
    """The sides that single words name: "ostrya" and "ostryan" are one."""
    found = {theatre.side_of(n.capitalize()) for n in names}
    return frozenset(s for s in found if s is not None)
