"""Who a mention is: full names for surnames, pronouns, offices and bodies, kinds, sides; the cast of one report."""

from __future__ import annotations

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
from sayso.reader.people import nature_of, people_words
from sayso.reader.persons import full_name, person_in, unseen_name
from sayso.reader.roles import media_words
from sayso.reader.roster import PERSON, Roster, roster_of
from sayso.theatres import Theatre

__all__ = ["NARRATOR", "Cast", "media_words", "noun_phrase"]

NARRATOR = Source("narrator")
_LONGEST_NAME = 9  # words of a description used as a name
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
        return person_in(self.roster, self.theatre, head)

    def resolve(self, head: Token, *, speaker: Source | None = None) -> Source:
        """Whose words a noun phrase stands for; pronouns, surnames and offices give the name in the report."""
        if head.pos_ == "PRON" or head.lower_ in PERSONS or head.lower_ in GROUPS:
            return self._pronoun(head, speaker)
        surname = head.pos_ == "PROPN" and head.text in self.people and child(head, "flat") is None
        if surname and self.theatre.place(head.text) is None:
            return self._person(self.people[head.text], head)
        entity = self.person_in(head)
        if entity is not None:
            words = " ".join(t.text for t in entity if t.lower_ not in {"'s", "’s"}).replace(" - ", "-")
            name = full_name(self.roster, self.theatre, words)
            return self._person(name, head)
        name_beside = unseen_name(self.roster, self.theatre, head)
        if name_beside is not None:
            return self._person(name_beside, head)
        if head.i in self._resolving:
            return self._group(head)
        self._resolving.add(head.i)
        try:
            return self._counted(head) or self._document(head) or self._office(head) or self._group(head)
        finally:
            self._resolving.discard(head.i)

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
            return None
        meant = None if of is None else antecedent(self.document, self.roster, self.told, of)
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
        told_of = _antecedent_of_relative(head) if whose is not None and whose.tag_ == "WP$" else None
        if told_of is not None:
            mine = self.resolve(told_of)
        elif whose is not None and whose.pos_ == "PRON" and whose.lower_ not in _OURS and whose.tag_ != "WP$":
            mine = self._owner(whose, head)
        elif whose is not None and whose.pos_ == "NOUN" and nature_of(whose.lemma_, plural=False) in {"person", "body"}:
            mine = self.resolve(whose)
        if mine is not None and mine.is_narrator:
            mine = None
        holder = holder_of(self.roster, self.theatre, head, mine.name if mine is not None else "")
        holder = holder or self._named_next(head)
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

    def _owner(self, whose: Token, head: Token) -> Source:
        """Whose "its" or "her" is; what a state has is the country's."""
        if whose.lower_ in GROUPS and head.lemma_.lower() in people_words().states_own:
            country = antecedent(self.document, self.roster, self.told, whose, state=True)
            if country is not None:
                return self.told.get(country.i) or Source(text_of(noun_phrase(country)))
        return self._pronoun(whose, None)

    def _named_next(self, head: Token) -> str | None:
        """ "..., the city's mayor said. Ivo Stanek said": a name told next, undescribed, is his."""
        if head.lemma_.lower() not in roles.roles().offices or head.tag_ != "NN" or not is_definite(head):
            return None
        number = self.document.sentence_of[head.i]
        for sentence in self.document.sentences[number + 1 : number + 3]:
            for token in sentence:
                entity = self.roster.entities.get(token.i)
                if entity is None or entity.root != token or entity.label_ not in PERSON:
                    continue
                name = " ".join(t.text for t in entity)
                first = len(entity) > 1 and entity.start == self._first(entity)
                actor = self.theatre.actor(name)
                fits = actor is None or actor.kind == self.kind_of(head.text)
                stranger = fits and not self.roster.descriptions.get(name)
                return name if first and stranger and token.dep_ == "nsubj" else None
        return None

    def _first(self, entity: Span) -> int:
        """Where a surname is told first."""
        last = entity[-1].text
        return next(i for i, e in self.roster.entities.items() if e[-1].text == last and e.label_ in PERSON)

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
        return Source(name, self.kind_of(described) or self._plain(name), self.theatre.side_of(described))

    def _group(self, head: Token) -> Source:
        general = roles.roles().general
        named = next((c for c in children(head, "appos", "flat", "nmod") if self._names_body(c) and c.i > head.i), None)
        describes = head.lemma_.lower() in general or nature_of(head.lemma_, plural=False) == "body"
        if named is not None and describes and named.text not in self.acronyms:
            return self._group(named)
        meant = body_of(self.roster, head, self.document.paragraph_of)
        if meant is not None and self.theatre.actor(text_of(noun_phrase(head))) is None:
            meant = self.acronyms.get(meant, meant)
            actor = self.theatre.actor(meant)
            if actor is not None:
                return Source(meant, actor.kind, actor.side)
            owned = self._owned(meant)
            if owned is not None:
                return owned
            told = self.kind_of(f"{head.text} {meant}") or self._kind_by_name(head, meant)
            return Source(meant, told, self.theatre.side_of(meant))
        same = self._said_before(head)
        if same is not None:
            return same
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
        known = self._owned(name) or self._seated(text_of(long))
        if known is not None:
            return known
        if head.pos_ in {"NOUN", "PROPN"} and len(short) <= 2 and len(long) <= _LONGEST_NAME and name == text_of(short):
            name = text_of(long)
        context = text_of(long)
        return Source(name, self.kind_of(context) or self._kind_by_name(head, name), self.theatre.side_of(context))

    def _kind_by_name(self, head: Token, name: str) -> Kind | None:
        """The kind where no word of a description tells it: by what sort of name or noun it is."""
        if head.ent_type_ in _PLACES:
            return "government"  # a country that speaks
        if head.pos_ == "PROPN":
            armed = {w.lower() for w in name.split()} & people_words().armed
            return "military" if armed else "organisation" if head.ent_type_ == "ORG" else None
        nature = nature_of(head.lemma_, plural=head.tag_ == "NNS")
        return "witness" if nature in {"person", "people"} and head.lemma_ not in people_words().bodies else None

    def _owned(self, name: str) -> Source | None:
        """ "The General Staff", where only "Varnia's General Staff" has spoken: whose it is goes without saying."""
        if " " not in name:
            return None
        same = {s.name: s for s in self.spoken if s.name.endswith((f"'s {name}", f"’s {name}"))}
        return same.popitem()[1] if len(same) == 1 else None

    def _seated(self, description: str) -> Source | None:
        """ "the defence ministry in Velmar": a body told by its capital goes by its country's name."""
        plain, within, where = description.partition(" in ")
        seat = self.theatre.actor(where) if within else None
        if seat is None or seat.side is None or seat.type != "state":
            return None
        names = [f"{people.capitalize()} {plain}" for people in self.theatre.people_of(seat.side)]
        found = (self.theatre.actor(name) for name in (*names, f"{plain} of {seat.side}"))
        actor = next((a for a in found if a is not None and a.side == seat.side), None)
        return None if actor is None else Source(actor.name, actor.kind, actor.side)

    def _said_before(self, head: Token) -> Source | None:
        """ "the organisation", "the charity": the named body that spoke last."""
        if head.lemma_.lower() not in people_words().anyones or head.tag_ != "NN":
            return None
        if not (is_definite(head) and bare(head)):
            return None
        named = {self.acronyms.get(b.name, b.name) for b in self.roster.bodies}
        return next((s for s in reversed(self.spoken[-6:]) if s.name in named and s.kind != "government"), None)

    def _names_body(self, token: Token) -> bool:
        """Whether a word set behind a description names the body or outlet that it describes."""
        if child(token, "case") is not None or token.pos_ != "PROPN":
            return False
        if token.ent_type_ == "ORG":
            return True
        if token.dep_ == "appos":  # "the operator, Norvolt", but not "the embassy in the capital, Velmar"
            return token.ent_type_ not in _PLACES or token.left_edge.i - token.head.i <= 2
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
        return Source(name, self.kind_of(described) or self._plain(name), self.theatre.side_of(described))

    def _plain(self, name: str) -> Kind:
        """The kind of someone of whom no word tells it: an official, but for those whose age is told."""
        return "witness" if name in self.roster.aged else "government"

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


def _antecedent_of_relative(head: Token) -> Token | None:
    """ "Velmar, whose government said": the noun that the relative clause hangs on."""
    node = head
    while node.head.i != node.i:
        if node.dep_ == "acl:relcl":
            return node.head
        node = node.head
    return None
