"""Whose account is it, told from the name alone? By a theatre's data first, then by the rules of English.

What comes out depends on nothing but the name, its kind and side, and the theatre, so that an id is the same in every
ledger. What hangs on who else is known (a bare surname) is left open, and ``accounts`` settles it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from sayso.model import Kind, Source
from sayso.theatres import Actor, Theatre
from sayso.weighing.naming_rules import (
    Word,
    as_text,
    body,
    english,
    folded,
    has_capital,
    is_body,
    is_initial,
    is_person,
    is_proper,
    phrase_at,
    proper_id,
    slug,
    split,
    without,
)

__all__ = ["Form", "Named", "Resolver", "outlet_id"]

Form = Literal["listed", "person", "surname", "body", "outlet", "proper", "people"]
_ASIDE = re.compile(r"(?<!\s)\s*\([^()]*\)")
_LONGEST_STATE = 5  # words
_MOST_KEPT = 1 << 17  # names
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
    neutral: bool = False  # named by a word that says nothing of a side


@lru_cache(maxsize=1 << 14)
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
        self._state_actors = {a.name: a for a in theatre.actors if a.type == "state"}
        self._states = {name: _State(name, actor.side) for name, actor in self._state_actors.items()}
        by_country = {r.country: r.name for r in theatre.regions if r.name in self._states}
        self._by_demonym = {word: by_country[iso] for word, iso in theatre.peoples.items() if iso in by_country}
        titles = (tuple(w.plain for w in split(title)) for title in theatre.titles)
        self._titles = frozenset(title for title in titles if title)
        self._longest_title = {
            title[0]: max(len(t) for t in self._titles if t[0] == title[0]) for title in self._titles
        }
        names = (split(name) for actor in self._state_actors.values() for name in (actor.name, *actor.aliases))
        self._openers = frozenset(w.plain for words in names for w in words[:2])  # the second after "the"
        self._channels = frozenset(channel.casefold() for channel in theatre.channels)
        self._known: dict[Source, Named] = {}
        self._asked: dict[str, Actor | None] = {}
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
            found = outlet_id(actor.name)
        elif actor.type == "state":
            found = _within(self._scope(_State(actor.name, actor.side)), "government")
        else:
            words = split(actor.name)
            owner = self._state_in(words)
            called = body(owner[1]) if owner else ""
            if owner and called and owner[0].side == actor.side:
                found = _within(self._scope(owner[0]), called)
            else:
                found = _within(self._scope_of_side(actor.side), actor.name)
        # A state that speaks is its government; any other two entries of a theatre are two accounts.
        if found in self._actors and self._actors[found].type != "state":
            found = _within(self._scope_of_side(actor.side), actor.name)
        self._actors[found] = actor
        self._ids[actor] = found

    def _enter_person(self, actor: Actor) -> None:
        for name in (actor.name, *actor.aliases):
            words = split(name)
            if len(words) > 1 and is_person(words):
                self.persons.setdefault(folded(words), actor)
        surname = folded(split(actor.name))[-1]
        holders = self.surnames.setdefault(surname, [])
        if actor not in holders:
            holders.append(actor)

    def named(self, source: Source) -> Named:
        """What a source's name says by itself."""
        found = self._known.get(source)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[source] = self._resolve(source.name, source, _DEEPEST)
        return found

    def _actor(self, name: str) -> Actor | None:
        """The theatre's actor of this name; a name is asked for several times over while it is resolved."""
        if name not in self._asked:
            if len(self._asked) >= _MOST_KEPT:
                self._asked.clear()
            self._asked[name] = self.theatre.actor(name)
        return self._asked[name]

    def of_actor(self, actor: Actor, reason: str) -> Named:
        """The account of someone whom the theatre lists."""
        parts = folded(split(actor.name)) if actor.type == "person" else ()
        found = self._ids[actor]
        shown = self._actors[found]
        return Named(found, shown.name, shown.kind, shown.side, reason, "listed", parts)

    def _resolve(self, name: str, source: Source, depth: int) -> Named:
        name = _ASIDE.sub("", name).strip() or name
        segments = [words for part in name.split(",") if (words := split(part))]
        if not segments:
            nobody = f"name:{slug(name) or 'nobody'}"
            return Named(nobody, name, source.kind, source.side, "the name as written", "proper")
        if name.casefold() in self._channels:
            reason = "a channel, which vouches for nothing"
            return Named(f"channel:{slug(name)}", name, source.kind, source.side, reason, "proper")
        listed = self._listed(split(name), source)
        if listed is not None:
            return listed
        if len(segments) > 1:
            # "Ivo Darel, a spokesman for the group", "the governor, Ivo Darel"
            persons = (found for words in segments if (found := self._person(words, source)) is not None)
            whole = next((found for found in persons if len(found.parts) > 1), None)
            if whole is not None:
                return whole
        words = segments[0]
        return (
            (self._listed(words, source) if len(segments) > 1 else None)
            or self._staff(words, source)
            or self._called(words, source, depth)
            or self._voice(words, source, depth)
            or self._titled(words, source)
            or self._of_state(words, source)
            or self._person(words, source)
            or self._other(words, source)
        )

    def _listed(self, words: Sequence[Word], source: Source) -> Named | None:
        """Someone whom the theatre lists under this very name, with or without "a senior"."""
        lists = english()
        bare = without(words, lists.articles, lists.vague)
        if len(bare) > 2 and bare[0].plain in lists.parts and bare[1].plain == "of":
            bare = without(bare[2:], lists.articles)
        for tried in dict.fromkeys((as_text(words), as_text(bare))):
            actor = self._actor(tried)
            if actor is None:
                continue
            if actor.type == "person" and len(bare) == 1 and _apart(actor.side, source.side):
                continue  # another person of that surname
            reason = "the theatre lists this name" if actor.name == tried else f"the theatre lists it as {actor.name}"
            return self.of_actor(actor, reason)
        return None

    def _staff(self, words: Sequence[Word], source: Source) -> Named | None:
        """An outlet by those who work for it: "a Reuters correspondent", "correspondents for Channel Nine"."""
        lists = english()
        bare = without(words, lists.articles, lists.vague)
        where = next((k for k, w in enumerate(bare) if k and w.plain in lists.joints), len(bare))
        if bare[where - 1].plain in lists.staff and where > 1:
            name = bare[: where - 1]  # "AFP correspondents in Halven"
        elif bare[0].plain in lists.staff and len(bare) > 2 and bare[1].plain in lists.joints:
            name = bare[2:]
        else:
            return None
        actor = self._actor(as_text(name)) if name else None
        if actor is None or actor.type != "outlet":
            return None
        return self.of_actor(actor, f"works for {actor.name}")

    def _called(self, words: Sequence[Word], source: Source, depth: int) -> Named | None:
        """A name behind what it is the name of: "the aid group Open Road"."""
        genus = english().genus
        for k in range(len(words) - 2, -1, -1):
            if words[k].plain in genus and words[k].written[:1].islower() and has_capital(words[k + 1]) and depth:
                name = as_text(words[k + 1 :])
                found = self._resolve(name, replace(source, name=name), depth - 1)
                return replace(found, reason=f"{found.reason}, {as_text(words[: k + 1])} left out")
        return None

    def _voice(self, words: Sequence[Word], source: Source, depth: int) -> Named | None:
        """Whoever a nameless spokesman speaks for: "a spokesman for X", "X's press secretary"."""
        lists = english()
        at = next((k for k in range(len(words)) if phrase_at(words, k, lists.mouthpieces)), None)
        if at is None or depth == 0:
            return None
        after = at + phrase_at(words, at, lists.mouthpieces)
        if after < len(words) and words[after].plain in lists.joints:
            whose = words[after + 1 :]
        elif after == len(words) and at > 0:
            whose = words[:at]
        else:
            return None  # "spokesman Ivo Darel"
        whose = without(whose, lists.articles, lists.vague)
        if not whose or whose[0].plain in lists.articles | lists.vague:
            return None
        name = as_text(whose)
        found = self._resolve(name, replace(source, name=name), depth - 1)
        return replace(found, reason=f"speaks for {found.name}")

    def _titled(self, words: Sequence[Word], source: Source) -> Named | None:
        """A person behind a title or an office: "Col. Gen. Ivo Darel", "Selm region governor Anna Belova"."""
        lists = english()
        last = 0  # where the name begins
        for k in range(len(words)):
            most = self._longest_title.get(words[k].plain, 0)
            runs = (n for n in range(most, 0, -1) if tuple(w.plain for w in words[k : k + n]) in self._titles)
            length = next(runs, 0)
            if not length and (words[k].plain in lists.offices or words[k].plain in lists.bodies):
                length = 1
            if length and k + length <= len(words):
                last = max(last, k + length)
        if not last or last == len(words):
            return None
        if words[last].plain == "of":
            last = self._behind_place(words, last + 1)
        if not last or words[last].plain in lists.joints:
            return None
        found = self._person(words[last:], source)
        return found and replace(found, reason=f"{found.reason}, {as_text(words[:last])} left out")

    def _behind_place(self, words: Sequence[Word], start: int) -> int:
        """Where a full name begins behind a place that the theatre knows ("mayor of Kamsin Ivo Stanek"), else 0."""
        for at in range(len(words) - 2, start, -1):
            place = as_text(words[start:at])
            if self.theatre.place(place) or self.theatre.region(place) or folded(words[at:]) in self.persons:
                return at
        return 0

    def _of_state(self, words: Sequence[Word], source: Source) -> Named | None:
        """A body, an office or nameless people of a state: "the Russian MoD", "the defence ministry in Moscow"."""
        owner = self._state_in(words)
        lists = english()
        if owner is None:
            if source.side is None or any(map(is_proper, words)):
                return None
            called = body(words)
            if source.kind == "witness" or not called or not is_body(called):
                return None
            if source.kind == "unnamed" and not set(called.split()) & lists.officials:
                return None
            name = f"{called} ({source.side})"
            reason = f"a body or people of {source.side}, by the side of the claim"
            return self._body(self._scope_of_side(source.side), called, name, source.side, source, reason)
        state, rest = owner
        whose = as_text(without(rest, lists.articles, lists.vague)) if rest else ""
        actor = self._actor(whose) if whose else None
        if actor is not None and not _apart(actor.side, state.side):
            return self.of_actor(actor, f"the theatre lists {whose} as {actor.name}")
        called = body(rest)
        if not called:
            return self.of_actor(self._state_actors[state.name], f"{state.name} itself, its government")
        if any(map(is_proper, rest)) and called.split()[-1] not in lists.offices:
            return None  # "Ukrainian Canadian Relief"; but "Russia's IAEA representative"
        if source.kind == "witness" or (source.kind == "unnamed" and not set(called.split()) & lists.officials):
            return None
        side = source.side if state.side is None or state.neutral else state.side
        scope = self._scope_of_side(side) if side else self._scope(state)
        return self._body(scope, called, f"{called} of {state.name}", side, source, f"a body or people of {state.name}")

    def _body(self, scope: str, called: str, name: str, side: str | None, source: Source, reason: str) -> Named:
        for tried in (called, *(f"{rank} {called}" for rank in sorted(english().ranks))):
            actor = self._actors.get(_within(scope, tried))
            if actor is not None:
                return self.of_actor(actor, f"{reason}, which the theatre lists as {actor.name}")
        return Named(_within(scope, called), name, source.kind, side, reason, "body")

    def _person(self, words: Sequence[Word], source: Source) -> Named | None:
        """A person by the shape of the name, listed by the theatre in some spelling or not at all."""
        if not is_person(words):
            return None
        written = as_text(words)
        actor = self._actor(written)
        if actor is not None and not (actor.type == "person" and len(words) == 1 and _apart(actor.side, source.side)):
            return self.of_actor(actor, f"the theatre lists {written} as {actor.name}")
        parts = folded(words)
        listed = self.persons.get(parts)
        if listed is not None and not _apart(listed.side, source.side):
            return self.of_actor(listed, f"another spelling of {listed.name}, whom the theatre lists")
        alone = len(parts) == 1 or is_initial(words[0])
        form: Form = "surname" if alone else "person"
        reason = "a name without a first name" if alone else "the name as written"
        kept = parts[1:] if len(parts) == 2 and alone else parts
        return Named(f"name:{slug(' '.join(kept))}", written, source.kind, source.side, reason, form, parts)

    def _other(self, words: Sequence[Word], source: Source) -> Named:
        """An outlet, a body with a name of its own, or nameless people."""
        lists = english()
        bare = without(words, lists.articles, lists.vague)
        written = as_text(bare)
        if self.is_proper(bare):
            if source.kind == "media" or any(w.plain in lists.outlets for w in bare):
                return Named(outlet_id(written), written, "media", source.side, "an outlet by its name", "outlet")
            return Named(proper_id(bare), written, source.kind, source.side, "the name as written", "proper")
        called = slug(body(bare) or written)
        nameless = source.kind in ("witness", "unnamed")
        if source.side is not None and not nameless:
            scope = self._scope_of_side(source.side)
            return Named(f"{scope}/{called}", written, source.kind, source.side, f"people of {source.side}", "body")
        if self._state_in(bare) is None:  # "Witnesses" began a sentence
            written = written[:1].lower() + written[1:]
        return Named(called, written, source.kind, source.side, "nameless people, of whoever they spoke to", "people")

    def is_proper(self, words: Sequence[Word]) -> bool:
        """Whether words have a name in them that is not a state's: "Selm brigade", not "Russian residents"."""
        owner = self._state_in(words)
        rest = owner[1] if owner else words
        return any(map(is_proper, rest)) or (
            owner is None and len(words) > 1 and all(w.written[:1].isupper() for w in words)
        )

    def _state_in(self, words: Sequence[Word]) -> tuple[_State, list[Word]] | None:
        """The state that words speak of and the words without it: at the front, or behind "of" or "in"."""
        lists = english()
        for start in range(len(words)):
            if start and words[start].plain in lists.articles:
                continue
            behind = words[start - 1].plain if start else ""
            if behind in lists.articles and start > 1:
                behind = words[start - 2].plain
            front = all(w.plain in lists.articles or w.plain in lists.vague for w in words[:start])
            if not (front or behind in lists.whose):
                continue
            for length in range(min(_LONGEST_STATE, len(words) - start), 0, -1):
                state = self._state(words[start : start + length], alone=length == len(words))
                if state is not None:
                    return state, [*words[:start], *words[start + length :]]
        return None

    def _state(self, words: Sequence[Word], *, alone: bool) -> _State | None:
        if len(words) == 1:
            name = self._by_demonym.get(words[0].plain)
            if name is not None:
                state = self._states[name]
                return replace(state, neutral=words[0].plain in self.theatre.neutral)
        if words[0].plain not in self._openers or not (has_capital(words[0]) or has_capital(words[-1])):
            return None
        actor = self._actor(as_text(words))
        return self._states[actor.name] if actor is not None and actor.type == "state" else None

    def _scope(self, state: _State) -> str:
        return f"world:{slug(state.name)}" if state.side is None else self._scope_of_side(state.side)

    def _scope_of_side(self, side: str | None) -> str:
        return "world" if side is None else f"{self.theatre.name}:{slug(side)}"


def _within(scope: str, called: str) -> str:
    return f"{scope}:{slug(called)}" if scope == "world" else f"{scope}/{slug(called)}"


def _apart(one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and one != two
