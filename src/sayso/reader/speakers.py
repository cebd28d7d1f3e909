"""Who a mention is: full names for surnames and pronouns, kinds, sides; the cast of one report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from sayso.model import Kind, Report, Source
from sayso.reader.document import Document
from sayso.reader.grammar import child, children
from sayso.reader.wordlists import table as read_table
from sayso.theatres import Theatre

__all__ = ["NARRATOR", "Cast", "media_words", "noun_phrase"]

NARRATOR = Source("narrator")
_LONGEST_NAME = 9  # words of a description used as a name
_SINGULAR = frozenset({"he", "she", "him", "her", "who", "himself", "herself"})
_PLURAL = frozenset({"they", "them", "it", "its", "their", "these", "those"})
# Relations of clauses, asides and partners, which are no part of a name or description.
_ASIDE = frozenset(
    {"acl", "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "case", "advcl", "ccomp", "dep", "list"}
    | {"nsubj", "cop", "advmod", "mark", "aux"}
)
_NAMING = frozenset({"appos", "flat", "nmod", "list", "dep"})  # how a name hangs on the description before it
_PERSON = frozenset({"PER", "PERSON"})
_ACRONYM = re.compile(r"\(\s*([A-Z][A-Za-z]{1,7})\s*\)")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the words of a description tell; see the comments in the table."""

    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    general: frozenset[str]
    media: frozenset[str]
    offices: frozenset[str]


@cache
def _roles() -> _Roles:
    table = read_table("roles")
    kinds = tuple(
        (kind, re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")) for kind, words in table["kinds"].items()
    )
    names = {k: frozenset(words) for k, words in table["names"].items()}
    return _Roles(kinds, names["general"], names["media"], names["offices"])


def media_words() -> frozenset[str]:
    """Words that make a name beside them an outlet's ("TV", "Radio")."""
    return _roles().media


def noun_phrase(head: Token, *, long: bool = False) -> list[Token]:
    """The words that name or describe someone: from the first modifier on, without clauses and asides.

    With ``long``, prepositional tails ("of Ukraine's general prosecutor") stay.
    """
    out: list[Token] = []

    def walk(token: Token, depth: int) -> None:
        out.append(token)
        for c in token.children:
            if c.dep_ in {"cc", "conj"} and depth:
                walk(c, depth + 1)
                continue
            if c.dep_ in {"case", "punct"} and depth:
                if c.dep_ == "case" or c.text == "-":
                    out.append(c)
                continue
            backed = c.i < token.i and token.tag_ == "VBN" and depth > 0  # "Ostryan-backed"
            if c.dep_ in _ASIDE or (c.dep_ == "obl" and not backed):
                continue
            tail = c.dep_ == "nmod" and c.i > token.i
            if tail and not (long or depth):
                continue
            walk(c, depth + 1)

    walk(head, 0)
    kept = sorted(set(out), key=lambda t: t.i)
    # a comma closes the name: "authorities in Orn, Varnia"
    for k in range(1, len(kept)):
        between = head.doc[kept[k - 1].i + 1 : kept[k].i]
        if kept[k].i > head.i and kept[k].dep_ != "conj" and any(t.text == "," for t in between):
            kept = kept[:k]
            break
    while kept and kept[0].pos_ in {"DET", "PUNCT", "ADP"} and kept[0].lower_ not in {"no"}:
        kept.pop(0)
    return kept or [head]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip()


@dataclass(slots=True)
class Cast:
    """Everyone who has spoken or been named so far in one report, so that later mentions find their name."""

    document: Document
    theatre: Theatre
    people: dict[str, str] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    spoken: list[Source] = field(default_factory=list)
    last_person: Source | None = None
    last_group: Source | None = None
    descriptions: dict[str, str] = field(default_factory=dict)
    _entities: dict[int, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.document.doc.ents:
            self._entities |= dict.fromkeys(range(entity.start, entity.end), entity)
            if entity.label_ in {"PER", "PERSON"}:
                self._meet(entity)
        for match in _ACRONYM.finditer(self.document.report.text):
            full = self._spelled_out(match.start(), match.group(1))
            if full:
                self.acronyms.setdefault(match.group(1), full)

    @property
    def report(self) -> Report:
        """The report that is being read."""
        return self.document.report

    def _meet(self, entity: Span) -> None:
        words = [t.text for t in entity if not t.is_punct and t.lower_ not in {"'s", "’s"}]
        while words and words[0].rstrip(".").lower() in _titles(self.theatre):
            words.pop(0)
        if len(words) < 2:
            return
        name = " ".join(words).replace(" - ", "-")
        self.people.setdefault(words[-1], name)
        self.people.setdefault(name, name)
        # What the name was introduced with tells its kind when the bare surname speaks later.
        head = entity.root
        set_beside = head.dep_ in {"flat", "appos", "compound", "nmod"} and head.head.pos_ in {"NOUN", "PROPN"}
        top = head.head if set_beside else head
        around = self.document.doc[max(entity.sent.start, entity.start - 8) : entity.start].text
        after = next((c for c in (*children(head, "appos"), *children(top, "appos")) if c.i >= entity.end), None)
        said = f"{around.rsplit(',', 1)[-1]} {_text(noun_phrase(after, long=True)) if after is not None else ''}"
        self.descriptions.setdefault(name, said.strip())

    def _spelled_out(self, at: int, acronym: str) -> str | None:
        """The capitalised words before a bracketed acronym whose initials it is."""
        words = self.report.text[max(0, at - 120) : at].split()
        letters = [c for c in acronym if c.isupper()]
        k, taken = len(letters) - 1, []
        for word in reversed(words[-10:]):
            taken.append(word)
            if k >= 0 and word[:1].upper() == letters[k]:
                k -= 1
                if k < 0:
                    break
            elif word[:1].isupper() and k < 0:
                break
        if k >= 0:
            return None
        first = len(words) - len(taken)
        if first > 0 and words[first - 1].lower() in self.theatre.demonyms:
            taken.append(words[first - 1])
        return " ".join(reversed(taken)).strip("“\"'(,")

    def person_in(self, head: Token) -> Span | None:
        """The person that a noun phrase names: its head, a name set beside it, or one that closes it."""
        if head.ent_type_ in _PERSON:
            return self._entity(head)
        for token in children(head, "flat", "appos", "compound", "nmod", "list"):
            if token.ent_type_ in _PERSON and child(token, "case") is None:
                return self._entity(token)
        if head.tag_ not in {"NN", "NNP"}:
            return None
        # "the governor of Selm region Ivo Darel", "a representative for the group, Ivo Darel, said"
        for token in sorted(head.subtree, key=lambda t: -t.i):
            if token.ent_type_ in _PERSON and token.dep_ in _NAMING and token.i > head.i:
                entity = self._entity(token)
                clear = entity is not None and all(child(t, "case") is None for t in entity)
                if entity is not None and clear and entity.root.dep_ in _NAMING:
                    return entity
        # two subjects side by side: the description and the name
        for token in children(head.head, "nsubj"):
            if token.i > head.i and token.ent_type_ in _PERSON and token.left_edge.i <= head.right_edge.i + 2:
                return self._entity(token)
        return None

    def _entity(self, token: Token) -> Span | None:
        return self._entities.get(token.i)

    def full_name(self, words: str) -> str:
        """The fullest form under which a person was first named."""
        clean = _POSSESSIVE.sub("", words).strip()
        parts = clean.split()
        while len(parts) > 1 and parts[0].rstrip(".").lower() in _titles(self.theatre):
            parts.pop(0)
        clean = " ".join(parts)
        return self.people.get(clean) or (self.people.get(parts[-1], clean) if len(parts) == 1 else clean)

    def resolve(self, head: Token, *, speaker: Source | None = None) -> Source:
        """Whose words a noun phrase stands for; pronouns and surnames give the name first seen."""
        if head.pos_ == "PRON" or head.lower_ in _SINGULAR | _PLURAL:
            return self._pronoun(head, speaker)
        surname = head.pos_ == "PROPN" and head.text in self.people and child(head, "flat") is None
        if surname and self.theatre.place(head.text) is None:
            return self._person(self.people[head.text], head)
        entity = self.person_in(head)
        if entity is not None:
            name = self.full_name(" ".join(t.text for t in entity if t.lower_ not in {"'s", "’s"}).replace(" - ", "-"))
            return self._person(name, head)
        bare = self._bare_name(head)
        if bare is not None:
            return self._person(bare, head)
        return self._group(head)

    def _bare_name(self, head: Token) -> str | None:
        """A personal name behind an office that the recogniser passed over ("governor of Orn region Ivo Darel")."""
        if head.lemma_.lower() not in _roles().offices:
            return None
        for c in children(head, "nmod", "flat", "appos"):
            if c.i > head.i and c.pos_ == "PROPN" and child(c, "case") is None:
                if c.ent_type_ in {"ORG", "LOC", "GPE"}:
                    continue
                words = [c, *children(c, "flat")]
                if len(words) >= 2 and self.theatre.actor(c.text) is None:
                    return " ".join(t.text for t in words)
        return None

    def _pronoun(self, head: Token, speaker: Source | None) -> Source:
        word = head.lower_
        if word in {"we", "us", "i", "me", "our", "my"} and speaker is not None:
            return speaker
        if word in _SINGULAR and self.last_person:
            return self.last_person
        if word in _PLURAL:
            return self.last_group or self.last_person or NARRATOR
        return self.last_person or self.last_group or NARRATOR

    def _person(self, name: str, head: Token) -> Source:
        actor = self.theatre.actor(name)
        described = f"{_text(noun_phrase(head, long=True))} {self.descriptions.get(name, '')}"
        for c in children(head, "appos"):
            described += " " + _text(noun_phrase(c, long=True))
        if actor is not None and actor.type == "person":
            return Source(name, actor.kind, actor.side)
        before = next((s for s in self.spoken if s.name == name and s.side is not None), None)
        if before is not None:
            return before
        return Source(name, self.kind_of(described) or "government", self.theatre.side_of(described))

    def _group(self, head: Token) -> Source:
        general = _roles().general
        named = next((c for c in children(head, "appos", "flat", "nmod") if self._names_body(c) and c.i > head.i), None)
        if named is not None and head.lemma_.lower() in general:
            return self._group(named)
        holder = self._holder(head)
        if holder is not None:
            return holder
        short = noun_phrase(head)
        name = _text(short)
        name = self.acronyms.get(name, name)
        # "the ministry", "the army": nobody's name, but somebody's in this report or this war
        bare = len([t for t in short if t.pos_ not in {"ADJ", "DET", "NUM"}]) == 1 and head.lower_ in general
        long = noun_phrase(head, long=True)
        if bare and len(short) == 1:
            if len(long) > 1 and len(long) <= _LONGEST_NAME + 3:
                name = _text(long)
            else:
                before = next((s for s in reversed(self.spoken) if head.lower_ in s.name.lower().split()), None)
                if before is not None:
                    return before
        actor = self.theatre.actor(name)
        if actor is None and len(long) > len(short):
            actor = self.theatre.actor(_text(long))
        if actor is not None:
            shown = actor.name if bare and len(short) == 1 and head.text.islower() else name
            return Source(shown, actor.kind, actor.side)
        if head.pos_ in {"NOUN", "PROPN"} and len(short) <= 2 and len(long) <= _LONGEST_NAME:
            name = _text(long)
        context = _text(long)
        return Source(name, self.kind_of(context), self.theatre.side_of(context))

    def _names_body(self, token: Token) -> bool:
        """Whether a word set behind a description names the body or outlet that it describes."""
        if child(token, "case") is not None or token.pos_ != "PROPN":
            return False
        if token.ent_type_ == "ORG":
            return True
        actor = self.theatre.actor(_text(noun_phrase(token)))
        return actor is not None and actor.type in {"outlet", "body"}

    def _holder(self, head: Token) -> Source | None:
        """The person met before under an office ("Ukraine's president", "the governor")."""
        office = head.lemma_.lower()
        if head.tag_ not in {"NN", "NNP"} or office not in _roles().offices or not _definite(head):
            return None
        side = self.theatre.side_of(_text(noun_phrase(head, long=True)))
        for name in reversed(list(self.descriptions)):
            said = self.descriptions[name].lower()
            if re.search(rf"\b{re.escape(office)}\b", said):
                known = self._known(name)
                if side is None or known.side in {None, side}:
                    return known
        return None

    def _known(self, name: str) -> Source:
        before = next((s for s in self.spoken if s.name == name), None)
        if before is not None:
            return before
        actor = self.theatre.actor(name)
        described = self.descriptions.get(name, "")
        if actor is not None and actor.type == "person":
            return Source(name, actor.kind, actor.side)
        return Source(name, self.kind_of(described) or "government", self.theatre.side_of(described))

    def kind_of(self, description: str) -> Kind | None:
        """The kind that a description's words tell, None when they tell none."""
        low = description.lower()
        return next((kind for kind, pattern in _roles().kinds if pattern.search(low)), None)

    def is_outlet(self, head: Token) -> bool:
        """Whether a noun phrase names a newspaper, station or agency."""
        name = _text(noun_phrase(head))
        actor = self.theatre.actor(name)
        if actor is not None:
            return actor.type == "outlet"
        words = noun_phrase(head)
        named = any(t.pos_ == "PROPN" or t.ent_type_ == "ORG" for t in words)
        return named and any(t.lower_ in _roles().media for t in words)

    def own(self, name: str) -> bool:
        """Whether a name is that of the report's own outlet or agency."""
        low = name.lower().removeprefix("the ")
        mine = [o.lower() for o in (self.report.outlet, self.report.agency) if o]
        return any(low == o.removeprefix("the ") or o in low.split() for o in mine)

    def notice(self, head: Token) -> None:
        """Note whom a sentence is about: the "he" that speaks in the next ("A farmer, X, shrugged. He said ...")."""
        person = self.person_in(head)
        if head.pos_ not in {"NOUN", "PROPN"} or (head.tag_ in {"NNS", "NNPS"} and person is None):
            return
        if person is not None or (head.pos_ == "PROPN" and head.text in self.people):
            self.last_person = self.resolve(head)
        elif self.kind_of(_text(noun_phrase(head))) is not None:
            source = self.resolve(head)
            if source.name in self.people.values():
                self.last_person = source
            else:
                self.last_group = source

    def remember(self, source: Source, head: Token | None) -> None:
        """Note who has just spoken or been spoken of, for the pronouns that follow."""
        if source.is_narrator:
            return
        self.spoken.append(source)
        named = source.name in self.people.values() or (head is not None and head.lower_ in {"he", "she"})
        if named or (source.kind == "witness" and (head is None or head.tag_ == "NN")):
            self.last_person = source
        else:
            self.last_group = source
            if head is not None and head.tag_ == "NN" and source.kind in {"unnamed", "analyst", "media"}:
                self.last_person = source


def _definite(head: Token) -> bool:
    """ "the president", "Ukraine's president": one that has been told of."""
    return any(c.dep_ == "nmod:poss" or c.lower_ == "the" for c in head.children)


@cache
def _lowered(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(t.rstrip(".").lower() for t in titles)


def _titles(theatre: Theatre) -> frozenset[str]:
    return _lowered(theatre.titles)
