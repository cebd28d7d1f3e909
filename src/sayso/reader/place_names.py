"""Which place names stand in a report, and which places they are settled to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Span, Token

from sayso.gazetteer import Gazetteer
from sayso.gazetteer.compiling import REGION_WORD
from sayso.gazetteer.keys import plain_key
from sayso.model import Place
from sayso.reader.document import Document
from sayso.reader.grammar import preposition
from sayso.reader.place_spans import place_spans
from sayso.reader.toponyms import Choice, Mention, settle
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["Located", "Places", "find_places"]


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


def _mention(span: Span, root: Token, theatre: Theatre) -> Mention:
    name = span.text
    words = wordlists("places")
    after = span.doc[span.end] if span.end < len(span.doc) else None
    word = after.lower_ if after is not None else ""
    kind: Literal["settlement", "region"] | None = None
    if after is not None and word in words["region_words"]:
        kind, name = "region", f"{name} {after.text}"
    elif span[-1].lower_ in words["region_words"] and theatre.region(name) is None:
        kind = "region"
    elif _of_region(root) or (word in {"and", ","} and _shared_region_word(span)) or _listed_regions(span):
        kind, name = "region", f"{name} region"
    elif root.head.lemma_.lower() in words["settlement_words"] and root.dep_ in {"nmod", "appos", "flat", "compound"}:
        kind = "settlement"
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
        part = doc[j + 1].lower_ in wordlists("places")["compass"]  # "X, northern Y"
        if entity is not None and (part or doc[j].lower_ == "in" or entity.start == j + 1):
            end = entity.end
            if end < len(doc) and doc[end].lower_ in wordlists("places")["region_words"]:
                end += 1
            return doc[entity.start : end].text
    return None


def _bare(region: str) -> str:
    return plain_key(REGION_WORD.sub("", region))


def _beside_regions(document: Document, spans: list[tuple[Span, Mention]]) -> list[tuple[Span, Mention]]:
    """The mentions, each with the one region that its sentence names, in any words: it likely holds them."""
    named: dict[int, dict[str, str]] = {}
    for span, mention in spans:
        if mention.kind == "region" or span[-1].lower_ in wordlists("places")["region_words"]:
            named.setdefault(document.sentence_of[span.start], {})[_bare(mention.name)] = mention.name
    for number, sentence in enumerate(document.sentences):
        for token in sentence:
            if token.lower_ in wordlists("places")["region_adjectives"] and token.i > sentence.start:
                before = document.doc[token.i - 1]
                if before.pos_ == "PROPN":
                    named.setdefault(number, {}).setdefault(_bare(before.text), f"{before.text} region")
    out = []
    for span, mention in spans:
        regions = list(named.get(document.sentence_of[span.start], {}).values())
        if len(regions) == 1 and mention.kind != "region" and mention.inside is None:
            mention = replace(mention, beside=regions[0])
        out.append((span, mention))
    return out


def find_places(document: Document, theatre: Theatre, gazetteer: Gazetteer) -> Places:
    """All place names of a report, settled together."""
    spans: list[tuple[Span, Mention]] = []
    for start, end, root in sorted(place_spans(document, theatre, gazetteer), key=lambda n: n[0]):
        if document.sentence_of[start] >= 0:
            span = document.doc[start:end]
            spans.append((span, _mention(span, root, theatre)))
    spans = _beside_regions(document, spans)
    settled = settle([m for _, m in spans], gazetteer, theatre)
    out = Places()
    facilities: list[tuple[str, Choice]] = []
    for k, (span, mention) in enumerate(spans):
        choice = settled.get(mention)
        if choice is None or choice.place is None:
            continue
        choice = _town_of(choice, mention, theatre)
        behind_it = _stands_in(span, spans[k + 1 : k + 2])
        if behind_it is not None and theatre.place(mention.name) is None and _are_towns(choice, settled[behind_it]):
            choice = settled[behind_it]
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


def _stands_in(span: Span, after: list[tuple[Span, Mention]]) -> Mention | None:
    """The town named right behind a facility ("the X hospital in Y"): X may be called after anything."""
    doc, words = span.doc, wordlists("places")
    j = span.end
    while j < len(doc) and doc[j].lower_ in words["facility_words"]:
        j += 1
    facility = j > span.end or span[-1].lower_ in words["facility_words"]
    if not facility or not after or after[0][1].kind == "region":
        return None
    begins = after[0][0].start
    if j < begins <= j + 2 and doc[j].lower_ in words["leads_to_place"]:
        return after[0][1]
    return None


def _are_towns(*choices: Choice) -> bool:
    return all(c.place is not None and c.place.precision == "settlement" for c in choices)


def _town_of(choice: Choice, mention: Mention, theatre: Theatre) -> Choice:
    """A facility that the theatre knows is where its settlement is (guidelines: it inherits the settlement)."""
    known = theatre.place(mention.name)
    town = theatre.place(known.settlement) if known is not None and known.settlement else None
    if town is None:
        return choice
    return Choice(Place(town.name, town.id, town.lat, town.lon, town.precision), choice.candidates)
