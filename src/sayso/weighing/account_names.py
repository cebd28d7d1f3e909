"""Whose account is it, told from the name alone? By a theatre's data first, then by the rules of English.

What comes out depends on nothing but the name, its kind and side, and the theatre, so that an id is the same in every
ledger. What hangs on who else is known (a bare surname) is left open, and ``accounts`` settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sayso.model import Kind, Source
from sayso.theatres import Actor, Theatre
from sayso.weighing.naming_rules import (
    Word,
    body,
    english,
    fold_name,
    given,
    is_initial,
    is_person,
    person_parts,
    plain,
    slug,
    split,
    without,
)

__all__ = ["Form", "Named", "Resolver", "outlet_id"]

Form = Literal["listed", "person", "surname", "body", "outlet", "proper", "people"]
_LONGEST_STATE = 5  # words
_DEEPEST = 4  # "a spokesman for the press office of X"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says by itself.

    ``form`` "surname" is a person whose full name is wanting, and "people" are nameless ones: of the outlet that they
    spoke to unless the id is already a side's. ``parts`` are a person's names folded, the surname last.
    """

    id: str
    name: str
    kind: Kind | None
    side: str | None
    reason: str
    form: Form
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    side: str | None


def outlet_id(name: str) -> str:
    """The id of an outlet or agency that no theatre lists."""
    lists = english()
    words = [w.plain for w in split(name)]
    called = " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    for trimming in sorted(lists.trimmings, key=lambda t: (-len(t), t)):
        if called.endswith(" " + trimming):
            called = called[: -len(trimming) - 1]
    return f"outlet:{slug(called)}"


class Resolver:
    """Names as one theatre understands them; keeps what it has resolved."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self._states = {a.name: _State(a.name, a.side) for a in theatre.actors if a.type == "state"}
        by_country = {r.country: r.name for r in theatre.regions if r.name in self._states}
        self._by_demonym = {word: by_country[iso] for word, iso in theatre.peoples.items() if iso in by_country}
        titles = ((tuple(w.plain for w in split(title))) for title in theatre.titles)
        self._titles = frozenset(title for title in titles if title)
        self._longest_title = max(map(len, self._titles), default=0)
        self._known: dict[Source, Named] = {}
        self._actors: dict[str, Actor] = {}
        self._ids: dict[Actor, str] = {}
        for actor in theatre.actors:
            self._enter(actor)
        self.persons: dict[tuple[str, ...], Actor] = {}
        self.surnames: dict[str, list[Actor]] = {}
        for actor in theatre.actors:
            if actor.type == "person":
                self._enter_person(actor)

    def _enter(self, actor: Actor) -> None:
        if actor.type == "person":
            found = f"person:{slug(actor.name)}"
        elif actor.type == "outlet" and actor.kind == "media":
            found = f"outlet:{slug(actor.name)}"
        elif actor.type == "state":
            found = f"{self._scope(_State(actor.name, actor.side))}/government"
        else:
            words = split(actor.name)
            owner = self._state_in(words)
            called = body(owner[1]) if owner else ""
            if owner and called and owner[0].side == actor.side:
                found = f"{self._scope(owner[0])}/{slug(called)}"
            else:
                found = f"{self._scope_of_side(actor.side)}/{slug(actor.name)}"
        # A state that speaks is its government; any other two entries of a theatre are two accounts.
        if found in self._actors and self._actors[found].type != "state":
            found = f"{self._scope_of_side(actor.side)}/{slug(actor.name)}"
        self._actors[found] = actor
        self._ids[actor] = found

    def _enter_person(self, actor: Actor) -> None:
        for name in (actor.name, *actor.aliases):
            words = split(name)
            if len(words) > 1 and is_person(words):
                self.persons.setdefault(_folded(words), actor)
        surname = _folded(split(actor.name))[-1]
        holders = self.surnames.setdefault(surname, [])
        if actor not in holders:
            holders.append(actor)

    def named(self, source: Source) -> Named:
        """What a source's name says by itself."""
        found = self._known.get(source)
        if found is None:
            found = self._known[source] = self._resolve(source.name, source, _DEEPEST)
        return found

    def of_actor(self, actor: Actor, reason: str) -> Named:
        """The account of someone whom the theatre lists."""
        parts = _folded(split(actor.name)) if actor.type == "person" else ()
        return Named(self._ids[actor], actor.name, actor.kind, actor.side, reason, "listed", parts)

    def _resolve(self, name: str, source: Source, depth: int) -> Named:
        segments = [words for part in name.split(",") if (words := split(part))]
        if not segments:
            return Named(f"name:{slug(name) or 'nobody'}", name, source.kind, source.side, "the name as written", "proper")
        listed = self._listed(name, split(name), source)
        if listed is not None:
            return listed
        if len(segments) > 1:
            # "Ivo Darel, a spokesman for the group", "the governor, Ivo Darel"
            persons = (found for words in segments if (found := self._person(words, source)) is not None)
            whole = next((found for found in persons if found.form in ("listed", "person")), None)
            if whole is not None:
                return whole
        words = segments[0]
        steps = (self._person_listed, self._voice, self._of_state, self._person, self._outlet)
        for step in steps:
            found = step(words, source, depth) if step == self._voice else step(words, source)  # type: ignore[call-arg, arg-type]
            if found is not None:
                return found
        return self._other(words, source)

    def _listed(self, name: str, words: Sequence[Word], source: Source) -> Named | None:
        """Someone whom the theatre lists under this very name."""
        for tried in dict.fromkeys((name, " ".join(w.written for w in without(words, english().articles, english().vague)))):
            actor = self.theatre.actor(tried)
            if actor is None:
                continue
            lone = actor.type == "person" and len(words) == 1
            if lone and None not in (source.side, actor.side) and source.side != actor.side:
                continue  # another person of that surname
            how = "the theatre's name for" if actor.name == tried else "the theatre lists it as"
            return self.of_actor(actor, f"{how} {actor.name}")
        return None
