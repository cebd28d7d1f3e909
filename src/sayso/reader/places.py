"""Where: the place names of a report, and which place each claim is about.

A claim's own place stands in its words; else the town or plant that it points back to ("the town", "there"); else
the place that its paragraph is about. The seats of speakers and the origins of attackers are no places of events.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from spacy.tokens import Span, Token

from sayso.gazetteer import Gazetteer
from sayso.model import Place
from sayso.reader.attribution import Attributions
from sayso.reader.clauses import Unit
from sayso.reader.document import Document
from sayso.reader.grammar import children, preposition
from sayso.reader.toponyms import Choice, Mention, settle
from sayso.theatres import Theatre

__all__ = ["Located", "Places", "find_places"]

_DATA = Path(__file__).parent / "data" / "places.toml"


_LEAD = 2.0  # a place in the first paragraph counts double
_MAIN_SHARE = 0.5
_SAME_KM = 20.0


@cache
def _table() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in tomllib.loads(_DATA.read_text(encoding="utf-8")).items()}


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
            if token.dep_ == "conj" and token.pos_ == "PROPN" and token.i not in taken and not token.ent_type_ and token.head.i in taken and token.text[:1].isupper():
                if token.head.ent_type_ in {"LOC", "GPE"} and not any(c.dep_ in {"flat", "compound"} for c in token.children):
                    yield token.i, token.i + 1, token


def _no_name(span: Span, theatre: Theatre) -> bool:
    """What a recogniser takes for a place and is none: adjectives, common nouns, forces known to the theatre."""
    if span.text.lower() in theatre.demonyms or not any(t.text[:1].isupper() for t in span):
        return True
    if len(span) == 1 and span[0].lemma_.lower() in _table()["anaphora"] | _table()["settlement_words"] | _table()["part_words"]:
        return True
    actor = theatre.actor(span.text)
    return actor is not None and actor.type in {"force", "body", "person", "outlet"}


def _trimmed(entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (doc[start].pos_ in {"DET", "ADP", "PUNCT"} or doc[start].lower_ in _table()["before_name"]):
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
            opens = token.text[:1].isupper() or token.lower_ in _table()["compass"]
            person = token.ent_type_ in {"PER", "PERSON"} and (j + 1 < sentence.end and doc[j + 1].ent_iob_ == "I" or token.ent_iob_ == "I")
            if not opens or token.is_space or person:
                j += 1
                continue
            for end in range(min(sentence.end, j + 5), j, -1):
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
    if text.islower():  # "the east": only after "in the", "to the"; never "to the east of X"
        after = span.doc[span.end] if span.end < len(span.doc) else None
        before = span.doc[span.start - 1].lower_ if span.start else ""
        two = span.doc[span.start - 2].lower_ if span.start > 1 else ""
        return (before == "the" and two in {"in", "across", "throughout", "of", "and"} or before in {"and", ",", "or"}) and (after is None or after.lower_ not in {"of", "-"} and after.pos_ not in {"NOUN", "PROPN"})
    return True


def _mention(doc_text: str, span: Span, root: Token, theatre: Theatre) -> Mention:
    name = span.text
    after = span.doc[span.end : span.end + 1]
    word = after[0].lower_ if len(after) else ""
    kind = None
    if word in _table()["region_words"] or _of_region(root):
        kind = "region"
        name = f"{name} {after[0].text}" if word in _table()["region_words"] else f"{name} region"
    elif word in {"and", ","} and _shared_region_word(span) or _listed_regions(span):
        kind = "region"
        name = f"{name} region"
    elif root.head.lemma_.lower() in _table()["settlement_words"] and root.dep_ in {"nmod", "appos", "flat", "compound"}:
        kind = "settlement"
    if kind is None and theatre.region(name) is None and theatre.actor(name) is None:
        kind = "settlement"  # a bare name that a province shares with its centre is the town
    return Mention(span.start_char, span.end_char, name, kind, _inside(span, root))  # type: ignore[arg-type]  # kind is one of Mention's literals


def _of_region(root: Token) -> bool:
    """ "the regions of Donetsk and Luhansk"."""
    top = root
    while top.dep_ == "conj":
        top = top.head
    return top.dep_ == "nmod" and preposition(top) == "of" and top.head.lemma_.lower() in _table()["region_words"]


def _shared_region_word(span: Span) -> bool:
    """ "Donetsk and Luhansk regions": a plural region word after the list."""
    doc, j = span.doc, span.end
    while j < len(doc) and j < span.end + 8 and (doc[j].pos_ == "PROPN" or doc[j].lower_ in {"and", ",", "the"}):
        j += 1
    return j < len(doc) and doc[j].lower_ in _table()["region_plurals"] and doc[j - 1].pos_ == "PROPN"


def _listed_regions(span: Span) -> bool:
    """ "four oblasts: Selm, Orn and Tarn": a plural region word before the list."""
    doc, j = span.doc, span.start - 1
    while j >= 0 and j > span.start - 12 and (doc[j].pos_ == "PROPN" or doc[j].lower_ in {"and", ",", "the"}):
        j -= 1
    return j > 0 and doc[j].text in {":", "of", "–", "—"} and doc[j - 1].lower_ in _table()["region_plurals"]


def _inside(span: Span, root: Token) -> str | None:
    """The region or country named right behind a place ("Kupiansk, Kharkiv region"; "X in Y region")."""
    doc = span.doc
    j = span.end
    if j < len(doc) and doc[j].lower_ in {",", "in"} and j + 1 < len(doc):
        entity = next((e for e in doc.ents if e.start in {j + 1, j + 2} and e.label_ in {"LOC", "GPE"}), None)
        if entity is not None and (doc[j].lower_ == "in" or entity.start == j + 1):
            end = entity.end
            if end < len(doc) and doc[end].lower_ in _table()["region_words"]:
                end += 1
            return doc[entity.start : end].text
    return None


def find_places(document: Document, theatre: Theatre, gazetteer: Gazetteer) -> Places:
    """All place names of a report, settled together."""
    spans: list[tuple[Span, Token, Mention]] = []
    for start, end, root in sorted(_names(document, theatre), key=lambda n: n[0]):
        if document.sentence_of[start] < 0:
            continue
        span = document.doc[start:end]
        spans.append((span, root, _mention(document.report.text, span, root, theatre)))
    settled = settle([m for _, _, m in spans], gazetteer, theatre)
    out = Places()
    facilities: list[tuple[str, Choice]] = []
    for k, (span, _, mention) in enumerate(spans):
        choice = settled.get(mention)
        if choice is None or choice.place is None:
            continue
        choice = _town_of(choice, mention, theatre)
        short = next((f for f in facilities if f[0].startswith(f"{mention.name} ")), None)
        if short is not None and mention.kind != "region" and span.root.head.lemma_.lower() not in _table()["settlement_words"]:
            choice = short[1]  # the short form of a facility named before
        known = theatre.place(mention.name)
        if known is not None and known.settlement:
            facilities.append((mention.name, choice))
        behind = spans[k - 1][0] if k else None
        container = behind is not None and spans[k - 1][2].inside is not None and span.start - behind.end <= 2 and choice.place.precision == "region"
        located = Located(span.start, span.end - 1, mention, choice, container)
        out.found.append(located)
        for j in range(span.start, span.end):
            out.by_token[j] = located
    return out


def _town_of(choice: Choice, mention: Mention, theatre: Theatre) -> Choice:
    """A facility that the theatre knows is where its settlement is (guidelines: it inherits the settlement)."""
    known = theatre.place(mention.name)
    town = theatre.place(known.settlement) if known is not None and known.settlement else None
    if town is None:
        return choice
    return Choice(Place(town.name, town.id, town.lat, town.lon, town.precision), choice.candidates)


class Placing:
    """Ties places to claims, in order of the text."""

    def __init__(self, document: Document, places: Places, attributions: Attributions, theatre: Theatre) -> None:
        self._document = document
        self._places = places
        self._attributions = attributions
        self._theatre = theatre
        self._paragraph = -1
        self._focus: tuple[Place, ...] = ()
        self._focus_paragraph = -1
        self._speaker: str | None = None
        self._recent: Place | None = None
        told = {j for a in attributions.found for j in a.content}
        # A place in a speaker's description is the speaker's seat; a witness or a mayor was asked for being there.
        self._seats = {
            t.i
            for a in attributions.found
            if a.source_token >= 0 and a.source.kind in {"analyst", "government", "organisation"}
            for t in document.doc[a.source_token].subtree
            if t.i not in a.content and (t.i not in told or t.i <= a.cue_token)
        }
        self._main = self._report_place()

    def _report_place(self) -> Place | None:
        """The settlement that a report is about: named first or often, with no rival; places near it count for it."""
        tally: list[tuple[Place, float]] = []
        for p in self._places.found:
            if p.place is None or p.place.precision != "settlement" or self._is_seat(p) or self._relative(p):
                continue
            weight = _LEAD if self._document.paragraph_of[p.first] == 0 else 1.0
            for k, (place, before) in enumerate(tally):
                if _near_each_other(place, p.place):
                    tally[k] = (place, before + weight)
                    break
            else:
                tally.append((p.place, weight))
        if not tally:
            return None
        best, weight = max(tally, key=lambda t: t[1])
        total = sum(w for _, w in tally)
        return best if weight >= _LEAD and weight > _MAIN_SHARE * total else None

    def _is_seat(self, located: Located) -> bool:
        """A party's name rather than a place: "Moscow said", "Russian", "Ukraine's general prosecutor"."""
        token = self._document.doc[located.last]
        root = token if token.head.i < located.first or token.head.i > located.last else token.head
        dep = root.dep_
        actor = self._theatre.actor(located.mention.name)
        state = actor is not None and actor.type == "state"
        if located.first in self._seats:
            return True
        if dep == "nmod:poss" or any(c.lower_ in {"'s", "’s"} for c in root.children):
            return root.head.lemma_.lower() not in _table()["settlement_words"] | _table()["part_words"]
        if dep in {"obj", "nsubj:pass"} and root.head.lemma_ in _table()["overrun"]:
            return False
        if preposition(root) == "to" and {root.head.lemma_, root.head.head.lemma_} & _table()["motion"]:
            return False
        if dep in {"nsubj", "obl:agent"} and (state or root.head.pos_ == "VERB" and dep == "nsubj" and root.head.lemma_ in {"say", "accuse", "deny"}):
            return True
        if state and dep in {"obj", "iobj", "conj", "compound", "appos"} and preposition(root) == "":
            return dep != "conj" or self._theatre.region(located.mention.name) is None or root.head.dep_ in {"nsubj", "obj"}
        if state and preposition(root) in {"by", "with", "against", "from", "to", "for", "between"}:
            return True
        if dep == "compound" and root.head.pos_ in {"PROPN", "NOUN"} and root.head.ent_type_ == "ORG":
            return True
        return preposition(root) == "from" and root.head.pos_ == "NOUN" and state

    def _own(self, first: int, last: int, source_tokens: set[int]) -> list[Place]:
        picked: list[Located] = []
        for p in self._places.inside(first, last):
            if self._is_seat(p) or p.container or p.first in source_tokens:
                continue
            if self._relative(p) and any(q is not p for q in self._places.inside(first, last)):
                continue
            picked.append(p)
        settlements = [p for p in picked if p.place and p.place.precision == "settlement"]
        chosen = settlements or picked
        if settlements:
            # a region stands beside a settlement only when named as its equal ("X and other sectors in Y region")
            equal = [p for p in picked if p not in settlements and self._as_equal(p)]
            chosen = sorted([*settlements, *equal], key=lambda p: p.first)
        if len(chosen) > 1 and not settlements:
            small = [p for p in chosen if self._theatre.actor(p.mention.name) is None]
            chosen = small or chosen
        out: list[Place] = []
        for p in chosen:
            if p.place is not None and p.place not in out:
                out.append(p.place)
        return out

    def _relative(self, located: Located) -> bool:
        """A place that only says where another one lies ("south of X", "gateway to X", "20 km from X")."""
        doc = self._document.doc
        token = doc[located.last]
        root = token if token.head.i < located.first or token.head.i > located.last else token.head
        before = doc[located.first - 1].lower_ if located.first else ""
        two = doc[located.first - 2].lower_ if located.first > 1 else ""
        if before == "of" and two in _table()["compass"] | {"outskirts_"}:
            return True
        if before == "near" and located.first > 1 and (located.first - 2 in self._places.by_token or two == ","):
            return True
        if before in {"near", "outside", "beside", "towards", "toward", "from"} and root.head.pos_ in {"PROPN", "NOUN"} and root.dep_ == "nmod":
            return True
        return before == "to" and root.dep_ == "nmod"

    def _as_equal(self, located: Located) -> bool:
        doc = self._document.doc
        window = {t.lower_ for t in doc[max(0, located.first - 5) : located.first]}
        return "other" in window or "and" in window and doc[located.first - 1].lower_ in {"and", ","}

    def enter(self, paragraph: int) -> None:
        """Note that a paragraph begins."""
        if paragraph != self._paragraph:
            self._paragraph = paragraph

    def place(
        self, unit: Unit, sentence: Span, source_tokens: set[int], *, carry: bool
    ) -> tuple[tuple[Place, ...], str]:
        """The places of a claim, and why; ``carry`` lets it take over the place told before."""
        first, last = unit.first, unit.last
        speaker = unit.attribution.source.name if unit.attribution is not None else None
        goes_on = speaker is not None and speaker == self._speaker
        self._speaker = speaker
        if goes_on:
            self._focus_paragraph = self._paragraph
        own = self._own(first, last, source_tokens)
        if unit.kind == "holding" and own:
            return tuple(own), "named in the claim"
        if unit.head.dep_ in {"acl", "acl:relcl"} and not any(p.precision == "settlement" for p in own):
            told = self._places.by_token.get(unit.head.head.i)
            if told is not None and told.place is not None and told.place.precision == "settlement":
                return (told.place,), "the place that the clause is about"
        if own:
            self._focus, self._focus_paragraph = tuple(own), self._paragraph
            town = next((p for p in own if p.precision == "settlement"), None)
            if town is not None:
                self._recent = town
            return tuple(own), "named in the claim"
        back = self._pointed(first, last)
        if back is not None:
            self._focus, self._focus_paragraph = (back,), self._paragraph
            return (back,), "pointed back to"
        near = self._near(first, sentence, source_tokens)
        if near:
            self._focus, self._focus_paragraph = near, self._paragraph
            return near, "named in the sentence"
        if self._general(unit):
            return (), "told of the whole war"
        fresh = bool(self._focus) and self._focus_paragraph == self._paragraph
        if carry and fresh and (self._main is None or self._focus[0].precision == "settlement"):
            return self._focus, "carried on from before"
        if self._main is not None:
            return (self._main,), "what the report is about"
        return (), "no place named"

    def _general(self, unit: Unit) -> bool:
        """ "The war has killed thousands", "attacks on army-held areas": no one place is meant."""
        table = _table()
        for token in self._document.doc[unit.first : unit.last + 1]:
            lemma = token.lemma_.lower()
            if lemma in table["wars"] and token.dep_ in {"nsubj", "obl", "ROOT", "conj", "nmod"} and token.head.i <= unit.last:
                return token.dep_ != "nmod" or unit.head == token.head
            if token.lower_ in table["vague"] and token.dep_ in {"obl", "nmod", "obj"} and not any(c.dep_ in {"det", "nummod", "nmod", "appos"} for c in token.children):
                return True
        return unit.head.head.lemma_.lower() in table["wars"] and unit.head.dep_ == "acl:relcl"

    def _pointed(self, first: int, last: int) -> Place | None:
        doc = self._document.doc
        for token in doc[first : last + 1]:
            low = token.lower_
            if low == "there" and token.dep_ == "advmod":
                return self._antecedent(token)
            if token.lemma_.lower() in _table()["anaphora"] and any(c.lower_ in {"the", "this", "that"} for c in children(token, "det")) and not any(c.dep_ == "nmod" and preposition(c) in {"of", "in"} for c in token.children):
                return self._antecedent(token)
            if low in {"it", "its"} and token.dep_ in {"obj", "nsubj", "nsubj:pass"} and token.head.lemma_ in _table()["of_a_place"]:
                return self._antecedent(token)
        return None

    def _antecedent(self, token: Token) -> Place | None:
        before = [p for p in self._places.found if p.first < token.i and p.place and p.place.precision == "settlement" and not self._is_seat(p) and not self._relative(p)]
        if before:
            return before[-1].place
        return self._recent or self._main

    def _near(self, first: int, sentence: Span, source_tokens: set[int]) -> tuple[Place, ...]:
        """A place that hangs on the sentence's main clause, before or after the claim's own words."""
        root = sentence.root
        for c in [root, *children(root, "conj", "ccomp")]:
            for o in children(c, "obl"):
                located = self._places.by_token.get(o.i)
                if located is not None and located.place is not None and not self._is_seat(located) and o.i not in source_tokens and preposition(o) in {"in", "at", "near", "on", "over", "across", "around", "outside"}:
                    if c.i in self._attributions.cue_tokens:
                        continue
                    return (located.place,)
        return ()


def _near_each_other(one: Place, two: Place) -> bool:
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return one.name == two.name
    north = (one.lat - two.lat) * 111.2
    east = (one.lon - two.lon) * 111.2 * math.cos(math.radians(one.lat))
    return math.hypot(north, east) <= _SAME_KM
