"""Where do place names stand in a report? Those a theatre knows, those recognised, and what these left out."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from sayso.gazetteer import Gazetteer
from sayso.reader.document import Document
from sayso.reader.grammar import child, children, preposition
from sayso.reader.wordlists import wordlists
from sayso.theatres import Theatre

__all__ = ["place_spans"]

_LONGEST = 5  # words of a name that a theatre knows
_MORE = 2  # words that a recogniser leaves out at either end of a name
_HYPHENS = {"-", "–", "‑"}


def place_spans(document: Document, theatre: Theatre, gazetteer: Gazetteer) -> Iterator[tuple[int, int, Token]]:
    """Place names as (first token, end, the token they hang by), none of them over another."""
    taken: set[int] = set()
    doc = document.doc
    for start, end in _known(document, theatre):
        start, end = _whole(doc, start, end, theatre, gazetteer)
        part = _part_of_another(doc, start, end, gazetteer) or _of_party(doc, start, end, theatre)
        if not taken & set(range(start, end)) and not part:
            taken |= set(range(start, end))
            yield start, end, doc[start:end].root
    for entity in doc.ents:
        if taken & set(range(entity.start, entity.end)):
            continue
        if entity.label_ not in {"LOC", "GPE", "FAC"} and not _taken_for_person(entity, theatre, gazetteer):
            continue
        start, end = _trimmed(entity)
        if start < end and not _no_name(doc[start:end], theatre):
            start, end = _whole(doc, start, end, theatre, gazetteer)
            if not taken & set(range(start, end)) and not _of_party(doc, start, end, theatre):
                taken |= set(range(start, end))
                yield start, end, doc[start:end].root
    yield from _coordinated(document, taken)


def _whole(doc: Doc, start: int, end: int, theatre: Theatre, gazetteer: Gazetteer) -> tuple[int, int]:
    """A name with the capitalised words beside it that a gazetteer knows to belong to it ("Bila" in "Bila Tserkva")."""
    for a, b in _wider(doc, start, end):
        if not any(t.ent_type_ == "ORG" for t in doc[a:b]) and _is_place(doc[a:b].text, theatre, gazetteer):
            return a, b
    return start, end


def _wider(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name with the capitalised words on either side, widest first."""
    lefts, rights = [start], [end]
    while len(lefts) <= _MORE and (before := _word_before(doc, lefts[-1])) is not None:
        lefts.append(before)
    while len(rights) <= _MORE and (after := _word_after(doc, rights[-1])) is not None:
        rights.append(after)
    yield from ((a, b) for a in reversed(lefts) for b in reversed(rights) if (a, b) != (start, end))


def _of_party(doc: Doc, start: int, end: int, theatre: Theatre) -> bool:
    """Whether a name is part of a party's that the theatre knows ("Arakan" in "Arakan Army")."""
    parties = (theatre.actor(doc[a:b].text) for a, b in _wider(doc, start, end))
    return any(party is not None and party.type in {"force", "outlet", "person"} for party in parties)


def _taken_for_person(entity: Span, theatre: Theatre, gazetteer: Gazetteer) -> bool:
    """A person's name where only a place can stand ("in X", "X was shelled"), and one of the theatre's country."""
    if entity.label_ not in {"PER", "PERSON"}:
        return False
    words, root = wordlists("places"), entity.root
    verb = root.head
    led = root.dep_ in {"obl", "nmod"} and preposition(root) in words["leads_to_place"]
    borne = root.dep_ in {"obj", "nsubj:pass"} and verb.lemma_ in words["only_places"]
    under = (
        root.dep_ == "nsubj" and verb.lemma_ == "come" and any(preposition(o) == "under" for o in children(verb, "obl"))
    )
    found = gazetteer.candidates(entity.text) if led or borne or under else []
    return any(c.precision == "settlement" and c.matched == "name" and c.country in theatre.countries for c in found)


def _is_place(name: str, theatre: Theatre, gazetteer: Gazetteer) -> bool:
    sure = {"name", "other name"}
    return any(
        c.precision == "settlement" and (c.matched in sure or c.country in theatre.countries)
        for c in gazetteer.candidates(name)
    )


def _joins(token: Token) -> bool:
    """A hyphen between two words of one name."""
    doc, i = token.doc, token.i
    return token.text in _HYPHENS and 0 < i < len(doc) - 1 and not token.whitespace_ and not doc[i - 1].whitespace_


def _may_belong(token: Token) -> bool:
    words = wordlists("places")
    kind = words["region_words"] | words["region_adjectives"]
    return token.text[:1].isupper() and token.is_alpha and token.lower_ not in kind


def _word_before(doc: Doc, start: int) -> int | None:
    i = start - 1
    if i > 0 and _joins(doc[i]):
        return i - 1 if _may_belong(doc[i - 1]) else None
    # A capital tells nothing of a sentence's first word, unless it was taken for a name.
    first = i >= 0 and doc[i].is_sent_start
    named = i >= 0 and (not first or doc[i].pos_ == "PROPN")
    return i if named and _may_belong(doc[i]) else None


def _word_after(doc: Doc, end: int) -> int | None:
    if end + 1 < len(doc) and (_joins(doc[end]) or doc[end].lower_ in {"'s", "’s"}):  # Cox's Bazar
        return end + 2 if _may_belong(doc[end + 1]) else None
    if 0 < end < len(doc) and doc[end - 1].text in _HYPHENS:
        return end + 1 if _may_belong(doc[end]) else None
    fits = 0 < end < len(doc) and not doc[end].is_sent_start and _may_belong(doc[end])
    return end + 1 if fits else None


def _part_of_another(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether a theatre's name is half of a hyphened one that nobody knows, such as a village's called after a town."""
    for hyphen, other in ((end, end + 1), (start - 1, start - 2)):
        if 0 < hyphen < len(doc) - 1 and other >= 0 and _joins(doc[hyphen]) and _may_belong(doc[other]):
            return not gazetteer.candidates(doc[other].text)
    return False


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
    if len(span) == 1 and (span[0].lemma_.lower() in common or span[0].lower_ in words["articles"]):
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
    doc, written, compass = document.doc, document.report.text, wordlists("places")["compass"]
    for sentence in document.sentences:
        j = sentence.start
        while j < sentence.end:
            token = doc[j]
            if not token.text[:1].isupper() and token.lower_ not in compass:
                j += 1
                continue
            # a word of a person's whole name; one word alone may be a place taken for a person
            goes_on = token.ent_iob_ == "I" or (j + 1 < sentence.end and doc[j + 1].ent_iob_ == "I")
            person = token.ent_type_ in {"PER", "PERSON"} and goes_on
            if person:
                j += 1
                continue
            for end in range(min(sentence.end, j + _LONGEST), j, -1):
                last = doc[end - 1]
                if last.is_punct or last.is_space:
                    continue
                if _own(written[token.idx : last.idx + len(last)], theatre, doc, j, end):
                    yield j, end
                    j = end - 1
                    break
            j += 1


def _own(text: str, theatre: Theatre, doc: Doc, start: int, end: int) -> bool:
    if theatre.place(text) is not None:
        return True
    region = theatre.region(text)
    if region is None:
        return False
    return not text.islower() or _stands_alone(doc[start:end])


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
