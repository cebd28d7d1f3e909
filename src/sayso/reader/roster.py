"""Whom does a report name? Its people with the offices they hold, its bodies as they are called, its acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from sayso.reader.document import Document
from sayso.reader.grammar import child, children
from sayso.reader.naming import noun_phrase, text_of
from sayso.reader.people import office_of, people_words
from sayso.reader.roles import roles, titles_of
from sayso.theatres import Theatre

__all__ = ["PERSON", "Body", "Holder", "Roster", "alike", "person_name", "roster_of"]

PERSON = frozenset({"PER", "PERSON"})
_BRACKETED = re.compile(r"\(\s*(?:the |or )?([A-Z][\w.-]{1,9})\s*\)")
_INITIALS = re.compile(r"[A-Z][A-Z0-9.-]{1,7}")
# A word in capitals, and what goes on from it; alone it is no run, but is passed over in one step.
_RUN = re.compile(
    r"[A-Z0-9][\w'’-]*+(?P<more>(?:\s+(?:of|the|for|and|de|du|des|la|le|al)(?=\s)|\s+[A-Z0-9][\w'’-]*+){1,8})?"
)
_WORD = re.compile(r"[^\W_][\w-]*")
_AGE = re.compile(r", (?:aged )?(?:1[0-1]\d|[1-9]\d?)(?=[,.;])")
_SMALL = frozenset({"of", "the", "for", "and", "de", "du", "des", "la", "le", "al", "in"})
_TAILS = frozenset({"of", "for", "in", "at", "on", "from", "with", "to", "under"})
_UP = frozenset({"appos", "flat", "nmod", "compound", "list"})
_REACH = 12  # words before a name that may describe its bearer
_STEM = 4  # letters that a country's name shares with its adjective


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone named, with one description: the offices in it, its other words, the names among them, and where."""

    name: str
    offices: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    at: int


@dataclass(frozen=True, slots=True)
class Body:
    """A group or institution named, with the nouns it is described by (lemmas), and the token where it is named."""

    name: str
    described: frozenset[str]
    at: int


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone named in a report.

    ``people`` sends a surname or full name to the fullest name, ``descriptions`` that name to the words it was first
    described with, ``acronyms`` an acronym to what it stands for; ``entities`` a token to the named entity it is in.
    ``aged`` are those whose age is told ("Lida Soran, 71, ..."), as only that of plain people is.
    """

    people: Mapping[str, str]
    descriptions: Mapping[str, str]
    acronyms: Mapping[str, str]
    holders: tuple[Holder, ...]
    bodies: tuple[Body, ...]
    entities: Mapping[int, Span]
    aged: frozenset[str] = frozenset()


def roster_of(document: Document, theatre: Theatre) -> Roster:
    """Go over a report's named entities once, in the order of the text."""
    people: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    holders: list[Holder] = []
    bodies: list[Body] = []
    aged: set[str] = set()
    entities = {t.i: entity for entity in document.doc.ents for t in entity}
    named = frozenset(t.lower_ for entity in document.doc.ents if entity.label_ not in PERSON for t in entity)
    known = named | frozenset(theatre.demonyms)
    words = people_words()
    collective = words.bodies | words.armed
    for entity in document.doc.ents:
        if entity.label_ == "ORG" or {entity[0].lower_, entity[-1].lower_} & collective:
            bodies.append(_body(document, entity))
        if entity.label_ not in PERSON:
            continue
        name = person_name(entity, theatre)
        if name is None:
            continue
        people.setdefault(name.split()[-1], name)
        people.setdefault(name, name)
        if _AGE.match(document.report.text, entity.end_char):
            aged.add(name)
        said = list(_described(document, entity, entities))
        descriptions.setdefault(name, " ".join(said))
        for one in said:
            placed = {w.lower() for w in one.split() if w[:1].isupper() and theatre.place(w) is not None}
            holder = _holder(name, one, entity.start, known | placed)
            if holder.offices:
                holders.append(holder)
    acronyms = _acronyms(document.report.text, theatre)
    for body in bodies:
        if body.name not in acronyms and _INITIALS.fullmatch(body.name):
            full = _of_initials(document.report.text, body.name)
            if full is not None:
                acronyms[body.name] = full
    return Roster(people, descriptions, acronyms, tuple(holders), tuple(bodies), entities, frozenset(aged))


def person_name(entity: Span, theatre: Theatre) -> str | None:
    """A person's name of two words or more, without titles; None for less."""
    words = [t.text for t in entity if not t.is_punct and t.lower_ not in {"'s", "’s"}]
    while words and words[0].rstrip(".").lower() in titles_of(theatre):
        words.pop(0)
    return " ".join(words).replace(" - ", "-") if len(words) > 1 else None


def alike(one: str, other: str) -> bool:
    """Whether two lower-case words name one country, town or body: "kostria" and "kostrian"."""
    return one == other or (len(one) > _STEM and len(other) > _STEM and one[: _STEM + 1] == other[: _STEM + 1])


def _described(document: Document, entity: Span, entities: Mapping[int, Span]) -> Iterator[str]:
    """What stands before a name, after it, or over it: "Kamsin mayor", "the army's spokesman"."""
    before = list(_before(document, entity, entities))
    if before:
        yield text_of(before)
    root = entity.root
    node = root
    while node.dep_ in _UP and node.head.i != node.i and node.head.pos_ in {"NOUN", "PROPN"}:
        node = node.head
        if node.i < entity.start and node not in before and node.ent_type_ not in PERSON:
            yield text_of(noun_phrase(node, long=True))
        for c in children(node, "appos"):
            if c.i >= entity.end and c.pos_ in {"NOUN", "PROPN"}:
                yield text_of(noun_phrase(c, long=True))
    for c in children(root, "appos"):
        if c.i >= entity.end and c.ent_type_ not in PERSON:
            yield text_of(noun_phrase(c, long=True))
    if root.dep_ == "nsubj" and root.head.pos_ == "NOUN" and child(root.head, "cop") is not None:
        yield text_of(noun_phrase(root.head, long=True))


def _before(document: Document, entity: Span, entities: Mapping[int, Span]) -> Iterator[Token]:
    """The words that lead up to a name without a break."""
    kept: list[Token] = []
    at, first = entity.start - 1, entity.sent.start
    while at >= first and len(kept) < _REACH:
        token = document.doc[at]
        joined = token.text in {"-", "’s", "'s"} or token.lower_ in _TAILS
        named = entities.get(at)
        other = named is not None and named.label_ in PERSON and named.end - named.start > 1
        article = token.pos_ == "DET" and kept and at > first and document.doc[at - 1].lower_ in _TAILS
        if other and not (kept and kept[-1].text in {"’s", "'s"}):
            break
        described = token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} or (token.dep_ == "amod" and token.tag_ == "VBN")
        if not (described or (joined and kept) or article):
            break
        kept.append(token)
        at -= 1
    while kept and kept[-1].lower_ in _TAILS:
        kept.pop()
    return reversed(kept)


def _holder(name: str, description: str, at: int, named: frozenset[str]) -> Holder:
    """A description taken apart: the offices stand before the first preposition, and not in somebody's name."""
    words = _WORD.findall(description.replace("’s ", "'s "))
    low = [w.lower() for w in words]
    cut = next((k for k, w in enumerate(low) if k and w in _TAILS), len(low))
    # "the army's spokesman": what owns is none of his offices
    owned = description.replace("’", "'").rfind("'s ")
    skip = len(_WORD.findall(description[:owned])) if 0 <= owned < len(" ".join(words[:cut])) else 0
    known = roles().offices | people_words().persons | frozenset(people_words().offices)
    parts = [p for w in low[skip:cut] for p in (w, *w.split("-"))]
    offices = frozenset(office_of(w) for w in parts if w in known)
    others = frozenset(w for w in low if office_of(w) not in offices and w not in _SMALL and len(w) > 1)
    names = frozenset(w for w in others if w in named and w not in known)
    return Holder(name, offices, others, names, at)


def _body(document: Document, entity: Span) -> Body:
    words, root = people_words(), entity.root
    first, last = entity.start, entity.end
    while (
        first > entity.sent.start and document.doc[first - 1].pos_ == "PROPN" and _one_name(document, first - 1, root)
    ):
        first -= 1  # the recogniser may see a part of a name alone
    told = {entity[-1].lower_}
    beside = [*children(root, "appos", "amod", "compound", "nmod"), *([root.head] if root.dep_ in _UP else [])]
    told.update(c.lemma_.lower() for c in beside if entity.start > c.i or c.i >= entity.end)
    known = words.bodies | words.rebels | words.armed
    name = document.doc[first:last].text.removeprefix("the ").removeprefix("The ").strip()
    return Body(name, frozenset(w for w in told if w in known), entity.start)


def _one_name(document: Document, at: int, root: Token) -> bool:
    token = document.doc[at]
    return token == root.head or token.head == root or (token.head == root.head and token.dep_ in _UP)


def _acronyms(text: str, theatre: Theatre) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _BRACKETED.finditer(text):
        if sum(c.isupper() for c in match.group(1)) < 2:
            continue
        full = _spelled_out(text, match.start(), match.group(1), theatre)
        if full:
            found.setdefault(match.group(1), full)
    return found


def _spelled_out(text: str, at: int, acronym: str, theatre: Theatre) -> str | None:
    """The capitalised words before a bracketed acronym whose initials it is, or which begin and end like it."""
    words = text[max(0, at - 120) : at].split()
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
        return _run_before(words, letters[0])
    first = len(words) - len(taken)
    if first > 0 and words[first - 1].lower() in theatre.demonyms:
        taken.append(words[first - 1])
    return " ".join(reversed(taken)).strip("“\"'(,")


def _run_before(words: list[str], letter: str) -> str | None:
    """The capitalised words right before a bracket, from the first that begins like the acronym on."""
    run: list[str] = []
    for word in reversed(words):
        if not (word[:1].isupper() or word.lower() in _SMALL) or word[-1:] in ",.;:":
            break
        run.insert(0, word)
    first = next((k for k, w in enumerate(run) if w[:1].upper() == letter), None)
    return " ".join(run[first:]) if first is not None and len(run) - first > 1 else None


def _of_initials(text: str, acronym: str) -> str | None:
    """A name of the report, anywhere in it, whose initials are the acronym: "PLF" and "People's Liberation Front"."""
    want = acronym.replace(".", "").upper()
    for match in _RUN.finditer(text):
        words = match.group().split() if match["more"] else []
        for start in range(len(words)):
            big, end = "", start
            while end < len(words) and len(big) < len(want):
                word = words[end]
                if word.lower() not in _SMALL or word[:1].isupper():
                    big += word if word.isdigit() else word[0]
                end += 1
            long_enough = end - start > 1 and words[start].lower() not in _SMALL
            if any(c.isdigit() for c in big) and end < len(words) and words[end].lower() in people_words().armed:
                end += 1  # "the June 9 Movement" is the J9
            if big.upper() == want and long_enough and acronym not in words:
                return " ".join(words[start:end])
    return None
