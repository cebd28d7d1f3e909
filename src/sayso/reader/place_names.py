"""Which place names stand in a report, and which places they are settled to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Span, Token

from sayso.gazetteer import Gazetteer
from sayso.model import Place
from sayso.reader.document import Document
from sayso.reader.grammar import child, preposition
from sayso.reader.toponyms import Choice, Mention, settle
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["Located", "Places", "find_places"]

_LONGEST = 5  # words of a name that a theatre knows


@dataclass(frozen=True, slots=True)
class Located:
    """A place name in the text, settled; ``container`` is true of a region that only says where another place is."""

    first: int
    last: int
    mention: Mention
    choice: Choice
    container: bool = False

    @property
    def place(self) -> Place | None:
        """What it was settled to."""
        return self.choice.place


@dataclass(slots=True)
class Places:
    """The settled places of a report by token index."""

    found: list[Located] = field(default_factory=list)
    by_token: dict[int, Located] = field(default_factory=dict)

    def inside(self, first: int, last: int) -> list[Located]:
        """Places whose name begins between two token indices."""
        return [p for p in self.found if first <= p.first <= last]


def _names(document: Document, theatre: Theatre) -> Iterator[tuple[int, int, Token]]:
    """Candidate place names: recognised ones, and runs of proper nouns that the theatre knows."""
    taken: set[int] = set()
    doc = document.doc
    for start, end in _known(document, theatre):
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            yield start, end, doc[start:end].root
    for entity in doc.ents:
        if entity.label_ not in {"LOC", "GPE", "FAC"} or taken & set(range(entity.start, entity.end)):
            continue
        start, end = _trimmed(entity)
        if start < end and not _no_name(doc[start:end], theatre):
            taken |= set(range(start, end))
            yield start, end, doc[start:end].root
    yield from _coordinated(document, taken)


def _coordinated(document: Document, taken: set[int]) -> Iterator[tuple[int, int, Token]]:
    """Names that a recogniser passed over in a list of places ("in Merova, Tarn and Osk")."""
    for sentence in document.sentences:
        for token in sentence:
            if token.dep_ != "conj" or token.pos_ != "PROPN" or not token.text[:1].isupper():
                continue
            passed_over = token.i not in taken and not token.ent_type_
            beside_place = token.head.i in taken and token.head.ent_type_ in {"LOC", "GPE"}
            if passed_over and beside_place and child(token, "flat", "compound") is None:
                yield token.i, token.i + 1, token


def _no_name(span: Span, theatre: Theatre) -> bool:
    """What a recogniser takes for a place and is none: adjectives, common nouns, forces known to the theatre."""
    if span.text.lower() in theatre.demonyms or not any(t.text[:1].isupper() for t in span):
        return True
    words = wordlists("places")
    common = words["anaphora"] | words["settlement_words"] | words["part_words"]
    if len(span) == 1 and span[0].lemma_.lower() in common:
        return True
    actor = theatre.actor(span.text)
    return actor is not None and actor.type in {"force", "body", "person", "outlet"}


def _trimmed(entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (
        doc[start].pos_ in {"DET", "ADP", "PUNCT"} or doc[start].lower_ in wordlists("places")["before_name"]
    ):
        start += 1
    while start < end and (doc[end - 1].pos_ in {"PUNCT", "PART"} or doc[end - 1].lower_ in {"'s", "’s"}):
        end -= 1
    return start, end


def _known(document: Document, theatre: Theatre) -> Iterator[tuple[int, int]]:
    """Longest runs of words that the theatre's own places and regions bear."""
    doc = document.doc
    for sentence in document.sentences:
        j = sentence.start
        while j < sentence.end:
            token = doc[j]
            opens = token.text[:1].isupper() or token.lower_ in wordlists("places")["compass"]
            # a word of a person's whole name; one word alone may be a place taken for a person
            goes_on = token.ent_iob_ == "I" or (j + 1 < sentence.end and doc[j + 1].ent_iob_ == "I")
            person = token.ent_type_ in {"PER", "PERSON"} and goes_on
            if not opens or token.is_space or person:
                j += 1
                continue
            for end in range(min(sentence.end, j + _LONGEST), j, -1):
                text = doc[j:end].text
                if text[-1].isspace() or doc[end - 1].is_punct:
                    continue
                if _own(text, theatre, doc[j:end]):
                    yield j, end
                    j = end - 1
                    break
            j += 1


def _own(text: str, theatre: Theatre, span: Span) -> bool:
    if theatre.place(text) is not None:
        return True
    region = theatre.region(text)
    if region is None:
        return False
    return not text.islower() or _stands_alone(span)


def _stands_alone(span: Span) -> bool:
    """Whether a point of the compass names a part of the country: "in the east", never "to the east of X"."""
    doc = span.doc
    before = doc[span.start - 1].lower_ if span.start else ""
    two = doc[span.start - 2].lower_ if span.start > 1 else ""
    led = before in {"and", ",", "or"} or (before == "the" and two in wordlists("places")["before_compass"])
    if span.end == len(doc):
        return led
    after = doc[span.end]
    return led and after.lower_ not in {"of", "-"} and after.pos_ not in {"NOUN", "PROPN"}


def _mention(span: Span, root: Token, theatre: Theatre) -> Mention:
    name = span.text
    words = wordlists("places")
    after = span.doc[span.end] if span.end < len(span.doc) else None
    word = after.lower_ if after is not None else ""
    kind: Literal["settlement", "region"] | None = None
    if after is not None and word in words["region_words"]:
        kind, name = "region", f"{name} {after.text}"
    elif _of_region(root) or (word in {"and", ","} and _shared_region_word(span)) or _listed_regions(span):
        kind, name = "region", f"{name} region"
    elif root.head.lemma_.lower() in words["settlement_words"] and root.dep_ in {"nmod", "appos", "flat", "compound"}:
        kind = "settlement"
    if kind is None and theatre.region(name) is None and theatre.actor(name) is None:
        kind = "settlement"  # a bare name that a province shares with its centre is the town
    return Mention(span.start_char, span.end_char, name, kind, _inside(span))


def _of_region(root: Token) -> bool:
    """ "the regions of Donetsk and Luhansk"."""
    top = root
    while top.dep_ == "conj":
        top = top.head
    return (
        top.dep_ == "nmod"
        and preposition(top) == "of"
        and top.head.lemma_.lower() in wordlists("places")["region_words"]
    )


def _shared_region_word(span: Span) -> bool:
    """ "Donetsk and Luhansk regions": a plural region word after the list."""
    doc, j = span.doc, span.end
    while j < len(doc) and j < span.end + 8 and (doc[j].pos_ == "PROPN" or doc[j].lower_ in {"and", ",", "the"}):
        j += 1
    return j < len(doc) and doc[j].lower_ in wordlists("places")["region_plurals"] and doc[j - 1].pos_ == "PROPN"


def _listed_regions(span: Span) -> bool:
    """ "four oblasts: Selm, Orn and Tarn": a plural region word before the list."""
    doc, j = span.doc, span.start - 1
    while j >= 0 and j > span.start - 12 and (doc[j].pos_ == "PROPN" or doc[j].lower_ in {"and", ",", "the"}):
        j -= 1
    return j > 0 and doc[j].text in {":", "of", "–", "—"} and doc[j - 1].lower_ in wordlists("places")["region_plurals"]


def _inside(span: Span) -> str | None:
    """The region or country named right behind a place ("Kupiansk, Kharkiv region"; "X in Y region")."""
    doc = span.doc
    j = span.end
    if j < len(doc) and doc[j].lower_ in {",", "in"} and j + 1 < len(doc):
        entity = next((e for e in doc.ents if e.start in {j + 1, j + 2} and e.label_ in {"LOC", "GPE"}), None)
        if entity is not None and (doc[j].lower_ == "in" or entity.start == j + 1):
            end = entity.end
            if end < len(doc) and doc[end].lower_ in wordlists("places")["region_words"]:
                end += 1
            return doc[entity.start : end].text
    return None


def find_places(document: Document, theatre: Theatre, gazetteer: Gazetteer) -> Places:
    """All place names of a report, settled together."""
    spans: list[tuple[Span, Mention]] = []
    for start, end, root in sorted(_names(document, theatre), key=lambda n: n[0]):
        if document.sentence_of[start] >= 0:
            span = document.doc[start:end]
            spans.append((span, _mention(span, root, theatre)))
    settled = settle([m for _, m in spans], gazetteer, theatre)
    out = Places()
    facilities: list[tuple[str, Choice]] = []
    for k, (span, mention) in enumerate(spans):
        choice = settled.get(mention)
        if choice is None or choice.place is None:
            continue
        choice = _town_of(choice, mention, theatre)
        short = next((f for f in facilities if f[0].startswith(f"{mention.name} ")), None)
        town = span.root.head.lemma_.lower() in wordlists("places")["settlement_words"]
        if short is not None and mention.kind != "region" and not town:
            choice = short[1]  # the short form of a facility named before
        known = theatre.place(mention.name)
        if known is not None and known.settlement:
            facilities.append((mention.name, choice))
        container = False
        if k and choice.place is not None and choice.place.precision == "region":
            behind, before = spans[k - 1]
            container = before.inside is not None and span.start - behind.end <= 2
        located = Located(span.start, span.end - 1, mention, choice, container)
        out.found.append(located)
        out.by_token.update(dict.fromkeys(range(span.start, span.end), located))
    return out


def _town_of(choice: Choice, mention: Mention, theatre: Theatre) -> Choice:
    """A facility that the theatre knows is where its settlement is (guidelines: it inherits the settlement)."""
    known = theatre.place(mention.name)
    town = theatre.place(known.settlement) if known is not None and known.settlement else None
    if town is None:
        return choice
    return Choice(Place(town.name, town.id, town.lat, town.lon, town.precision), choice.candidates)
