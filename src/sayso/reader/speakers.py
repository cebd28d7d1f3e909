"""Who a mention is: full names for surnames, pronouns, offices and bodies, kinds, sides; the cast of one report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from sayso.model import Kind, Report, Source
from sayso.reader import roles
from sayso.reader.antecedents import GROUPS, PERSONS, antecedent
from sayso.reader.bodies import body_of, called, called_after
from sayso.reader.document import Document
from sayso.reader.grammar import child, children
from sayso.reader.makers import maker_of
from sayso.reader.naming import bare, core, is_definite, noun_phrase, owner, text_of
from sayso.reader.offices import holder_of
from sayso.reader.people import nature_of
from sayso.reader.roles import media_words, titles_of
from sayso.reader.roster import PERSON, Roster, roster_of
from sayso.theatres import Theatre

__all__ = ["NARRATOR", "Cast", "media_words", "noun_phrase"]

NARRATOR = Source("narrator")
_LONGEST_NAME = 9  # words of a description used as a name
_NAMING = frozenset({"appos", "flat", "nmod", "list", "dep"})  # how a name hangs on the description before it
_POSSESSIVE = re.compile(r"['’]s?$")
_ONE = frozenset({"one", "another"})
_SOME = frozenset({"two", "three", "four", "five", "both", "some", "several", "others", "many", "other"})
_OURS = frozenset({"we", "us", "i", "me", "our", "my"})
_PLACES = frozenset({"LOC", "GPE"})


@dataclass(slots=True)
class Cast:
    """Everyone who has spoken or been named so far in one report, so that later mentions find their name.

    ``told`` sends the token that named a speaker to who that is.
    """

    document: Document
    theatre: Theatre
    roster: Roster = field(init=False)
    spoken: list[Source] = field(default_factory=list)
    told: dict[int, Source] = field(default_factory=dict)
    last_person: Source | None = None
    last_group: Source | None = None
    _resolving: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.roster = roster_of(self.document, self.theatre)

    @property
    def report(self) -> Report:
        """The report that is being read."""
        return self.document.report

    @property
    def people(self) -> Mapping[str, str]:
        """The full name of everyone named in the report, by surname and by full name."""
        return self.roster.people

    @property
    def acronyms(self) -> Mapping[str, str]:
        """What the report's acronyms stand for."""
        return self.roster.acronyms

    def person_in(self, head: Token) -> Span | None:
        """The person that a noun phrase names: its head, a name set beside it, or one that closes it."""
        own = self._entity(head)
        titled = own is not None and all(t.lower_.rstrip(".") in titles_of(self.theatre) for t in own)
        if own is not None and own.label_ in PERSON and not (titled and self._beside(head, own) is not None):
            return own
        beside = self._beside(head, own)
        if beside is not None:
            return beside
        if head.tag_ not in {"NN", "NNP"}:
            return None
        # "the governor of Selm region Ivo Darel", "a representative for the group, Ivo Darel, said"
        for token in sorted(head.subtree, key=lambda t: -t.i):
            if token.ent_type_ in PERSON and token.dep_ in _NAMING and token.i > head.i:
                entity = self._entity(token)
                clear = entity is not None and all(child(t, "case") is None for t in entity)
                if entity is not None and clear and entity.root.dep_ in _NAMING:
                    return entity
        # two subjects side by side: the description and the name
        for token in children(head.head, "nsubj"):
            if token.i > head.i and token.ent_type_ in PERSON and token.left_edge.i <= head.right_edge.i + 2:
                return self._entity(token)
        return None

    def _beside(self, head: Token, own: Span | None) -> Span | None:
        """A name beside a description; of several the one after it, since what leads up to it may be anyone's."""
        found = []
        for token in children(head, "flat", "appos", "compound", "nmod", "list"):
            if token.ent_type_ in PERSON and child(token, "case") is None:
                entity = self._entity(token)
                if entity is not None and entity != own:
                    found.append(entity)
        common = head.pos_ == "NOUN"
        after = [e for e in found if e.start > head.i]
        if after:
            return after[0]
        return next((e for e in found if not common or len(e) > 1), None)

    def _entity(self, token: Token) -> Span | None:
        return self.roster.entities.get(token.i)

    def full_name(self, words: str) -> str:
        """The fullest form under which a person was first named."""
        clean = _POSSESSIVE.sub("", words).strip()
        parts = clean.split()
        while len(parts) > 1 and parts[0].rstrip(".").lower() in titles_of(self.theatre):
            parts.pop(0)
        clean = " ".join(parts)
        return self.people.get(clean) or (self.people.get(parts[-1], clean) if len(parts) == 1 else clean)

    def resolve(self, head: Token, *, speaker: Source | None = None) -> Source:
        """Whose words a noun phrase stands for; pronouns, surnames and offices give the name in the report."""
        if head.pos_ == "PRON" or head.lower_ in PERSONS or head.lower_ in GROUPS:
            return self._pronoun(head, speaker)
        surname = head.pos_ == "PROPN" and head.text in self.people and child(head, "flat") is None
        if surname and self.theatre.place(head.text) is None:
            return self._person(self.people[head.text], head)
        entity = self.person_in(head)
        if entity is not None:
            name = self.full_name(" ".join(t.text for t in entity if t.lower_ not in {"'s", "’s"}).replace(" - ", "-"))
            return self._person(name, head)
        name_beside = self._bare_name(head)
        if name_beside is not None:
            return self._person(name_beside, head)
        if head.i in self._resolving:
            return self._group(head)
        self._resolving.add(head.i)
        try:
            return self._counted(head) or self._document(head) or self._office(head) or self._group(head)
        finally:
            self._resolving.discard(head.i)

    def _bare_name(self, head: Token) -> str | None:
        """A personal name behind an office that the recogniser passed over ("governor of Orn region Ivo Darel")."""
        if head.lemma_.lower() not in roles.roles().offices:
            return None
        hosts = [head, *(c for c in children(head, "nmod") if c.i > head.i)]
        for c in (c for host in hosts for c in children(host, "nmod", "flat", "appos")):
            if c.i > head.i and c.pos_ == "PROPN" and child(c, "case") is None and c.ent_type_ != "ORG":
                words = [c, *children(c, "flat")]
                known = self.theatre.place(text_of(words)) or self.theatre.region(text_of(words))
                if c.ent_type_ in _PLACES and (known is not None or c.dep_ != "appos"):
                    continue
                if len(words) >= 2 and self.theatre.actor(c.text) is None:
                    return self.people.get(c.text) or " ".join(t.text for t in words)
        return None

    def _pronoun(self, head: Token, speaker: Source | None) -> Source:
        word = head.lower_
        if word in _OURS and speaker is not None:
            return speaker
        if (word in PERSONS or word in GROUPS) and head.i not in self._resolving:
            self._resolving.add(head.i)
            meant = antecedent(self.document, self.roster, self.told, head)
            found = None if meant is None else self.told.get(meant.i) or self.resolve(meant)
            self._resolving.discard(head.i)
            if found is not None and not found.is_narrator:
                return found
        if word in PERSONS and self.last_person:
            return self.last_person
        if word in GROUPS:
            return self.last_group or self.last_person or NARRATOR
        return self.last_person or self.last_group or NARRATOR

    def _counted(self, head: Token) -> Source | None:
        """ "one of them", "two others": of the people told of before."""
        word = head.lower_
        if word not in _ONE | _SOME:
            return None
        named = next((c for c in children(head, "appos") if nature_of(c.lemma_, plural=False) == "person"), None)
        if named is not None:
            return self.resolve(named)
        of = next((c for c in children(head, "nmod") if c.i > head.i), None)
        if of is not None and of.pos_ != "PRON":
            if nature_of(of.lemma_, plural=True) != "people":
                return None
            meant: Token | None = of
        else:
            stand = of if of is not None else head
            meant = antecedent(self.document, self.roster, self.told, stand) if stand.lower_ in GROUPS else None
            meant = meant or self._people_before(head)
        if meant is None or meant.pos_ not in {"NOUN", "PROPN"}:
            return None
        words = [t.text for t in core(meant) if t.i < meant.i and t.pos_ not in {"NUM", "DET"}]
        last = meant.lemma_ if word in _ONE else meant.text
        context = " ".join((*words, meant.text))
        return Source(" ".join((*words, last)), self.kind_of(context), self.theatre.side_of(context))

    def _people_before(self, head: Token) -> Token | None:
        """The people who spoke last."""
        at = next((i for i in reversed(self.told) if i < head.i and self.document.doc[i].tag_ == "NNS"), None)
        return None if at is None else self.document.doc[at]

    def _document(self, head: Token) -> Source | None:
        """ "a tally kept by local medics", "the UN report": who made it; for "the bulletin", who told it last."""
        if nature_of(head.lemma_, plural=False) != "document" or head.ent_type_ == "ORG":
            return None
        maker = maker_of(head)
        if maker is not None:
            return self.resolve(maker)
        if is_definite(head) and bare(head) and self.last_group is not None and head.tag_ == "NN":
            return self.last_group if self.last_group.kind not in {"media", "witness", None} else None
        return None

    def _office(self, head: Token) -> Source | None:
        """ "her defence minister", "its office", "the country's military": by its holder, or after whose it is."""
        name = called(head)
        if name is not None:
            context = text_of(noun_phrase(head, long=True))
            return Source(name, self.kind_of(context), self.theatre.side_of(context))
        whose = owner(head)
        mine: Source | None = None
        if whose is not None and whose.pos_ == "PRON" and whose.lower_ not in _OURS and whose.tag_ != "WP$":
            mine = self._pronoun(whose, None)
        elif whose is not None and whose.pos_ == "NOUN" and nature_of(whose.lemma_, plural=False) in {"person", "body"}:
            mine = self.resolve(whose)
        if mine is not None and mine.is_narrator:
            mine = None
        holder = holder_of(self.roster, self.theatre, head, mine.name if mine is not None else "")
        if holder is not None:
            return self._known(holder)
        ground = called_after(head)
        if ground is not None:
            place = self._ground_before(head)
            mine = Source(place) if place is not None else None
        if mine is None or whose is None:
            return None
        plain = text_of(core(head))
        nature = nature_of(head.lemma_, plural=head.tag_ in {"NNS", "NNPS"})
        if nature is None or mine.name.lower() == text_of(noun_phrase(whose)).lower():
            return None
        name = f"{mine.name}'s {plain}" if nature == "body" else f"{plain} of {mine.name}"
        told = self.kind_of(plain)
        return Source(name, told or mine.kind, self.theatre.side_of(name) or mine.side)

    def _ground_before(self, head: Token) -> str | None:
        """The place named last, in the sentence or the one before: "the country" is that."""
        first = self.document.sentences[max(0, self.document.sentence_of[head.i] - 1)].start
        for at in range(head.i - 1, first - 1, -1):
            entity = self.roster.entities.get(at)
            if entity is not None and entity.label_ in _PLACES:
                return entity.text
        return None

    def _person(self, name: str, head: Token) -> Source:
        actor = self.theatre.actor(name)
        described = f"{text_of(noun_phrase(head, long=True))} {self.roster.descriptions.get(name, '')}"
        for c in children(head, "appos"):
            described += " " + text_of(noun_phrase(c, long=True))
        if actor is not None and actor.type == "person":
            return Source(name, actor.kind, actor.side)
        before = next((s for s in self.spoken if s.name == name and s.side is not None), None)
        if before is not None:
            return before
        return Source(name, self.kind_of(described) or "government", self.theatre.side_of(described))

    def _group(self, head: Token) -> Source:
        general = roles.roles().general
        named = next((c for c in children(head, "appos", "flat", "nmod") if self._names_body(c) and c.i > head.i), None)
        if named is not None and head.lemma_.lower() in general and named.text not in self.acronyms:
            return self._group(named)
        meant = body_of(self.roster, head)
        if meant is not None and self.theatre.actor(text_of(noun_phrase(head))) is None:
            meant = self.acronyms.get(meant, meant)
            actor = self.theatre.actor(meant)
            if actor is not None:
                return Source(meant, actor.kind, actor.side)
            told = self.kind_of(f"{head.text} {meant}")
            return Source(meant, told, self.theatre.side_of(meant))
        short = noun_phrase(head)
        name = text_of(short)
        name = self.acronyms.get(name, name)
        # "the ministry", "the army": nobody's name, but somebody's in this report or this war
        alone = len([t for t in short if t.pos_ not in {"ADJ", "DET", "NUM"}]) == 1 and head.lower_ in general
        long = noun_phrase(head, long=True)
        if alone and len(short) == 1:
            if len(long) > 1 and len(long) <= _LONGEST_NAME + 3:
                name = text_of(long)
            else:
                before = next((s for s in reversed(self.spoken) if head.lower_ in s.name.lower().split()), None)
                if before is not None:
                    return before
        actor = self.theatre.actor(name)
        if actor is None and len(long) > len(short):
            actor = self.theatre.actor(text_of(long))
        if actor is not None:
            shown = actor.name if alone and len(short) == 1 and head.text.islower() else name
            return Source(shown, actor.kind, actor.side)
        if head.pos_ in {"NOUN", "PROPN"} and len(short) <= 2 and len(long) <= _LONGEST_NAME and name == text_of(short):
            name = text_of(long)
        context = text_of(long)
        return Source(name, self.kind_of(context), self.theatre.side_of(context))

    def _names_body(self, token: Token) -> bool:
        """Whether a word set behind a description names the body or outlet that it describes."""
        if child(token, "case") is not None or token.pos_ != "PROPN":
            return False
        if token.ent_type_ == "ORG" or token.dep_ == "appos":
            return True
        actor = self.theatre.actor(text_of(noun_phrase(token)))
        return actor is not None and actor.type in {"outlet", "body"}

    def _known(self, name: str) -> Source:
        before = next((s for s in self.spoken if s.name == name), None)
        if before is not None:
            return before
        actor = self.theatre.actor(name)
        described = self.roster.descriptions.get(name, "")
        if actor is not None and actor.type == "person":
            return Source(name, actor.kind, actor.side)
        return Source(name, self.kind_of(described) or "government", self.theatre.side_of(described))

    def kind_of(self, description: str) -> Kind | None:
        """The kind that a description's words tell, None when they tell none."""
        return roles.kind_of(description)

    def is_outlet(self, head: Token) -> bool:
        """Whether a noun phrase names a newspaper, station or agency."""
        words = noun_phrase(head)
        actor = self.theatre.actor(text_of(words))
        if actor is not None:
            return actor.type == "outlet"
        named = any(t.pos_ == "PROPN" or t.ent_type_ == "ORG" for t in words)
        return named and any(t.lower_ in media_words() for t in words)

    def own(self, name: str) -> bool:
        """Whether a name is that of the report's own outlet or agency."""
        low = name.lower().removeprefix("the ")
        mine = [o.lower() for o in (self.report.outlet, self.report.agency) if o]
        return any(low == o.removeprefix("the ") or o in low.split() for o in mine)

    def remember(self, source: Source, head: Token | None) -> None:
        """Note who has just spoken or been spoken of, for the pronouns that follow."""
        if source.is_narrator:
            return
        self.spoken.append(source)
        if head is not None:
            self.told[head.i] = source
        named = source.name in self.people.values() or (head is not None and head.lower_ in {"he", "she"})
        if named or (source.kind == "witness" and (head is None or head.tag_ == "NN")):
            self.last_person = source
        else:
            self.last_group = source
            if head is not None and head.tag_ == "NN" and source.kind in {"unnamed", "analyst", "media"}:
                self.last_person = source
